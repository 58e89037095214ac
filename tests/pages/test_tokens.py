"""The tokenization lesson: its tabs, its files, its long texts, its quiz."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import read_file
from embedlab.tokens import tokens_csv, tokens_json
from tests.support.jobs import until
from tests.support.pages import TOKEN_PARTS, UNESCAPED, readings, texts, visit
from tests.support.tokenizer_files import SHAPES
from tests.support.tokenizer_parts import added, bpe, file_of
from ui.controls import DEFAULT_SENTENCE
from ui.token_strips import MAX_DRAWN, strip_data
from ui.tokens.merge_tree import merge_tree
from ui.tokens.predict import COUNT, SPLIT, TEXTS, make_question

HARD = ["a", " ", "\n\n", "👩‍🚀", "\u202e\u200b\x00", "x" * 1_000, "<b>&$x$:red[y]", "e\u0301"]


def open_tab(tab: str, text: str | None = None, **query: str | list[str]) -> AppTest:
    at = visit("tokens", tokens_tab=tab, **query)
    return at if text is None else at.text_area(key="text").input(text).run()


def bring(at: AppTest, name: str, content: bytes) -> None:
    """Upload a tokenizer, and wait until it is loaded."""
    at.file_uploader(key="own_file").set_value((name, content, "application/json")).run()
    wait_until_loaded(at)


def wait_until_loaded(at: AppTest) -> None:
    until(lambda: all(button.label != "Cancel" for button in at.button) or not at.run())


def table(at: AppTest, column: str) -> Any:
    """Return the table with this column, wherever on the page it stands."""
    return next(each.value for each in at.dataframe if column in each.value.columns)


@pytest.mark.parametrize("tab", TOKEN_PARTS)
@pytest.mark.parametrize("text", HARD)
def test_every_tab_takes_every_text(tab: str, text: str) -> None:
    at = open_tab(tab, text, special="true")
    assert not at.exception, at.exception[0].message
    assert at.title


def test_the_counts_are_those_of_the_tokenizers() -> None:
    at = visit("tokens", tokenizers="tekken")
    at.text_area(key="text").input("naïve 👩‍🚀").run()
    count = len(embedlab.load_tokenizer("tekken").encode("naïve 👩‍🚀"))
    assert f"tekken needs {count} tokens for 9 characters" in texts(at)


def test_at_most_four_columns() -> None:
    at = visit("tokens")
    at.button_group(key="tokenizers").set_value(list(embedlab.names_of("tokenizer"))).run()
    assert not at.exception
    assert len(table(at, "tokenizer")) == 4
    assert any("At most 4" in caption.value for caption in at.caption)
    at.button_group(key="tokenizers").set_value([]).run()
    assert "choose a tokenizer" in at.info[0].value


def test_why_shows_each_merge() -> None:
    at = open_tab("Why this token", "unimaginably", tokenizers="gpt2", merge="1")
    gpt2 = embedlab.load_tokenizer("gpt2")
    (word,) = gpt2.stages("unimaginably").words
    steps = gpt2.replay(word).steps
    assert f"Merge 1 of {len(steps)}" in texts(at)
    assert table(at, "rank")["rank"].tolist() == [step.rank for step in steps]
    at.slider(key="merge").set_value(len(steps)).run()
    assert f"becomes 4 tokens in {len(steps)} merges" in texts(at)


def test_a_joined_piece_lies_below_its_two_parents_and_covers_both() -> None:
    gpt2 = embedlab.load_tokenizer("gpt2")
    (word,) = gpt2.stages("unimaginably").words
    steps = gpt2.replay(word)
    assert isinstance(steps, embedlab.tokens.MergeReplay)
    pieces = merge_tree(steps, len(steps.steps))
    assert len(pieces) == len(steps.start) + len(steps.steps)
    for piece in pieces:
        assert piece.raw == b"".join(steps.start[piece.first : piece.last])
        above = [each for each in pieces if each.last > piece.first and each.first < piece.last]
        assert piece.level == max((each.level + 1 for each in above if each.level < piece.level), default=0)
    tokens = sorted((each for each in pieces if each.token_id is not None), key=lambda each: each.first)
    assert [each.token_id for each in tokens] == list(steps.ids)
    assert [each.raw for each in tokens] == list(steps.pieces)
    assert len(merge_tree(steps, 2)) == len(steps.start) + 2
    assert all(each.token_id is None for each in merge_tree(steps, 2))


def test_why_says_when_a_token_was_added() -> None:
    at = open_tab("Why this token", tokenizers="all-MiniLM-L6-v2", special="true", token="1")
    assert "[CLS] is a special token" in texts(at)


def test_a_text_that_becomes_shorter_keeps_the_page_alive() -> None:
    at = open_tab("Why this token", token="9")
    at.text_area(key="text").input("two words").run()
    assert not at.exception
    at.button_group(key="tokenizers").set_value(["tekken"]).run()
    assert not at.exception
    assert "Merge" in texts(at) or "merge" in texts(at)


def test_a_conversation_is_shown_with_its_roles() -> None:
    at = open_tab("Stages", chat="true", tokenizers="gpt2")
    assert any("With roles: mistral-v3" in caption.value for caption in at.caption)
    at.text_input(key="system").input("").run()
    assert not at.exception


def test_the_vocabulary_is_searched_literally() -> None:
    at = open_tab("Vocabulary", needle="bank", tokenizers="gpt2")
    count = len(embedlab.tokens.Vocabulary.of(embedlab.load_tokenizer("gpt2")).find("bank"))
    assert f"{count} of the 50,257 tokens of gpt2 contain “bank”" in texts(at)
    at.text_input(key="needle").input("(a+)+$").run()
    assert "0 of the 50,257" in texts(at)
    at.text_input(key="needle").input("").run()
    assert "nothing to search for" in at.warning[0].value


def test_ids_are_listed_from_the_first() -> None:
    at = open_tab("Vocabulary", look_for="ids", first_id="464", tokenizers="gpt2")
    listed = table(at, "id")
    assert listed["id"].tolist() == list(range(464, 564))
    assert listed["shown"][0] == "The"


def test_the_price_is_the_tokens_times_the_price() -> None:
    at = open_tab("Languages", tokenizers="gpt2", price="2.5")
    costs = table(at, "script")
    assert costs["price of a million: gpt2"].tolist() == pytest.approx((costs["gpt2"] * 2.5).tolist())
    english = embedlab.load_tokenizer("gpt2").encode(embedlab.texts.LANGUAGES[0].text)
    assert costs["gpt2"][0] == len(english)
    assert len(costs) == len(embedlab.texts.LANGUAGES) + 1


def test_why_hindi_costs_more_is_computed() -> None:
    at = open_tab("Languages", tokenizers=["gpt2", "o200k_base"])
    (why,) = (each for each in readings(at) if each.startswith("Hindi costs"))
    sentences = {each.language: each.text for each in embedlab.texts.LANGUAGES}
    costs = {}
    for name in ("gpt2", "o200k_base"):
        tokenizer = embedlab.load_tokenizer(name)
        costs[name] = [
            embedlab.tokens.token_cost(tokenizer.encode(sentences[each])) for each in ("English", "Hindi")
        ]
    english, hindi = costs["gpt2"]
    assert f"{hindi.tokens / english.tokens:.1f} times as much as English" in why
    assert f"holds {hindi.bytes_per_token:.1f} bytes of it, of English {english.bytes_per_token:.1f}" in why
    assert f"takes {hindi.bytes_per_character:.1f} bytes, in English 1.0" in why
    assert f"needs {costs['o200k_base'][1].tokens} tokens instead of {hindi.tokens}" in why
    other = open_tab("Languages", tokenizers="gpt2", gap_language="Spanish")
    assert any(each.startswith("Spanish costs") for each in readings(other))


def test_the_budget_can_be_copied() -> None:
    at = open_tab("Budget", "The cat sat on the mat", tokenizers="gpt2", budget="3")
    assert at.code[0].value == "The cat sat"
    assert "The first 11 of 22 characters fit into 3 tokens" in texts(at)


@pytest.mark.parametrize("algorithm", ["BPE", "WordPiece", "Unigram"])
def test_training_on_the_page(algorithm: str) -> None:
    at = open_tab("Train your own", algorithm=algorithm)
    assert not at.exception
    assert f"{algorithm} learned" in texts(at)
    at.text_area(key="corpus").input("one").run()
    assert "at least 2" in at.warning[0].value
    assert at.text_area(key="corpus").value == "one"


def test_a_trained_unigram_explains_its_tokens() -> None:
    at = open_tab("Train your own", algorithm="Unigram", tokenizers="gpt2")
    at.button(key="use trained").click().run()
    wait_until_loaded(at)
    assert not at.exception
    name = table(at, "tokenizer")["tokenizer"].tolist()[1]
    assert name.startswith("trained-Unigram")
    own = at.session_state["own_tokenizers"]

    there = visit("tokens")
    there.session_state["own_tokenizers"] = own
    there.run()
    there.query_params["tokens_tab"] = "Why this token"
    there.button_group(key="tokenizers").set_value([name]).run()
    assert not there.exception
    assert "becomes its most probable pieces" in texts(there)


def test_a_prediction_is_revealed_and_counted() -> None:
    at = open_tab("Predict", tokenizers="gpt2")
    gpt2 = embedlab.load_tokenizer("gpt2")
    assert at.button(key="token bets reveal").disabled  # nothing is bet yet
    bet(at, str(len(gpt2.encode(TEXTS[0]))))
    assert not any("cuts it into" in item.value for item in at.markdown)  # hidden until it is asked for
    at.button(key="token bets reveal").click().run()
    assert any("You foresaw it" in item.value for item in at.markdown)
    assert any("foreseen 1 of 1" in item.value for item in at.markdown)
    at.button(key="token bets next").click().run()
    right = len(gpt2.encode(TEXTS[1]))
    bet(at, next(choice for choice in ["3", "4", "5", "12"] if choice != str(right)))
    at.button(key="token bets reveal").click().run()
    assert not any("You foresaw it" in item.value for item in at.markdown)
    assert any("foreseen 1 of 2" in item.value for item in at.markdown)


def test_hands_are_counted_and_bet_together() -> None:
    at = open_tab("Predict", tokenizers="gpt2")
    right = str(len(embedlab.load_tokenizer("gpt2").encode(TEXTS[0])))
    letter = "ABCD"[[choice(at, each) for each in "ABCD"].index(right)]
    other = "A" if letter != "A" else "B"
    for each in (letter, letter, other):
        at.button(key=f"token bet hand {each}").click().run()
    assert at.button(key=f"token bet hand {letter}").label == "2 hands"
    at.button(key="token bets reveal").click().run()
    summary = " ".join(item.value for item in at.markdown).translate(UNESCAPED)
    assert "2 of 3 hands had it right" in summary
    assert "You foresaw it" in summary
    at.button(key="token bets next").click().run()
    assert at.button(key=f"token bet hand {letter}").label == "0 hands"


def choice(at: AppTest, letter: str) -> str:
    return at.button(key=f"token bet {letter}").label.translate(UNESCAPED).removeprefix(f"**{letter}** ")


def bet(at: AppTest, text: str) -> None:
    letter = next(each for each in "ABCD" if choice(at, each) == text)
    at.button(key=f"token bet {letter}").click().run()


def bar_positions(text: str) -> list[int]:
    return [position for position, character in enumerate(text) if character == "|"]


@pytest.mark.parametrize("kind", [COUNT, SPLIT])
def test_every_question_has_its_answer_among_different_choices(
    kind: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    for text in TEXTS:
        encodings = {name: each.encode(text) for name, each in tokenizers.items()}
        for name, encoding in encodings.items():
            choices = make_question(kind, name, encoding, list(encodings.values())).choices
            assert 2 <= len(set(choices)) == len(choices) <= 4
            if kind == COUNT:
                assert str(len(encoding)) in choices
            else:
                assert {each.replace("|", "") for each in choices} == {text}
                edges = {start for start, _ in encoding.offsets} - {0}
                borders = [[at - bars for bars, at in enumerate(bar_positions(each))] for each in choices]
                assert sorted(edges) in borders


def test_the_files_hold_every_token() -> None:
    text = "=cmd() café 🙂\n+1"
    encoding = embedlab.load_tokenizer("gpt2").encode(text)
    rows = list(csv.DictReader(io.StringIO(tokens_csv(encoding), newline="")))
    assert [int(row["id"]) for row in rows] == encoding.ids
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert bytes.fromhex("".join(row["bytes"] for row in rows)).decode() == text
    (loaded,) = json.loads(tokens_json({"gpt2": encoding}))
    assert loaded["ids"] == encoding.ids
    assert loaded["tokens"] == encoding.tokens
    assert loaded["text"] == text


def drawn(data: dict[str, Any], column: int) -> list[tuple[str, str, int, int]]:
    """Read the data of a column as the component does: (label, kind, start, end) of each token."""
    ids, gaps, lengths, odd = (
        [int(number or "0", 16) for number in packed.split(" ")]
        if (packed := data["columns"][column][key]) is not None
        else []
        for key in ("ids", "gaps", "lengths", "odd")
    )
    tokens, at = [], 0
    for gap, length, entry in zip(gaps, lengths, odd, strict=True):
        shown = data["odd"][entry - 1] if entry else {}
        start, end = at + gap - shown.get("back", 0), at + gap + length
        at = end
        label = "".join(data["marks"].get(character, character) for character in data["text"][start:end])
        tokens.append((shown.get("label", label), shown.get("kind", "text"), start, end))
    assert len(ids) == len(tokens)
    return tokens


@pytest.mark.parametrize("special", [False, True])
def test_what_is_drawn_is_what_was_computed(
    special: bool, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    from embedlab.tokens import token_labels
    from tests.support.texts import TEXTS

    names = list(tokenizers)
    for text in [*TEXTS, "x" * 100, "a" + " " * 60 + "b"]:
        encodings = [(name, tokenizers[name].encode(text, special_tokens=special)) for name in names]
        data = strip_data(encodings)
        for column, (name, encoding) in enumerate(encodings):
            expected = [(item.label, item.kind, item.start, item.end) for item in token_labels(encoding)]
            got = drawn(data, column)
            empty = [place for place, item in enumerate(expected) if item[2] == item[3]]
            for place, (one, other) in enumerate(zip(got, expected, strict=True)):
                assert one[:2] == other[:2], (name, text, place)
                assert place in empty or one[2:] == other[2:], (name, text, place)


def test_borders_that_not_every_column_has_are_marked() -> None:
    pair = [
        (name, embedlab.load_tokenizer(name).encode("unimaginably happy"))
        for name in ("gpt2", "all-MiniLM-L6-v2")
    ]
    one, other = strip_data(pair)["columns"]
    assert one["differs"] == "00110"  # un im[agin][ably] happy
    assert other["differs"] == "00110"  # un ima[gina][bly] happy


def test_a_long_text_is_cut_where_it_is_drawn() -> None:
    text = "a b " * (MAX_DRAWN * 2)
    encoding = embedlab.load_tokenizer("gpt2").encode(text)
    (column,) = strip_data([("gpt2", encoding)])["columns"]
    assert len(column["ids"].split(" ")) == MAX_DRAWN
    assert column["note"] == f"The first 5,000 of {len(encoding):,} tokens are drawn."


def test_a_long_text_is_pasted_and_put_away() -> None:
    at = visit("tokens")
    at.text_area(key="long_pasted_0").input("word " * 2_000).run()
    assert "10,000 characters; the link does not hold it" in at.info[0].value.replace("\u2060", "").replace(
        "\\", ""
    )
    assert "the same 10,000 characters" in texts(at)
    at.button(key="back to short").click().run()
    assert f"{len(DEFAULT_SENTENCE)} characters" in texts(at)


def test_an_example_puts_a_long_text_away() -> None:
    at = visit("tokens", tokenizers="gpt2")
    at.text_area(key="long_pasted_0").input("word " * 2_000).run()
    at.menu_button(key="examples").click("emoji and accents").run()
    assert not at.exception
    assert "for 29 characters" in texts(at)


def test_an_answer_belongs_to_its_question() -> None:
    at = open_tab("Predict", tokenizers="gpt2")
    bet(at, "1")
    at.button(key="token bets reveal").click().run()
    assert any("cuts it into" in item.value for item in at.markdown)
    at.button_group(key="quiz_kind").set_value(SPLIT).run()
    assert not any("cuts it into" in item.value for item in at.markdown)
    assert at.button(key="token bets reveal").disabled


@pytest.mark.parametrize("value", ["inf", "-Infinity", "nan", "1.5", "1e400"])
def test_numbers_that_are_none_are_told_and_replaced(value: str) -> None:
    for tab, key in (("Why this token", "token"), ("Budget", "budget"), ("Vocabulary", "first_id")):
        at = visit("tokens", tokens_tab=tab, look_for="ids", **{key: value})
        assert not at.exception, (tab, value)
        assert any(value in toast.value.translate(UNESCAPED) for toast in at.toast), (tab, value)


def test_a_link_full_of_emoji_can_be_edited() -> None:
    at = visit("home", text="🙂" * 2_000)
    assert len(at.text_input(key="text").value) == 1_000  # 2,000 units of a browser


def test_a_tokenizer_is_brought_along() -> None:
    content = read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer")
    at = visit("tokens")
    bring(at, "<b>mine</b>.json", content)
    assert not at.exception
    assert any("mine" in str(name) for name in table(at, "tokenizer")["tokenizer"])
    for tab in TOKEN_PARTS:
        at.session_state["tokens_tab"] = tab
        at.run()
        assert not at.exception, tab


def test_a_tokenizer_with_a_template_joins_the_conversation() -> None:
    content = json.loads(read_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer"))
    template = "{% for m in messages %}{{ m.role }}: {{ m.content }}[SEP]{% endfor %}"
    upload = json.dumps(content | {"chat_template": {"template": template}}).encode()
    at = open_tab("Stages", chat="true", tokenizers="gpt2")
    assert any("With roles" in caption.value for caption in at.caption)
    bring(at, "chatty.json", upload)
    assert not at.exception
    assert not [warning.value for warning in at.warning]
    assert not any("With roles" in caption.value for caption in at.caption)


@pytest.mark.bad_input(65, 66)
def test_what_a_model_never_sees_and_what_it_mistakes_stands_on_the_page() -> None:
    letters = file_of(bpe({"a": 0, "b": 1}, []), [])
    at = visit("tokens", tokenizers="gpt2")
    at.text_area(key="text").input("</s>").run()
    for name, content, sentence in (
        ("letters.json", letters, "is lost: the model never sees it"),
        ("T5.json", SHAPES["T5"](), "reads the typed “</s>” as its special token"),
    ):
        bring(at, name, json.dumps(content).encode())
        assert not at.exception
        assert sentence in texts(at)


def test_a_file_that_is_no_tokenizer_is_one_sentence() -> None:
    at = visit("tokens")
    bring(at, "x.json", b"{}")
    assert not at.exception
    assert "has no model" in at.warning[0].value.translate(UNESCAPED)


@pytest.mark.parametrize("tab", TOKEN_PARTS)
def test_the_code_of_every_part_runs(tab: str) -> None:
    code = open_tab(tab, "unhappy 🙂", chat="true", tokenizers="tekken").code[-1].value
    assert code.count("\n") > 6  # the part's own lines stand behind those of the page
    exec(compile(code, tab, "exec"), {})


def test_the_code_of_a_budget_gives_what_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    at = open_tab("Budget", "The cat sat on the mat", tokenizers="gpt2", budget="3")
    exec(compile(at.code[-1].value, "budget", "exec"), {})
    assert capsys.readouterr().out.splitlines()[-1] == at.code[0].value


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("ab ba", "letters has no token for the space, and no unknown token to put there"),
        ("ab</s>", "reads the typed “</s>” as its special token"),
    ],
)
def test_what_a_brought_tokenizer_does_not_see_as_written_is_said(text: str, summary: str) -> None:
    vocabulary = {"a": 0, "b": 1, "ab": 2, "<": 3, "/": 4, "s": 5, ">": 6, "</": 7, "</s": 8, "</s>": 9}
    merges = ["a b", "< /", "</ s", "</s >"]
    content = file_of(bpe(vocabulary, merges), [added(9, "</s>", special=True)])
    at = open_tab(TOKEN_PARTS[0], text, tokenizers="gpt2")
    bring(at, "letters.json", json.dumps(content).encode())
    assert not at.exception
    name = str(table(at, "tokenizer")["tokenizer"].iloc[-1])
    assert summary.replace("letters", name) in texts(at)


def test_special_tokens_that_are_not_counted_are_named() -> None:
    sentence = "Not counted: [CLS] and [SEP], which all-MiniLM-L6-v2 adds around every text."
    assert sentence in texts(visit("tokens", tokenizers="gpt2,all-MiniLM-L6-v2"))
    assert sentence not in texts(visit("tokens", tokenizers="gpt2,all-MiniLM-L6-v2", special="true"))
