"""The parts One measure and Compared: what is said equals what is computed, and nonsense is no error."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab import positional
from tests.support.hostile import HOSTILE_LINKS
from tests.support.pages import readings, run_script, texts
from ui import cache
from ui.positional import checkpoints, measure, offset_curves, tables
from ui.positional.checkpoints import Checkpoint
from ui.positional.offset_curves import LongerText
from ui.positional.schemes import T5, Learned, Query
from ui.positional.summaries import curve_summary

PART = """
import streamlit as st
from ui.positional import {part}, tables
from ui.positional.schemes import Alibi, Learned, Rotary

view = tables.view({query})
options = {part}.PART.ask(view)
{part}.PART.show(view, options)
st.code("\\n".join({part}.PART.code(view, options)))
"""


def part(name: str, positions: str = "Rotary(64)", **query: Any) -> AppTest:
    return run_script(PART.format(part=name, query=positions), **query)


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), np.printoptions(threshold=5):
        exec(f"import embedlab\n{code}", {})
    return out.getvalue()


def curve(query: Query, length: int) -> positional.OffsetScores:
    ((result,), _) = offset_curves.curves((query.scheme,), query, LongerText(64, 10_000.0, length))
    return result


def test_the_reading_says_where_a_half_is_left_and_where_the_table_ends() -> None:
    at = part("measure")
    assert not at.exception
    summary, longer = readings(at)
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    assert f"learned at offset {positional.learned_scores(table).half}" in summary
    assert f"rotary at offset {positional.rotary_scores(2048, 64).half}" in summary
    assert f"ALiBi (head 1 of 8) at offset {positional.alibi_scores(2048, 8).half}" in summary
    assert "one and the same curve" in summary
    pairs = [
        table[m] @ table[m - 10] / np.linalg.norm(table[m]) / np.linalg.norm(table[m - 10])
        for m in range(10, 512)
    ]
    low, high = np.percentile(pairs, [10, 90])
    assert f"at 10, the middle 80% of its pairs of positions have {low:.2f} to {high:.2f}" in summary
    assert "offset 511 is its last, position 512 does not exist" in summary
    assert len(at.get("plotly_chart")) == 5  # one per scheme, and the turns
    turns = [512 / 10000 ** (2 * pair / 64) / (2 * np.pi) for pair in range(32)]
    slow = sum(turn < 1 for turn in turns)
    assert f"{slow} of 32 rotary pairs never complete a full turn" in longer
    assert f"{slow} of them meet angles" in longer
    assert f"with linear scaling 0, NTK-aware {slow - 1}, YaRN 0" in longer
    assert f"by {(0.1 * np.log(4) + 1) ** 2:.2f}" in longer


def test_the_controls_decide() -> None:
    at = part("measure", trained="128", factor="16", scaling="linear", measured=["rotary", "sinusoidal"])
    summary, longer = readings(at)
    scaling = positional.scaled_rotary(64, method="linear", factor=16)
    half = positional.rotary_scores(2048, 64, scaling=scaling).half
    assert f"rotary (linear) at offset {half}" in summary
    assert "same curve" not in summary
    assert "Without scaling, rotary is the very curve of the sinusoids" in summary
    assert (
        "radians in training, and now 0.06 with linear scaling, 1.00 with NTK-aware, 1.00 with YaRN" in longer
    )
    assert "learned" not in summary
    assert "Trained on 128 positions" in longer
    assert "In a text of 2,048 positions" in longer
    assert list(at.dataframe[0].value.columns) == ["offset", "sinusoidal", "rotary"]
    assert list(at.dataframe[0].value["offset"]) == [0, *(2**power for power in range(11)), 2047]


def test_dim_base_and_head_come_from_above() -> None:
    at = part("measure", "Alibi(64, dim=16, base=100.0, heads=4, head=3)")
    summary, longer = readings(at)
    assert f"(head 3 of 4) at offset {positional.alibi_scores(2048, 4, head=3).half}" in summary
    assert f"sinusoidal at offset {positional.sinusoidal_scores(2048, 16, base=100.0).half}" in summary
    assert "0 of 8 rotary pairs" in longer


def test_a_text_of_the_trained_length_brings_nothing_new() -> None:
    longer = readings(part("measure", factor="1"))[1]
    assert "0 of them meet" in longer
    assert "Nothing needs scaling" in longer


def test_a_single_pair_is_not_stretched_by_ntk_and_that_is_said() -> None:
    assert (
        "NTK-aware scaling, which keeps it, changes nothing"
        in readings(part("measure", "Rotary(64, dim=2)"))[1]
    )
    assert "changes nothing" not in readings(part("measure", "Rotary(64, dim=4)"))[1]


def test_a_table_that_is_long_enough_has_no_end_in_sight() -> None:
    summary = readings(part("measure", trained="128", factor="4"))[0]
    assert "learned" in summary
    assert "table ends" not in summary


def test_t5_without_a_checkpoint_gets_a_hint_and_the_rest_goes_on() -> None:
    at = part("measure", measured=["T5"])
    assert not at.exception
    assert "T5 needs a checkpoint" in at.info[0].value
    assert len(readings(at)) == 1
    beside = part("measure", measured=["T5", "rotary"])
    assert not beside.info
    assert "T5 needs a checkpoint" in readings(beside)[0] + " ".join(text.value for text in beside.caption)
    assert not any("T5 needs" in text.value for text in part("measure").caption)


def test_no_scheme_chosen_gets_a_hint() -> None:
    at = part("measure")
    at.session_state["measured"] = []
    at.run()
    assert not at.exception
    assert "Choose a scheme" in at.info[0].value


def test_a_bias_that_never_halves_is_said_to() -> None:
    at = part("measure", "Alibi(64, heads=8, head=8)", trained="128", factor="1", measured=["ALiBi"])
    assert "ALiBi (head 8 of 8) not up to offset 127" in readings(at)[0]


def test_a_relative_bias_of_a_checkpoint_is_the_ratio_of_weights_in_t5_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import torch
    from transformers import T5Config
    from transformers.models.t5.modeling_t5 import T5Attention

    torch.manual_seed(0)
    layer = T5Attention(T5Config(is_decoder=True), has_relative_attention_bias=True, layer_idx=0)
    with torch.no_grad():
        bias = layer.compute_bias(300, 300)[0, 2].double().numpy()  # of the third head, (query, key)
    trained = layer.relative_attention_bias.weight.detach().numpy()
    tensor = positional.PositionTensor("t5", "", "bias", trained, bidirectional=False)
    monkeypatch.setattr(checkpoints, "read", lambda _: tensor)
    found = curve(T5(9, head=3, checkpoint=Checkpoint("relative", "t5", "")), 300)
    np.testing.assert_allclose(found.scores, np.exp(bias[299][::-1] - bias[299, 299]), rtol=1e-5)
    last = curve(T5(9, head=99, checkpoint=Checkpoint("relative", "t5", "")), 3)
    eighth = curve(T5(9, head=8, checkpoint=Checkpoint("relative", "t5", "")), 3)
    np.testing.assert_array_equal(last.scores, eighth.scores)


def test_rows_of_a_checkpoint_before_position_0_take_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(0).normal(size=(12, 4)).astype(np.float32)
    tensor = positional.PositionTensor("opt", "", "positions", table, unused_rows=2)
    monkeypatch.setattr(checkpoints, "read", lambda _: tensor)
    found = curve(Learned(9, checkpoint=Checkpoint("learned", "opt", "")), 20)
    assert found.end == 9
    np.testing.assert_array_equal(found.scores[:10], positional.learned_scores(table[2:]).scores)


@pytest.mark.parametrize("key", ["trained", "scaling", "factor", "measured", "offset_axis"])
def test_nonsense_in_the_link_is_no_error(key: str) -> None:
    for value in HOSTILE_LINKS:
        at = part("measure", **{key: value})
        assert not at.exception, (key, value)
        assert readings(at)


def test_more_cells_than_fit_are_told() -> None:
    at = part("measure", "Rotary(64, dim=1024)", trained="4096", factor="16")
    assert not at.exception
    (warning,) = at.warning  # sinusoidal and rotary alike, said once
    assert "65" in warning.value
    summary, longer = readings(at)
    assert "learned at offset" in summary  # one curve that cannot be drawn does not take the others along
    assert "ALiBi" in summary
    assert "rotary" not in summary
    assert "rotary pairs" in longer
    alone = part("measure", "Rotary(64, dim=1024)", trained="4096", factor="16", measured=["rotary"])
    assert len(alone.warning) == 1
    assert not alone.info
    assert len(readings(alone)) == 1


def test_an_odd_dimension_is_measured_in_pairs_and_said() -> None:
    at = part("measure", "Learned(64, dim=63)")
    assert not at.exception
    assert not at.warning
    summary = readings(at)[0]
    assert f"sinusoidal at offset {positional.sinusoidal_scores(2048, 62).half}" in summary
    assert "dim = 62, not 63" in texts(at)
    assert "need pairs" not in texts(part("measure"))
    assert readings(part("measure", "Learned(64, dim=1)"))
    assert "2048, 62, base" in part("measure", "Learned(64, dim=63)").code[0].value


def test_what_is_not_drawn_computes_no_curve_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    asked = []
    for name in ("learned_scores", "rotary_scores", "sinusoidal_scores"):
        compute = getattr(positional, name)
        monkeypatch.setattr(
            positional,
            name,
            lambda *args, name=name, compute=compute, **more: asked.append(name) or compute(*args, **more),
        )
    first = part("measure")
    assert sorted(asked) == ["learned_scores", "rotary_scores", "sinusoidal_scores"]
    part("measure", offset_axis="even steps")
    part("measure", 'Rotary(64, sentence="other words", start=3)')
    assert len(asked) == 3
    part("measure", "Rotary(64, dim=32)")
    assert sorted(asked[3:]) == ["rotary_scores", "sinusoidal_scores"]
    part("measure", scaling="linear")
    assert asked[5:] == ["rotary_scores"]
    assert not first.exception


def test_a_table_too_long_for_one_matrix_has_its_curve_beside_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = np.random.default_rng(0).normal(size=(9_000, 4)).astype(np.float32)
    tensor = positional.PositionTensor("a/long", "d" * 40, "positions", table)
    monkeypatch.setattr(checkpoints, "read", lambda _: tensor)
    curve = offset_curves.own_curve(Learned(64, checkpoint=Checkpoint("learned", "a/long", "d" * 40)))
    assert curve is not None
    assert offset_curves.figure(curve)
    units = table / np.linalg.norm(table, axis=1, keepdims=True)
    near = float((units[1:] * units[:-1]).sum(axis=1).mean())
    assert curve.scores[1] == pytest.approx(near, abs=1e-6)
    assert f"distance {curve.half}" in curve_summary(curve)


def test_a_curve_beside_the_picture_that_cannot_be_measured_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.ones((12_000, 1), np.float32)
    tensor = positional.PositionTensor("a/longer", "e" * 40, "positions", table)
    monkeypatch.setattr(checkpoints, "read", lambda _: tensor)
    summary: list[str] = []
    monkeypatch.setattr(offset_curves.layout, "warn", summary.append)
    query = Learned(12_000, checkpoint=Checkpoint("learned", "a/longer", "e" * 40))
    assert offset_curves.own_curve(query) is None
    assert "12,000 positions" in summary[0]


def test_the_code_prints_the_half_and_the_end() -> None:
    summary = printed(part("measure").code[0].value)
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    assert f"learned {positional.learned_scores(table).half} 511" in summary
    assert f"rotary {positional.rotary_scores(2048, 64).half} 2047" in summary


def test_the_code_has_every_digit_of_the_base() -> None:
    code = part("measure", "Rotary(64, base=1_000_001.0)").code[0].value
    assert code.count("base=1000001,") + code.count("base=1000001)") == 4
    assert f"rotary {positional.rotary_scores(2048, 64, base=1_000_001).half} 2047" in printed(code)


@pytest.mark.parametrize("scheme", ["learned", "T5"])
def test_the_code_reads_the_checkpoint_that_is_shown(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).normal(size=(32, 8)).astype(np.float32)
    tensor = positional.PositionTensor("a/b", "c" * 40, "positions", values, unused_rows=2)
    kind = "learned" if scheme == "learned" else "relative"
    scheme_query = Learned if scheme == "learned" else T5
    query: Query = scheme_query(64, head=3, checkpoint=Checkpoint(kind, "a/b", "c" * 40))
    asked_for = []
    for name in ("download_position_table", "download_relative_bias"):  # the hub is out of reach here
        monkeypatch.setattr(
            positional,
            name,
            lambda *given, name=name, **more: asked_for.append((name, *given, more)) or tensor,
        )
    options = measure.Options((scheme,), LongerText(64, 10_000.0, 16, 4), "none", logarithmic=True)
    summary = printed("\n".join(measure.PART.code(tables.View(query, np.empty(0)), options)))
    kind = "download_position_table" if scheme == "learned" else "download_relative_bias"
    assert asked_for == [(kind, "a/b", {"revision": "c" * 40})]
    monkeypatch.setattr(checkpoints, "read", lambda _: tensor)
    result = curve(query, 64)
    with np.printoptions(threshold=5):
        assert f"{scheme} {result.half} {result.end} {result.scores}" in summary


def test_the_formulas_are_what_is_computed() -> None:
    d, b = 16, 10000.0
    curve = positional.rotary_scores(50, d, base=b)
    for delta in (0, 1, 7, 49):
        assert curve.scores[delta] == pytest.approx(
            2 / d * sum(np.cos(delta * b ** (-2 * i / d)) for i in range(d // 2))
        )
    table = np.random.default_rng(0).normal(size=(9, 4))
    units = table / np.linalg.norm(table, axis=1, keepdims=True)
    found = positional.learned_scores(table)
    assert found.scores[3] == pytest.approx(np.mean([units[m] @ units[m - 3] for m in range(3, 9)]))
    for claim in (r"\tfrac{2}{d}\sum_i \cos(\delta\, b^{-2i/d})", r"\cos(P_m, P_{m-\delta})", "bias}(0)"):
        assert claim in " ".join(measure.FORMULAS)


def test_the_costs_of_a_model_are_counted() -> None:
    at = part("compared")
    assert not at.exception
    counts = at.dataframe[0].value.set_index("scheme")
    assert counts.loc["learned", "parameters"] == 196_608
    assert counts.loc["T5", "parameters"] == 32 * 12
    assert counts["parameters"].drop(["learned", "T5"]).sum() == 0
    assert counts.loc["rotary", "numbers changed"] == 2 * 6 * 512 * 384
    (summary,) = readings(at)
    assert "512 × 384 = 196,608 parameters" in summary
    assert f"{196_608 / positional.stored_parameters('all-MiniLM-L6-v2'):.1%} of this checkpoint" in summary
    ratio = 6 * 12 * 512**2 / (2 * 6 * 512 * 384)
    assert f"{ratio:.3g} times as many as rotating" in summary


def test_the_size_can_be_the_visitors() -> None:
    at = part("compared", "Alibi(100, dim=32, heads=4)", offset_model="as set above", offset_layers="3")
    (summary,) = readings(at)
    assert "With 100 positions, 32 dimensions, 4 heads and 3 layers" in summary
    assert "checkpoint" not in summary
    assert at.dataframe[0].value.set_index("scheme").loc["ALiBi", "numbers changed"] == 3 * 4 * 100**2


def test_a_short_text_in_a_wide_model_makes_rotation_the_dearest() -> None:
    (summary,) = readings(part("compared", "Rotary(8, dim=64, heads=1)", offset_model="as set above"))
    assert "rotating every query and key changes the most" in summary
    assert f"{2 * 64 / 8:.3g} times as many as a bias" in summary


def test_every_scheme_has_its_row_and_its_source() -> None:
    at = part("compared")
    written = at.table[0].value
    known = at.dataframe[0].value.set_index("scheme")
    for name, scheme in positional.POSITION_SCHEMES.items():
        assert written.loc[name, "used by"] == scheme.used_by
        assert written.loc[name, "where"]
        assert known.loc[name, "beyond the trained length"] == scheme.extrapolation
        assert scheme.paper in known.loc[name, "source"]
        assert known.loc[name, "year"] == str(scheme.year)
    assert written.loc["learned", "parameters"] == "196,608"


@pytest.mark.parametrize("key", ["offset_model", "offset_layers"])
def test_nonsense_about_the_size_is_no_error(key: str) -> None:
    for value in HOSTILE_LINKS:
        at = part("compared", **{"offset_model": "as set above", key: value})
        assert not at.exception, (key, value)
        assert readings(at)


def test_the_code_prints_the_counts() -> None:
    summary = printed(part("compared").code[0].value)
    assert "learned 196608 196608" in summary
    assert "ALiBi 0 18874368" in summary
