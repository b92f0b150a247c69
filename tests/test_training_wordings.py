from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from training.wordings import WORDINGS, Wording, WordingFileError, read_wordings

if TYPE_CHECKING:
    from pathlib import Path


def test_read_wordings_knows_language_and_letter(tmp_path: Path) -> None:
    (tmp_path / "cs.txt").write_text("R\tPřihlásit se\nC\tPřihlásil se až soud.\n", encoding="utf-8")
    assert read_wordings(tmp_path) == [Wording("cs", "R", "Přihlásit se"), Wording("cs", "C", "Přihlásil se až soud.")]


@pytest.mark.parametrize("line", ["X\tLog in", "R Log in", "R\t ", "Log in", ""])
def test_read_wordings_names_file_and_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "en.txt").write_text(f"R\tSign in\n{line}\n", encoding="utf-8")
    with pytest.raises(WordingFileError, match=r"en\.txt:2: expected a letter of D, N, "):
        read_wordings(tmp_path)


@pytest.mark.parametrize("writer", sorted(WORDINGS.iterdir()), ids=lambda folder: folder.name)
def test_a_line_stands_once_in_a_language(writer: Path) -> None:
    """One text with two letters would teach that nothing can be told."""
    counts = Counter((wording.language, wording.text) for wording in read_wordings(writer))
    assert [line for line, count in counts.items() if count > 1] == []
