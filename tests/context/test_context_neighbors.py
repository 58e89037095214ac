"""Neighbors in context equal a search by hand, and what changes between the layers is counted rightly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics.pairwise import cosine_similarity

import embedlab
from embedlab.context import ReferenceWords, WordInContext
from embedlab.context.context_neighbors import input_table_neighbors

SENTENCES = (
    "The river flooded the muddy shore",
    "A loan from the lender saved her money",
    "The dog growled and howled at the postman",
    "They cut the old oak for its timber and wood",
    "The Bank lends money, and the banks follow",
    "The shore of the lake was muddy too",
)
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def reference(encoder: embedlab.context.Encoder) -> ReferenceWords:
    return embedlab.context.reference_words(encoder, SENTENCES)


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> WordInContext:
    sentences = ["We sat on the bank of the stream", "The bank gave him a loan", SENTENCES[4]]
    return embedlab.word_in_context(encoder, sentences, "bank")


@pytest.fixture(scope="module")
def table(encoder: embedlab.context.Encoder) -> embedlab.vectors.WordVectors:
    return embedlab.context.input_word_vectors(encoder)


def tiny_reference(words: str, layers: NDArray[np.floating]) -> ReferenceWords:
    """Return a reference of two-dimensional words; "|" in `words` begins another sentence."""
    sentences = tuple(part.strip() for part in words.split("|"))
    flat = [word for sentence in sentences for word in sentence.split()]
    first = np.array([word not in flat[:place] for place, word in enumerate(flat)])
    vectors = np.asarray(layers, dtype=np.float32)
    return ReferenceWords(
        model="tiny",
        sentences=sentences,
        words=tuple(flat),
        sentence_of=np.repeat(np.arange(len(sentences)), [len(sentence.split()) for sentence in sentences]),
        spans=((0, 1),) * len(flat),
        first=first,
        vectors=vectors,
        center=vectors[:, first].mean(axis=1),
    )


def tiny_words(word: str, vectors: NDArray[np.floating], *, sentences: int = 1) -> WordInContext:
    """Return a word of one piece in `sentences` sentences, (layers, sentences, dim)."""
    vectors = np.asarray(vectors, dtype=np.float32)
    each = tuple(vectors[:, [number]] for number in range(sentences))
    return WordInContext(
        word=word,
        sentences=tuple(f"{word} {number}" for number in range(sentences)),
        pooling="mean",
        vectors=vectors,
        static=vectors[0],
        spans=((0, len(word)),) * sentences,
        pieces=((word,),) * sentences,
        piece_vectors=each,
        piece_static=tuple(part[0] for part in each),
        cut=(0,) * sentences,
    )


def angles(*degrees: float) -> NDArray[np.float64]:
    turned = np.radians(degrees)
    return np.stack((np.cos(turned), np.sin(turned)), axis=-1)


def by_hand(
    vector: NDArray[np.float32], reference: ReferenceWords, layer: int, *, word: str, sentence: str, k: int
) -> list[tuple[str, float]]:
    """Return the k best words with their best cosine, as scikit-learn's cosines have it."""
    cosines = cosine_similarity(vector[None].astype(np.float64), reference.vectors[layer].astype(np.float64))
    best: dict[str, float] = {}
    for place, cosine in enumerate(cosines[0].tolist()):
        other = reference.words[place]
        if other != word and reference.sentences[reference.sentence_of[place]] != sentence:
            best[other] = max(best.get(other, -2), cosine)
    return sorted(best.items(), key=lambda item: -item[1])[:k]


@pytest.mark.parametrize("layer", [0, 3, 6])
def test_neighbors_equal_a_search_by_hand(layer: int, bank: WordInContext, reference: ReferenceWords) -> None:
    found = embedlab.context.context_neighbors(bank, reference, layer=layer, k=5)
    assert found.rows.shape == found.scores.shape == (3, 5)
    for number, sentence in enumerate(bank.sentences):
        expected = by_hand(bank.vectors[layer, number], reference, layer, word="bank", sentence=sentence, k=5)
        named = [reference.words[place] for place in found.rows[number]]
        assert named == [word for word, _ in expected]
        np.testing.assert_allclose(found.scores[number], [score for _, score in expected], atol=1e-6)


def test_each_score_is_that_of_its_occurrence(bank: WordInContext, reference: ReferenceWords) -> None:
    found = embedlab.context.context_neighbors(bank, reference, layer=6, k=20)
    for number in range(3):
        taken = reference.vectors[6, found.rows[number]]
        np.testing.assert_allclose(
            found.scores[number], cosine_similarity(bank.vectors[6, [number]], taken)[0], atol=1e-6
        )
        assert len({reference.words[place] for place in found.rows[number]}) == 20
        assert (np.diff(found.scores[number]) <= 0).all()


