"""Small Unigram files in the shapes of T5, ALBERT and XLM-R, with the charsmap of SentencePiece."""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import Any

from tests.support.texts import TEXTS
from tests.support.tokenizer_parts import METASPACE, WORDS, Json, added, file_of, sequence, template


@cache
def sentence_piece() -> tuple[list[tuple[str, float]], Json]:
    """Return the pieces and the normalizer (nmt_nfkc) of a SentencePiece Unigram model."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    written = io.BytesIO()
    lines = [line for text in TEXTS for line in text.splitlines() if line.strip()]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 3),
        model_writer=written,
        vocab_size=220,
        hard_vocab_limit=False,
        character_coverage=0.98,
        minloglevel=9,
    )
    proto = sentencepiece_model_pb2.ModelProto.FromString(written.getvalue())
    charsmap = base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()
    pieces = [(piece.piece, piece.score) for piece in proto.pieces[3:]]
    return pieces, {"type": "Precompiled", "precompiled_charsmap": charsmap}


def unigram(*first: str, unknown: int, **options: Any) -> Json:
    """Return a Unigram model whose vocabulary begins with these pieces."""
    vocabulary = [*((piece, 0.0) for piece in first), *sentence_piece()[0]]
    return {"type": "Unigram", "unk_id": unknown, "vocab": vocabulary, "byte_fallback": False, **options}


def t5() -> Json:
    extra = [f"<extra_id_{number}>" for number in range(3)]
    model = unigram("<pad>", "</s>", "<unk>", unknown=2)
    size = len(model["vocab"])
    return file_of(
        model,
        [
            *(added(place, token, special=True) for place, token in enumerate(("<pad>", "</s>", "<unk>"))),
            *(added(size + place, token, special=True) for place, token in enumerate(extra)),
        ],
        normalizer=sentence_piece()[1],
        pre_tokenizer=sequence("pretokenizers", WORDS, METASPACE),
        post_processor={
            "type": "TemplateProcessing",
            "single": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}},
        },
        decoder=METASPACE,
    )


def albert() -> Json:
    quotes = [{"type": "Replace", "pattern": {"String": two}, "content": '"'} for two in ("``", "''")]
    steps = ({"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, sentence_piece()[1])
    return file_of(
        unigram("<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]", unknown=1),
        [
            *(
                added(place, token, special=True)
                for place, token in enumerate(("<pad>", "<unk>", "[CLS]", "[SEP]"))
            ),
            added(4, "[MASK]", special=True, lstrip=True),
        ],
        normalizer=sequence("normalizers", *quotes, *steps),
        pre_tokenizer=sequence("pretokenizers", WORDS, METASPACE),
        post_processor=template("[CLS]", "[SEP]", {"[CLS]": 2, "[SEP]": 3}),
        decoder=METASPACE,
    )


def xlm_r() -> Json:
    model = unigram("<s>", "<pad>", "</s>", "<unk>", unknown=3)
    two = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    return file_of(
        model,
        [
            *(
                added(place, token, special=True)
                for place, token in enumerate(("<s>", "<pad>", "</s>", "<unk>"))
            ),
            added(len(model["vocab"]), "<mask>", special=True, lstrip=True),
        ],
        normalizer=sequence("normalizers", sentence_piece()[1], two),
        pre_tokenizer=METASPACE,
        post_processor=template("<s>", "</s>", {"<s>": 0, "</s>": 2}),
        decoder=METASPACE,
    )
