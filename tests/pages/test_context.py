"""The context page: its table, its sentences from links, pastes and files, every part, and what it says."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import UNESCAPED, button, readings, texts, visit, warnings
from ui.context import attention, glove, leave_out, pairs, pieces, separation

PARTS = [
    "Predict",
    "One vector for all",
    "Where do they separate?",
    "Leave a word out",
    "Can a word know what follows?",
    "All pairs",
    "Attention",
    "Pieces and pooling",
    "Other models",
    "Sentence vectors",
    "Files",
]
SECTIONS = ["groups without labels", "nearest words"]
LOADING = {"Other models", "Can a word know what follows?"}  # they have tests of their own: they load a model
LIGHT = [{"context_tab": part} for part in PARTS if part not in LOADING]
LIGHT += [{"context_tab": "All pairs", "pairs": section} for section in SECTIONS]
TWO = "river | We sat on the river bank\nmoney | The bank lent me money"
FORMER = {
    "GloVe": "One vector for all",
    "Where they part": "Where do they separate?",
    "Inside": "Attention",
    "Pieces": "Pieces and pooling",
    "Cosines": "All pairs",
    "Without labels": "All pairs",
    "Neighbors": "All pairs",
}


def table(at: AppTest) -> dict[str, list[str]]:
    """Return the columns of the table of sentences."""
    return next(each.value for each in at.dataframe if {"sentence", "occurrence"} <= set(each.value))


def sentences(at: AppTest) -> list[str]:
    return list(table(at)["sentence"])


def lines(at: AppTest) -> str:
    return str(at.session_state["sentences"])


def test_a_first_visit_shows_every_sentence_written_for_bank() -> None:
    at = visit("context")
    assert sentences(at) == list(embedlab.texts.AMBIGUOUS_WORDS["bank"].sentences)
    assert "sentences" not in at.query_params
    assert "Before any context, all 20 uses of “bank” differ only by position" in texts(at)
    assert "parts below show layer 4" in texts(at)


@pytest.mark.parametrize("word", ["bank", "spring", "light"])
def test_each_example_brings_its_sentences(word: str) -> None:
    at = visit("context", word="match")
    at.menu_button(key="examples").click(word).run()
    assert not at.exception
    assert not at.warning
    assert sentences(at) == list(embedlab.texts.AMBIGUOUS_WORDS[word].sentences)
    assert f"“{word}”" in texts(at)


def test_a_word_with_sentences_of_its_own_brings_them_when_it_is_typed() -> None:
    at = visit("context")
    at.text_input(key="word").input("sp").run()
    assert "None of the 20 sentences contains “sp”" in warnings(at)
    assert "Until then the page shows “bank”" in warnings(at)
    assert "20 uses of “bank”" in texts(at)
    at.text_input(key="word").input("Spring").run()
    assert sentences(at) == list(embedlab.texts.AMBIGUOUS_WORDS["spring"].sentences)


def test_sentences_of_the_visitor_stay_when_another_word_is_typed() -> None:
    at = visit("context", sentences=TWO)
    at.text_input(key="word").input("spring").run()
    assert sentences(at) == ["We sat on the river bank", "The bank lent me money"]


def test_the_reading_says_what_the_package_computes(encoder: embedlab.context.Encoder) -> None:
    known = embedlab.texts.AMBIGUOUS_WORDS["bank"]
    words = embedlab.word_in_context(encoder, known.sentences, "bank")
    measured = embedlab.context.sense_separation(words, known.senses)
    random = embedlab.context.anisotropy(embedlab.context.reference_words(encoder))
    silhouette = embedlab.context.probe_senses(words, known.senses).silhouette
    best = int(np.argmax(silhouette))
    at = visit("context", layer=str(best))
    assert (
        f"The two meanings of “bank” separate best at layer {best}. Silhouette {silhouette[best]:.2f}"
        in readings(at)[0]
    )
    assert (
        f"of equal meanings {measured.within[best]:.2f}, of different meanings {measured.between[best]:.2f}"
        in texts(at)
    )
    assert f"wo random words have {random.mean[best]:.2f}" in texts(at)
    at = visit("context", layer="6")
    assert f"The two meanings separate best at layer {best}; this is layer 6." in readings(at)[0]


def test_layer_0_is_before_any_context(encoder: embedlab.context.Encoder) -> None:
    known = embedlab.texts.AMBIGUOUS_WORDS["bank"]
    words = embedlab.word_in_context(encoder, known.sentences, "bank")
    alike = embedlab.context.sense_separation(words).all_pairs[0]
    reading = readings(visit("context"))[0]
    assert f"Their mean cosine is {alike:.2f}" in reading
    same = embedlab.context.cosine_without_positions(encoder, words)
    assert f"with every token at the same position the cosine is {same:.2f}" in reading


@pytest.mark.parametrize("word", ["sandbox", "xyzzy"])
def test_a_link_without_sentences_keeps_picture_parts_and_foot(word: str) -> None:
    at = visit("context", word=word, context_tab="Files")
    assert not at.exception
    assert len(at.get("plotly_chart")) == 1
    assert at.code
    assert ("Until then the page shows “bank”" in warnings(at)) == (word == "xyzzy")
    assert ("“sandbox”" in texts(at)) == (word == "sandbox")  # it has sentences of its own


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, embedlab.texts.AMBIGUOUS_WORDS["bank"].sentences[0]),
        ({"word": "spring"}, embedlab.texts.AMBIGUOUS_WORDS["spring"].sentences[0]),
        ({"sentences": TWO}, "We sat on the river bank"),
        ({"order_text": "the dog bites the man", "order_seed": "3"}, "the dog bites the man"),
    ],
)
def test_the_old_link_to_word_order_opens_it_on_its_new_page(
    query: dict[str, str], sentence: str, encoder: embedlab.context.Encoder
) -> None:
    at = visit("context", context_tab="Word order", **query)
    assert not at.exception
    assert at.title[0].value == "How does a model know where a word stands?"
    assert at.text_input(key="order_text").value == sentence
    seed = int(query.get("order_seed", 1))
    assert at.number_input(key="order_seed").value == seed
    order = embedlab.context.shuffle_words(encoder, sentence, shuffles=10, random_state=seed)
    assert any(f"a mean cosine of {order.cosines[-1].mean():.2f}" in each for each in readings(at))
    assert ["has moved to this page" in each.value for each in at.toast] == [True]


@pytest.mark.parametrize("query", [{"how": "mask"}, {"swap": "2", "swap_with": "manager"}])
def test_an_old_link_that_leaves_a_word_out_still_does(query: dict[str, str]) -> None:
    captions = [
        each.value.translate(UNESCAPED) for each in visit("context", context_tab="Inside", **query).caption
    ]
    assert leave_out.PART.line in captions
    assert attention.PART.line not in captions


@pytest.mark.parametrize("value", ["", "<b>x</b>", "x" * 5_000, "a\x00b"])
@pytest.mark.parametrize("key", ["order_text", "order_seed", "word", "sentences"])
def test_no_old_link_to_word_order_breaks(key: str, value: str) -> None:
    at = visit("context", context_tab="Word order", **{key: value})
    assert not at.exception
    assert "order_text" in [each.key for each in at.text_input]


@pytest.mark.parametrize(("former", "label"), FORMER.items())
def test_links_to_former_parts_open_what_took_their_place(former: str, label: str) -> None:
    line = {
        part.label: part.line
        for part in (pairs.PART, glove.PART, separation.PART, attention.PART, pieces.PART)
    }
    at = visit("context", context_tab=former)
    assert line[label] in [each.value.translate(UNESCAPED) for each in at.caption]
    if former in {"Without labels", "Neighbors"}:
        section = {"Without labels": "groups without labels", "Neighbors": "nearest words"}[former]
        assert at.button_group(key="pairs").value == section


def test_neither_layer_nor_pooling_runs_the_model_again(monkeypatch: pytest.MonkeyPatch) -> None:
    split = "an unimaginably long day\nunimaginably short\nhow unimaginably odd"
    at = visit("context", word="unimaginably", sentences=split)
    assert not at.exception
    monkeypatch.setattr(
        embedlab.context.Encoder, "encode_each", lambda *_, **__: pytest.fail("the model ran")
    )
    before = texts(at)
    at.slider(key="layer").set_value(2).run()
    assert not at.exception
    assert texts(at) != before
    at.button_group(key="pooling").set_value("last").run()
    assert not at.exception
    assert texts(at) != before


def test_the_ambiguous_sentence_is_added_without_a_sense_and_read() -> None:
    at = visit("context")
    at = button(at, "add ambiguous").click().run()
    known = embedlab.texts.AMBIGUOUS_WORDS["bank"]
    assert sentences(at) == [*known.sentences, known.ambiguous]
    assert at.query_params["sentences"] == lines(at)
    assert "Sentence 21 is nearest to" in texts(at)
    at = button(at, "add ambiguous").click().run()
    assert len(sentences(at)) == 21  # once is enough


@pytest.mark.bad_input(56)
def test_a_sentence_without_the_word_is_left_out_and_named() -> None:
    at = visit("context", sentences=f"{TWO}\nriver | No such word here")
    assert "Sentence 3, “No such word here”, does not contain the word “bank”" in warnings(at)
    assert "left out" in warnings(at)
    assert "both uses of “bank”" in texts(at)
    assert lines(at).endswith("No such word here")


@pytest.mark.bad_input(56)
def test_the_occurrence_is_the_one_asked_for(encoder: embedlab.context.Encoder) -> None:
    sentence = "The bank stands on the bank"
    lines = f"money | {sentence} | 1\nriver | {sentence} | 2\nriver | {sentence} | 3"
    at = visit("context", sentences=lines, layer="6")
    assert "contains “bank” 2 times, and occurrence 3 is asked for" in warnings(at)
    both = embedlab.word_in_context(encoder, [sentence] * 2, "bank", occurrences=[1, 2])
    cosine = embedlab.context.cosine_matrix(both.vectors[6])[0, 1]
    assert f"of different meanings {cosine:.2f}" in texts(at)  # one sentence a sense: no pair within one


@pytest.mark.bad_input(55)
def test_a_sentence_beyond_the_window_is_cut_aloud() -> None:
    at = visit("context", sentences="The bank " + "a " * 700 + f"\n{TWO}")
    assert "Sentence 1 exceeds the window of the model; the end was cut by 192 tokens" in warnings(at)


@pytest.mark.bad_input(55)
def test_a_word_beyond_the_window_is_named() -> None:
    at = visit("context", sentences=f"No such word\n{'a ' * 700}bank\n{TWO}")
    assert not at.exception
    assert "So is 1 more" in warnings(at)  # its own number is told where it is the only one
    assert "both uses of “bank”" in texts(at)
    at = visit("context", sentences=f"{TWO}\n{'a ' * 700}bank")
    assert "In sentence 3 the word stands beyond" in warnings(at)


@pytest.mark.parametrize("part", LIGHT, ids=str)
def test_one_sentence_ends_no_part_in_an_error(part: dict[str, str]) -> None:
    assert not visit("context", sentences="a | a river bank", **part).exception


@pytest.mark.parametrize("part", LIGHT, ids=str)
def test_every_part_works_with_and_without_senses(part: dict[str, str]) -> None:
    at = visit("context", word="seal", **part)
    assert not at.exception
    assert not at.warning, warnings(at)
    at = visit("context", sentences="a river bank\nthe bank lent\nmy bank", layer="0", **part)
    assert not at.exception


@pytest.mark.parametrize("part", LIGHT, ids=str)
def test_the_code_of_every_part_runs(part: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    four = f"{TWO}\nriver | the muddy bank\nmoney | my bank closed"
    at = visit("context", sentences=four, **part)
    exec(compile(at.code[-1].value, "<the page>", "exec"), {})
    assert capsys.readouterr().out


def test_pasted_sentences_replace_the_table() -> None:
    at = visit("context")
    pasted = "sentence,sense\na bank of clouds,shape\nthe bank lent,money"
    at.text_area(key="pasted_sentences").input(pasted).run()
    at = button(at, "use sentences").click().run()
    assert sentences(at) == ["a bank of clouds", "the bank lent"]
    assert not at.exception


def test_a_file_replaces_the_table_and_its_encoding_can_be_chosen() -> None:
    at = visit("context")
    content = "sentence;sense\nDie bank schließt;Geld\n".encode("cp1252")
    at.file_uploader(key="sentences_file").set_value(("mine.csv", content, "text/csv")).run()
    at = button(at, "use sentences").click().run()
    assert "The file is not utf-8 at byte" in warnings(at)
    assert len(sentences(at)) == 20  # what was there stays
    at.selectbox(key="sentences_encoding").set_value("cp1252").run()
    at = button(at, "use sentences").click().run()
    assert sentences(at) == ["Die bank schließt"]


@pytest.mark.bad_input(3)
def test_more_than_200_sentences_are_cut_aloud() -> None:
    at = visit("context")
    at.text_area(key="pasted_sentences").input(
        "\n".join(f"This is the bank of number {n}" for n in range(250))
    ).run()
    at = button(at, "use sentences").click().run()
    assert len(sentences(at)) == 200
    assert any("first 200 of 250" in toast.value for toast in at.toast)
    assert "sentences" not in at.query_params  # too long for a link, which the foot says
    assert "too long for a link" in " ".join(element.value for element in at.markdown)


HOSTILE = [
    "<script>alert(1)</script> bank",
    "[bank](javascript:alert(1)) :red[x] $x$ bank",
    "bank \u202e evil \u200b",
    "bank\x00\x07",
    "=cmd|' /C calc'!A0 bank",
    "e\u0301 bank é 👨‍👩‍👧‍👦 🙂",
]


@pytest.mark.parametrize("part", LIGHT, ids=str)
def test_rows_06_to_15_hostile_sentences_are_text(part: dict[str, str]) -> None:
    lines = "\n".join(f"{text} | {text}" for text in HOSTILE)
    at = visit("context", sentences=f"{lines}\nb | my bank\nb | the bank", **part)
    assert not at.exception
    for element in [*at.warning, *at.markdown, *at.caption, *at.info]:
        assert "](javascript" not in element.value
        assert ":red[x]" not in element.value


@pytest.mark.parametrize("word", ["<b>", "$x$", "*", "🙂", "can't", "銀行", "\\", ":red[x]"])
def test_any_word_in_sentences_is_read_or_refused_in_one_sentence(word: str) -> None:
    at = visit("context", word=word, sentences=f"a | this is {word} here\nb | and {word} there")
    assert not at.exception
    read = f"both uses of “{word}”".translate(UNESCAPED)  # what is escaped cannot be told from the word “\\”
    assert read in texts(at) or f"“{word}”" in warnings(at)
    assert ":red[x]" not in " ".join(element.value for element in at.warning)


def test_one_sentence_has_nothing_to_be_compared_with() -> None:
    at = visit("context", sentences="The bank lent", context_tab="Files")
    assert "“bank” stands in one sentence" in texts(at)
    assert "nan" not in texts(at)
