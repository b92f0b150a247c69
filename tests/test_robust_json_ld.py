"""JSON-LD that does not parse costs time by its length, not by its square."""

from __future__ import annotations

import time

import pytest

from extractors.metadata.json_ld import parse_json_ld


@pytest.mark.parametrize("filling", [" ", "\n\t", "// ", "/* ", '" ', ", ", ',"headline": "x" '])
def test_filling_of_a_block_that_does_not_parse_costs_little(filling: str) -> None:
    text = '{"@type": "NewsArticle", "headline": "Ice"' + filling * (400_000 // len(filling)) + "oops"
    start = time.process_time()
    parse_json_ld(text)
    assert time.process_time() - start < 2


WRAPPINGS = ["//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/{}/*]]>*/", "<!--{}-->", "\n<![CDATA[{}]]>"]


@pytest.mark.parametrize("around", WRAPPINGS)
def test_wrappings_are_taken_off(around: str) -> None:
    assert parse_json_ld(around.replace("{}", '{"headline": "Ice",}')) == [{"headline": "Ice"}]
