"""Small tokenizer files in the shapes of published ones: their steps, rules, added tokens, holes in the ids.

The vocabularies are learned from the texts of the tests, so that most words have pieces; what is theirs
alone (a charsmap, bytes, special tokens at odd ids) is built as the makers built it.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.tokenizer_parts import (
    CLIP,
    DEEPSEEK,
    LLAMA_3,
    SPACE,
    Json,
    added,
    bpe,
    byte_level,
    file_of,
    learned_bytes,
    learned_letters,
    learned_prefixed,
    sequence,
    split,
    template,
)
from tests.support.unigram_files import albert, t5, xlm_r


def llama_3() -> Json:
    vocabulary, merges = learned_bytes()
    size = len(vocabulary)
    names = ("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>")
    special = [added(size + place, name, special=True) for place, name in enumerate(names)]
    return file_of(
        bpe(vocabulary, merges, ignore_merges=True),
        special,
        pre_tokenizer=sequence("pretokenizers", split(LLAMA_3), byte_level()),
        post_processor=sequence(
            "processors", byte_level(regex=True), template(names[0], "", {names[0]: size})
        ),
        decoder=byte_level(regex=True),
    )


def gemma() -> Json:
    first = ("<pad>", "<eos>", "<bos>", "<unk>", "<table>", "\n", "\n\n", "▁▁", "▁▁▁")
    vocabulary, merges = learned_letters(first)
    tokens = [added(place, token, special=place < 4) for place, token in enumerate(first) if token != "\n"]
    merges = [*merges, ["\n", "\n"]] if isinstance(merges[0], list) else [*merges, "\n \n"]
    return file_of(
        bpe(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True),
        tokens,
        normalizer=SPACE,
        pre_tokenizer=split(" ", literal=True, behavior="MergedWithPrevious"),
        post_processor=template("<bos>", "", {"<bos>": 2}),
        decoder=sequence(
            "decoders",
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
        ),
    )


def phi_3() -> Json:
    vocabulary, merges = learned_letters(("<unk>", "<s>", "</s>"))
    size = len(vocabulary)
    names = ("<|endoftext|>", "<|assistant|>", "<|user|>")
    return file_of(
        bpe(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True),
        [
            added(0, "<unk>", special=True),
            added(1, "<s>", special=True),
            added(2, "</s>", rstrip=True),
            *(
                added(size + place, name, rstrip=place > 0, special=place == 0)
                for place, name in enumerate(names)
            ),
        ],
        normalizer=sequence("normalizers", {"type": "Prepend", "prepend": "▁"}, SPACE),
        post_processor=template("<s>", "", {"<s>": 1}),
        decoder=sequence(
            "decoders",
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0},
        ),
    )


def qwen() -> Json:
    vocabulary, merges = learned_bytes()
    size = len(vocabulary)
    names = (
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        "<tool_call>",
        "</tool_call>",
        "<think>",
        "</think>",
    )
    return file_of(
        bpe(vocabulary, merges, continuing_subword_prefix="", end_of_word_suffix=""),
        [added(size + place, name, special=place < 3) for place, name in enumerate(names)],
        normalizer={"type": "NFC"},
        pre_tokenizer=sequence("pretokenizers", split(LLAMA_3), byte_level(trim=False)),
        post_processor=byte_level(trim=False),
        decoder=byte_level(trim=False),
    )


def clip() -> Json:
    vocabulary, merges = learned_bytes("</w>")
    size = len(vocabulary)
    vocabulary = vocabulary | {"<|startoftext|>": size, "<|endoftext|>": size + 1}
    spaces = {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "}
    return file_of(
        bpe(
            vocabulary,
            merges,
            unk_token="<|endoftext|>",
            end_of_word_suffix="</w>",
            continuing_subword_prefix="",
        ),
        [
            added(size, "<|startoftext|>", special=True, normalized=True),
            added(size + 1, "<|endoftext|>", special=True),
        ],
        normalizer=sequence("normalizers", {"type": "NFC"}, spaces, {"type": "Lowercase"}),
        pre_tokenizer=sequence(
            "pretokenizers", split(CLIP, behavior="Removed", invert=True), byte_level(regex=True)
        ),
        post_processor={
            "type": "RobertaProcessing",
            "sep": ["<|endoftext|>", size + 1],
            "cls": ["<|startoftext|>", size],
            "trim_offsets": False,
            "add_prefix_space": False,
        },
        decoder=byte_level(regex=True),
    )


def whisper() -> Json:
    """The times stand behind a hole in the ids."""
    vocabulary, merges = learned_bytes()
    size = len(vocabulary) + 3  # behind the last of the model, times included
    tokens = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
    vocabulary = vocabulary | {f"<|{number * 0.02:.2f}|>": size + 40 + number for number in range(3)}
    return file_of(
        bpe(vocabulary, merges, continuing_subword_prefix="", end_of_word_suffix=""),
        [
            *(added(size + place, token, special=True) for place, token in enumerate(tokens)),
            *(added(size + 40 + number, f"<|{number * 0.02:.2f}|>") for number in range(3)),
        ],
        pre_tokenizer=byte_level(regex=True),
        post_processor=template(
            "<|startoftranscript|>",
            "<|endoftext|>",
            {"<|startoftranscript|>": size + 1, "<|endoftext|>": size},
        ),
        decoder=byte_level(regex=True),
    )


def deepseek() -> Json:
    """Added tokens that are spelled as bytes are: "õ" is the byte 0xF5 to the model."""
    vocabulary, merges = learned_bytes()
    size = len(vocabulary)
    letters = [letter for letter in ("õ", "÷", "é", "Ö", "č") if letter not in vocabulary] + ["naïve", "đem"]
    start = "<｜begin▁of▁sentence｜>"
    steps = [split(pattern) for pattern in DEEPSEEK]
    return file_of(
        bpe(vocabulary, merges),
        [
            *(added(vocabulary[letter], letter, normalized=True) for letter in ("÷", "é")),
            *(added(size + place, letter, normalized=True) for place, letter in enumerate(letters)),
            added(size + len(letters), start, special=True, normalized=True),
            added(size + len(letters) + 1, "<think>"),
        ],
        normalizer=sequence("normalizers"),
        pre_tokenizer=sequence(
            "pretokenizers", *steps, {"type": "Digits", "individual_digits": True}, byte_level()
        ),
        post_processor=template(start, "", {start: size + len(letters)}),
        decoder=byte_level(regex=True),
    )


def bert() -> Json:
    """WordPiece with words that were added whole, at ids that the model has as well: its own have a hole."""
    pieces = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "co",
        "##vid",
        "##19",
        "is",
        "the",
        "cat",
        "##s",
        "na",
        "##ive",
    ]
    letters = [prefix + chr(code) for code in range(97, 123) for prefix in ("", "##")]
    vocabulary = {piece: place for place, piece in enumerate([*pieces, *letters])}
    size = len(vocabulary)
    normalizer = {"clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    return file_of(
        {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
        [
            *(added(place, piece, special=True) for place, piece in enumerate(pieces[:4])),
            added(size, "covid", single_word=True, normalized=True),
            added(size + 1, "<m>", lstrip=True, rstrip=True),
        ],
        normalizer={"type": "BertNormalizer", **normalizer},
        pre_tokenizer={"type": "BertPreTokenizer"},
        post_processor=template("[CLS]", "[SEP]", {"[CLS]": 2, "[SEP]": 3}),
        decoder={"type": "WordPiece", "prefix": "##", "cleanup": True},
    )


def roberta() -> Json:
    """A space is put before the text, and spaces are cut off the offsets."""
    vocabulary, merges = learned_bytes()
    size = len(vocabulary)
    return file_of(
        bpe(vocabulary, merges),
        [
            added(size, "<s>", special=True, normalized=True),
            added(size + 1, "</s>", special=True, normalized=True),
            added(size + 2, "<x>", lstrip=True),
        ],
        pre_tokenizer=byte_level(regex=True, space=True),
        post_processor={
            "type": "RobertaProcessing",
            "sep": ["</s>", size + 1],
            "cls": ["<s>", size],
            "trim_offsets": True,
            "add_prefix_space": True,
        },
        decoder=byte_level(regex=True),
    )


def prefixed() -> Json:
    """Merges of symbols that carry a prefix inside a word, as `BpeTrainer` writes them."""
    vocabulary, merges = learned_prefixed("##")
    return file_of(
        bpe(vocabulary, merges, unk_token="<unk>", fuse_unk=True, continuing_subword_prefix="##"),
        [added(0, "<unk>", special=True)],
        pre_tokenizer={"type": "BertPreTokenizer"},
        decoder={"type": "WordPiece", "prefix": "##", "cleanup": False},
    )


SHAPES: dict[str, Callable[[], Json]] = {
    "Llama-3": llama_3,
    "Gemma": gemma,
    "Phi-3": phi_3,
    "Qwen": qwen,
    "T5": t5,
    "ALBERT": albert,
    "XLM-R": xlm_r,
    "CLIP": clip,
    "Whisper": whisper,
    "DeepSeek": deepseek,
    "BERT": bert,
    "RoBERTa": roberta,
    "prefixed BPE": prefixed,
}
