"""Understand: bytes of a page -> clean article and ledger. Pure: no network, no database, no clock."""

from __future__ import annotations

from extractors.extract import extract
from extractors.model import Article, Block, Category, Extraction, Layer, Page, Removal, Repeats
from extractors.sites.site_file import Site, SiteFileError, load_sites

__all__ = [
    "Article",
    "Block",
    "Category",
    "Extraction",
    "Layer",
    "Page",
    "Removal",
    "Repeats",
    "Site",
    "SiteFileError",
    "extract",
    "load_sites",
]
