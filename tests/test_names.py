from __future__ import annotations

import pytest

from extractors.features.names import group_names_of, groups_of


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("newsletter-box", "newsletter"),
        ("c-donate__cta", "donation"),
        ("wpdiscuz comments", "comment"),
        ("tp-modal piano-offer", "paywall"),
        ("related-posts", "related"),
        ("StoryBodyCompanionColumn story-body", "body"),
        ("spendenaufruf", "donation"),
    ],
)
def test_designers_names_tell_what_a_container_is(label: str, group: str) -> None:
    assert group in group_names_of(label)


@pytest.mark.parametrize("for_whom", ["only", "premium", "preview", "hide", "exclusive", "content"])
@pytest.mark.parametrize("who", ["subscriber", "subscribers", "abonne", "abonnes", "abonnent", "abonnenten"])
@pytest.mark.parametrize("mark", ["-", "_", ""])
def test_whom_an_article_is_for_makes_it_no_newsletter(who: str, mark: str, for_whom: str) -> None:
    assert "newsletter" not in group_names_of(f"article-body {who}{mark}{for_whom}")
    assert "newsletter" in group_names_of(f"{who}{mark}box")


@pytest.mark.parametrize("label", ["", "css-1q0nml", "x7d2a", "col-md-8"])
def test_names_without_meaning_tell_nothing(label: str) -> None:
    assert groups_of(label) == 0
