"""What a second opinion changes where the classifier is unsure of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from extractors.body.second_opinion import reconsider
from extractors.classifier.classify import classify, load_models
from extractors.model import Page
from extractors.page.reading import read_page

LINE = "The ferry to the islands runs again, the harbour master said, and"
HOME = "".join(f"<p>{LINE} quay {number} is open to all boats that had to wait.</p>" for number in range(4))
BEYOND = "".join(f"<p>{LINE} ship {number} left</p>" for number in range(2))


def test_it_takes_nothing_away_of_which_the_classifier_is_sure() -> None:
    page = f"<div class=entry-content>{HOME}</div><section>{BEYOND}</section>".encode()
    features = read_page(Page("https://example.org/a", page, {}, 200, datetime(2026, 1, 2, tzinfo=UTC))).features()
    judged = classify(features, load_models())
    unsure = replace(judged, probability=np.array([0.6, 0.6, 0.6, 0.6, 0.85, 0.7]))
    probability = reconsider(unsure, features).probability
    assert probability[4] >= 0.85
    assert probability[5] < 0.5
