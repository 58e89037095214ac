"""The home page: what the grid and the curve receive is what the encoder computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import embedlab
from embedlab.context.pipeline import run_pipeline
from embedlab.context.same_word import compare_word
from tests.support.pages import plain, texts, visit, warnings
from ui import cache
from ui.controls import DEFAULT_SENTENCE
from ui.home import summaries
from ui.home.curve import PAIRS
from ui.home.examples import DEFAULT_SECOND, EXAMPLES
from ui.home.grid import DRAWN_NUMBERS, MAX_COLUMNS, grid_data
from ui.home.selection import token_name
from ui.navigation import COURSE


@pytest.fixture(scope="module")
def table() -> Any:
    return embedlab.load_position_table("all-MiniLM-L6-v2")


def test_the_grid_receives_the_encoders_own_numbers(encoder: embedlab.context.Encoder, table: Any) -> None:
    data = grid_data(run_pipeline(encoder, table, DEFAULT_SENTENCE), 3)
    (own,) = encoder.encode([DEFAULT_SENTENCE], attentions=False)
    expected = (encoder.token_embeddings[own.ids], table[: len(own.ids)], own.hidden_states[-1])
    for stage, vectors in zip(data["stages"], expected, strict=True):
        np.testing.assert_allclose(stage["vectors"], vectors[:, :DRAWN_NUMBERS], atol=5.1e-5)
        assert stage["reach"] == pytest.approx(np.quantile(np.abs(vectors[:, :DRAWN_NUMBERS]), 0.98))
    assert [(token["label"], token["id"]) for token in data["tokens"]] == list(
        zip(own.tokens, own.ids, strict=True)
    )
    assert data["selected"] == 3


def test_equal_ids_have_a_color_of_their_own_and_no_other_token_has_one(
    encoder: embedlab.context.Encoder, table: Any
) -> None:
    tokens = grid_data(run_pipeline(encoder, table, DEFAULT_SENTENCE), 0)["tokens"]
    repeated = [token["label"] for token in tokens if token["tone"] is not None]
    assert repeated == ["otter", "otter"]
    assert len({token["tone"] for token in tokens if token["label"] == "otter"}) == 1


def test_what_the_model_adds_loses_and_cuts_is_explained_in_place(
    encoder: embedlab.context.Encoder, table: Any
) -> None:
    data = grid_data(run_pipeline(encoder, table, "unimaginably 🙂"), 0)
    kinds = {token["label"]: (token["kind"], bool(token["hint"])) for token in data["tokens"]}
    assert kinds["[UNK]"] == ("unknown", True)
    assert kinds["[CLS]"] == ("special", True)
    assert kinds["##ima"] == ("text", True)
    assert kinds["un"] == ("text", False)
    summary = " ".join(data["key"]["lines"])
    assert all(token in summary for token in ("[UNK]", "[CLS]", "##"))
    plain = " ".join(grid_data(run_pipeline(encoder, table, "a bank"), 0)["key"]["lines"])
    assert "[UNK]" not in plain
    assert "##" not in plain


def test_a_long_sentence_is_drawn_in_part_and_says_so(encoder: embedlab.context.Encoder, table: Any) -> None:
    data = grid_data(run_pipeline(encoder, table, "a " * 300), 0)
    assert len(data["tokens"]) == MAX_COLUMNS
    assert all(len(stage["vectors"]) == MAX_COLUMNS for stage in data["stages"])
    assert "The first 128 of 302 tokens are drawn." in data["key"]["lines"]


def test_the_first_visit_follows_the_word_with_two_meanings(encoder: embedlab.context.Encoder) -> None:
    at = visit("home")
    assert not at.exception
    first, second = encoder.encode([DEFAULT_SENTENCE, DEFAULT_SECOND], attentions=False)
    assert "[UNK]" not in first.tokens
    assert len(first.tokens) <= 13
    pair = compare_word(first, first.tokens.index("bank"), second)
    assert pair is not None
    assert pair.cosines[-1] < summaries.TWO_MEANINGS
    headline = summaries.curve_headline("bank", pair.cosines, ambiguous=True)
    assert headline in _headlines(at)
    assert "two meanings" in headline


def test_two_meanings_are_claimed_where_one_meaning_is_rare(encoder: embedlab.context.Encoder) -> None:
    below = pairs = 0
    for entry in embedlab.texts.AMBIGUOUS_WORDS.values():
        words = embedlab.word_in_context(encoder, entry.sentences, entry.word)
        senses = np.array(entry.senses)
        cosines = embedlab.context.cosine_matrix(words.vectors[-1])
        same = np.triu(senses[:, None] == senses, k=1)
        below += int((cosines[same] < summaries.TWO_MEANINGS).sum())
        pairs += int(same.sum())
    assert 0 < below / pairs < 0.05


@pytest.mark.parametrize("label", EXAMPLES)
def test_an_example_shows_the_token_it_names(label: str, encoder: embedlab.context.Encoder) -> None:
    at = visit("home")
    at.button(key=f"try: {label}").click().run()
    assert not at.exception
    assert not at.warning
    values = EXAMPLES[label]
    first, second = encoder.encode([values["text"], values["home_second"]], attentions=False)
    token = first.tokens.index(values["home_word"])
    assert compare_word(first, token, second) is not None
    assert f"“{values['home_word']}” starts as row {first.ids[token]}" in _headlines(at)


def test_the_examples_hold_what_they_promise(encoder: embedlab.context.Encoder) -> None:
    def cosines(label: str) -> Any:
        values = EXAMPLES[label]
        first, second = encoder.encode([values["text"], values["home_second"]], attentions=False)
        pair = compare_word(first, first.tokens.index(values["home_word"]), second)
        assert pair is not None
        return pair.cosines

    assert cosines("a word with two meanings")[-1] < summaries.TWO_MEANINGS
    assert cosines("order matters")[-1] < 0.8
    words = [EXAMPLES["order matters"][key].lower().split() for key in ("text", "home_second")]
    assert sorted(words[0]) == sorted(words[1])
    assert cosines("an emoji")[-1] > summaries.NEARLY_SAME  # the model cannot tell the two apart
    assert "[UNK]" in encoder.tokenizer.encode(EXAMPLES["an emoji"]["text"]).tokens
    assert len(encoder.tokenizer.encode(EXAMPLES["a long rare word"]["text"].split()[0]).tokens) > 5


def test_the_selection_is_read_from_the_link() -> None:
    at = visit("home", home_word="otter 2", home_second="Another otter")
    assert "“otter” starts as row 22279" in _headlines(at)
    assert not at.warning
    assert at.query_params["home_word"] == "otter 2"


def test_the_selection_stays_while_the_sentence_changes_around_it() -> None:
    at = visit("home", home_word="river")
    at.text_input(key="text").input("We crossed the wide river").run()
    assert "“river” starts as" in _headlines(at)
    at.text_input(key="text").input("We crossed the wide sea").run()
    assert "“crossed” starts as" in _headlines(at)  # the longest word: nothing else is known of them


def test_a_token_has_a_name_in_the_link() -> None:
    tokens = ["the", "bank", "the", "the"]
    assert [token_name(tokens, index) for index in range(4)] == ["the", "bank", "the 2", "the 3"]


def test_a_word_that_the_second_sentence_lacks_is_said_beside_it_with_a_remedy() -> None:
    at = visit("home", home_word="river")
    assert "“river” is not in the second sentence" in warnings(at)
    (button,) = [each for each in at.button if each.label == "Use a sentence that has it"]
    button.click().run()
    assert not at.warning
    assert "river" in at.text_input(key="home_second").value.lower()
    assert at.text_input(key="text").value == DEFAULT_SENTENCE


@pytest.mark.parametrize("second", ["", "  ", "\u200b", "🙂"])
def test_a_bad_second_sentence_keeps_both_texts(second: str) -> None:
    at = visit("home")
    at.text_input(key="home_second").input(second).run()
    assert not at.exception
    assert "second sentence" in warnings(at)
    assert at.text_input(key="home_second").value == second
    assert at.text_input(key="text").value == DEFAULT_SENTENCE


def test_the_band_is_that_of_random_pairs_of_bundled_words(encoder: embedlab.context.Encoder) -> None:
    from ui.context import uses

    reference = embedlab.context.reference_words(encoder)
    expected = embedlab.context.anisotropy(reference, pairs=PAIRS)
    np.testing.assert_allclose(uses.anisotropy().low, expected.low, atol=1e-6)
    np.testing.assert_allclose(uses.anisotropy().high, expected.high, atol=1e-6)
    note = summaries.band_note("bank", PAIRS, len(reference.sentences), 0.9)
    assert note in texts(visit("home"))
    assert "90%" in note


def test_the_sentence_is_tokenized_and_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    visit("home")  # the models are loaded, the reference sentences were sent through
    cache.clear()
    visit("context")
    tokenized: list[str] = []
    encoded: list[str] = []
    tokenize, encode = embedlab.tokens.Tokenizer.encode, embedlab.context.Encoder.encode_each

    def count_tokenize(self: Any, text: str, **options: Any) -> Any:
        tokenized.append(text)
        return tokenize(self, text, **options)

    def count_encode(self: Any, sentences: Any, **options: Any) -> Any:
        encoded.extend(sentences)
        return encode(self, sentences, **options)

    monkeypatch.setattr(embedlab.tokens.Tokenizer, "encode", count_tokenize)
    monkeypatch.setattr(embedlab.context.Encoder, "encode_each", count_encode)
    at = visit("home", text="A sentence that nobody sent before")
    assert not at.exception
    assert encoded.count("A sentence that nobody sent before") == 1
    assert tokenized.count("A sentence that nobody sent before") == 1
    at.text_input(key="home_second").input("Nobody sent it").run()
    assert encoded.count("A sentence that nobody sent before") == 1


def test_every_lesson_has_a_card_that_takes_the_sentence_along() -> None:
    at = visit("home", text="A kingfisher dived")
    links = {element.proto.page: element.proto.query_string for element in at.get("page_link")}
    assert len(links) == len(COURSE)
    carried = [page for page, query in links.items() if "kingfisher" in query]
    assert {page.rsplit("/", 1)[-1] for page in carried} == {
        "tokenization",
        "lookup",
        "positional-encoding",
        "attention",
    }


def test_the_footer_names_version_license_and_the_link_of_the_view() -> None:
    at = visit("home", text="A kingfisher dived")
    assert "EmbedLab 0.1.0 · Apache-2.0" in texts(at)
    (report,) = [code.value for code in at.code if "I expected" in code.value]
    assert "text=A+kingfisher+dived" in report
    assert any("cff-version" in code.value for code in at.code)


@pytest.mark.parametrize("word", ["bank", "[CLS]", "antidisestablishmentarianism", "x" * 100])
def test_headlines_are_short(word: str) -> None:
    for last in (0.95, 0.8, 0.5, -0.3):
        headline = summaries.curve_headline(word, np.array([0.99, last]), ambiguous=True)
        assert len(headline) <= 70
    assert len(f"“{summaries.shorten(word)}” starts as row 30521 of a table; its sentence changes it") <= 70


def _headlines(at: Any) -> str:
    return " ".join(plain(element.value) for element in at.header)
