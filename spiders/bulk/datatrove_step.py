"""``StetExtractor`` stands where ``Trafilatura`` stands in a pipeline of datatrove."""

from __future__ import annotations

from datatrove.pipeline.extractors.base import BaseExtractor

from spiders.bulk.extractor import clean_text


class StetExtractor(BaseExtractor):
    """HTML in, the clean text out; a page without an article is dropped, as datatrove's extractors do it.

    ``timeout`` bounds a page, in seconds, and the first one, which reads the models.
    """

    name = "Stet"
    _requires_dependencies = ()

    def __init__(self, timeout: float = 30) -> None:
        super().__init__(timeout)

    def extract(self, text: str) -> str:
        """The clean text of a page."""
        return clean_text(text)
