from __future__ import annotations

import pytest

from extractors.features.destinations import COLUMNS, destinations_of
from extractors.html.decode import parse
from extractors.html.walk import read_document
from extractors.meaning.classes import APPEAL_CLASSES, CATEGORIES


def led(link: str) -> set[str]:
    document = read_document(parse(f"<body><p>The ferry runs again, says <a href='{link}'>this page</a>.</p>"))
    (line,) = destinations_of(document.candidates)
    return {name.removeprefix("leads_to_") for name, is_led in zip(COLUMNS, line, strict=True) if is_led}


def test_destinations_stand_in_the_order_of_appeals() -> None:
    appeals = list(CATEGORIES.values())[:APPEAL_CLASSES]
    assert [f"leads_to_{category}" for category in appeals] == list(COLUMNS)


@pytest.mark.parametrize(
    ("link", "appeals"),
    [
        ("https://paper.example/Spenden", {"donation"}),
        ("/newsletter/sign-up", {"newsletter", "registration"}),
        ("/abo/probe", {"subscription"}),
        ("https://login.paper.example/", {"registration"}),
        ("https://t.me/paper", {"follow"}),
        ("/2026/03/14/ferry", set()),
        ("", set()),
    ],
)
def test_where_a_link_leads(link: str, appeals: set[str]) -> None:
    assert led(link) == appeals


def test_no_blocks_lead_nowhere() -> None:
    assert destinations_of([]).shape == (0, len(COLUMNS))
