"""Regular expressions fed what makes them slow: does the time double with the text, or does it grow faster?

Every expression of the three packages is looked for: those that stand compiled in their modules, those that stand as
text where they are used, those of site files, and examples of those that are made of words. From its own parts strings
are made that repeat what it repeats, and end in what it does not expect; each is tried in growing sizes, with the
methods by which the project calls the expression.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import thread_time
from typing import TYPE_CHECKING, Any

from extractors.metadata import clocks
from extractors.sites.site_file import load_sites
from storage.reading_room import query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    AnyPattern = re.Pattern[str] | re.Pattern[bytes]

PACKAGES = ("extractors", "spiders", "storage")
# Functions that take an expression which does not stand there as text: at import, made into a constant; of site files
# (``of_site_files``); and those of which ``_made_at_work`` has examples.
MAKERS = {
    "extractors.metadata.date_lines._labels",
    "extractors.access.wording._read",
    "extractors.features.names._by_start",
    "extractors.sites.site_file._compiles_as_pattern",
    "spiders.discovery.article_addresses.why_no_article",
    "extractors.metadata.clocks._patterns",
    "storage.reading_room.query._pattern",
}
METHODS = {"search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
SMALLEST, LARGEST = 500, 32_000  # characters
LONG_ENOUGH = 0.02  # seconds, below which a time says nothing
MOST_SECONDS = 2.0
STEEPEST = 1.7  # exponent; 1 is linear, 2 what a test of ours has to find, and machines are busy
STRANGE = ("", "\x01", '"', "\n")  # what a string ends in
MOST_PUMPS = 24
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@dataclass(frozen=True)
class Expression:
    """One compiled expression, where it stands, and how it is called."""

    place: str
    pattern: AnyPattern
    methods: frozenset[str]


@dataclass(frozen=True)
class Growth:
    """The steepest growth that was found: time is size to the power of ``exponent``."""

    place: str
    exponent: float
    seconds: float
    size: int
    text: str
    method: str


def expressions() -> list[Expression]:
    """All of the project, those of one module under one name once."""
    found = {id(each.pattern): each for each in (*_written_where_used(), *_made_at_work())}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                methods = _called(name) if isinstance(value, re.Pattern) else METHODS
                place = f"{module.__name__}.{name}"
                found.setdefault(id(pattern), Expression(place, pattern, frozenset(methods or {"search"})))
    return sorted(found.values(), key=lambda each: (each.place, str(each.pattern.pattern)))


def of_site_files() -> list[Expression]:
    """What tells the addresses of articles. None of ``expressions()``: no address has more than 2,000 characters."""
    patterns = {site.name: site.news.article_url for site in load_sites().values() if site.news.article_url}
    return [Expression(f"{name}.toml", re.compile(text), frozenset({"search"})) for name, text in patterns.items()]


def slowest(expression: Expression, size: int) -> float:
    """Seconds that the worst of all attacks of one size takes."""
    return max(_seconds(expression.pattern, _text(each, size), "search") for each in attacks(expression.pattern))


def _made_at_work() -> Iterator[Expression]:
    """Clocks in all languages, and what readers look for."""
    for language in clocks.HALVES:
        for pattern, method in zip(clocks._patterns(language), ("match", "finditer"), strict=True):
            yield Expression(f"extractors.metadata.clocks._patterns:{language}", pattern, frozenset({method}))
    for words in ("a", "a*", '"a a a a"', "ice tug*", "\u51b0\u6cb3", "_ -a b"):
        yield Expression(
            f"storage.reading_room.query._pattern:{words}",
            query._pattern(query.understand(words).terms),
            frozenset({"finditer"}),
        )


def _written_where_used() -> Iterator[Expression]:
    """``re.sub("...", ...)`` and its like inside of functions."""
    for place, call in calls_in_functions():
        if isinstance(call.args[0], ast.Constant):
            flags = next((ast.unparse(each.value) for each in call.keywords if each.arg == "flags"), None)
            flags = flags or (ast.unparse(call.args[-1]) if ast.unparse(call.args[-1]).startswith("re.") else "0")
            text: Any = call.args[0].value
            pattern = re.compile(text, eval(flags, {"re": re}))  # noqa: S307  (of our own source)
            yield Expression(f"{place}:{call.lineno}", pattern, frozenset({_method(call)} & METHODS or METHODS))


@lru_cache(maxsize=1)
def calls_in_functions() -> list[tuple[str, ast.Call]]:
    """Calls of functions of ``re`` that take an expression, and the functions of ours in which they stand."""
    return list(_calls_in_functions())


def _calls_in_functions() -> Iterator[tuple[str, ast.Call]]:
    for path in (path for package in PACKAGES for path in sorted(Path(package).rglob("*.py"))):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                place = ".".join((*path.with_suffix("").parts, getattr(function, "name", "lambda")))
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _method(call) in METHODS | {"compile"}:
                        yield place, call


def _method(call: ast.Call) -> str:
    """Of ``re``; empty where something else is called."""
    called = call.func
    is_of_re = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return called.attr if isinstance(called, ast.Attribute) and is_of_re else ""


def _modules() -> Iterator[Any]:
    for package in map(importlib.import_module, PACKAGES):
        yield package
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if "-" not in found.name and ".plugins" not in found.name and (module := _imported(found.name)):
                yield module


def _imported(name: str) -> Any | None:
    """A module of ours; None where it works with an extra that is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in PACKAGES:
            raise
        return None


