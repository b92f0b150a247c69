"""The list that each migration puts itself on."""

from __future__ import annotations

from sqlite_utils import Migrations

migrations = Migrations("stet")
