"""What the second round of the classification is told of the blocks around each one."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.classifier.surroundings import COLUMNS, Surroundings, context_table

# A page (0) that holds a story (1) of three blocks and a list (2) of two; each block stands in a container of its own.
AROUND = Surroundings(
    words=np.array([40.0, 50.0, 10.0, 5.0, 5.0]),
    kind=np.array([0, 0, 0, 1, 1]),
    container=np.array([3, 4, 5, 6, 7]),
    parent=np.array([0, 0, 0, 1, 1, 1, 2, 2]),
    depth=np.array([0, 1, 1, 2, 2, 2, 2, 2]),
    first=np.array([0, 0, 3, 0, 1, 2, 3, 4]),
    last=np.array([5, 3, 5, 1, 2, 3, 4, 5]),
)
PROBABILITY, APPEAL = np.array([0.9, 1.0, 0.4, 0.0, 0.2]), np.array([-5.0, -6.0, 3.0, -8.0, -8.0])
COLUMN = dict(zip(COLUMNS, context_table(AROUND, PROBABILITY, APPEAL).T, strict=True))


def test_neighbours_are_seen_up_to_the_ends_of_the_page() -> None:
    assert COLUMN["probability+1"].tolist() == [1.0, 0.4, 0.0, 0.2, 0.0]
    assert COLUMN["appeal-1"].tolist() == [-12.0, -5.0, -6.0, 3.0, -8.0]
    assert COLUMN["appeal_above"].tolist() == [-12.0, -5.0, -5.0, 3.0, 3.0]


def test_blocks_of_a_kind_share_a_mean_by_words() -> None:
    story = (36 + 50 + 4) / 100
    assert COLUMN["probability_of_kind"] == pytest.approx([story] * 3 + [0.1] * 2)
    assert COLUMN["probability_of_siblings"] == pytest.approx([story] * 3 + [0.1] * 2)


def test_containers_tell_how_much_of_the_article_they_hold() -> None:
    assert COLUMN["article_share1"] == pytest.approx([90 / 91] * 3 + [1 / 91] * 2)
    assert COLUMN["article_density1"] == pytest.approx([0.9] * 3 + [0.1] * 2)
    assert COLUMN["article_share2"] == pytest.approx([1.0] * 5)


def test_the_way_to_the_container_of_nearly_all_of_the_article() -> None:
    assert COLUMN["out_to_95%"].tolist() == [1.0, 1.0, 1.0, 2.0, 2.0]
    assert COLUMN["in_to_95%"].tolist() == [0.0, 0.0, 0.0, 1.0, 1.0]


def test_a_page_without_any_article_has_numbers_all_the_same() -> None:
    assert np.isfinite(context_table(AROUND, np.zeros(5), APPEAL)).all()
