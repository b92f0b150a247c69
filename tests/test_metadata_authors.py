from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.names import is_person, named_after_by, split_names
from tests.metadata_pages import json_ld, metadata_of, page


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Jane Roe and John Doe", ["Jane Roe", "John Doe"]),
        ("Von Anna Müller, Bern", ["Anna Müller", "Bern"]),
        ("Text: Anna Müller | 3. Mai 2024", ["Anna Müller"]),
        ("Jane Roe, jane@example.org", ["Jane Roe"]),
        ("Jane Roe (London)", ["Jane Roe"]),
        ("Par Zoé Dupont le 3 mai 2024", ["Zoé Dupont"]),
        ("https://example.org/authors/jane", []),
        ("신현주 기자", ["신현주"]),
        ("Perry Bacon Jr.", ["Perry Bacon Jr"]),
        ("Meaghan Weeden ● December 23, 2025", ["Meaghan Weeden"]),
    ],
)
def test_names_are_split(written: str, names: list[str]) -> None:
    assert split_names(written) == names


@pytest.mark.parametrize("name", ["Jane Roe", "Anna-Lena von Müller", "Ahmed al Fulan", "習近平", "Олена Іваненко"])
def test_persons_are_told(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["Redaktion", "The News Team", "single", "jane roe", "Reuters Staff", "Example Herald"]
)
def test_offices_are_no_persons(name: str) -> None:
    assert not is_person(name, ["exampleherald"])


def test_by_is_found_behind_a_date_and_not_in_a_sentence() -> None:
    assert named_after_by("6.11.2023 13:30 von Olga Beispiel") == "Olga Beispiel"
    assert named_after_by("Hit by the storm") is None


def test_json_ld_authors_come_first() -> None:
    head = json_ld(
        '{"@type": "Article", "headline": "x", "author": [{"@type": "Person", "name": "Jane Roe"}, "John Doe"]}'
    )
    assert metadata_of(page('<p class="byline">By Some Else</p>', head)).authors == ("Jane Roe", "John Doe")


def test_a_person_in_the_byline_comes_before_an_organisation() -> None:
    head = json_ld(
        '{"@type": "Article", "headline": "x", "author": {"@type": "Organization", "name": "Example Herald"}}'
    )
    assert metadata_of(page('<h1>x</h1><p class="byline">By Jane Roe</p>', head)).authors == ("Jane Roe",)
    assert metadata_of(page("<h1>x</h1>", head)).authors == ("Example Herald",)


def test_authors_of_comments_and_pictures_are_not_taken() -> None:
    body = '<h1>x</h1><figure><span class="author">Photo Grapher</span></figure>'
    body += '<ol class="comments"><b class="author">Some Else</b></ol>'
    assert metadata_of(page(body)).authors == ()


def test_byline_without_a_class_is_found_near_the_headline() -> None:
    assert metadata_of(page("<h1>A long night</h1><p>By <a>Jane Roe</a></p><p>Text.</p>")).authors == ("Jane Roe",)


@given(st.text())
def test_no_text_makes_names_fail(written: str) -> None:
    assert all(name.strip() for name in split_names(written))
