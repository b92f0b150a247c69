"""A wing that nobody put under a contract would be free to import what it likes."""

from __future__ import annotations

import tomllib
from itertools import chain

import pytest

from tests.crawling import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {each["containers"][0]: each["layers"] for each in CONTRACTS if each["type"] == "layers"}
FORBIDDEN = {
    each["source_modules"][0]: set(each["forbidden_modules"]) for each in CONTRACTS if "forbidden_modules" in each
}


def wings(package: str) -> set[str]:
    return {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


@pytest.mark.parametrize("package", LAYERS)
def test_every_wing_has_its_place_among_the_layers(package: str) -> None:
    assert wings(package) <= set(chain(*(layer.split(" | ") for layer in LAYERS[package])))


def test_storage_may_import_the_model_and_nothing_else_of_extractors() -> None:
    modules = {path.stem for path in (ROOT / "extractors").glob("*.py")} - {"__init__", "model"}
    assert {f"extractors.{name}" for name in wings("extractors") | modules} <= FORBIDDEN["storage"]
