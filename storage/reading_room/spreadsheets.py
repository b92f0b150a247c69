"""Cells of CSV files: what a page wrote never becomes a formula where the file is opened."""

from __future__ import annotations

import csv
import io
import re

# What spreadsheets take for the beginning of a formula, also behind blanks; a number is none.
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?")


def harmless_cell(text: str) -> str:
    """The text, behind an apostrophe where it would be a formula: spreadsheets show it as the text that it is."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def harmless_rows(rows: str) -> str:
    """Whole rows of a CSV file with harmless cells."""
    out = io.StringIO()
    written = csv.writer(out)
    for row in csv.reader(io.StringIO(rows, newline="")):
        written.writerow(map(harmless_cell, row))
    return out.getvalue()
