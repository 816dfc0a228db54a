"""
Charts of an overview as inline SVG, drawn by pygal: no script, no style of their own, colours from the page's style sheet.

pygal writes a style sheet, a script and its settings into each picture; a filter takes them out, as the view's
Content-Security-Policy would refuse them, and turns pygal's hidden notes into tooltips that a browser shows by itself.
"""

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from .overview import Cut, Overview, Shelf, lengths, periods, shelves
from .threads import ThreadView, floors

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Chart", "charts"]

WIDTH, HEIGHT = 420, 190  # of the drawing; shown at 0.8 to 1.3 of it, so that the letters stay readable on a phone
TOP = 8  # authors and reasons in a chart; the table below it has all
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SVG = "{http://www.w3.org/2000/svg}"


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing, what it says in one sentence, and its numbers as a table for those who do not see it."""

    title: str
    says: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts(figures: Overview, threads: Sequence[ThreadView]) -> list[Chart]:
    """The charts that have something to show."""
    posts = [post for thread in threads for post in thread.posts]
    drawn = [
        _upright("Posts over time", "posts", periods(posts)),
        _lying("Most active authors", "posts", [(a.author.name or "—", a.posts) for a in figures.authors[:TOP]]),
        _upright("Length of posts in characters", "posts", lengths(posts)),
        _reasons(figures.cuts),
        _completeness(shelves(floors(max(threads, key=lambda t: len(t.posts))))) if threads else None,
    ]
    return [chart for chart in drawn if chart]


def _upright(title: str, unit: str, bars: Sequence[tuple[str, int]]) -> Chart | None:
    """Columns; a label at about every sixth, as they stand side by side."""
    if len(bars) < 2:
        return None
    chart = _new("Bar")
    chart.x_labels = [_drawn(label) for label, _ in bars]
    _thin(chart, [label for label, _ in bars])
    chart.add(unit, [n for _, n in bars])
    most = max(bars, key=lambda bar: bar[1])
    return _chart(chart, title, f"most in {most[0]}: {most[1]} {unit}", ("", unit), [(label, f"{n:,}") for label, n in bars])


def _thin(chart: Any, labels: Sequence[str]) -> None:
    """Names only every so many columns, so that labels side by side do not touch: 7 units a character and a gap of two."""
    step = -(-len(labels) * 7 * (2 + max(map(len, labels))) // (WIDTH - 30))
    if step > 1:
        chart.x_labels_major = labels[::step]
        chart.show_minor_x_labels = False


def _lying(title: str, unit: str, bars: Sequence[tuple[str, int]]) -> Chart | None:
    """Bars with names beside them, the longest at the top."""
    if len(bars) < 2:
        return None
    labels = [_short(label) for label, _ in reversed(bars)]
    chart = _new("HorizontalBar", height=40 + 22 * len(bars), left=_wider(labels))
    chart.x_labels = [_drawn(label) for label in labels]
    chart.add(unit, [n for _, n in reversed(bars)])
    return _chart(chart, title, f"first {bars[0][0]} with {bars[0][1]:,} {unit}", ("", unit), [(label, f"{n:,}") for label, n in bars])


def _short(label: str) -> str:
    """
    A name that leaves room for its bar: at most 16 columns.

    >>> _short("a name that goes on and on"), _short("北坡老周")
    ('a name that goe…', '北坡老周')
    """
    from rich.cells import cell_len, set_cell_size

    return label if cell_len(label) <= 16 else set_cell_size(label, 15).rstrip() + "…"


def _wider(labels: Sequence[str]) -> int:
    """How much wider the labels are than pygal thinks, which counts characters alone; units of the drawing."""
    from rich.cells import cell_len

    return round(6.2 * (max(map(cell_len, labels)) - max(map(len, labels))))


def _reasons(cuts: Sequence[Cut]) -> Chart | None:
    """What the cleaner took, by reason; drawn also for one reason, as its figure is what people look for."""
    if not cuts:
        return None
    chart = _new("HorizontalBar", height=50 + 26 * len(cuts))
    chart.x_labels = [cut.reason for cut in reversed(cuts)]
    chart.add("strings", [cut.count for cut in reversed(cuts)])
    count = sum(cut.count for cut in cuts)
    says = f"{count:,} {'string' if count == 1 else 'strings'}, {sum(cut.proved for cut in cuts):,} of them proved"
    rows = [(cut.reason, f"{cut.count:,}", f"{cut.chars:,}", f"{cut.proved:,}") for cut in cuts]
    return _chart(chart, "Cut by the cleaner, by reason", says, ("", "strings", "characters", "proved"), rows)


def _completeness(stretches: Sequence[Shelf]) -> Chart | None:
    """Floors that are there, and those that are missing on top of them."""
    if len(stretches) < 2:
        return None
    chart = _new("StackedBar")
    labels = [f"{s.first}–{s.last}" if s.last > s.first else str(s.first) for s in stretches]
    chart.x_labels = labels
    _thin(chart, labels)
    chart.add("there", [s.there for s in stretches])
    chart.add("missing", [s.missing for s in stretches])
    there, missing = sum(s.there for s in stretches), sum(s.missing for s in stretches)
    rows = [(label, str(s.there), str(s.missing)) for label, s in zip(labels, stretches, strict=True)]
    return _chart(chart, "Completeness by floor", f"{there:,} floors there, {missing:,} missing", ("", "there", "missing"), rows)


def _new(kind: str, *, height: int = HEIGHT, left: int = 0) -> Any:
    """An empty chart of pygal without its legend, letters measured at the size in which the page shows them."""
    import pygal

    # pygal 3.0 leaves a finder for its plug-ins that Python 3.12 cannot ask and 3.11 warns of at each later import
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

    style = pygal.style.Style(label_font_size=11, major_label_font_size=11, font_family="sans-serif")
    return getattr(pygal, kind)(
        width=WIDTH,
        height=height,
        margin=6,
        margin_left=6 + left,
        spacing=6,
        style=style,
        js=(),
        no_prefix=True,
        show_legend=False,
        truncate_label=-1,
        order_min=0,
        min_scale=2,
        max_scale=5,
    )


def _drawn(label: str) -> str:
    """A label that XML can hold: a name may have control characters, and pygal refuses them."""
    return NOT_XML.sub("\ufffd", label)


def _chart(chart: Any, title: str, says: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Chart:
    chart.title = None
    chart.add_xml_filter(_bare)
    chart.value_formatter = lambda n: f"{n:,.0f}"
    svg = chart.render(is_unicode=True, disable_xml_declaration=True)
    return Chart(title=title, says=says, svg=svg, head=head, rows=tuple(rows))


def _bare(root: "Element") -> "Element":
    """The drawing alone: without style, script, title of the picture, and the groups that pygal's script would fill."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.removeprefix(SVG) in ("defs", "style", "script") or _unused(child):
                parent.remove(child)
        _tooltip(parent)
    for title in [child for child in root if isinstance(child.tag, str) and child.tag.removeprefix(SVG) == "title"]:
        root.remove(title)
    root.set("aria-hidden", "true")  # its sentence and its table stand beside it
    root.attrib.pop("id", None)
    return root


def _unused(child: "Element") -> bool:
    classes = (child.get("class") or "").split()
    return "tooltip" in classes or "text-overlay" in classes or (child.tag.removeprefix(SVG) == "title" and not child.text)


def _tooltip(group: "Element") -> None:
    """The notes of pygal for its script (``<desc class="value">``) become a ``<title>``, which browsers show by themselves."""
    notes = {child.get("class") or "": child for child in group if isinstance(child.tag, str) and child.tag.removeprefix(SVG) == "desc"}
    if not notes:
        return
    words = [note.text for name in ("x_label", "value") if (note := notes.get(name)) is not None and note.text]
    first, *rest = notes.values()
    first.tag, first.text = first.tag.replace("desc", "title"), ": ".join(words)
    first.attrib.clear()
    for note in rest:
        group.remove(note)
