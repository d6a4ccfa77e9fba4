"""Long proofs with a command of their own; the tests run a part of each."""
