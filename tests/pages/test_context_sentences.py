"""The part about whole sentences: what a visitor types, what is said of it, and the bets."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.context_parts import charts, in_sentences, run_code, run_part
from tests.support.pages import UNESCAPED, button, readings


def part(**query: str) -> AppTest:
    return run_part("sentence_vectors", in_sentences(["The bank is closed"]), **query)


def test_the_visitors_sentences_come_first_and_are_judged(encoder: embedlab.context.Encoder) -> None:
    at = part(first_text="I can swim", second_text="I cannot swim")
    assert not at.exception
    own, kinds = readings(at)
    pair = embedlab.texts.SentencePair("I can swim", "I cannot swim")
    found = embedlab.context.compare_poolings(encoder, [pair])
    for pooling in found.poolings:
        assert f"{found.of(pooling)[0]:.2f}" in own
    usual = embedlab.context.compare_poolings(encoder)
    assert f"above the {usual.low[0]:.2f} to {usual.high[0]:.2f}" in own.replace("−", "-")
    assert charts(at) == 2
    assert "nearer to its negation" in kinds
    assert "1,104" in kinds


def test_a_pair_without_anything_in_common_is_inside_the_band() -> None:
    at = part(first_text="Whales sing under water", second_text="The train to the capital is late")
    assert "inside the" in readings(at)[0].split(".  ")[0].split("; ")[1]


def test_an_empty_sentence_gets_a_hint_and_the_rest_goes_on() -> None:
    at = part(first_text=" ", second_text="I cannot swim")
    assert not at.exception
    assert "Type two sentences" in at.info[0].value
    assert len(readings(at)) == 1
    assert charts(at) == 1


def test_what_the_window_leaves_out_is_said() -> None:
    at = part(first_text="1 " * 250, second_text="🙂!" * 165)
    assert not at.exception
    (summary,) = (warning.value for warning in at.warning)
    assert "second sentence" in summary
    assert "76 tokens" in summary


def test_hostile_text_is_text() -> None:
    at = part(first_text="<script>alert(1)</script> $x$ :smile:", second_text="\x00\u202e" + "a" * 300)
    assert not at.exception


def test_the_pooling_of_the_second_picture_is_chosen() -> None:
    assert "Pooled by max" in readings(part(sentence_pooling="max"))[1]
    at = part(sentence_pooling="median")
    assert not at.exception
    assert "Pooled by mean" in readings(at)[1]


def test_ten_bets_are_answered_by_the_model(encoder: embedlab.context.Encoder) -> None:
    at = part()
    right = 0
    for number, guess in enumerate(embedlab.texts.SENTENCE_GUESSES):
        assert guess.sentence in [each.value.translate(UNESCAPED) for each in at.subheader]
        assert button(at, "sentence bets reveal").disabled
        letter = "AB"[guess.choices.index(guess.expected)]
        at = button(at, f"sentence bet {letter}").click().run()
        at = button(at, "sentence bets reveal").click().run()
        cosines = embedlab.context.compare_poolings(encoder, guess.pairs, poolings=["mean"]).of("mean")
        hit = guess.choices[int(cosines.argmax())] == guess.expected
        summary = " ".join(each.value for each in at.markdown).translate(UNESCAPED)
        assert ("You foresaw it" in summary) == hit
        assert f"{cosines.max():.2f}" in summary
        right += hit
        assert f"Question {number + 1} of 10 · foreseen {right} of {number + 1}" in summary
        at = button(at, "sentence bets next").click().run()
        assert not at.exception
    assert f"You foresaw {right} of 10" in at.success[0].value
    assert f"expect was right {right} times" in at.success[0].value
    at = button(at, "sentence bets again").click().run()
    assert any("Question 1 of 10" in element.value for element in at.markdown)


def test_the_code_runs_and_prints_what_is_shown(encoder: embedlab.context.Encoder) -> None:
    printed = run_code(part(), encoder)
    bundled = embedlab.context.compare_poolings(encoder)
    assert f"{bundled.of('mean')[0]:.3f} paraphrase | A young child" in printed
    assert printed.strip().splitlines()[-1].startswith("[0.979")
