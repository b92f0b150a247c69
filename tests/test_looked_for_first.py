"""What is looked for first, because that is quick, stands in all that the expressions behind it match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.body import phrases, small_print

if TYPE_CHECKING:
    import re


@pytest.mark.parametrize("expression", [phrases.ASKS_FOR_COMMENTS, phrases.MODERATED], ids=["asks", "moderated"])
def test_all_that_asks_for_comments_speaks_of_them(expression: re.Pattern[str]) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(expression))
    def check(text: str) -> None:
        assert phrases.speaks_of_comments(text)

    check()


@settings(max_examples=60, deadline=None)
@given(st.from_regex(small_print.SHARE_IN_SALES))
def test_all_that_tells_of_a_share_speaks_of_it(text: str) -> None:
    assert any(word in text for word in small_print.OF_SHARES)


LINES = [
    "All rights reserved", "TÜM HAKLARI SAKLIDIR", "Tüm hakları saklıdır.", "Все права защищены", "© 2024 Bergkurier",
    "COPYRIGHT 2025 Harbour Post", "(C) 2023 Seaside Media", "TOUS DROITS RÉSERVÉS", "JAMAIS REPRODUCTION INTERDITE",
    "版权所有", "声明：本文由作者提供", "If you buy, OUR site earns a COMMISSION.",
    "Für Käufe bekommen WIR eine Provision.",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("written", [str, str.upper, str.lower])
def test_small_print_is_told_however_it_is_written(line: str, written: type[str]) -> None:
    assert small_print.is_small_print(written(line))
