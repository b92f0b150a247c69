"""No regular expression of the project takes more time than in proportion to what strangers wrote."""

from __future__ import annotations

import ast
import re

import pytest

from benchmarks.growth import (
    MAKERS,
    METHODS,
    STEEPEST,
    Expression,
    calls_in_functions,
    expressions,
    growth,
    of_site_files,
    slowest,
)
from spiders.web.addresses import LONGEST

FOUND = expressions()


@pytest.mark.parametrize("expression", FOUND, ids=lambda each: each.place)
def test_time_grows_with_the_text(expression: Expression) -> None:
    found = growth(expression)
    assert found.exponent <= STEEPEST, found


@pytest.mark.parametrize(
    "slow",
    [r"\s*,", r"(a+)+$", r"([a-z-]+)\s*=", r"(\d+)\d*\d*x", r"<a[^>]*>", r"(?:a|a)*b", r"(?:ab|a)(?:b|ba)*c|x\s+\s+y"],
)
def test_slow_expressions_are_found(slow: str) -> None:
    assert growth(Expression("here", re.compile(slow), frozenset({"search"}))).exponent > STEEPEST


@pytest.mark.parametrize("fast", [r"a+", r"[a-z]{1,40}=", r"(?:a|b)+", r"(?<![a-z])[a-z]+=", r"<[^<>]*>", r",\s*"])
def test_fast_expressions_are_not(fast: str) -> None:
    assert growth(Expression("here", re.compile(fast), frozenset({"search"}))).exponent <= STEEPEST


def test_the_expressions_of_all_packages_are_found() -> None:
    assert {each.place.partition(".")[0] for each in FOUND} == {"extractors", "spiders", "storage"}
    assert len(FOUND) > 60
    assert all(each.methods <= METHODS for each in FOUND)
    assert {"storage.reading_room.words.marked", "extractors.metadata.clocks._patterns"} <= {
        each.place.partition(":")[0] for each in FOUND
    }


def test_no_expression_is_made_where_nobody_looks_for_it() -> None:
    """A new function that makes one needs an example in ``_made_at_work``, or makes a constant."""
    makers = {place for place, call in calls_in_functions() if not isinstance(call.args[0], ast.Constant)}
    assert makers == MAKERS


def test_expressions_of_site_files_are_quick_on_the_longest_address() -> None:
    found = of_site_files()
    assert len(found) > 50
    assert [(each.place, seconds) for each in found if (seconds := slowest(each, LONGEST)) > 0.05] == []
