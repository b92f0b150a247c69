"""Facets of the ledger's tables, from counts that the store keeps: it is too long to be counted for each look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.facets import ColumnFacet
from datasette.utils import path_with_added_args, path_with_removed_args

from storage.reading_room.room import is_store
from storage.schema.tallies import FACETS, LEDGERS

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

COUNTED = """
SELECT value, number FROM ledger_counts WHERE ledger = :ledger AND facet = :facet AND number > 0
ORDER BY number DESC, value LIMIT :most
"""


class CountedFacet(ColumnFacet):  # type: ignore[misc]  # Datasette has no types
    """As Datasette's by columns; where a whole table is looked at, what is counted already is not counted again."""

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Facets, and the names of those that took too long, as Datasette wants them."""
        configs = self.get_configs()
        if not configs or not self._is_counted([each["config"].get("simple") for each in configs]):
            found, timed_out = await super().facet_results()
            return found, timed_out
        return [await self._counted(each["config"]["simple"], each["source"]) for each in configs], []

    def _is_counted(self, columns: list[str | None]) -> bool:
        is_whole = self.table in LEDGERS and " where " not in self.sql
        return is_whole and set(columns) <= set(FACETS) and is_store(self.ds.databases[self.database])

    async def _counted(self, column: str, source: str) -> dict[str, Any]:
        size = self.get_facet_size()
        values = {"ledger": self.table, "facet": column, "most": size + 1}
        counted = (await self.ds.execute(self.database, COUNTED, values)).rows
        return {
            "name": column,
            "type": self.type,
            "hideable": source != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {"_facet": column})),
            "results": [self._told(column, value, number) for value, number in counted[:size]],
            "truncated": len(counted) > size,
        }

    def _told(self, column: str, value: str, number: int) -> dict[str, Any]:
        request: Request = self.request
        path = self.ds.urls.path(path_with_added_args(request, {column: value}))
        told = {"value": value, "label": value, "count": number, "selected": False}
        return told | {"toggle_url": self.ds.absolute_url(request, path)}
