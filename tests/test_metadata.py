from __future__ import annotations

import pytest

from extractors.metadata.images import split_credit
from extractors.model import Image
from extractors.sites.site_file import MetadataOverrides
from tests.metadata_pages import URL, json_ld, metadata_of, page


def test_an_empty_page_has_no_metadata() -> None:
    metadata = metadata_of(page("", language=""))
    assert (metadata.title, metadata.authors, metadata.published, metadata.language) == (None, (), None, None)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="/news/x">', "https://www.example-herald.org/news/x"),
        ('<link rel="canonical" href="https://m.example-herald.org/x#a">', "https://m.example-herald.org/x"),
        ('<link rel="canonical" href="https://elsewhere.org/x">', None),
        ('<link rel="canonical" href="https://www.example-herald.org/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[broken">', None),
        (f'<meta property="og:url" content="{URL}">', URL),
    ],
)
def test_canonical_address_is_checked(head: str, address: str | None) -> None:
    assert metadata_of(page("", head)).canonical_url == address


@pytest.mark.parametrize(
    ("written", "language"), [("de", "de"), ("en_us", "en-US"), ("zh-hans-CN", "zh-Hans-CN"), ("", None)]
)
def test_language_is_written_as_bcp_47(written: str, language: str | None) -> None:
    assert metadata_of(page("", language=written)).language == language


def test_locale_stands_in_for_a_missing_language() -> None:
    assert metadata_of(page("", '<meta property="og:locale" content="nb_NO">', language="")).language == "nb-NO"


def test_caption_and_credit_of_the_lead_image_are_told_apart() -> None:
    head = '<meta property="og:image" content="/a/bridge-1200x800.jpg">'
    body = '<figure><img src="/a/bridge-600x400.jpg"><figcaption>The bridge. '
    body += '<span class="credit">Photo: J. Roe</span></figcaption></figure>'
    expected = Image("https://www.example-herald.org/a/bridge-1200x800.jpg", "The bridge.", "J. Roe")
    assert metadata_of(page(body, head)).image == expected


@pytest.mark.parametrize(
    ("written", "caption", "credit"),
    [
        ("The bridge at night. Photo: Jane Roe", "The bridge at night.", "Jane Roe"),
        ("Die Brücke bei Nacht (Foto: dpa)", "Die Brücke bei Nacht", "dpa"),
        ("The bridge © AFP", "The bridge", "AFP"),
        ("The bridge at night", "The bridge at night", None),
    ],
)
def test_credit_is_split_off_a_caption(written: str, caption: str, credit: str | None) -> None:
    assert split_credit(written) == (caption, credit)


def test_section_tags_and_site_name() -> None:
    head = json_ld('{"@type": "NewsArticle", "headline": "x", "articleSection": ["Politics", "Bern"]}')
    head += '<meta property="article:tag" content="Bridges, Rivers"><meta property="article:tag" content="bridges">'
    head += '<meta property="og:site_name" content="The Example Herald">'
    metadata = metadata_of(page("", head))
    assert (metadata.section, metadata.site_name, metadata.page_type) == (
        "Politics",
        "The Example Herald",
        "NewsArticle",
    )
    assert metadata.tags == ("Bridges", "Rivers")


def test_a_site_file_comes_first() -> None:
    overrides = MetadataOverrides(
        title="//h3",
        authors="//i",
        published="//b/@data-at",
        tags="//u",
        image="//img/@src",
        caption="//s",
        section="//em",
    )
    body = '<h1>No</h1><h3>Yes</h3><i>By Jane Roe</i><b data-at="2024-05-01"></b><u>One</u><u>Two</u>'
    body += '<img src="/x.jpg"><s>Cap</s>'
    metadata = metadata_of(page(body, '<meta name="author" content="Some Else">'), overrides=overrides)
    assert (metadata.title, metadata.authors, metadata.published) == ("Yes", ("Jane Roe",), "2024-05-01")
    assert (metadata.tags, metadata.image, metadata.section) == (
        ("One", "Two"),
        Image("https://www.example-herald.org/x.jpg", "Cap"),
        None,
    )


def test_what_a_site_file_does_not_find_is_left_to_the_page() -> None:
    overrides = MetadataOverrides(title="//h3", published="//b/@data-at")
    metadata = metadata_of(
        page('<h1>Yes</h1><b data-at="2031-05-01"></b><time datetime="2024-05-01"></time>'), overrides=overrides
    )
    assert (metadata.title, metadata.published) == ("Yes", "2024-05-01")
