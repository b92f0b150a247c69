"""Cells of CSV files: what a page wrote never becomes a formula where the file is opened."""

from __future__ import annotations

import csv
import io
import re

# What spreadsheets take for the beginning of a formula, also behind blanks and what is not seen; a number is none.
UNSEEN = r"\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
FORMULA = re.compile(rf"[\s{UNSEEN}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?")

csv.field_size_limit(2**31 - 1)  # the whole text of an article is one cell, however long; what may be asked is bounded


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
