"""The reading room: Datasette, with pages on which people read, check, export and correct what was stored.

Everything here is plain Datasette: metadata, templates and a plugin. ``scrapy browse`` starts it; so does ::

    datasette data/stet.db --metadata storage/reading_room/metadata.yaml \\
        --template-dir storage/reading_room/templates --plugins-dir storage/reading_room/plugins
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
TOKEN_VARIABLE = "STET_TOKEN"  # noqa: S105  (the name of the variable)
SHORTEST_TOKEN = 20

SETTINGS = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1500,
    "suggest_facets": "off",  # each suggestion is a query over the whole table; the facets that serve are in metadata
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "truncate_cells_html": 240,
    "default_cache_ttl": 0,  # a crawl may be writing
    "allow_download": "off",
}


def arguments(database: Path, host: str, port: int) -> list[str]:
    """What stands behind ``datasette`` to serve a database."""
    files = ("--metadata", "metadata.yaml"), ("--template-dir", "templates"), ("--plugins-dir", "plugins")
    command = ["serve", str(database), "--host", host, "--port", str(port)]
    for option, name in files:
        command += [option, str(HERE / name)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, str(value)]
    return command
