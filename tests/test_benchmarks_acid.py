from __future__ import annotations

import pytest

from benchmarks import shared
from benchmarks.acid import judge, share_kept, share_left, summary
from benchmarks.acid_pages import FORMS, Carrier, build_pages
from benchmarks.extractors import Source
from benchmarks.passages import Passage, PassageFileError, read_passages

needs_scorer = pytest.mark.skipif(not shared.SHARED.is_dir(), reason="needs ../shared")

BODY = tuple(
    f"Paragraph {word} of an article about the harbour wall." for word in ("one", "two", "three", "four", "five")
)
APPEAL = Passage("en", "donation", ("Dear reader,", "If this was worth a coffee to you, buy us one."), obvious=False)
LOOK_ALIKE = Passage("en", "content", ("The fund has raised 40,000 pounds, the mayor said.",), obvious=True)


def carrier() -> Carrier:
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in BODY)
    html = f"<html lang=en><body><nav>News</nav><article>{paragraphs}</article></body></html>".encode()
    return Carrier(Source("harbour", "https://a.example/1", html), "en", BODY)


def test_read_passages_knows_obvious_words(tmp_path) -> None:
    (tmp_path / "en.txt").write_text("# donation\nPlease donate today.\n\n# content\nOne.\nTwo.\n", encoding="utf-8")
    donation, content = read_passages(tmp_path)
    assert (donation.obvious, donation.must_go) == (True, True)
    assert (content.blocks, content.must_go) == (("One.", "Two."), False)


def test_read_passages_names_file_and_line(tmp_path) -> None:
    (tmp_path / "en.txt").write_text("# donation\nPlease.\n\n# donatoin\nPlease.\n", encoding="utf-8")
    with pytest.raises(PassageFileError, match=r"en\.txt:4: "):
        read_passages(tmp_path)


def test_build_pages_puts_passage_between_own_paragraphs() -> None:
    for page in build_pages([APPEAL] * len(FORMS), [carrier()], seed=3):
        html = page.html.decode()
        before, after = html.index(BODY[0]), html.index(BODY[-1])
        assert before < html.index(APPEAL.blocks[0]) < html.index(APPEAL.blocks[1]) < after, page.form
        assert all(html.count(paragraph) == 1 for paragraph in BODY)


def test_build_pages_uses_each_form_and_no_form_element_for_content() -> None:
    pages = list(build_pages([APPEAL, LOOK_ALIKE] * len(FORMS), [carrier()], seed=3))
    assert {page.form for page in pages if page.must_go} == set(FORMS)
    assert {page.form for page in pages if not page.must_go} == set(FORMS) - {"aside", "form"}


def test_build_pages_is_repeatable() -> None:
    first, second = (list(build_pages([APPEAL, LOOK_ALIKE] * 5, [carrier()], seed=9)) for _ in range(2))
    assert [page.html for page in first] == [page.html for page in second]


@needs_scorer
def test_judge_counts_what_was_left_kept_and_lost() -> None:
    appeal, look_alike = build_pages([APPEAL, LOOK_ALIKE], [carrier()], seed=1)
    texts = {
        "harbour": "\n".join(BODY),
        appeal.id: "\n".join((*BODY[1:], APPEAL.blocks[1])),
        look_alike.id: "\n".join((*BODY, *LOOK_ALIKE.blocks)),
    }
    verdicts = judge([appeal, look_alike], {name: {"text": text} for name, text in texts.items()})
    assert (share_left(verdicts), share_kept(verdicts)) == (0.5, 1.0)
    assert summary(verdicts)["own_lost"] == 0.1
