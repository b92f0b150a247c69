"""Pinned figures: what was reached once is not lost unnoticed."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING

from benchmarks.acid import FURTHER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ACID = ("blocks_left", "blocks_left_in_p", "own_lost")
# For these the pinned figure is the most there may be; for all others the least.
LOWER_IS_BETTER = frozenset(
    {
        "appeals.residue",
        "appeals.dirty_pages",
        "appeals.promo",
        "facts.must_go_left_in",
        "lead.promo_share",
        *(f"acid.{of}{what}" for of in ("", *(f"{name}." for name in FURTHER)) for what in _ACID),
        "fresh.lost",
    }
)
HEADER = """\
# What extraction has reached over the open corpus (`make quality`). A run below a floor fails.
# `--raise-floors` writes what is better now; only `--lower-floors` writes what is worse.
"""

Floors = dict[str, dict[str, float]]


def load(path: Path) -> Floors:
    """Floors by section and figure; none where the file is not there yet."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def save(path: Path, floors: Floors) -> None:
    """Writes the floors as TOML."""
    sections = [
        f"[{section}]\n" + "".join(f'"{name}" = {value}\n' for name, value in sorted(floors[section].items()))
        for section in sorted(floors)
    ]
    path.write_text(HEADER + "".join("\n" + section for section in sections), encoding="utf-8")


def worse(name: str, figure: float, floor: float) -> bool:
    """Whether a figure does not reach its floor."""
    return figure > floor if name in LOWER_IS_BETTER else figure < floor


def pinned(name: str, figure: float) -> float:
    """A figure as it is written: four decimals, rounded so that the figure itself reaches it."""
    rounded = math.ceil(figure * 10_000) if name in LOWER_IS_BETTER else math.floor(figure * 10_000)
    return rounded / 10_000


def missed(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """The figures below their floors; a floor whose figure was not measured is missed too."""
    return [name for name, floor in floors.items() if name not in figures or worse(name, figures[name], floor)]


def moved(figures: Mapping[str, float], floors: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    """The floors moved to the figures: those that are worse now with ``lower``, else those that are better or new."""
    return {
        name: pinned(name, figure)
        for name, figure in figures.items()
        if (name in floors and lower is worse(name, figure, floors[name])) or (name not in floors and not lower)
    }
