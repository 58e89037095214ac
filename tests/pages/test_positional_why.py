"""The shuffle test on its page: what is said is what was computed, and nothing a visitor types breaks it."""

from __future__ import annotations

import contextlib
import io

import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import readings, run_script
from ui import decoder
from ui.models import DECODER
from ui.positional import why
from ui.positional.order_summaries import decoder_orders

PART = """
import streamlit as st
from ui.positional import tables, why
from ui.positional.schemes import Sinusoidal

view = tables.view(Sinusoidal(64))
options = why.PART.ask(view)
why.PART.show(view, options)
st.code("\\n".join(why.PART.code(view, options)))
"""


def part(**query: str) -> AppTest:
    at = run_script(PART, **query)
    assert not at.exception
    return at


def summary(at: AppTest) -> str:
    return readings(at)[0]


def layer_moved(
    encoder: embedlab.context.Encoder, test: embedlab.positional.ShuffleTest, case: str
) -> list[float]:
    position = embedlab.positional
    vectors = encoder.token_embeddings[encoder.encode([test.first])[0].ids]
    found = position.shuffle_layer(
        position.load_attention_weights(encoder.name),
        position.load_input_tables(encoder.name),
        vectors,
        test.places,
        case=case,
    )
    return found.moved.tolist()


def test_the_reading_is_the_result(encoder: embedlab.context.Encoder) -> None:
    at = part()
    test = embedlab.positional.run_shuffle_test(encoder, "Dog bites man", "man bites dog")
    assert "each of the 5 tokens has the same vector in both orders, at all 6 layers" in summary(at)
    assert summary(at).startswith("In either order, each word looks at the same words.")
    assert "no number differs by more than rounding" in summary(at)
    cosines = test.cosines[1, -1, 1:4]
    assert f"“man” (token 3) has a cosine of {cosines.min():.2f} with itself" in summary(at)
    masked = layer_moved(encoder, test, "causal mask")
    assert max(masked) == masked[3]
    assert f"moves “man” (token 3) by {masked[3]:.0%} of its length" in summary(at)
    assert len(at.get("plotly_chart")) == 3
    assert not at.warning
    table = at.dataframe[0].value
    assert table["token"].tolist() == ["[CLS]", "dog", "bites", "man", "[SEP]"]
    assert table["position in the second"].tolist() == [0, 3, 2, 1, 4]
    assert table["one layer, causal mask: moved"].tolist() == pytest.approx(masked)
    assert table["one layer, no positions: moved"].max() < 1e-12
    assert table["one layer, positions: moved"].tolist() == pytest.approx(
        layer_moved(encoder, test, "positions")
    )
    assert table["6 layers, positions: cosine"].tolist() == pytest.approx(
        test.cosines[1, -1].tolist(), abs=1e-5
    )
    assert table["6 layers, no positions: largest difference"].max() < 1e-5
    assert table["6 layers, positions: moved"].tolist() == pytest.approx(test.moved[1, -1].tolist(), abs=1e-5)


def test_other_words_are_named_and_replaced() -> None:
    at = part(why_second="cat bites man")
    (warning,) = at.warning
    assert "cat bites man” does not have the tokens of the first" in warning.value.replace("\\", "")
    assert "shuffled instead" in warning.value
    assert "no number differs by more than rounding" in summary(at)
    (empty,) = part(why_second=" ").warning
    assert "no second text" in empty.value


def test_the_same_order_is_said_to_be_the_same() -> None:
    assert "both texts are the same" in summary(part(why_second="DOG bites MAN"))
    assert "both texts are the same" in summary(part(why_first="dog", why_second="dog"))


def test_an_empty_first_text_shows_the_usual_one() -> None:
    at = part(why_first=" ")
    assert len(at.get("plotly_chart")) == 3
    assert summary(at) == summary(part())


