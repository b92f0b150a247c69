"""Small charts as SVG, made here: no script, no library, nothing to load. Colours come from the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from storage.reading_room.words import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SPARK = (120, 24)
PLOT = (720, 100)
HATCHES = 6

_PLOT = Markup('<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>')
_LABELS = Markup('<span class="most">{}</span>{}<span class="ends"><span>{}</span><span>{}</span></span>')


def _rectangle(name: str, place: tuple[float, float, float, float], title: str = "") -> str:
    """Escaped by hand: Markup.format takes ten times as long, and a page has thousands of these."""
    x, y, width, height = place
    told = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<rect class="{escape(name)}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">{told}</rect>'
    )


def spark(numbers: Sequence[int]) -> Markup:
    """Bars without axes, for a table row."""
    width, height = SPARK
    step, most = width / max(len(numbers), 1), max([*numbers, 1])
    bars = "".join(
        f"M{at * step:.1f} {height}v-{height * number / most:.1f}h{step * 0.75:.1f}V{height}z"
        for at, number in enumerate(numbers)
        if number
    )
    return Markup(  # noqa: S704  (numbers)
        f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true"><path class="bar" d="{bars}"/></svg>'
    )


def tallest(columns: Sequence[str], series: Mapping[str, Mapping[str, int]]) -> int:
    """What the highest stack counts."""
    return max(sum(numbers.get(column, 0) for numbers in series.values()) for column in columns)


def stacked(
    columns: Sequence[str], series: Mapping[str, Mapping[str, int]], label: str, most: int | None = None
) -> Markup:
    """Stacked bars over labels: ``series`` maps a name (its class is ``is-name``) to numbers by column.

    ``most`` is what the height stands for, where charts share a scale. Each name has a hatch too.
    """
    width, height = PLOT
    most = max(most or tallest(columns, series), 1)
    step, scale = width / len(columns), height / most
    bars = "".join(bar for at, column in enumerate(columns) for bar in _stack(column, series, at * step, (step, scale)))
    drawn = _PLOT.format(width, height, label, Markup(bars))  # noqa: S704  (escaped bar by bar)
    return _LABELS.format(f"{most:,}", drawn, day(columns[0]), day(columns[-1]))


def _stack(column: str, series: Mapping[str, Mapping[str, int]], x: float, units: tuple[float, float]) -> Iterable[str]:
    (step, scale), floor = units, float(PLOT[1])
    for place, (name, numbers) in enumerate(series.items()):
        number = numbers.get(column, 0)
        if number:
            floor -= number * scale
            kind = "bar" if name == "articles" else f"is-{name}"
            where = (x, floor, step * 0.8, number * scale)
            yield _rectangle(kind, where)
            yield _rectangle(hatch_of(place), where, f"{day(column)}: {number:,} {name}")


def hatch_of(place: int) -> str:
    """The class of the n-th name's hatch: what colour tells, lines and dots tell too."""
    return f"hatch hatch-{place % HATCHES}"


def shares(parts: Mapping[str, int]) -> Markup:
    """One bar of 100 %, divided; classes ``is-name``, and a hatch by its place among them."""
    total, x, bars = max(sum(parts.values()), 1), 0.0, []
    for place, (name, number) in enumerate(parts.items()):
        where = (x, 0.0, 200 * number / total, 12.0)
        bars.append(_rectangle(f"is-{name}", where))
        bars.append(_rectangle(hatch_of(place), where, f"{number:,} {name} ({100 * number / total:.0f} %)"))
        x += where[2]
    return Markup(  # noqa: S704  (escaped bar by bar)
        f'<svg viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">{"".join(bars)}</svg>'
    )


def span(begin: float, end: float, name: str, title: str) -> Markup:
    """A bar on a time line; ``begin`` and ``end`` from 0 to 1."""
    bar = Markup(_rectangle(f"is-{name}", (720 * begin, 3, max(720 * (end - begin), 4), 8), title))  # noqa: S704  (escaped there)
    line = Markup('<line class="axis" x1="0" x2="720" y1="7" y2="7"/>')
    return Markup('<svg viewBox="0 0 720 14" preserveAspectRatio="none" role="img" aria-label="{}">{}{}</svg>').format(
        title, line, bar
    )
