"""Writes a model of random weights that a real llama.cpp server runs: `tiny_model.py OUT TEXT…`.

It knows nothing; the server's grammar makes its answers obey the schema that was sent. So tests get
well-formed nonsense over HTTP from a program that nobody here wrote. The vocabulary is learned from
the given texts. The same texts and packages give the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, LlamaFileType, TokenType
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

CONTROLS = ("<|pad|>", "<|im_start|>", "<|im_end|>")
"""Those of ChatML, which the server knows without its template engine."""
TOKENS = 1200
WIDTH, HEADS, SHARED_HEADS, LAYERS, INNER = 64, 4, 2, 2, 128
CONTEXT = 32_768
"""Tokens; a prompt with an article in it needs many of a vocabulary this small."""
CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}<|im_start|>assistant\n"
)


def write_model(path: Path, texts: list[str]) -> None:
    """Write the file of a model with two layers."""
    tokens, merges = learn_tokens(texts)
    writer = GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(SHARED_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([kind_of(token) for token in tokens])
    writer.add_token_merges(merges)
    for add, number in (
        (writer.add_pad_token_id, 0),
        (writer.add_bos_token_id, 1),
        (writer.add_eos_token_id, 2),
    ):
        add(number)
    writer.add_chat_template(CHAT)
    for name, array in weights(len(tokens)):
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def learn_tokens(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the tokens by number, and the merges that make them."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    learner.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=TOKENS,
            special_tokens=list(CONTROLS),
            initial_alphabet=alphabet,
            show_progress=False,
        ),
    )
    learned = json.loads(learner.to_str())["model"]
    numbers = learned["vocab"]
    return sorted(numbers, key=numbers.get), [" ".join(pair) for pair in learned["merges"]]


def kind_of(token: str) -> TokenType:
    """Tell what a token is: only those that are whole characters may be chosen.

    Else an answer would hold halves of characters, and control characters that JSON forbids.
    """
    if token in CONTROLS:
        return TokenType.CONTROL
    try:
        text = bytes(map(byte_of, token)).decode("utf-8")
    except UnicodeDecodeError:
        return TokenType.UNUSED
    return TokenType.NORMAL if text.isprintable() else TokenType.UNUSED


def byte_of(sign: str) -> int:
    """Return the byte that a sign of byte-level tokens stands for (as in GPT-2's vocabulary)."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    code = ord(sign)
    if code in shown:
        return code
    return [byte for byte in range(256) if byte not in shown][code - 256]


def weights(tokens: int) -> list[tuple[str, np.ndarray]]:
    """Return all tensors by the names that the server's program knows, the same each time."""
    chance = np.random.default_rng(7)

    def some(*shape: int) -> np.ndarray:
        return (chance.standard_normal(shape) / 50).astype(np.float32)

    ones, shared = np.ones(WIDTH, np.float32), WIDTH * SHARED_HEADS // HEADS
    found = [
        ("token_embd.weight", some(tokens, WIDTH)),
        ("output_norm.weight", ones),
        ("output.weight", some(tokens, WIDTH)),
    ]
    for number in range(LAYERS):
        shapes = {
            "attn_q": (WIDTH, WIDTH),
            "attn_k": (shared, WIDTH),
            "attn_v": (shared, WIDTH),
            "attn_output": (WIDTH, WIDTH),
            "ffn_gate": (INNER, WIDTH),
            "ffn_up": (INNER, WIDTH),
            "ffn_down": (WIDTH, INNER),
        }
        found += [(f"blk.{number}.{name}.weight", some(*shape)) for name, shape in shapes.items()]
        found += [(f"blk.{number}.{name}.weight", ones) for name in ("attn_norm", "ffn_norm")]
    return found


if __name__ == "__main__":
    write_model(Path(sys.argv[1]), [Path(name).read_text("utf-8") for name in sys.argv[2:]])
