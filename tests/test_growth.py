"""No regular expression of the project takes more time than in proportion to what strangers wrote."""

from __future__ import annotations

import re

import pytest

from benchmarks.growth import METHODS, STEEPEST, Expression, expressions, growth

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
