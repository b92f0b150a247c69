"""Names of months in the languages of the press, for dates that are written out."""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).with_name("months.txt")


def _month_numbers(table: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in table.splitlines():
        for number, names in enumerate(line.split(), 1) if not line.startswith("#") else ():
            for name in names.split(","):
                numbers.setdefault(name, number)
    return numbers


MONTHS = _month_numbers(TABLE.read_text(encoding="utf-8"))