def _patterns(value: object, depth: int = 3) -> Iterator[AnyPattern]:
    """Those that a constant is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in [*value, *value.values()]:
            yield from _patterns(each, depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _patterns(each, depth - 1)


@lru_cache(maxsize=1)
def _calls() -> dict[str, set[str]]:
    """By name of a constant, the methods that are called on it anywhere; a use that is no call may be any of them."""
    calls: defaultdict[str, set[str]] = defaultdict(set)
    uses: defaultdict[str, int] = defaultdict(int)
    for path in (path for package in PACKAGES for path in Path(package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                uses[node.id if isinstance(node, ast.Name) else node.attr] += 1
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
                holder = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                calls[holder].add(node.attr)
                uses[holder] -= 1
    for name, count in uses.items():
        if count > 0:
            calls[name] |= METHODS
    return calls


def _called(name: str) -> set[str]:
    return _calls().get(name, set()) & METHODS


# Texts that make an expression slow


def attacks(pattern: AnyPattern) -> list[tuple[str, str, str]]:
    """Beginning, what is repeated, and end."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole, pumps = _sample(tree), list(dict.fromkeys(_pumps(tree)))
    letters = sorted({letter for pump in pumps for letter in pump[:3]})[:8]
    pumps += [letter for letter in letters if letter not in pumps]
    pumps += [one + other for one in letters[:4] for other in letters[:4] if one != other]
    starts = [
        "",
        *dict.fromkeys(whole[:end] for end in (1, 2, len(whole) // 2, len(whole) - 1) if 0 < end < len(whole)),
    ]
    chosen = [pump for pump in dict.fromkeys([*pumps, whole]) if pump][:MOST_PUMPS]
    return [(start, pump, end) for pump in chosen for start in starts for end in STRANGE[:2]]


def _pumps(tree: Any) -> Iterator[str]:
    """A sample of each part that may be repeated, and of what two neighbours that may be have in common."""
    for operation, argument in tree:
        if operation in REPEATS:
            if argument[1] > 20:
                yield _sample(argument[2])
            yield from _pumps(argument[2])
        elif operation is codes.SUBPATTERN:
            yield from _pumps(argument[3])
        elif operation is codes.ATOMIC_GROUP:
            yield from _pumps(argument)
        elif operation is codes.BRANCH:
            for branch in argument[1]:
                yield from _pumps(branch)
                yield _sample(branch)[:40]
        elif operation in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from _pumps(argument[1])
        elif operation in {codes.LITERAL, codes.IN, codes.NOT_LITERAL}:
            yield _one(operation, argument)


def _sample(tree: Any) -> str:
    """Something that the tree may match, each part as short as it may be but there."""
    return "".join(_one(operation, argument) for operation, argument in tree)


def _one(operation: Any, argument: Any) -> str:
    made = SAMPLES.get(operation)
    return made(argument) if made else ""


CATEGORIES = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}


def _member(members: Any) -> str:
    """A character of a class."""
    if members[0][0] is codes.NEGATE:
        listed = {chr(argument) for operation, argument in members if operation is codes.LITERAL}
        return next(letter for letter in "a =1-<x\u00e9" if letter not in listed)
    operation, argument = members[0]
    if operation is codes.LITERAL:
        return chr(argument)
    if operation is codes.RANGE:
        return chr(argument[0])
    return str(CATEGORIES.get(argument, "!"))


SAMPLES: dict[Any, Callable[[Any], str]] = {
    codes.LITERAL: chr,
    codes.NOT_LITERAL: lambda letter: "b" if letter == ord("a") else "a",
    codes.ANY: lambda _: "a",
    codes.IN: _member,
    **dict.fromkeys(REPEATS, lambda repeat: _sample(repeat[2]) * max(1, min(repeat[0], 50))),
    codes.SUBPATTERN: lambda group: _sample(group[3]),
    codes.ATOMIC_GROUP: _sample,
    codes.BRANCH: lambda branches: _sample(branches[1][0]),
}
# Measuring


class _TooLong(Exception):  # noqa: N818
    """An expression did not come to an end."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Python's expressions look for signals while they match."""

    def end(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth(expression: Expression) -> Growth:
    """The steepest of all attacks; those that end within LONG_ENOUGH at the largest size are linear."""
    worst = Growth(expression.place, 1.0, 0.0, 0, "", "")
    # What searches is as slow as anything that goes through the text; what matches has one beginning.
    methods = {"search" if method not in {"match", "fullmatch"} else method for method in expression.methods}
    for start, pump, end in attacks(expression.pattern):
        for method in sorted(methods):
            found = _measured(expression, (start, pump, end), method)
            if found.exponent > worst.exponent:
                worst = found
        if worst.exponent > STEEPEST:
            break
    return worst


def _measured(expression: Expression, attack: tuple[str, str, str], method: str) -> Growth:
    start, pump, end = attack
    size, before, seconds, exponent = SMALLEST, 0.0, 0.0, 1.0
    while size <= LARGEST:
        seconds = _seconds(expression.pattern, _text(attack, size), method)
        if before >= LONG_ENOUGH:
            exponent = log2(seconds / before)
            if exponent > STEEPEST and seconds < MOST_SECONDS:  # a busy machine can be the reason
                exponent = _confirmed(expression.pattern, attack, size, method)
            if exponent > STEEPEST or seconds >= MOST_SECONDS / 4:
                break
        if seconds >= MOST_SECONDS:
            exponent = 9.0  # from too little to be measured to no end
            break
        size, before = size * 2, seconds
    return Growth(expression.place, exponent, seconds, min(size, LARGEST), f"{start!r} {pump!r}* {end!r}", method)


def _confirmed(pattern: AnyPattern, attack: tuple[str, str, str], size: int, method: str) -> float:
    """The exponent over two doublings around ``size``, of each the best of three."""
    small, large = (
        min(_seconds(pattern, _text(attack, each), method) for _ in "123") for each in (size // 2, size * 2)
    )
    return log2(large / small) / 2


def _text(attack: tuple[str, str, str], size: int) -> str:
    start, pump, end = attack
    return f"{start}{pump * (size // len(pump))}{end}"


def _seconds(pattern: AnyPattern, text: str, method: str) -> float:
    subject: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    call: Any = pattern.search if method == "search" else getattr(pattern, method)
    # Under a timer the clock of the process falls behind, and may stand still from one call to the next.
    started = thread_time()
    try:
        with _at_most(MOST_SECONDS):
            # From each place on, as finditer and sub go: a text that matches at once hides the rest of it.
            call(subject)
    except _TooLong:
        return MOST_SECONDS
    return max(1e-9, thread_time() - started)
