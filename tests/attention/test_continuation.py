"""Writing on: transformers' own text where it is greedy, the distribution where it draws, and branches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chisquare
from transformers import LlamaForCausalLM

import embedlab
from embedlab.attention import continue_text, cut_distribution, next_logits
from embedlab.context import Encoder
from embedlab.errors import InvalidInputError
from tests.support.models import tiny_encoder

TEXT = "the old bank by the river closed"


def test_the_greedy_text_is_transformers_own(decoder: Encoder, reference: LlamaForCausalLM) -> None:
    ids = decoder.prepare(TEXT).ids
    with torch.inference_mode():
        theirs: Any = reference.generate(
            torch.tensor([ids]), do_sample=False, max_new_tokens=12, output_logits=True,
            return_dict_in_generate=True, pad_token_id=0, eos_token_id=None,
        )  # fmt: skip
    result = continue_text(decoder, TEXT, limit=12, top_k=1)
    assert_array_equal(result.ids, theirs.sequences[0, len(ids) :])
    shares = torch.cat(theirs.logits).double().softmax(-1)
    assert_allclose(result.probabilities, shares.max(-1).values, rtol=1e-4)
    assert_allclose([each.scores for each in result.choices], shares.topk(5).values, rtol=1e-4)
    assert_array_equal([each.rows[0] for each in result.choices], result.ids)
    assert result.labels == tuple(each.labels[0] for each in result.choices)
    assert result.text == decoder.tokenizer.decode(result.ids.tolist())


def test_tokens_are_drawn_as_often_as_the_cut_distribution_says(decoder: Encoder) -> None:
    settings: dict[str, Any] = {"temperature": 0.3, "top_k": 6, "top_p": 0.9}
    expected = cut_distribution(next_logits(decoder, TEXT), **settings)
    seeds = range(400)
    drawn = np.array(
        [continue_text(decoder, TEXT, limit=1, random_state=seed, **settings).ids[0] for seed in seeds]
    )
    rows = np.flatnonzero(expected)
    assert set(drawn) <= set(rows)
    assert len(rows) > 2
    counts = np.array([(drawn == row).sum() for row in rows])
    assert chisquare(counts, expected[rows] * len(seeds)).pvalue > 1e-4  # the seeds are fixed


def test_a_branch_keeps_its_beginning_and_goes_another_way(decoder: Encoder) -> None:
    first = continue_text(decoder, TEXT, limit=8, random_state=3)
    same = continue_text(decoder, TEXT, limit=8, random_state=3, start=first.ids[:4].tolist())
    assert_array_equal(same.ids, first.ids)
    other = next(token for token in first.choices[2].rows.tolist() if token != first.ids[2])
    branch = continue_text(decoder, TEXT, limit=8, random_state=3, start=[*first.ids[:2].tolist(), other])
    assert branch.ids[:3].tolist() == [*first.ids[:2].tolist(), other]
    for mine, own in zip(branch.choices[:3], first.choices[:3], strict=True):
        assert_allclose(mine.scores, own.scores, rtol=1e-5)
    place = first.choices[2].rows.tolist().index(other)
    assert branch.probabilities[2] == pytest.approx(first.choices[2].scores[place])
    assert not np.allclose(branch.choices[3].scores, first.choices[3].scores, rtol=1e-3)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"limit": 0}, "limit = 0 tokens; choose a number from 1 to 60"),
        ({"limit": 61}, "limit = 61 tokens"),
        ({"limit": 1, "start": (5, 6)}, "limit = 1 tokens; choose a number from 2 to 60"),
        ({"start": (40_000,)}, "no token 40000; choose ids from 0 to 30,521"),
        ({"temperature": 0.0}, "temperature = 0 divides"),
        ({"top_p": 0.0}, "top_p = 0 is not a share"),
    ],
)
def test_settings_out_of_range_have_one_sentence(
    decoder: Encoder, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        continue_text(decoder, TEXT, **settings)


def test_an_encoder_and_an_empty_text_write_nothing(
    decoder: Encoder, tokenizer: embedlab.tokens.Tokenizer
) -> None:
    with pytest.raises(InvalidInputError, match="tied decoder"):
        continue_text(tiny_encoder(tokenizer), TEXT)
    with pytest.raises(InvalidInputError, match="empty"):
        continue_text(decoder, " ")
