"""Content keys: equal values have equal keys, and no two different ones."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedlab.content_key import content_key

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters(exclude_categories=()))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


def canonical(value: Any) -> Any:
    """Return something that is equal for equal contents, and only for those."""
    if isinstance(value, dict):
        return {name: canonical(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(inner) for inner in value]
    if isinstance(value, float):
        return ("float", "nan" if math.isnan(value) else value)
    return (type(value).__name__, value)


@given(values, values)
def test_different_values_have_different_keys(one: Any, other: Any) -> None:
    assert (content_key(one) == content_key(other)) == (canonical(one) == canonical(other))


@given(st.lists(scalars, max_size=4), st.lists(scalars, max_size=4))
def test_the_borders_of_parts_count(one: list[Any], other: list[Any]) -> None:
    assert (content_key(*one) == content_key(*other)) == (canonical(one) == canonical(other))
    assert content_key(one, other) != content_key([*one, *other])


@given(values)
def test_equal_values_have_equal_keys(value: Any) -> None:
    def turned(inner: Any) -> Any:
        if isinstance(inner, dict):
            return {name: turned(inner[name]) for name in reversed(inner)}
        if isinstance(inner, list):
            return tuple(turned(one) for one in inner)
        if isinstance(inner, float):
            return np.float64(inner)
        return inner

    assert content_key(turned(value)) == content_key(value)


def test_near_misses_of_keys() -> None:
    matrix = np.arange(6, dtype=np.int32).reshape(2, 3)
    different: list[tuple[Any, ...]] = [
        (),
        (None,),
        ("None",),
        (1,),
        (1.0,),
        (True,),
        ("1",),
        ([1],),
        ([[1]],),
        ("ab", "c"),
        ("a", "bc"),
        (["ab"], "c"),
        ("x", "ystr:z"),
        ("xstr:y", "z"),
        ({"a": 1},),
        (["a", 1],),
        (matrix,),
        (matrix.T,),
        (matrix.ravel(),),
        (matrix.astype(np.int64),),
        (matrix.view(np.float32),),
        (matrix.tolist(),),
        (np.array(1),),
        (np.array([1]),),
        (np.zeros((0, 2)),),
        (np.zeros((0, 3)),),
        (np.array("1"),),
    ]
    assert len({content_key(*parts) for parts in different}) == len(different)


def test_forms_of_the_same_content_have_one_key() -> None:
    matrix = np.arange(6, dtype=np.int32).reshape(2, 3)
    for same in (
        np.asfortranarray(matrix),
        matrix.astype(">i4"),
        np.tile(matrix, 2)[:, :3],
        matrix[::-1][::-1],
    ):
        assert content_key(same) == content_key(matrix)
    assert content_key(-0.0) == content_key(0.0) == content_key(np.float32(0))
    assert content_key(np.int8(3), np.bool_(True), np.str_("x")) == content_key(3, True, "x")


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        {1: 2},
        1j,
        np.array([None]),
        np.datetime64(1, "ns"),
        np.longdouble(1),
        np.zeros(2, np.longdouble),
        np.ma.masked_array([1, 2], mask=[True, False]),
        np.zeros(2, dtype="i4,f4"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_values_have_no_key(value: Any) -> None:
    with pytest.raises(TypeError, match="has no content key"):
        content_key("x", [value])


@dataclass(frozen=True)
class Look:
    layer: int
    pooling: str


@dataclass(frozen=True)
class Other:
    layer: int
    pooling: str


@dataclass(frozen=True)
class Table:
    key: str
    matrix: Any = field(default_factory=lambda: pytest.fail("the key stands for it"), compare=False)


def test_a_record_is_told_apart_by_its_type_and_fields() -> None:
    assert content_key(Look(1, "mean")) == content_key(Look(1, "mean"))
    keys = [Look(1, "mean"), Look(2, "mean"), Look(1, "max"), Other(1, "mean"), [1, "mean"]]
    assert len({content_key(value) for value in keys}) == len(keys)


def test_a_large_object_is_told_apart_by_the_key_it_carries() -> None:
    huge = object()  # has no content key itself
    assert content_key(Table("a", huge)) == content_key(Table("a", 0)) != content_key(Table("b", 0))
    assert content_key(Table("a", huge)) != content_key("a")


def test_bytes_are_no_text() -> None:
    assert len({content_key(b"a"), content_key("a"), content_key(b"b")}) == 3


def test_a_record_that_can_change_has_no_key() -> None:
    @dataclass
    class Mutable:
        value: int

    with pytest.raises(TypeError, match="has no content key"):
        content_key(Mutable(1))
