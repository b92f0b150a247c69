"""Pages that are not whole: their connection was closed before all had come, their archive keeps no more of them, or
what was packed ends before its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spiders.web.exchange import packings_of
from spiders.web.page_ends import ends_early, has_end

if TYPE_CHECKING:
    from extractors import Extraction
    from storage import Exchange

POSSIBLY_CUT = "possibly-cut"
DISCONNECTED = "disconnect"
# By the word of WARC-Truncated.
EVIDENCE = {
    DISCONNECTED: "the connection was closed before the whole page had come",
    "length": "the archive keeps pages up to a length, and of this one no more than that",
    "time": "the archive waited for a time, and the whole page had not come by then",
}
NOT_WHOLE, ENDS_EARLY = "the archive has not the whole page", "what was packed ends before its end"


def told_if_cut(extraction: Extraction, exchange: Exchange, body: bytes) -> Extraction:
    """What a page gives, marked where it may be cut; ``body`` is that of the exchange, unpacked."""
    evidence = EVIDENCE.get(exchange.truncated, NOT_WHOLE) if exchange.truncated else None
    if evidence is None and not has_end(body) and ends_early(exchange.body, packings_of(exchange)):
        evidence = ENDS_EARLY
    return marked(extraction, body, evidence) if evidence else extraction


def marked(extraction: Extraction, body: bytes, evidence: str = EVIDENCE[DISCONNECTED]) -> Extraction:
    """What a page gives that may be cut, flagged as such, once; without its end the article is not complete.

    Servers that announce a wrong length send the whole page all the same, and browsers show it.
    """
    if POSSIBLY_CUT in extraction.flags:
        return extraction
    article = extraction.article
    if article is not None and not has_end(body):
        article = replace(article, complete=False, access_evidence=article.access_evidence or evidence)
    return replace(extraction, article=article, flags=(*extraction.flags, POSSIBLY_CUT))