def test_the_word_is_left_out_and_its_plural_is_not(bank: WordInContext, reference: ReferenceWords) -> None:
    assert "bank" in reference.words
    found = embedlab.context.context_neighbors(replace(bank, word="BANK"), reference, layer=0, k=40)
    named = [[reference.words[place] for place in row] for row in found.rows.tolist()]
    assert not any("bank" in row for row in named)
    assert named[0][0] == "banks"
    of_its_sentence = {reference.sentence_of[place] for place in found.rows[2].tolist()}
    assert 4 not in of_its_sentence  # where its own sentence is among the reference
    assert "banks" not in named[2]


def test_the_nearest_occurrence_stands_for_a_word() -> None:
    reference = tiny_reference("a b | b c | a d", [angles(80, 40, 20, 60, 10, 170)])
    found = embedlab.context.context_neighbors(tiny_words("x", [angles(0)]), reference, layer=0, k=3)
    assert found.rows.tolist() == [[4, 2, 3]]  # a in the third sentence, b in the second, c
    np.testing.assert_allclose(found.scores, np.cos(np.radians([[10, 20, 60]])), atol=1e-6)


def test_ties_go_to_the_word_that_came_first_and_zeros_are_nobodys_neighbors() -> None:
    vectors = angles(30, -30, 30, 90)
    vectors[3] = 0
    reference = tiny_reference("c b | a d", [vectors])
    found = embedlab.context.context_neighbors(tiny_words("x", [angles(0)]), reference, layer=0, k=9)
    assert [reference.words[place] for place in found.rows[0]] == ["c", "b", "a"]


def test_fewer_words_give_fewer_neighbors_for_all_sentences() -> None:
    reference = tiny_reference("x a | b", [angles(0, 10, 20)])
    words = replace(tiny_words("x", [angles(0, 5)], sentences=2), sentences=("x a", "elsewhere x"))
    found = embedlab.context.context_neighbors(words, reference, layer=0, k=6)
    assert [reference.words[place] for place in found.rows[:, 0]] == ["b", "a"]
    assert found.rows.shape == (2, 1)


