"""Every table, as numbered migrations, a module each. One that has been released is never edited: add another.

Times are UTC, ISO 8601 with zone; ``published`` and ``modified`` are what the page claims, with its zone.
JSON columns hold arrays or objects as text. All pending migrations run in one transaction, in the order of their names.
"""

from __future__ import annotations

import importlib
import pkgutil

from storage.schema.migrations.registry import migrations

for module in sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name.startswith("m")):
    importlib.import_module(f"{__name__}.{module}")

__all__ = ["migrations"]
