"""What stands in pipelines of datatrove: ``StetExtractor`` where ``Trafilatura`` stands, ``Words`` for MinHash."""

from __future__ import annotations

from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.word_tokenizers import WordTokenizer

from extractors.text.words import words_of
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


class Words(WordTokenizer):
    """Words as they are everywhere in Stet, without a package for each language."""

    def word_tokenize(self, text: str) -> list[str]:
        """Lower-case words; a character where words have no spaces."""
        return words_of(text)

    def sent_tokenize(self, text: str) -> list[str]:
        """Lines."""
        return text.splitlines()

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        """Not asked for by MinHash."""
        raise NotImplementedError
