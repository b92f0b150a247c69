"""The lead image with its caption and credit, told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from extractors.metadata.wording import folded, plain, text_of
from extractors.model import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from extractors.metadata.structured import StructuredData

CREDIT_CLASS = re.compile(
    r"credit|copyright|source|quelle|photographer|fotograf|rights|agency|(?:image|photo|picture)-?(?:by|author)|author|byline|attribution",
    re.IGNORECASE,
)
CREDIT_WORDING = re.compile(
    r"(?<!\s)\s*(?:[\[(|–—-]\s*)?(?P<credit>(?:©|\(c\)|(?:photo(?:graph)?|image|picture|foto|fotos|bild|bildquelle|quelle|fotocredit|crédits?|credits?|crédito|source|copyright)"
    r"(?:\s+(?:by|credit|courtesy of|von))?\s*[:©])\s*+[^\n]{2,80}?)[\])]?\s*$",
    re.IGNORECASE,
)
CREDIT_PREFIX = re.compile(
    r"^(?:©|\(c\)|(?:photo(?:graph)?|image|picture|foto|bild|bildquelle|quelle|crédits?|credits?|crédito|source|copyright)(?:\s+(?:by|credit))?\s*[:©])\s*",
    re.IGNORECASE,
)
SIZE = re.compile(r"[-_]?\d{2,4}x\d{2,4}|@\dx")
MAX_FIGURES = 30


def absolute(value: object, base: str) -> str | None:
    """The first address of what JSON-LD calls an image: a string, an object or a list of them."""
    if isinstance(value, list):
        return next((found for item in value if (found := absolute(item, base))), None)
    if isinstance(value, dict):
        return absolute(value.get("url") or value.get("contentUrl"), base)
    text = plain(value)
    if not text or text.startswith("data:"):
        return None
    try:
        address = urljoin(base, text)
        return address if urlsplit(address).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _stem(address: str) -> str:
    """The file name without size and type: the same picture is served in many sizes."""
    name = address.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2].rpartition(".")[0]
    return SIZE.sub("", name)


def _lead_figure(figures: Sequence[etree._Element], address: str | None) -> etree._Element | None:
    """The figure that shows the image, else the first figure with a caption that stands in an article or main."""
    captioned = [figure for figure in figures[:MAX_FIGURES] if next(figure.iter("figcaption"), None) is not None]
    stem = _stem(address) if address else ""
    for figure in captioned if len(stem) > 4 else ():
        if any(
            stem in f"{img.get('src')} {img.get('srcset')} {img.get('data-src')} {img.get('data-srcset')}"
            for img in figure.iter("img", "source")
        ):
            return figure
    return next((figure for figure in captioned if figure is figures[0]), None)


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Caption and credit of one line: "Rain in Bern. Photo: Jane Roe" -> both parts."""
    if found := CREDIT_WORDING.search(text):
        return text[: found.start()].strip() or None, CREDIT_PREFIX.sub("", found["credit"]).strip() or None
    return text or None, None


def caption_and_credit(figure: etree._Element) -> tuple[str | None, str | None]:
    """What stands under a picture; a part with a class of its own is the credit."""
    caption = next(figure.iter("figcaption"), figure)
    text = text_of(caption)
    for part in figure.iter("span", "small", "cite", "p", "div", "em", "i"):
        credit = text_of(part)
        if (
            part is not caption
            and credit
            and CREDIT_CLASS.search(f"{part.get('class') or ''} {part.get('itemprop') or ''}")
        ):
            rest = " ".join(text.replace(credit, " ").split()) if folded(credit) != folded(text) else ""
            return rest.strip(" |-–—/") or None, CREDIT_PREFIX.sub("", credit).strip() or None
    return split_credit(text)


def read_image(structured: StructuredData, base: str) -> Image | None:
    """The lead image as the page names it, else as it shows it."""
    address = next(
        (
            found
            for value in structured.all_meta("og:image", "og:image:url", "twitter:image")[:3]
            if (found := absolute(value, base))
        ),
        None,
    )
    address = absolute(structured.article.get("image"), base) or address
    figure = _lead_figure(structured.elements("figure"), address)
    if figure is None:
        return Image(address) if address else None
    caption, credit = caption_and_credit(figure)
    if not address:
        picture = next(figure.iter("img"), None)
        address = absolute(picture.get("src"), base) if picture is not None else None
    return Image(address, caption, credit) if address else None
