from __future__ import annotations

import numpy as np
import pytest

from extractors.classifier.categories import COLUMNS, class_probabilities, naming_table
from extractors.classifier.classify import FIRST_COLUMNS
from extractors.classifier.trees import trees_from
from extractors.features.destinations import COLUMNS as DESTINATIONS
from extractors.meaning.classes import CLASSES


def test_a_block_is_told_by_itself_and_by_what_is_around_it() -> None:
    meaning = -np.arange(5.0)[:, None] * np.ones(len(CLASSES))
    led = np.array([[False] * len(DESTINATIONS), [True, *[False] * (len(DESTINATIONS) - 1)]])
    table = naming_table(np.zeros((5, len(FIRST_COLUMNS))), meaning, led, np.array([0, 2]))
    column = dict(zip(COLUMNS, table.T, strict=True))
    assert column["leads_to_donation"].tolist() == [0.0, 1.0]
    assert column["D_own"].tolist() == [0.0, -2.0]
    assert column["D_before"].tolist() == [-3.0, -1.0]
    assert column["D_after"].tolist() == [-1.0, -3.0]
    assert column["D_nearest"].tolist() == [-1.0, 0.0]


def test_each_class_has_its_own_trees() -> None:
    trees = [[[1.0 if number == 2 else 0.0]] for number in range(len(CLASSES))] * 2
    found = class_probabilities(trees_from({"columns": ["x"], "trees": trees}), np.zeros((3, 1)))
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert found.argmax(axis=1).tolist() == [2, 2, 2]
