"""A word of an encoder on SentencePiece has the pieces of the word, however many spaces stand around it."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from embedlab.context import tokens_inside, word_in_context
from embedlab.tokens.json_tokenizer import JsonTokenizer
from tests.support.models import tiny_encoder
from tests.support.tokenizer_files import gemma, llama_3, phi_3
from tests.support.tokenizer_parts import Json
from tests.support.unigram_files import t5, xlm_r


@pytest.mark.parametrize("shape", [xlm_r, t5])
@pytest.mark.parametrize("word", ["naïve", "天气", "café", "cafe\u0301"])
def test_two_spaces_behind_a_word_are_the_same_ids_and_the_same_vectors(
    shape: Callable[[], Json], word: str
) -> None:
    encoder = tiny_encoder(JsonTokenizer(json.dumps(shape()), name="pieces"))
    sentences = [f"so {word} yes", f"so {word}  yes", f"so {word} \u00a0 yes"]
    ids = [encoder.tokenizer.encode(sentence).ids for sentence in sentences]
    assert ids[0] == ids[1]
    one, two, three = (word_in_context(encoder, [sentence], word) for sentence in sentences)
    assert one.pieces == two.pieces == three.pieces
    assert "".join(one.pieces[0]).strip("▁")
    np.testing.assert_array_equal(one.vectors, two.vectors)
    np.testing.assert_array_equal(one.static, two.static)


@pytest.mark.parametrize("shape", [gemma, phi_3, llama_3])
@pytest.mark.parametrize("word", ["天气", "😀", "naïve😀"])
def test_every_piece_of_the_last_character_is_of_the_word(shape: Callable[[], Json], word: str) -> None:
    """Its bytes are tokens of their own: the first has its span, the others an empty one behind it."""
    encoder = tiny_encoder(JsonTokenizer(json.dumps(shape()), name="bytes"))
    for sentence in (f"so {word}", f"so {word} yes", f"so {word}, yes"):
        plain = encoder.tokenizer.encode(sentence)
        (start,) = [place for place in range(len(sentence)) if sentence.startswith(word, place)]
        (encoding,) = (one for _, one in encoder.encode_each([sentence], attentions=False))
        places = tokens_inside(encoding, (start, start + len(word)))
        added = encoding.special.index(False)
        held = b"".join(plain.token_bytes[place - added] for place in places)
        assert held.decode().strip() == word
