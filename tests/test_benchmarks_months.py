"""The simulated months, three days of them: each article once, each version once, whichever list names it first."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.crawling import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_each_article_and_each_version_is_stored_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.simulated_outlet", "--days", "3", "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "24 articles to be seen" in ran.stdout
    assert "stored: 24 articles" in ran.stdout
