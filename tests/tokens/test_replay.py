"""The replays recompute what the engines do, and the stages are the engines' own."""

from __future__ import annotations

import pytest
import regex
import tiktoken

import embedlab
from embedlab.tokens.best_path import replay_best_path
from embedlab.tokens.longest_match import replay_longest_match
from embedlab.tokens.merges import MAX_SYMBOLS, MergeReplay, replay_merges
from embedlab.tokens.newer_letters import NEWER, as_engine_reads
from tests.support.texts import fuzzed_texts

pytestmark = pytest.mark.long

LOSSLESS = ("gpt2", "cl100k_base", "o200k_base", "mistral-v3", "tekken")


@pytest.mark.parametrize("name", embedlab.names_of("tokenizer"))
def test_ten_thousand_texts(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    """Ids by replay equal the library's; offsets and round trip hold."""
    tokenizer = tokenizers[name]
    for text in fuzzed_texts(10_000):
        stages = tokenizer.stages(text)
        encoding = stages.encoding
        replayed = [token_id for word in stages.words for token_id in tokenizer.replay(word).ids]
        assert replayed == encoding.ids, text
        covered = [place for word in stages.words for place in range(word.first, word.last)]
        assert covered == list(range(len(encoding))), text
        if name in LOSSLESS:
            assert "".join(text[start:end] for start, end in encoding.offsets) == text
            expected = text.replace("▁", " ") if name == "mistral-v3" else text
            assert tokenizer.decode(encoding.ids) == expected
            assert "".join(text[word.start : word.end] for word in stages.words) == text
        else:
            assert all(0 <= start <= end <= len(text) for start, end in encoding.offsets)


def test_merges_of_the_paper() -> None:
    """The example of Sennrich et al. (2016): "r ·", "l o", "lo w", "e r·", learned from a toy text."""
    ranks = {("r", "·"): 0, ("l", "o"): 1, ("lo", "w"): 2, ("e", "r·"): 3}
    steps = replay_merges(list("lower·"), lambda left, right: ranks.get((left, right)))
    assert [step.pieces for step in steps] == [
        ["l", "o", "w", "e", "r·"],
        ["lo", "w", "e", "r·"],
        ["low", "e", "r·"],
        ["low", "er·"],
    ]


def test_the_leftmost_of_equal_merges_comes_first() -> None:
    steps = replay_merges(list("aaa"), lambda left, right: 0 if left + right == "aa" else None)
    assert [step.pieces for step in steps] == [["aa", "a"]]


def test_gpt2_merges_happen_in_the_order_of_their_ranks(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    gpt2 = tokenizers["gpt2"]
    (word,) = gpt2.stages("unimaginably").words
    replay = gpt2.replay(word)
    assert isinstance(replay, MergeReplay)
    assert replay.start == tuple(letter.encode() for letter in "unimaginably")
    assert b"".join(replay.pieces) == b"unimaginably"
    assert [gpt2.vocabulary_bytes()[token_id] for token_id in replay.ids] == list(replay.pieces)
    for step in replay.steps:
        assert step.pieces[step.place] == step.left + step.right
        assert gpt2.vocabulary_bytes()[step.rank] == step.left + step.right  # in gpt2 the id is the rank


def test_longest_match_says_what_it_tried() -> None:
    replay = replay_longest_match("cats", {"cat": 1, "##s": 2, "[UNK]": 0})
    assert [step.tried for step in replay.steps] == [("cats", "cat"), ("##s",)]
    lost = replay_longest_match("catz", {"cat": 1, "##s": 2, "[UNK]": 0})
    assert lost.pieces == ("[UNK]",)
    assert lost.steps[-1].match is None
    assert replay_longest_match("a" * 101, {"[UNK]": 7}).ids == (7,)


def test_best_path_is_the_most_probable_one() -> None:
    """Against every way to cut the word."""
    scores = {"h": -3.0, "u": -3.5, "g": -2.5, "hu": -2.0, "ug": -1.8, "hug": -4.1, "s": -2.0, "gs": -3.0}
    ids = {piece: place for place, piece in enumerate(scores)}

    def ways(rest: str) -> list[list[str]]:
        if not rest:
            return [[]]
        heads = [rest[:end] for end in range(1, len(rest) + 1) if rest[:end] in scores]
        return [[head, *tail] for head in heads for tail in ways(rest[len(head) :])]

    replay = replay_best_path("hugs", scores, ids)
    best = max(ways("hugs"), key=lambda way: sum(scores[piece] for piece in way))
    assert list(replay.pieces) == best
    assert replay.steps[-1].total == pytest.approx(sum(scores[piece] for piece in best))
    assert all(total <= replay.steps[-1].total for _, total in replay.steps[-1].rejected)


@pytest.mark.parametrize("name", embedlab.names_of("tokenizer"))
def test_a_word_too_long_to_replay_is_refused(
    name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    tokenizer = tokenizers[name]
    (word,) = tokenizer.stages("a" * (MAX_SYMBOLS + 1)).words
    with pytest.raises(embedlab.EmbedLabError, match="at most 400"):
        tokenizer.replay(word)


def test_no_piece_of_mistral_has_a_space_inside(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    mistral = tokenizers["mistral-v3"]
    pieces = [mistral.spelled(token_id) for token_id in range(mistral.vocabulary_size)]
    assert not [piece for piece in pieces if "▁" in piece.lstrip("▁")]


def probe(pattern: str, characters: list[str]) -> tiktoken.Encoding:
    """An engine that joins "a" and " " with each of `characters`: one token if the text is not split."""
    ids = {bytes([byte]): byte for byte in range(256)}
    for character in characters:
        for before in (b"a", b" "):
            for end in range(1, len(character.encode()) + 1):
                ids.setdefault(before + character.encode()[:end], len(ids))
    return tiktoken.Encoding("probe", pat_str=pattern, mergeable_ranks=ids, special_tokens={})


@pytest.mark.parametrize("pattern", ["gpt2", "cl100k_base", "o200k_base", "tekken"])
def test_the_splits_shown_are_those_of_the_engine(
    pattern: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    """For the characters that Python's regex knows better than the engine, their neighbors, and a sample."""
    tokenizer = tokenizers[pattern]
    every = [chr(code) for code in range(0x80, 0x40000) if not 0xD800 <= code < 0xE000]
    newer = {place for place, character in enumerate(every) if NEWER.match(character)}
    near = newer | {place + step for place in newer for step in (-1, 1)}
    chosen = [every[place] for place in sorted({*range(0, len(every), 7), *near}) if place < len(every)]
    split = regex.compile(tokenizer.rules.pattern)
    for low in range(0, len(chosen), 500):
        engine = probe(tokenizer.rules.pattern, chosen[low : low + 500])
        for character in chosen[low : low + 500]:
            for text in ("a" + character, " " + character):
                whole = len(engine.encode_ordinary(text)) == 1
                assert (len(split.findall(as_engine_reads(text))) == 1) == whole, hex(ord(character))
