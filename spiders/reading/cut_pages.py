"""Pages whose connection was closed before their announced length, or their last chunk, had come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors import Extraction

POSSIBLY_CUT = "possibly-cut"
EVIDENCE = "the connection was closed before the whole page had come"
TAIL = 1000  # bytes in which a page ends that is whole


def marked(extraction: Extraction, body: bytes) -> Extraction:
    """What a page gives that may be cut, flagged as such; without its end the article is not complete.

    Servers that announce a wrong length send the whole page all the same, and browsers show it.
    """
    article = extraction.article
    if article is not None and b"</html" not in body[-TAIL:].lower():
        article = replace(article, complete=False, access_evidence=article.access_evidence or EVIDENCE)
    return replace(extraction, article=article, flags=(*extraction.flags, POSSIBLY_CUT))
