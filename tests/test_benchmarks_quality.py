from __future__ import annotations

import sys
from collections import Counter

import pytest

from benchmarks import corpus_repeats, extract_speed, floors, proposals, quality, robustness, scoring, shared, sites


@pytest.fixture
def without_corpus(monkeypatch, tmp_path):
    monkeypatch.setattr(shared, "SHARED", tmp_path)
    monkeypatch.setattr(sys, "argv", ["benchmark"])
    shared.index.cache_clear()
    yield
    shared.index.cache_clear()


@pytest.mark.parametrize("module", [quality, extract_speed, robustness, sites, corpus_repeats, proposals])
def test_main_says_in_one_line_that_the_corpus_is_missing(without_corpus, module) -> None:
    with pytest.raises(SystemExit, match=r"^[a-z ]+: the open corpus is needed and .* is not there$"):
        module.main()


def test_missed_knows_which_way_is_better() -> None:
    pinned = {"appeals.residue": 0.04, "body.aeb": 0.98, "facts.title": 0.76}
    assert floors.missed({"appeals.residue": 0.05, "body.aeb": 0.99, "facts.title": 0.7}, pinned) == [
        "appeals.residue",
        "facts.title",
    ]


def test_missed_counts_a_figure_that_was_not_measured() -> None:
    assert floors.missed({}, {"body.aeb": 0.98}) == ["body.aeb"]


def test_moved_raises_without_lowering_and_lowers_without_raising() -> None:
    figures, pinned = {"a": 0.9, "b": 0.5, "new": 0.3}, {"a": 0.8, "b": 0.6}
    assert floors.moved(figures, pinned, lower=False) == {"a": 0.9, "new": 0.3}
    assert floors.moved(figures, pinned, lower=True) == {"b": 0.5}


@pytest.mark.parametrize("name", ["body.aeb", "appeals.residue"])
def test_pinned_figure_is_reached_by_itself(name) -> None:
    assert not floors.worse(name, 0.123456, floors.pinned(name, 0.123456))


def test_save_and_load_agree(tmp_path) -> None:
    pinned = {"open": {"appeals.residue": 0.04}, "cross-validated": {"body.aeb": 0.98}}
    floors.save(tmp_path / "floors.toml", pinned)
    assert floors.load(tmp_path / "floors.toml") == pinned


def test_hold_against_floors_ends_with_1_below_one(monkeypatch, tmp_path, capsys) -> None:
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.toml")
    assert quality.hold_against_floors({"body.aeb": 0.9}, "open", "raise") == 0
    assert quality.hold_against_floors({"body.aeb": 0.8}, "open", "raise") == 1
    assert "below the floor: body.aeb" in capsys.readouterr().err
    assert quality.hold_against_floors({"body.aeb": 0.8}, "open", "lower") == 0


def test_category_accuracy_takes_legal_and_interface_for_other_boilerplate() -> None:
    counts = {"B": {"legal": 2, "interface": 1}, "D": {"donation": 2, "newsletter": 3}}
    assert scoring.category_accuracy({label: Counter(count) for label, count in counts.items()}) == 5 / 8


@pytest.mark.parametrize(
    ("block", "removed"),
    [
        ("Get our letter every Friday", "Get our LETTER, every Friday."),
        ("Get our letter every Friday", "The Post. Get our letter every Friday. Sign up"),
        ("Get our letter every Friday at noon", "letter, every Friday at noon"),
    ],
)
def test_category_counts_finds_a_block_whole_in_others_or_in_parts(monkeypatch, block, removed) -> None:
    monkeypatch.setattr(scoring, "labelled_blocks", lambda: {"a": [{"label": "N", "text": block}]})
    rows = {"a": {"removals": [{"text": removed, "category": "newsletter"}]}}
    assert scoring.category_counts(rows)["N"] == {"newsletter": 1}


def test_against_gives_leads_and_shares() -> None:
    ours = {"body.aeb": 0.98, "appeals.content_kept": 0.95, "appeals.promo": 0.1}
    theirs = {"body.aeb": 0.97, "appeals.content_kept": 0.91, "appeals.promo": 0.4}
    leads = scoring.against(ours, theirs)
    assert leads == pytest.approx({"lead.body.aeb": 0.01, "lead.content_kept": 0.04, "lead.promo_share": 0.25})


def test_part_timer_leaves_inner_parts_out(monkeypatch) -> None:
    clock = iter(range(10))
    monkeypatch.setattr(extract_speed, "process_time", lambda: next(clock))
    timer = extract_speed.PartTimer()
    inner = timer.timed("inner", lambda: None)
    timer.timed("outer", inner)()
    assert timer.seconds == {"inner": 1, "outer": 2}