def test_blocks_are_seamless(reference: ReferenceWords) -> None:
    many = RANDOM.normal(size=(7, 300, 384))
    words = tiny_words("nothing", many, sentences=300)
    together = embedlab.context.context_neighbors(words, reference, layer=2, k=4)
    for number in (0, 255, 256, 299):
        one = tiny_words("nothing", many[:, [number]])
        alone = embedlab.context.context_neighbors(one, reference, layer=2, k=4)
        assert alone.rows[0].tolist() == together.rows[number].tolist()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layer": 7}, "no layer 7; choose 0 to 6"),
        ({"layer": -1}, "no layer -1"),
        ({"layer": 0, "k": 0}, "k = 0 neighbors .* at least 1"),
    ],
)
def test_limits_are_named(
    options: dict[str, int],
    message: str,
    bank: WordInContext,
    reference: ReferenceWords,
    table: embedlab.vectors.WordVectors,
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.context_neighbors(bank, reference, **options)
    with pytest.raises(embedlab.InvalidInputError, match=message):
        input_table_neighbors(bank, table, **options)


def test_other_models_are_refused(
    bank: WordInContext, reference: ReferenceWords, tiny_vectors: embedlab.vectors.WordVectors
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"7 layers of 384 .* tiny have 1 of 2; make both"):
        embedlab.context.context_neighbors(bank, tiny_reference("a | b", [angles(0, 10)]), layer=0)
    with pytest.raises(embedlab.InvalidInputError, match=r"compass has 2 numbers a word .* 384"):
        input_table_neighbors(bank, tiny_vectors, layer=0)
    with pytest.raises(embedlab.InvalidInputError, match=r"None of the 2 sentences .* has another word"):
        embedlab.context.context_neighbors(
            tiny_words("x", [angles(0)]), tiny_reference("x | x", [angles(0, 1)]), layer=0
        )


def test_the_input_table_is_searched_with_the_vectors_of_the_layer(
    bank: WordInContext, table: embedlab.vectors.WordVectors
) -> None:
    rows = np.asarray(table.matrix, dtype=np.float64)
    for layer in (0, 6):
        found = input_table_neighbors(bank, table, layer=layer, k=5)
        assert len(found) == 3
        for number, neighbors in enumerate(found):
            cosines = cosine_similarity(bank.vectors[layer, [number]].astype(np.float64), rows)[0]
            cosines[table.row("bank")] = -2
            expected = np.argsort(-cosines)[:5]
            assert neighbors.words == [table.words[row] for row in expected]
            np.testing.assert_allclose(neighbors.scores, cosines[expected], atol=1e-5)


def test_the_table_is_nearer_before_any_context(
    bank: WordInContext, table: embedlab.vectors.WordVectors
) -> None:
    own = table["bank"]
    before, after = (cosine_similarity(bank.vectors[layer], own[None]).max() for layer in (0, 6))
    assert after < before < 0.999  # layer 0 is already more than the row


def test_the_input_table_leaves_out_the_word_in_any_case() -> None:
    table = embedlab.vectors.WordVectors(["Bank", "bank", "BANKS", "shore"], angles(0, 1, 2, 3))
    (found,) = input_table_neighbors(tiny_words("bank", [angles(0)]), table, layer=0, k=9)
    assert found.words == ["BANKS", "shore"]


def test_dominoes_hold_both_halves_and_what_they_share(
    bank: WordInContext, reference: ReferenceWords
) -> None:
    found = embedlab.context.dominoes(bank, reference, k=6)
    assert sorted(domino.sentence for domino in found) == [0, 1, 2]
    halves = [embedlab.context.context_neighbors(bank, reference, layer=layer, k=6) for layer in (0, 6)]
    for domino in found:
        first, last = (
            tuple(reference.words[place] for place in half.rows[domino.sentence]) for half in halves
        )
        assert (domino.first, domino.last) == (first, last)
        assert set(domino.shared) == set(first) & set(last)
    shares = [len(domino.shared) for domino in found]
    assert shares == sorted(shares)


def test_dominoes_know_the_cosine_and_the_place_of_every_neighbor(
    bank: WordInContext, reference: ReferenceWords
) -> None:
    halves = [embedlab.context.context_neighbors(bank, reference, layer=layer, k=4) for layer in (0, 6)]
    for domino in embedlab.context.dominoes(bank, reference, k=4):
        assert domino.first_scores == tuple(halves[0].scores[domino.sentence])
        assert domino.last_scores == tuple(halves[1].scores[domino.sentence])
        assert domino.first_places == tuple(halves[0].rows[domino.sentence])
        assert tuple(reference.words[place] for place in domino.last_places) == domino.last


def test_dominoes_of_the_input_table(bank: WordInContext, table: embedlab.vectors.WordVectors) -> None:
    found = embedlab.context.input_table_dominoes(bank, table, k=5)
    halves = [input_table_neighbors(bank, table, layer=layer, k=5) for layer in (0, 6)]
    assert sorted(domino.sentence for domino in found) == [0, 1, 2]
    for domino in found:
        before, after = (half[domino.sentence] for half in halves)
        assert (domino.first, domino.last) == (tuple(before.words), tuple(after.words))
        assert domino.first_scores == tuple(before.scores.tolist())
        assert domino.last_scores == tuple(after.scores.tolist())
        assert set(domino.shared) == set(domino.first) & set(domino.last)
        assert domino.first_places == domino.last_places == ()
    shares = [len(domino.shared) for domino in found]
    assert shares == sorted(shares)


def test_the_most_changed_domino_comes_first_and_equals_keep_their_order() -> None:
    before, after = angles(0, 10, 20, 90, 100), angles(0, 10, 20, 90, 100)
    reference = tiny_reference("a b | c | d e", [before, after])
    # the first sentence stays, the second and the third go from a, b to e, d
    words = tiny_words("x", [angles(2, 2, 2), angles(2, 99, 99)], sentences=3)
    found = embedlab.context.dominoes(words, reference, k=2)
    assert [domino.sentence for domino in found] == [1, 2, 0]
    assert (found[0].first, found[0].last, found[0].shared) == (("a", "b"), ("e", "d"), ())
    assert found[2].shared == ("a", "b")


def test_context_parts_the_neighbors_of_bark(encoder: embedlab.context.Encoder) -> None:
    asked = embedlab.texts.AMBIGUOUS_WORDS["bark"]
    words = embedlab.word_in_context(encoder, asked.sentences, "bark")
    reference = embedlab.context.reference_words(encoder)
    found = embedlab.context.dominoes(words, reference)
    before, after = (
        {
            sense: Counter(
                word
                for domino in found
                if asked.senses[domino.sentence] == sense
                for word in getattr(domino, half)
            )
            for sense in ("dog", "tree")
        }
        for half in ("first", "last")
    )

    def alike(counts: dict[str, Counter[str]]) -> float:
        return (counts["dog"] & counts["tree"]).total() / (counts["dog"] | counts["tree"]).total()

    assert alike(after) < alike(before)
    assert after["dog"]["growled"] > 2 * after["tree"]["growled"]
    assert after["tree"]["timber"] > after["dog"]["timber"]


def test_overlap_equals_a_count_by_hand(reference: ReferenceWords) -> None:
    overlap = embedlab.context.changed_words(reference, k=5).overlap
    places = np.flatnonzero(reference.first)
    assert overlap.shape == places.shape
    for place, share in list(zip(places.tolist(), overlap.tolist(), strict=True))[::4]:
        sentence = reference.sentences[reference.sentence_of[place]]
        before, after = (
            {
                word
                for word, _ in by_hand(
                    reference.vectors[layer, place],
                    reference,
                    layer,
                    word=reference.words[place],
                    sentence=sentence,
                    k=5,
                )
            }
            for layer in (0, 6)
        )
        assert share == pytest.approx(len(before & after) / 5)


def test_overlap_of_a_model_that_changes_nothing_is_1(reference: ReferenceWords) -> None:
    still = replace(reference, vectors=reference.vectors[[0, 0]], center=reference.center[[0, 0]])
    assert (embedlab.context.changed_words(still).overlap == 1).all()
    assert (embedlab.context.changed_words(reference).overlap < 1).any()


def test_changed_words_are_the_ends_of_the_overlap(reference: ReferenceWords) -> None:
    changed = embedlab.context.changed_words(reference, k=5, count=4)
    assert changed.mean_overlap == pytest.approx(np.mean(changed.overlap))
    assert changed.count(0.4) == np.isclose(changed.overlap, 0.4).sum()
    assert len(changed.most) == len(changed.least) == 4
    ordered = np.sort(changed.overlap)
    assert [change.overlap for change in changed.most] == ordered[:4].tolist()
    assert [change.overlap for change in changed.least] == ordered[::-1][:4].tolist()
    for change in (*changed.most, *changed.least):
        assert reference.first[change.place]
        assert change.overlap == pytest.approx(len(set(change.first) & set(change.last)) / 5)
    assert not {change.place for change in changed.most} & {change.place for change in changed.least}


def test_among_words_that_keep_as_many_the_one_with_the_closest_new_neighbors_is_first() -> None:
    before = angles(0, 1, 90, 100, 200, 220)  # the neighbors: a and b, c and d, e and f
    after = angles(0, 100, 15, 200, 105, 201)  # d and f, b and e, a and c, the closest first
    changed = embedlab.context.changed_words(
        tiny_reference("a | b | c | d | e | f", [before, after]), k=1, count=3
    )
    assert (changed.overlap == 0).all()
    assert [(change.place, change.first, change.last) for change in changed.most] == [
        (3, ("c",), ("f",)),
        (5, ("e",), ("d",)),
        (1, ("a",), ("e",)),
    ]


def test_changed_words_name_their_limits(reference: ReferenceWords) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"0 changed words .* at least 1"):
        embedlab.context.changed_words(reference, count=0)
    with pytest.raises(embedlab.InvalidInputError, match="k = 0 neighbors"):
        embedlab.context.changed_words(reference, k=0)
    few = embedlab.context.changed_words(tiny_reference("a | b | c", [angles(0, 1, 2)]), count=5)
    assert (len(few.most), len(few.least)) == (1, 1)
    with pytest.raises(embedlab.InvalidInputError, match="None of the 1 sentences"):
        embedlab.context.changed_words(tiny_reference("a b", [angles(0, 1)]))


def domino(first: str, last: str, shared: str = "") -> embedlab.context.Domino:
    """A domino whose neighbors have the cosines 0.9, 0.8 and so on."""
    scores = tuple(1 - rank / 10 for rank in range(1, len(first.split()) + 1))
    return embedlab.context.Domino(
        0, tuple(first.split()), tuple(last.split()), tuple(shared.split()), scores, scores, (), ()
    )


def test_the_most_frequent_neighbors_come_first_and_of_equals_the_closer_ones() -> None:
    some = [domino("a b c", "x y z"), domino("a d b", "y z x"), domino("e f a", "z y w", "z")]
    assert embedlab.context.frequent_neighbors(some, last=False) == ("a", "b", "e")  # in 3, in 2, 1 of 0.9
    assert embedlab.context.frequent_neighbors(some, last=True) == ("y", "z", "x")  # 3 of 2.5, 2.4; 2
    assert embedlab.context.mean_shared(some) == pytest.approx(1 / 3)
