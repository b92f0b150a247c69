"""Access against pages that were read by a person.

``free``: said to be free and whole. ``metered``: the markup or the wording asks something of readers, yet the whole
text was sent. ``locked``: the text stops at a wall, or the outlet calls it locked. ``unknown``: nothing on the page
tells.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from extractors.access import AccessFinding, read_access
from extractors.html.decode import decode, parse
from extractors.html.walk import read_document
from extractors.metadata.structured import read_structured
from extractors.sites.site_file import AccessOverride

PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "pages"
JUDGEMENTS = Path(__file__).with_name("access_judgements.jsonl")
LEAST_RIGHT = 0.95


def find(page_id: str) -> AccessFinding:
    body = gzip.decompress((PAGES / f"{page_id}.html.gz").read_bytes())
    root = parse(decode(body, {}))
    texts = [candidate.text for candidate in read_document(root).candidates]
    return read_access(root, read_structured(root), texts, AccessOverride())


@pytest.mark.skipif(not PAGES.is_dir(), reason="needs ../shared/corpus")
def test_access_is_as_judged_by_reading() -> None:
    judgements = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for judged in judgements:
        found = find(judged["id"])
        if (found.access, found.complete) != (judged["access"], judged["complete"]):
            wrong.append(
                f"{judged['id']}: {found}, judged {judged['access']}, {judged['complete']}: {judged['reason']}"
            )
    assert len(judgements) >= 45
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(judgements), "\n".join(wrong)


def test_judgements_hold_each_kind() -> None:
    judgements = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    assert {judged["access"] for judged in judgements} == {"free", "metered", "locked", "unknown"}
    assert {judged["complete"] for judged in judgements} == {True, False, None}
