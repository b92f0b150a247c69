"""Linear models over tokens: what a text or a container is called adds up to a score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of tokens. A file has a token and a weight a line, a tab between; the empty token holds the bias."""

    weights: Mapping[str, float]

    def score(self, tokens: Iterable[str]) -> float:
        """Log odds: above 0 what the model was taught to find."""
        get = self.weights.get
        # Exact, so that the order of a set does not matter.
        return self.weights[""] + math.fsum([get(token, 0.0) for token in tokens])


@cache
def load_linear(name: str) -> LinearModel:
    """Read ``weights/<name>.tsv``."""
    lines = (WEIGHTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return LinearModel({token: float(weight) for token, _, weight in (line.partition("\t") for line in lines)})
