"""Feed export as CSV, in which nothing that a page wrote is a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exporters import CsvItemExporter

from storage.reading_room.spreadsheets import harmless_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class CsvExport(CsvItemExporter):
    """Scrapy's own writes what an outlet wrote as it is."""

    def _build_row(self, values: Iterable[Any]) -> Iterator[Any]:
        """Called with the cells of each row."""
        for value in super()._build_row(values):
            yield harmless_cell(value) if isinstance(value, str) else value
