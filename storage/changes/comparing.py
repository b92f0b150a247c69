"""How one text differs from another: paragraphs that came, went, moved or were rewritten; and what class that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from storage.changes.slips import is_slip_of
from storage.word_count import UNSPACED

# A word, a character of a script without spaces or a syllable of Korean, a sign.
_CHARACTERS = f"{UNSPACED}\uac00-\ud7af"
PIECE = re.compile(rf"[{_CHARACTERS}]|[^\W{_CHARACTERS}]+|[^\w\s]")
REWRITTEN = 0.4  # two paragraphs that share less are one that went and one that came
MOST = 40  # paragraphs that are tried against each other
LONGEST = 3000  # pieces of a paragraph that are compared; the time grows with their square
FEW = 4  # words that may differ, for it to be slips of the pen
BEGINNING = 120  # letters of a paragraph, in which a notice says what it is
# How outlets begin the notice that something was wrong.
NOTICE = re.compile(
    r"\bcorrections?\b|\bcorrected\b|\bclarification|\ban earlier version|\bprevious version|\beditor.s note|"
    r"\bkorrektur|\bberichtig|\brichtigstellung|früheren version|\bcorrectie|\brectifi|\bcorrectif|\berratum|\berrata|"
    r"version antérieure|\bcorrección|fe de errat|fe de errores|versión anterior|\bcorreção|\bcorrezione|"
    r"\brettelse|\brättelse|\brettet\b|\boikaisu|\bsprostowanie|\bkorekta\b|\boprava\b|\bdüzeltme|\bralat\b|"
    r"исправлен|уточнени|поправка|в более ранней версии|виправлен|уточненн|διόρθωση|תיקון|تصحيح|اصلاحیه|"
    r"訂正|更正|정정|바로잡|đính chính|แก้ไขข่าว",
    re.IGNORECASE,
)


class ChangeClass(StrEnum):
    """What a change is to a reader; the first of these that it can be called."""

    GONE = "gone"
    """The address says that there is no such article any more."""
    WALL = "wall"
    """What was free to read is not, or only its beginning."""
    CORRECTION = "correction"
    """A notice says that something was wrong."""
    HEADLINE = "headline"
    SUBSTANCE = "substance"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class State:
    """A version as far as changes are told."""

    title: str
    text: str
    access: str
    complete: int | None


@dataclass(slots=True)
class Difference:
    """Paragraphs in the order of the page; ``rewritten`` are pairs."""

    title: tuple[str, str] | None = None
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    rewritten: list[tuple[str, str]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """In a few words."""
        numbers = (
            (self.added, "added"),
            (self.removed, "removed"),
            (self.moved, "moved"),
            (self.rewritten, "rewritten"),
        )
        parts = [f"{len(each)} {name}" for each, name in numbers if each]
        paragraphs = f"paragraphs: {', '.join(parts)}" if parts else ""
        return "; ".join(filter(None, ("headline changed" if self.title else "", paragraphs)))


def compare(before: State, after: State) -> Difference:
    """What is another."""
    found = Difference((before.title, after.title) if before.title != after.title else None)
    old, new = before.text.split("\n"), after.text.split("\n")
    gone, come = set(old) - set(new), set(new) - set(old)
    for change, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            found.moved += [line for line in new[start:end] if line not in come]
            _pair(
                [line for line in old[first:last] if line in gone],
                [line for line in new[start:end] if line in come],
                found,
            )
    return found


def _pair(went: list[str], came: list[str], found: Difference) -> None:
    """Each paragraph that went with the one that it became, if any did."""
    for line in came:
        became = _nearest(line, went[:MOST])
        if became is None:
            found.added.append(line)
        else:
            went.remove(became)
            found.rewritten.append((became, line))
    found.removed += went


def _nearest(line: str, others: list[str]) -> str | None:
    pieces = PIECE.findall(line)[:LONGEST]
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(pieces)
    best, likeness = None, REWRITTEN
    for other in others:
        matcher.set_seq1(PIECE.findall(other)[:LONGEST])
        if matcher.quick_ratio() > likeness and (ratio := matcher.ratio()) > likeness:
            best, likeness = other, ratio
    return best


def class_of(before: State, after: State, found: Difference) -> ChangeClass:
    """The first class that it can be called."""
    if (after.complete == 0 and before.complete != 0) or (after.access == "locked" != before.access):
        return ChangeClass.WALL
    new = [*found.added, *(after for _, after in found.rewritten)]
    old = "\n".join((*found.removed, *(before for before, _ in found.rewritten)))
    if any(NOTICE.search(line[:BEGINNING]) for line in new) and not NOTICE.search(old):
        return ChangeClass.CORRECTION
    if found.title and not _is_slip(*found.title):
        return ChangeClass.HEADLINE
    if found.added or found.removed or found.moved:
        return ChangeClass.SUBSTANCE
    return ChangeClass.TYPO if all(_is_slip(*pair) for pair in found.rewritten) else ChangeClass.SUBSTANCE


def _is_slip(before: str, after: str) -> bool:
    """Whether signs, capitals, doubled words and a few letters are all that differs; a number or a name is more."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    words = 0
    for change, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = _words(old[first:last]), _words(new[start:end])
        if (
            change == "equal"
            or went == came
            or _is_doubled(went or came, old[max(first - 1, 0) : first] + old[last : last + 1])
        ):
            continue
        if not _are_slips(_spelled(old[first:last]), _spelled(new[start:end])):
            return False
        words += max(len(went), len(came))
    return words <= FEW


def _are_slips(went: list[str], came: list[str]) -> bool:
    """Word by word; as one where a space was missing, or too many."""
    if len(went) == len(came):
        return all(map(is_slip_of, went, came))
    return bool(went and came) and is_slip_of("".join(went), "".join(came))


def _spelled(pieces: list[str]) -> list[str]:
    return [piece for piece in pieces if piece[0].isalnum()]


def _words(pieces: list[str]) -> list[str]:
    return [piece.casefold() for piece in _spelled(pieces)]


def _is_doubled(words: list[str], around: list[str]) -> bool:
    """Whether one of two like words that stood side by side went, or came."""
    return len(words) == 1 and len(words[0]) > 1 and not words[0].isdecimal() and words[0] in _words(around)
