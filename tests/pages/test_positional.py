"""The main view of the position page: what is asked, what no formula allows, what is said and drawn."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab import positional
from tests.support.hostile import HOSTILE_LINKS
from tests.support.hub import SHA, Hub
from tests.support.pages import UNESCAPED, readings, run_script
from ui.foot import FOLDS
from ui.positional import exports, tables
from ui.positional.checkpoints import Checkpoint
from ui.positional.schemes import (
    OPTIONS,
    SCHEMES,
    T5,
    Alibi,
    Learned,
    NoPositions,
    Query,
    Rotary,
    Sinusoidal,
)

KEYS = (
    *(
        "length",
        "dim",
        "base",
        "layout",
        "heads",
        "head",
        "why_first",
        "why_second",
        "causal",
        "start",
        "rotary_draw",
        "side",
        "buckets",
    ),
    *("max_distance", "row", "column", "table_of", "bias_of"),
)
VIEW = """
from ui.lesson import Lesson, draw
from ui.positional import curves, exports, picture, query, summaries

draw(
    Lesson(
        page="alone",  # of no course: nothing links on
        question="?",
        idea="",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(curves.PART,),
        parts_key="part",
    )
)
"""
BLOCK = "block.0.layer.0.SelfAttention.relative_attention_bias.weight"
BIAS = np.random.default_rng(1).normal(size=(32, 4)).astype(np.float32)
TABLE = np.random.default_rng(0).normal(size=(26, 6)).astype(np.float32)


def page(**query: Any) -> AppTest:
    query = {"scheme": "sinusoidal"} | query
    at = run_script(VIEW, behind_alone=list(FOLDS), **{key: str(value) for key, value in query.items()})
    assert not at.exception
    return at


def warnings(at: AppTest) -> list[str]:
    return [warning.value.translate(UNESCAPED) for warning in at.warning]


def figure(at: AppTest, which: int = 0) -> Any:
    return json.loads(at.get("plotly_chart")[which].proto.spec)


@pytest.mark.parametrize(
    ("query", "condition", "shown"),
    [
        ({"dim": 65}, "dim = 65 is odd: a sine and a cosine", "dim = 64"),
        ({"dim": 65, "scheme": "rotary"}, "dim = 65 is odd: rotary turns dimensions", "dim = 64"),
        ({"dim": 0}, "dim = 0 holds no pair", "dim = 64"),
        ({"dim": -2}, "dim = -2 holds no pair", "dim = 64"),
        ({"dim": 1_000_000}, "dim = 1,000,000 is more than this page draws", "dim = 4,096"),
        ({"length": 0}, "length = 0 is outside", "length = 64"),
        ({"length": -7}, "length = -7 is outside", "length = 64"),
        ({"length": 1_000_000}, "length = 1,000,000 is more than this page draws", "length = 8,192"),
        ({"length": 8_000, "dim": 1_000}, "8,000,000 cells", "length = 2,097"),
        ({"base": 0}, "base = 0 must be a finite number above 1", "base = 10,000"),
        ({"base": -5, "scheme": "rotary"}, "base = -5 must be", "base = 10,000"),
        ({"base": 1}, "base = 1 must be", "base = 10,000"),
        ({"start": 2_000_000}, "start = 2,000,000 is outside", "start = 0"),
        ({"scheme": "learned", "length": 600}, "no position 512; choose at most 512", "length = 512"),
        ({"scheme": "learned", "start": 500}, "no position 512; choose at most 12", "length = 12"),
        ({"scheme": "learned", "start": -1}, "Position -1 was never trained", "start = 0"),
        ({"scheme": "learned", "start": 512}, "Position 512 was never trained", "start = 0"),
        ({"scheme": "learned", "dim": 385}, "trained with 384 numbers", "dim = 384"),
        ({"scheme": "learned", "dim": 0}, "choose from 1 to 384", "dim = 64"),
        ({"scheme": "ALiBi", "heads": 0}, "heads = 0 is outside its limits", "heads = 8"),
        ({"scheme": "ALiBi", "heads": 4, "head": 9}, "head = 9 does not exist", "head = 4"),
        ({"scheme": "ALiBi", "head": 0}, "head = 0 does not exist", "head = 1"),
        ({"scheme": "ALiBi", "length": 5_000}, "is more than this page draws", "length = 1,024"),
        ({"scheme": "T5", "buckets": 7}, "buckets = 7 cannot be shared", "buckets = 32"),
        ({"scheme": "T5", "max_distance": 8}, "must be above 8", "max_distance = 128"),
        ({"scheme": "T5", "side": "decoder", "max_distance": 16}, "must be above 16", "max_distance = 128"),
    ],
)  # fmt: skip
def test_a_violated_condition_is_named_and_the_nearest_view_shown(
    query: dict[str, Any], condition: str, shown: str
) -> None:
    at = page(**query)
    (said,) = warnings(at)
    assert condition in said
    assert said.endswith(f"Shown: {shown}.")
    assert len(at.get("plotly_chart")) >= 3  # the picture, a column, a row


def test_everything_wrong_at_once_is_told_at_once() -> None:
    at = page(length=10**6, dim=10**6, base=0, start=-(10**7))
    (warning,) = warnings(at)
    for condition in ("length = 1,000,000", "base = 0", "dim = 1,000,000", "start = -10,000,000", "cells"):
        assert condition in warning
    assert warning.count("Shown") == 1
    assert warning.endswith("Shown: length = 512, base = 10,000, dim = 4,096 and start = 0.")
    assert len(at.get("plotly_chart")) == 4


def test_what_the_formulas_allow_is_not_refused() -> None:
    assert not page(start=-20, length=1, dim=2).warning
    assert not page(start=1_000_000, scheme="rotary").warning
    assert not page(scheme="learned", dim=65, length=512).warning  # no pairs there
    assert not page(scheme="T5", side="decoder", buckets=7).warning


def test_old_links_show_what_they_showed() -> None:
    old = {"base": "10000", "dim": "64", "length": "64", "layout": "concatenated"}
    for query in (old, {"dim": "64"}, {"causal": "false"}, {"scheme": "sinusoidal"}):
        at = run_script(VIEW, behind_alone=list(FOLDS), **query)
        assert not at.exception
        assert not at.warning
        assert not at.toast
        assert figure(at)["layout"]["xaxis"]["ticktext"] == ["sines<br>fast → slow", "cosines<br>fast → slow"]
        assert "The fastest wave repeats every 6.3 positions, the slowest every 47,117;" in readings(at)[0]
    assert figure(page(layout="interleaved"))["layout"]["xaxis"].get("ticktext") is None


def test_without_a_scheme_two_orders_give_the_same_vectors(encoder: embedlab.context.Encoder) -> None:
    at = run_script(VIEW, behind_alone=list(FOLDS))
    said = readings(at)[0]
    assert said.startswith("Without positions, both orders give the same vectors.")
    frame = at.dataframe[0].value
    assert frame["word"].tolist() == ["dog", "bites", "man"]
    assert frame["stands in the second order"].tolist() == [3, 2, 1]
    assert frame["change, no positions"].max() < 1e-12
    test = positional.run_shuffle_test(encoder, "Dog bites man", "man bites dog")
    moved = positional.shuffle_layer(
        positional.load_attention_weights(encoder.name),
        positional.load_input_tables(encoder.name),
        encoder.token_embeddings[encoder.encode([test.first])[0].ids],
        test.places,
        case="positions",
    ).moved[1:4]
    assert frame["change, positions"].tolist() == pytest.approx(moved.tolist())
    assert f"“dog” changes most, by {moved.max():.0%} of its length" in said
    without, added = figure(at)["data"]
    assert without["text"] == ["no change"] * 3
    assert added["text"] == [f"{share:.0%}" for share in moved]
    assert "1 radian" not in said


@pytest.mark.parametrize(
    ("query", "warned", "said"),
    [
        ({"why_second": "cat bites man"}, "cat bites man” does not have the tokens of the first", "Without"),
        ({"why_second": " "}, "no second text", "Without"),
        ({"why_second": "DOG bites MAN"}, "", "To the model both texts are the same."),
        ({"why_first": " "}, "", "Without positions, both orders give the same vectors."),
        ({"why_first": "🙂!" * 333, "why_second": "a"}, "lie beyond the model's window", "To the model"),
    ],
)
def test_orders_that_cannot_be_compared_are_named(query: dict[str, str], warned: str, said: str) -> None:
    at = run_script(VIEW, **query)
    assert not at.exception
    assert warned in " ".join(warnings(at))
    assert bool(warnings(at)) == bool(warned)
    assert readings(at)[0].startswith(said)


@pytest.mark.parametrize("scheme", OPTIONS)
def test_a_hostile_link_never_breaks_the_page(scheme: str) -> None:
    for evil in HOSTILE_LINKS:
        at = page(**dict.fromkeys(KEYS, evil), scheme=scheme)
        assert len(readings(at)) == 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_numbers_are_the_table(scheme: str) -> None:
    at = page(scheme=scheme, length=20)
    frame = at.dataframe[0].value
    expected = {
        "sinusoidal": positional.sinusoidal(20, 64, layout="concatenated"),
        "learned": embedlab.load_position_table("all-MiniLM-L6-v2"),
        "rotary": positional.rotary_angles(20, 64),
        "ALiBi": positional.alibi_bias(8, 20)[0],
        "T5": positional.relative_buckets(np.arange(20)[None, :] - np.arange(20)[:, None]),
    }[scheme]
    np.testing.assert_array_equal(frame.iloc[:, 1:].to_numpy(), expected[:20, :8])
    np.testing.assert_array_equal(frame.iloc[:, 0], np.arange(20))


def test_rows_have_the_number_of_their_position() -> None:
    frame = page(start=-3, length=5).dataframe[0].value
    assert frame["position"].tolist() == [-3, -2, -1, 0, 1]
    assert frame["dimension 0"].tolist() == np.sin([-3, -2, -1, 0, 1]).tolist()


def test_the_reading_is_computed() -> None:
    table = positional.sinusoidal(100, 32, 500.0, start=40)
    (said, _) = readings(page(length=100, dim=32, base=500, start=40))
    cosine = table[50] @ table[49] / (np.linalg.norm(table[50]) * np.linalg.norm(table[49]))
    far = table[50] @ table[0] / (np.linalg.norm(table[50]) * np.linalg.norm(table[0]))
    assert f"positions 90 and 89 is {cosine:.2f}, of positions 90 and 40 it is {far:.2f}" in said
    turns = [2 * np.pi * 500 ** (2 * pair / 32) for pair in range(16)]
    assert f"{sum(turn <= 100 for turn in turns)} of 16 pairs complete a turn within 100 positions" in said
    assert f"the slowest every {turns[-1]:,.0f}" in said


def test_alibi_says_how_heads_are_filled_up() -> None:
    (said, _) = readings(page(scheme="ALiBi", heads=12, head=9, length=32))
    assert f"Head 9 of 12 takes away {2**-0.5:.4f} for each step" in said
    assert f"a key 10 positions away loses {10 * 2**-0.5:.3f}" in said
    assert "12 is no power of two: heads 1 to 8" in said
    assert "no power of two" not in readings(page(scheme="ALiBi", heads=16))[0]


def test_t5_counts_its_buckets() -> None:
    (encoder, _) = readings(page(scheme="T5"))
    assert "16 buckets for keys up to the query: the distances 0 to 7 have one each" in encoder
    assert "all from 91 on fall into bucket 15" in encoder
    (decoder, _) = readings(page(scheme="T5", side="decoder"))
    assert "32 buckets for keys up to the query: the distances 0 to 15 have one each" in decoder
    held = page(scheme="T5").dataframe[1].value
    assert held.iloc[16, 1] == "nothing"
    assert held.iloc[15, 1] == "−91 and beyond"


def test_the_visitors_words_are_rotated(encoder: embedlab.context.Encoder) -> None:
    at = page(scheme="rotary", rotary_draw="rotated vectors", text="the river bank", start=5, dim=32)
    before = encoder.token_embeddings[encoder.tokenizer.encode("the river bank").ids, :32]
    after = positional.apply_rotary(before, [5, 6, 7])
    cosine = float(before[2] @ after[2]) / float(np.linalg.norm(before[2]) ** 2)
    (said, _) = readings(at)
    assert "The last token drawn, “bank” at position 7, keeps its length" in said
    assert f"its cosine with what it was is {cosine:.2f}" in said
    assert len(figure(at)["data"]) == 2


def test_no_words_are_no_mistake() -> None:
    at = page(scheme="rotary", rotary_draw="rotated vectors", text=" ")
    assert any("Nothing to rotate yet" in caption.value for caption in at.caption)
    assert "The first pair turns" in readings(at)[0]
    wide = page(scheme="rotary", rotary_draw="rotated vectors", dim=400)
    assert "has 384 numbers" in warnings(wide)[0]
    assert not wide.exception


def test_a_long_sentence_says_how_many_tokens_are_drawn() -> None:
    at = page(scheme="rotary", rotary_draw="rotated vectors", text="a " * 40)
    assert "The first 12 of 40 tokens are drawn." in readings(at)[0]


def test_a_large_table_says_what_a_cell_is_and_keeps_exact_curves() -> None:
    at = page(length=2048, dim=1024, column=10, row=2000, layout="interleaved")
    said, exact = readings(at)
    assert "each cell drawn stands for 10 × 4 numbers and shows their mean" in said
    value = np.sin(2000 * 10000 ** (-10 / 1024))
    assert f"At position 2,000 it is exactly {value:.6f}, the sine of".replace("-", "−") in exact
    turn = 2 * np.pi * 10000 ** (10 / 1024)
    assert f"It is the sine of pair 5 and repeats every {turn:.1f} positions" in exact
    assert len(at.dataframe[0].value) == 512
    assert any("512 of 2,048 rows" in text.value for text in at.markdown)
    axis = figure(at, 1)["layout"]["xaxis"]
    assert "double click" in axis["title"]["text"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"layout": "sines, then cosines", "dim": 8, "column": 5, "row": 3},
         f"At position 3 it is exactly {np.cos(3 * 10000**-0.25):.6f}, the cosine of"),
        ({"layout": "interleaved", "dim": 8, "column": 5, "row": 3},
         f"it is exactly {np.cos(3 * 10000**-0.5):.6f}, the cosine of"),
        ({"scheme": "rotary", "dim": 8, "column": 1, "row": 3}, "Its angle is 0.3 radians, 0.048 turns"),
        ({"scheme": "ALiBi", "column": 3, "row": 12}, "9 times the slope 0.5 is taken away, 4.5."),
        ({"scheme": "ALiBi", "column": 12, "row": 3}, "9 positions after query 3: it is masked."),
        ({"scheme": "ALiBi", "column": 12, "row": 3, "causal": "false"}, "9 times the slope 0.5 is taken"),
        ({"scheme": "T5", "column": 12, "row": 3}, "Key 12 falls into bucket 24 of query 3."),
        ({"scheme": "T5", "column": 4, "row": 4},
         "Key 4 falls into bucket 0 of query 4. Key 4 is the query itself."),
    ],
)  # fmt: skip
def test_the_value_where_they_cross_is_exact(query: dict[str, Any], said: str) -> None:
    assert said in readings(page(**query))[-1]


def test_the_learned_value_is_that_of_the_file() -> None:
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    assert f"exactly {table[7, 3]!s}." in readings(page(scheme="learned", row=7, column=3))[-1]


def test_a_place_that_does_not_exist_is_moved_and_told() -> None:
    at = page(row=900, column=-4)
    captions = " ".join(caption.value for caption in at.caption)
    assert "Dimension -4 does not exist, there are 0 to 63; 0 is shown." in captions
    assert "Position 900 is not in this table, it holds 0 to 63; 63 is shown." in captions


CASES = [
    NoPositions(9, first="Dog bites man", second="man bites dog"),
    Sinusoidal(9, 8, start=-4, order="concatenated", base=500.0),
    Learned(9, 8, start=3),
    Rotary(9, 8, start=1_000_000),
    Rotary(9, 8, sentence='it\'s "a" bank\\'),
    Alibi(9, heads=12, head=9, causal=False),
    T5(9, heads=1, causal=True, buckets=16, max_distance=32),
]


@pytest.mark.parametrize("query", CASES, ids=lambda query: query.scheme)
def test_the_code_makes_the_same_table(query: Query, encoder: embedlab.context.Encoder) -> None:
    names: dict[str, Any] = {}
    exec("\n".join(exports.code(tables.view(query))), names)
    np.testing.assert_array_equal(names["table"], tables.table(query))


def test_the_code_of_a_row_and_a_column_prints_what_is_shown() -> None:
    at = page(scheme="rotary", start=-2, length=9, dim=8, row=3, column=1)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(at.code[0].value, names)
    assert printed.getvalue().endswith(f" {names['table'][5, 1]}\n")


def test_the_code_of_the_files_writes_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = tables.view(Sinusoidal(9, 8, start=-4))
    monkeypatch.chdir(tmp_path)
    exec("\n".join([*exports.code(view), *exports.PART.code(view, None)]), {})
    np.testing.assert_array_equal(np.load(tmp_path / "positions-sinusoidal.npy"), view.table)
    rows = (tmp_path / "positions-sinusoidal.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith('"position","dimension_0",')
    assert rows[1].startswith("-4,")


def test_checkpoints_are_shown_with_their_own_numbers(fake_hub: type[Hub]) -> None:
    config = json.dumps({"model_type": "t5"}).encode()
    roberta = json.dumps({"model_type": "roberta", "pad_token_id": 1}).encode()
    name = "roberta.embeddings.position_embeddings.weight"
    fake_hub.repositories |= {
        "good/t5": {"config.json": config, "model.safetensors": save({f"encoder.{BLOCK}": BIAS})},
        "good/roberta": {"config.json": roberta, "model.safetensors": save({name: TABLE})},
    }
    positional.download_relative_bias("good/t5")
    positional.download_position_table("good/roberta")
    at = page(scheme="T5", bias_of=f"good/t5@{SHA}", length=30, head=3, row=20, column=4)
    said, crossing = readings(at)
    back = positional.relative_bias(BIAS, 30)[2, 29]
    assert (
        f"Head 3 of 4 of good/t5: looking back from query 29, the key "
        f"{29 - back.argmax()} before it gains most" in said
    )
    assert f"({back.max():+.2f})" in said
    added = f"{positional.relative_bias(BIAS, 30)[2, 20, 4]:+.8g}".replace("-", "−")
    assert f"head 3 adds {added}" in crossing
    over = page(scheme="learned", table_of=f"good/roberta@{SHA}", length=40, dim=6)
    assert "the table has no position 24; choose at most 24" in warnings(over)[0]
    frame = over.dataframe[0].value
    np.testing.assert_array_equal(frame.iloc[:, 1:].to_numpy(), TABLE[2:])  # position 0 is row 2
    for query in (
        T5(30, heads=4, head=3, checkpoint=Checkpoint("relative", "good/t5", SHA)),
        Learned(10, 6, start=2, checkpoint=Checkpoint("learned", "good/roberta", SHA)),
    ):
        names: dict[str, Any] = {}
        exec("\n".join(exports.code(tables.view(query))), names)
        np.testing.assert_array_equal(names["table"], tables.table(query))
