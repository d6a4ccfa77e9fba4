"""How good the checks, the second reader and the prompts are, as numbers.

- `trials`: the corpus: articles, sound candidates, planted errors
- `judging`: what the checks say of them
- `counting`: rates and intervals
- `reading`: what a second reader says: verdicts of the corpus, or of a model asked now
- `detection`: what a second reader adds to the checks
- `citations`: citation recall and precision
- `measures`, `readability`: lengths, doubt, endings, reading ease
- `changes`: what people changed before they accepted
- `fresh`, `kept_answers`, `asking`: sections written now, and what that costs
- `tables`: lines for a terminal
- `command`: what `invoke evaluate` does
"""
