"""Ratings of people against cosines: gensim's numbers, and correlations worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import KeyedVectors

import embedlab


@pytest.mark.parametrize(("name", "size"), [("wordsim353", 353), ("simlex999", 999)])
@pytest.mark.parametrize("limit", [5_000, 30_000])
def test_correlations_equal_gensim(
    name: str, size: int, limit: int, vectors: embedlab.vectors.WordVectors
) -> None:
    path = embedlab.vectors.word_pairs_path(name)
    keyed = KeyedVectors(vectors.dim)
    keyed.add_vectors(vectors.words[:limit], np.asarray(vectors.matrix[:limit]))
    pearson, spearman, unknown = keyed.evaluate_word_pairs(str(path), restrict_vocab=limit)
    pairs = embedlab.vectors.read_word_pairs(path.read_text("utf-8"), name=name)
    report = embedlab.vectors.evaluate_word_pairs(vectors, pairs, vocabulary_limit=limit)
    assert len(pairs) == report.total == size
    assert report.pearson == pytest.approx(pearson[0], abs=1e-6)
    assert report.spearman == pytest.approx(spearman[0], abs=1e-6)
    assert 100 * report.skipped / report.total == pytest.approx(unknown)
    assert len(report.pairs) == len(report.cosines) == len(report.ratings) == size - report.skipped
    assert report.vocabulary_limit == limit
    first, second = report.pairs[7]
    assert report.cosines[7] == pytest.approx(vectors.similarity(first.lower(), second.lower()), abs=1e-6)


def test_correlations_by_hand() -> None:
    # cosines 1, 0.6 and 0 against ratings 9, 9 and 3: the tied ranks are 2.5, 2.5, 1 against 3, 2, 1
    table = embedlab.vectors.WordVectors(["a", "b", "c"], [[1, 0], [3, 4], [0, 1]])
    read = embedlab.vectors.read_word_pairs("A,a,9\na,b,9\na,c,3\na,zebra,5", name="mine")
    report = embedlab.vectors.evaluate_word_pairs(table, read)
    assert report.cosines.tolist() == pytest.approx([1, 0.6, 0])
    assert report.spearman == pytest.approx(1.5 / np.sqrt(1.5 * 2))
    assert report.pearson == pytest.approx(np.corrcoef([9, 9, 3], [1, 0.6, 0])[0, 1])
    assert (report.skipped, report.total, report.name) == (1, 4, "mine")
    assert report.pairs == (("A", "a"), ("a", "b"), ("a", "c"))


@pytest.mark.parametrize("text", ["a\tb\t1", "a\tx\t1\nb\ty\t2", "a b 0.1\na c 0.1\nb c 0.1", "a b 1\na b 2"])
def test_what_does_not_vary_has_no_correlation(text: str) -> None:
    table = embedlab.vectors.WordVectors(["a", "b", "c"], [[1, 0], [3, 4], [0, 1]])
    report = embedlab.vectors.evaluate_word_pairs(table, embedlab.vectors.read_word_pairs(text, name="mine"))
    assert np.isnan(report.spearman)
    assert np.isnan(report.pearson)


@pytest.mark.bad_input(28)
def test_a_zero_vector_has_no_cosine(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    read = embedlab.vectors.read_word_pairs("east north 3\neast nowhere 1\neast west 0", name="mine")
    report = embedlab.vectors.evaluate_word_pairs(tiny_vectors, read)
    assert report.skipped == 1
    assert report.cosines.tolist() == [0, -1]


@pytest.mark.parametrize("separator", ["\t", ",", ";", "  "])
def test_headings_comments_and_separators(separator: str) -> None:
    rows = [("word", "other", "rating"), ("tiger", "cat", "7.35"), ("old", "new", "1.58")]
    text = "\ufeff# said by people\r\n" + "\r\n".join(separator.join(row) for row in rows) + "\r\n\r\n"
    read = embedlab.vectors.read_word_pairs(text, name="mine")
    assert read.pairs == (("tiger", "cat"), ("old", "new"))
    assert read.ratings.tolist() == [7.35, 1.58]


SIMLEX = (
    "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)\n"
    "old\tnew\tA\t1.58\t2.72\t2.81\t2\t7.25\t1\t0.41\n"
    "smart\tintelligent\tA\t9.2\t1.75\t2.46\t1\t7.11\t1\t0.67\n"
)
SIMVERB = "take\tremove\tV\t6.81\tSYNONYMS\nwalk\ttrail\tV\t4.81\tNONE\n"
RARE = (
    "squishing\tsquirt\t5.88\t7\t7\t6\t1\t4\t9\t7\t6\t7\t6\n"
    + "undated\tundatable\t5.83\t10\t8\t9\t6\t5\t5\t2\t4\t7\t6\n"
)
WORDSIM = "Word 1,Word 2,Human (mean)\nlove,sex,6.77\ntiger,cat,7.35\n"
MIXED = "word2_first;other;group;score;raters\ncar;auto;N;9.1;20\nold;new;A;1.2;21\n"


@pytest.mark.parametrize(
    ("text", "pairs", "ratings"),
    [
        (SIMLEX, (("old", "new"), ("smart", "intelligent")), [1.58, 9.2]),
        (SIMLEX.replace("\t", ","), (("old", "new"), ("smart", "intelligent")), [1.58, 9.2]),
        (SIMVERB, (("take", "remove"), ("walk", "trail")), [6.81, 4.81]),
        (RARE, (("squishing", "squirt"), ("undated", "undatable")), [5.88, 5.83]),
        (WORDSIM, (("love", "sex"), ("tiger", "cat")), [6.77, 7.35]),
        (MIXED, (("car", "auto"), ("old", "new")), [9.1, 1.2]),
    ],
    ids=["SimLex", "SimLex with commas", "SimVerb", "Rare Words", "WordSim", "a score by its name"],
)
def test_sets_are_read_as_they_are_distributed(
    text: str, pairs: tuple[tuple[str, str], ...], ratings: list[float]
) -> None:
    read = embedlab.vectors.read_word_pairs(text, name="mine")
    assert read.pairs == pairs
    assert read.ratings.tolist() == ratings


RATERS = ",9,6,8,8,7,8,8,4,7,2,6,7,8"
TWO = (("love", "sex"), ("tiger", "cat"))
LAYOUTS = {
    "WordSim set 1": f"Word 1,Word 2,Human (mean),{','.join(map(str, range(1, 14)))}\n"
    f"love,sex,6.77{RATERS}\ntiger,cat,7.35{RATERS}\n",
    "WordSim set 1 without a heading": f"love,sex,6.77{RATERS}\ntiger,cat,7.35{RATERS}\n",
    "WordSim set 2": f"love,sex,6.77{RATERS},1,2,3\ntiger,cat,7.35{RATERS},1,2,3\n",
    "WordSim of relations": "# t = identical\nt\tlove\tsex\t6.77\nS\ttiger\tcat\t7.35\n",
    "WordSim between spaces": "Word 1 Word 2 Human (mean)\nlove sex 6.77\ntiger cat 7.35\n",
    "SimLex without a heading": "love\tsex\tN\t6.77\t2.7\t2.8\t2\t7.2\t1\t0.4\n"
    "tiger\tcat\tN\t7.35\t2.7\t2.8\t2\t7.2\t1\t0.4\n",
    "MEN": "love-n sex-n 6.77\ntiger-n cat-j 7.35\n",
    "RG-65": "love;sex;6.77\ntiger;cat;7.35\n",
    "MTurk-771": "love,sex,6.770000\ntiger,cat,7.350000\n",
    "an index": "index,word1,word2,similarity\n0,love,sex,6.77\n1,tiger,cat,7.35\n",
    "Multi-SimLex": "ID,Word 1,Word 2,Annotator 1,Mean\n1,love,sex,6,6.77\n2,tiger,cat,7,7.35\n",
    "quotation marks": '"Word 1","Word 2","Human (mean)"\n"love","sex",6.77\n"tiger","cat",7.35\n',
    "the rating first": "6.77 love sex\n7.35 tiger cat\n",
    "a part of speech": "love\tsex\tN\t6.77\ntiger\tcat\tN\t7.35\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_other_sets(layout: str) -> None:
    read = embedlab.vectors.read_word_pairs(LAYOUTS[layout], name="mine")
    assert read.pairs == TWO
    assert read.ratings.tolist() == [6.77, 7.35]


def test_a_word_that_ends_like_a_tag_stays() -> None:
    read = embedlab.vectors.read_word_pairs("x-n ray 1\na-v b-v 2\n", name="mine")
    assert read.pairs == (("x-n", "ray"), ("a-v", "b-v"))


@pytest.mark.parametrize(
    ("text", "line", "number"),
    [
        ("sun\tsunlight\t50,5\nriver\twater\t49,0\n", 1, "50,5"),
        ("sun sunlight 50,5\nriver water 49,0\n", 1, "50,5"),
        ("sun;sunlight;50,5\nriver;water;49,0\n", 1, "50,5"),
        ("a\tb\trating\nsun\tsunlight\t5\nriver\twater\t49,5\n", 3, "49,5"),
    ],
)
@pytest.mark.bad_input(34)
def test_a_decimal_comma_is_named(text: str, line: int, number: str) -> None:
    with pytest.raises(
        embedlab.InvalidInputError, match=f"Line {line} writes numbers with a decimal comma.*{number}"
    ):
        embedlab.vectors.read_word_pairs(text, name="mine")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "“mine” is empty"),
        (SIMLEX + "old\tnew\t3\n", "Line 4 of “mine”.*the other lines have 10 columns"),
        ("# only this", "holds no rated pair"),
        ("word\tother\trating", "holds no rated pair"),
        ("a b 1\na b", "Line 2 of “mine” is “a b”; write two words and a number"),
        ("a b 1\n\na b much", "Line 3 of “mine” is “a b much”"),
        ("a b 1\na b nan", "Line 2"),
        ("a b 1\na b 1e999", "Line 2"),
        ("a\t\t1", "Line 1"),
        ("a\tb\t1\t2", "Line 1"),
        ("a b 1\n" * 100_001, "100,001 pairs; at most 100,000"),
        ("a b 1\n" * 400_000, "2.4 MB of text; at most 2 MB"),
    ],
)
def test_what_does_not_fit_is_named(text: str, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.read_word_pairs(text, name="mine")


def test_an_unknown_set_and_a_limit_of_nothing_are_named(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="choose one of wordsim353, simlex999"):
        embedlab.vectors.word_pairs_path("men")
    pairs = embedlab.vectors.read_word_pairs("east west 1", name="mine")
    with pytest.raises(embedlab.InvalidInputError, match="at least 1"):
        embedlab.vectors.evaluate_word_pairs(tiny_vectors, pairs, vocabulary_limit=0)