def test_the_orders_of_the_page_are_not_asked_for_again() -> None:
    script = PART.replace("Sinusoidal(64)", 'NoPositions(64, first="a b c", second="c b a")')
    at = run_script(script.replace("import Sinusoidal", "import NoPositions"), why_case="positions")
    assert not at.exception
    assert not at.text_input
    assert at.dataframe[0].value["token"].tolist() == ["[CLS]", "a", "b", "c", "[SEP]"]


def test_a_long_text_is_cut_and_said_to_be() -> None:
    at = part(why_first="🙂!" * 333, why_second="a")
    assert any("lie beyond the model's window" in warning.value.replace("\\", "") for warning in at.warning)
    assert "Drawn are the first 40 of" in " ".join(caption.value for caption in at.caption)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> $x$ :smile: [a](b)",
        "👩‍🚀 🇯🇵",
        "\x00\u202e a",
        "yes yes yes yes yes no",
        "猫が座った",
    ],
)
def test_hostile_text_is_text(text: str) -> None:
    part(why_first=text, why_second=" ".join(reversed(text.split())))


def test_case_and_head_are_chosen(encoder: embedlab.context.Encoder) -> None:
    at = part(why_case="positions", why_head="3")
    assert summary(at).startswith("With positions, each word looks elsewhere")
    assert summary(at) != summary(part())
    at = part(why_case="sideways", why_head="99")
    assert summary(at) == summary(part())


def test_the_decoder_is_loaded_by_its_button_alone(smollm: embedlab.context.Encoder) -> None:
    at = part()
    assert len(readings(at)) == 1
    button = next(found for found in at.button if "decoder" in found.label)
    at = button.click().run()
    assert not at.exception
    found = embedlab.positional.run_shuffle_test(smollm, " dog bites man", " man bites dog")
    assert not found.blind
    assert f"by {found.moved[0, -1].max():.0%} of its length" in readings(at)[1]
    assert f"after {smollm.layers} layers" in readings(at)[1]


def test_what_the_decoder_ran_is_told(smollm: embedlab.context.Encoder) -> None:
    split = why._decoder_test("Dog-bites man", "bites man-dog")  # the same pieces for MiniLM only
    assert not split.reordered
    assert f"shuffled instead: {embedlab.errors.quote(split.second.strip())}" in decoder_orders(
        split, DECODER
    )
    given = decoder_orders(why._decoder_test("Dog bites man", "man bites dog"), DECODER)
    assert "shuffled" not in given
    assert "tells the orders apart without positions" in given
    one = decoder_orders(why._decoder_test("dog", "dog"), DECODER)
    assert "the same tokens in the same order" in one
    assert "moves by" not in one


def test_without_the_decoder_the_lines_to_install_it_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "is_installed", lambda name: False)
    at = part()
    assert "pip install" in at.code[0].value
    assert not any("decoder" in found.label for found in at.button)


def test_the_second_matrix_names_its_own_order() -> None:
    one, other, _ = why._figures("Dog bites man", "man dog bites", "no positions", None)
    assert list(one.layout.yaxis.ticktext) == ["[CLS]", "dog", "bites", "man", "[SEP]"]
    assert list(other.layout.yaxis.ticktext) == ["[CLS]", "man", "dog", "bites", "[SEP]"]


def test_the_formula_holds(encoder: embedlab.context.Encoder) -> None:
    import numpy as np

    layer = embedlab.positional.load_attention_weights(encoder.name)
    x = np.random.default_rng(0).normal(size=(6, 384))
    order = np.array([3, 1, 5, 0, 2, 4])
    whole = embedlab.positional.attend(x, layer).outputs
    np.testing.assert_allclose(embedlab.positional.attend(x[order], layer).outputs, whole[order], atol=1e-12)


def test_the_code_runs_and_prints_what_is_shown() -> None:
    lines = f"import embedlab\n{part().code[0].value}"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(lines, {})
    assert "man bites dog True" in printed.getvalue()
    for case in embedlab.positional.LAYER_CASES:
        assert f"\n{case} [" in printed.getvalue()
