"""Every page runs from the entry script: as first visited, with its examples, and with hostile links."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tests.support.hostile import HOSTILE_LINKS
from tests.support.pages import UNESCAPED, readings, texts, visit
from ui import cache

PAGES = [
    *("home", "tokens", "space", "vectors", "context", "positional", "lookup", "training", "attention"),
    *("search", "applications"),
]
SHOWN_FIRST = {"bank", "who bites whom", "no word in common", "a missing box"}  # examples
PIECES = 75  # elements and containers of a page as it is first seen
KEYS = {
    "attention": [
        *("text", "attention_model", "layer", "head", "decoder_layer", "decoder_head", "token"),
        *("attention_tab", "next_of", "temperature", "top_k", "top_p", "lens_norm", "draws", "write_of"),
        *("what_if", "off_layer", "off_head", "what_if_seed", "what_if_word", "what_if_new"),
    ],
    "lookup": [
        *("text", "lookup_table", "lookup_by", "lookup_tab", "lookup_ratings", "lookup_v", "lookup_d"),
        *("lookup_dtype", "lookup_tied", "next_of", "read_row", "row_of", "role_message", "role_first"),
        "role_second",
    ],
    "training": [
        *("letters_text", "letters_seed", "letters_steps", "training_tab", "pair_text", "pair"),
        *("pair_window", "pair_negatives", "pair_rate"),
    ],
    "search": [
        *("search", "search_in", "search_cut", "search_tab", "chunk_of", "chunk_by", "search_metric"),
        *("search_k", "search_vectors", "search_vectors_count", "search_failures", "answer_by"),
        *("answer_passages", "answer_price", "similar"),
    ],
    "applications": [
        *("sort_text", "sort_collection", "sort_tab", "group_method", "group_count", "cost_texts"),
        *("cost_price", "cost_dim", "sort_cell"),
    ],
    "home": ["text", "home_second", "home_word"],
    "tokens": [
        *("text", "tokenizers", "special", "ids", "form", "tokens_tab", "why", "token", "merge", "staged"),
        *("chat", "system", "assistant", "browsed", "look_for", "needle", "needle_space", "first_id"),
        *("form_word", "per", "price", "every_tokenizer", "budgeted", "budget", "algorithm"),
        *("vocabulary_size", "quizzed", "quiz_kind", "listed", "gap_language"),
    ],
    "space": [
        *("show", "groups", "words", "count", "around", "near_count", "texts", "toy", "map", "dimensions"),
        *("x_axis", "y_axis", "z_axis", "near", "color", "vectors", "metric", "seed", "perplexity"),
        *("n_neighbors", "min_dist", "tsne_init", "umap_init", "grow", "run", "start", "space_tab", "among"),
        *("other", "twin", "trap"),
    ],
    "vectors": [
        *("a", "b", "c", "d", "ask", "formula", "method", "table", "vectors_tab", "scaled", "relation"),
        *("pairs", "set", "limit", "scores_of", "own_questions", "compared", "measure", "direction"),
        *("followed", "other_table", "alone"),
    ],
    "context": [
        *("word", "sentences", "layer", "pooling", "paths", "context_tab", "centered", "cosines_centered"),
        *("found", "joined", "neighbors_among", "how", "inside_of", "inside_head", "swap", "swap_with"),
        *("other_model", "other_pair", "first_text", "second_text"),
        *("sentence_pooling", "pairs"),
    ],
    "positional": [
        "scheme",
        "length",
        "dim",
        "base",
        "layout",
        "heads",
        "head",
        "causal",
        "start",
        "side",
        "buckets",
        "max_distance",
        "rotary_draw",
        "table_of",
        "bias_of",
        "position_tab",
        "row",
        "column",
        "measured",
        "trained",
        "factor",
        "scaling",
        "offset_axis",
        "offset_model",
        "offset_layers",
        "why_first",
        "why_second",
        "why_case",
        "why_head",
        "order_text",
        "order_seed",
        "text",
        "added_second",
        "added_word",
        "clock_m",
        "clock_n",
        "clock_t",
        "clock_pair",
        "clock_text",
        "clock_head",
        "clock_query",
        "clock_key",
        "conv_topic",
        "conv_text",
        "conv_head",
        "conv_heads",
        "conv_slope",
        "conv_prompt",
    ],
}


def examples(at: AppTest) -> list[str]:
    """Return the examples of a page: those of its menu, on the home page those of its buttons."""
    buttons = [str(button.key) for button in at.button]
    return [label for menu in at.menu_button for label in menu.options] or [
        key.removeprefix("try: ") for key in buttons if key.startswith("try: ")
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_shows_a_real_result(page: str) -> None:
    at = visit(page)
    assert not at.exception
    assert not at.warning
    assert at.title[0].value.endswith("?")
    assert at.header, "the headline is missing"
    assert at.dataframe, "the numbers are missing"
    assert "import embedlab" in at.code[0].value
    assert any("Where these numbers come from" in element.value for element in at.markdown)
    assert len(examples(at)) >= 3


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_is_sent_in_few_pieces(page: str) -> None:
    """Each element is a message, and a rerun costs the server what its messages cost."""

    def count(block: Block) -> int:
        return sum(1 + (count(each) if isinstance(each, Block) else 0) for each in block.children.values())

    pieces = count(visit(page, unfolded=False).main)
    assert pieces <= PIECES, pieces


@pytest.mark.parametrize("page", PAGES)
def test_every_example_works(page: str) -> None:
    for label in examples(visit(page))[:10]:
        at = visit(page)
        before = texts(at)
        if at.menu_button:
            at.menu_button(key="examples").click(label).run()
        else:
            at.button(key=f"try: {label}").click().run()
        assert not at.exception, label
        assert texts(at) != before or label in SHOWN_FIRST, label


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("value", HOSTILE_LINKS)
@pytest.mark.bad_input(53)
def test_a_hostile_link_never_breaks_a_page(page: str, value: str) -> None:
    at = visit(page, **dict.fromkeys(KEYS[page], value))
    assert not at.exception, at.exception[0].message
    assert at.title


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_a_view_runs(page: str) -> None:
    code = visit(page).code[0].value
    exec(compile(code, page, "exec"), {})


def test_an_analogy_is_read_from_the_link_and_from_the_keyboard() -> None:
    at = visit("vectors", a="france", b="paris", c="japan")
    assert at.text_input(key="a").value == "france"
    assert "tokyo has rank 1 of 400,000 words" in readings(at)[0]
    at.text_input(key="c").input("italy").run()
    assert "rome has rank 1 of 400,000 words" in readings(at)[0]


def test_the_headline_says_who_wins_with_nothing_forbidden() -> None:
    assert readings(visit("vectors"))[0].startswith(
        "With no word left out, king itself wins: 0.89 before queen’s 0.85."
    )
    at = visit("vectors", a="france", b="paris", c="japan")
    assert readings(at)[0].startswith("Even with no word left out, tokyo wins")


@pytest.mark.parametrize("word", ["kign", "<b>x</b>", "日本", "two words"])
def test_an_unknown_word_is_one_sentence_with_suggestions(word: str) -> None:
    at = visit("vectors", a=word)
    assert not at.exception
    (warning,) = at.warning
    assert "is not among the 400,000 words" in warning.value
    assert "Close spellings" in warning.value
    assert at.text_input(key="a").value == word  # nothing typed is lost


def test_the_reading_says_what_one_input_alone_would_answer() -> None:
    assert "Near king alone, without any arithmetic, queen is already rank 2" in texts(visit("vectors"))


@pytest.mark.parametrize("text", ["  ", "\u200b", "\n\n"])
def test_white_space_alone_is_tokenized_by_some_and_dropped_by_others(text: str) -> None:
    at = visit("tokens")
    at.text_area(key="text").input(text).run()
    assert not at.exception
    assert "all-MiniLM-L6-v2 none" in texts(at)
    assert ("all-MiniLM-L6-v2 drops white space" in texts(at)) == (not text.strip())


@pytest.mark.parametrize("page", PAGES)
def test_a_missing_model_package_says_how_to_install_it(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from embedlab.models import installed
    from embedlab.texts.corpora import CORPORA

    cache.clear()
    for read in CORPORA.values():  # kept for the whole process
        read.cache_clear()  # type: ignore[attr-defined]
    monkeypatch.setattr(installed.importlib.util, "find_spec", lambda name: None)
    at = visit(page, scheme="learned")
    monkeypatch.undo()
    cache.clear()
    assert not at.exception
    assert "pip install" in at.warning[0].value.translate(UNESCAPED)


def test_a_text_beyond_the_window_says_what_was_left_out() -> None:
    at = visit("home")
    at.text_input(key="text").input("word " * 390 + "a b " * 12).run()
    assert not at.exception
    at.text_input(key="text").input("a " * 900).run()
    assert "902 tokens" in texts(at)
    assert "the last 390 do not fit" in texts(at)


@pytest.mark.bad_input(57)
def test_an_odd_dimension_in_a_link_is_named_and_lowered() -> None:
    at = visit("positional", dim="65", length="20")
    assert "dim = 65 is odd" in at.warning[0].value.translate(UNESCAPED)
    assert any("of 64 columns" in text.value for text in at.markdown)


def test_addresses_and_shortcodes_in_a_warning_are_plain_text() -> None:
    (warning,) = visit("vectors", a="www.evil.org me@evil.org :smile: -> \u202ex").warning
    for acting in ("www.evil", "me@evil", ":smile:", "->", "\u202e"):
        assert acting not in warning.value
    assert "[U+202E]" in warning.value.translate(UNESCAPED)


def test_the_same_sentence_twice_is_told() -> None:
    at = visit("context", sentences="the bank\nThe BANK", context_tab="Files")
    assert "The 2 sentences are the same to the model" in at.warning[0].value


def test_an_empty_text_is_a_hint() -> None:
    at = visit("tokens")
    at.text_area(key="text").input("").run()
    assert not at.exception
    assert "Nothing to show yet" in at.info[0].value


def test_senses_are_optional() -> None:
    at = visit("context", sentences="The bank lent\nA river bank\nMy bank")
    assert not at.exception
    assert "all 3 uses of “bank”" in texts(at)


def test_one_sentence_asks_for_another() -> None:
    assert "at least 2 sentences" in visit("context", sentences="The bank").warning[0].value


def test_layer_0_knows_no_senses_yet() -> None:
    at = visit("context", layer="0")
    assert "Before any context, all 20 uses of “bank” differ only by position" in texts(at)


@pytest.mark.parametrize("scheme", ["sinusoidal", "learned", "rotary", "ALiBi"])
def test_every_scheme_shows_its_numbers(scheme: str) -> None:
    at = visit("positional", scheme=scheme, length="20")
    assert not at.exception
    assert len(at.dataframe[0].value) == 20


def test_a_head_beyond_the_last_is_the_last() -> None:
    at = visit("positional", scheme="ALiBi", heads="4", head="9")
    assert not at.exception
    assert "Head 4 of 4" in texts(at)


def test_every_text_field_has_a_limit() -> None:
    for page in PAGES:
        at: Any = visit(page)
        for field in [*at.text_input, *at.text_area]:
            assert field.proto.max_chars > 0, (page, field.label)
