"""The documentation is held against the code: what is in the code stands in it, what it names is there."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import pkgutil
import re
import tomllib
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
import scrapy.commands
from scrapy.settings import Settings

import spiders.commands
from extractors.model import APPEALS, Access, Category, Layer
from spiders import settings
from storage import Store
from tests.crawling import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.commands import ScrapyCommand

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
ALL = "".join(TEXTS.values())
CODE = {path: path.read_text(encoding="utf-8") for path in chain(*(ROOT.glob(f"{name}/**/*.py") for name in
        ("extractors", "spiders", "storage")))}  # fmt: skip
OURS = sorted(module.name for module in pkgutil.iter_modules(spiders.commands.__path__))
SCRAPYS = {module.name for module in pkgutil.iter_modules(scrapy.commands.__path__)}
SETTINGS = sorted({name for text in CODE.values() for name in re.findall(r"\bSTET_[A-Z_]+\b", text)})
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = [each for each in PYPROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
# Where a piece of code stands in a text: between backticks, in a fenced or in an indented block.
FENCED, INDENTED, SPAN = (
    re.compile(r"^```.*?^```", re.M | re.S),
    re.compile(r"^ {4}.*", re.M),
    re.compile(r"`([^`\n]+)`"),
)
INNER_TABLE = re.compile(r"_sqlite_migrations|\w+_(?:data|idx|docsize|config|content)")


def code_in(text: str) -> str:
    fenced, rest = FENCED.findall(text), FENCED.sub("", text)
    return "\n".join([*fenced, *INDENTED.findall(rest), *SPAN.findall(rest)])


def rows_under(text: str, heading: str) -> list[tuple[str, ...]]:
    """The rows of the first table behind a heading."""
    lines = text.split(heading, 1)[1].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split(" | ")))
    return rows


def options_of(command: str) -> list[str]:
    """The options that a command has beyond what Scrapy gives to each."""
    found = importlib.import_module(f"spiders.commands.{command}").Command()
    found.settings = Settings()
    return sorted(long_options(found) - long_options_of_scrapy(type(found)))


def long_options(command: ScrapyCommand) -> set[str]:
    """Those for people: what a command starts itself with has no help."""
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    shown = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    return {name for action in shown for name in action.option_strings if name.startswith("--")}


def long_options_of_scrapy(kind: type[ScrapyCommand]) -> set[str]:
    base = next(each for each in kind.__mro__ if each.__module__.startswith("scrapy."))
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command = kind()
    command.settings = Settings()
    base.add_options(command, parser)
    return {name for action in parser._actions for name in action.option_strings}


def described(name: str) -> str:
    """The rows of a command in the table of commands."""
    lines = TEXTS["docs/commands.md"].splitlines()
    return "\n".join(line for line in lines if re.match(rf"\| `scrapy {name}\b(?!-)", line))


@pytest.mark.parametrize("name", OURS)
def test_command_is_documented_with_its_options(name: str) -> None:
    assert described(name)
    assert [option for option in options_of(name) if f"`{option}" not in described(name)] == []


@pytest.mark.parametrize("path", TEXTS)
def test_named_commands_exist(path: str) -> None:
    named = set(re.findall(r"(?<![\w/])scrapy ([a-z][\w-]*)", code_in(TEXTS[path])))
    assert named - SCRAPYS - set(OURS) == set()


@pytest.mark.parametrize("path", TEXTS)
def test_named_options_exist(path: str) -> None:
    lines = re.findall(r"(?<![\w/])scrapy ([a-z][\w-]*)([^`\n#|]*)", code_in(TEXTS[path]))
    unknown = [
        f"scrapy {command} {option}"
        for command, rest in lines
        if command in OURS
        for option in re.findall(r"--[a-z][\w-]*", rest)
        if option not in {*options_of(command), "--help"}
    ]
    assert unknown == []


@pytest.mark.parametrize("path", TEXTS)
def test_named_make_targets_and_modules_exist(path: str) -> None:
    code, makefile = code_in(TEXTS[path]), (ROOT / "Makefile").read_text()
    targets = re.findall(r"(?<![\w/])make ([a-z][\w-]*)", code)
    modules = re.findall(r"python -m ((?:benchmarks|training|tests)\.[\w.]+)", code)
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.M)] == []
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("path", TEXTS)
def test_links_and_paths_lead_somewhere(path: str) -> None:
    text, folder = TEXTS[path], (ROOT / path).parent
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    files = [
        span
        for span in SPAN.findall(text)
        if re.fullmatch(r"(?:extractors|spiders|storage|training|benchmarks|tests|docs)/[\w./-]+", span)
    ]
    assert [link for link in links if not (folder / link).exists()] == []
    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in ALL


def test_named_settings_exist() -> None:
    assert set(re.findall(r"\bSTET_[A-Z_]+\b", ALL)) - set(SETTINGS) == set()
    assert {name for name in vars(settings) if name.startswith("STET_")} <= set(SETTINGS)


@pytest.mark.parametrize(("heading", "names"), [("| table |", "table_names"), ("| view |", "view_names")])
def test_tables_and_views_are_those_of_the_store(tmp_path: Path, heading: str, names: str) -> None:
    with Store.open(tmp_path / "stet.db") as store:
        there = {name for name in getattr(store.db, names)() if not INNER_TABLE.fullmatch(name)}
    rows = rows_under(TEXTS["docs/tables.md"], heading)
    assert {row[0].strip("`") for row in rows} == there


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["containers"][0])
def test_map_has_every_wing_in_the_order_of_imports(contract: dict[str, Any]) -> None:
    (package,) = contract["containers"]
    names = list(chain(*(layer.split(" | ") for layer in contract["layers"])))
    assert rows_under(TEXTS["docs/map.md"], f"## {package}\n") == [said_of(package, name) for name in names]


def said_of(package: str, name: str) -> tuple[str, str]:
    """A wing or module, and the first paragraph of what it says of itself."""
    path = ROOT / package / name
    label, module = (f"`{name}`", path / "__init__.py") if path.is_dir() else (f"`{name}.py`", path.with_suffix(".py"))
    docstring = ast.get_docstring(ast.parse(CODE[module])) or ""
    return label, " ".join(docstring.split("\n\n")[0].split()).replace("``", "`")


@pytest.mark.parametrize("word", [*Category, *Layer, *Access])
def test_word_of_the_ledger_is_in_the_glossary(word: str) -> None:
    assert f"`{word}`" in TEXTS["docs/glossary.md"]


def test_glossary_says_which_categories_are_appeals() -> None:
    said = re.search(r"The appeals, which ask the reader: ([^.]+)\.", TEXTS["docs/glossary.md"])
    assert said
    assert set(SPAN.findall(said[1])) == APPEALS


@pytest.mark.parametrize("page", [path.name for path in DOCS.glob("*.md")])
def test_readme_leads_to_every_page(page: str) -> None:
    assert f"](docs/{page})" in TEXTS["README.md"]


@pytest.mark.parametrize("picture", sorted(DOCS.glob("*.png")), ids=lambda picture: picture.name)
def test_picture_is_small_and_shown(picture: Path) -> None:
    assert picture.stat().st_size < 300_000
    assert f"](docs/{picture.name})" in TEXTS["README.md"]
