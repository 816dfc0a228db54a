"""What declarations of CSS mean for a reader: whether they hide a text, lengths in pixels, and colours that can be compared."""

import re
from collections.abc import Mapping

__all__ = ["colour_of", "conceals", "ground_of"]

Style = Mapping[str, str]
COLOURS = {"white": "#ffffff", "black": "#000000", "transparent": "transparent"}
OFF = -500.0  # pixels or more to the left or top: out of sight
LENGTH = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))\s*+(px|pt|em|rem|ex|%|vw|vh|cm|mm|in)?$", re.IGNORECASE)
PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "%": 10.0,
    "vw": 10.0,
    "vh": 8.0,
    "cm": 38.0,
    "mm": 3.8,
    "in": 96.0,
}


def conceals(style: Style, ground: str = "") -> bool:
    """
    Whether a style shows nothing of a text that stands on a background of that colour; empty for one that is not known.

    >>> conceals({"display": "none"}), conceals({"color": "#FFF"}, "#ffffff"), conceals({"color": "#FFF"})
    (True, True, False)
    >>> conceals({"position": "absolute", "left": "-9999px"}), conceals({"text-indent": "2em"})
    (True, False)
    """
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse") or style.get("content-visibility") == "hidden":
        return True
    if _zero(style.get("font-size")) or _zero(style.get("opacity")) or (style.get("font") or "").startswith(("0/", "0 ", "0px")):
        return True
    if (indent := _pixels(style.get("text-indent"))) is not None and indent <= OFF:
        return True
    if style.get("position") in ("absolute", "fixed") and any((_pixels(style.get(side)) or 0) <= OFF for side in ("left", "top")):
        return True
    if style.get("overflow") == "hidden" and (_zero(style.get("width")) or _zero(style.get("height"))):
        return True
    if re.match(r"rect\((?:0(?:px)?[,\s]*){4}\)", style.get("clip", "")) or re.search(r"scale\(\s*0", style.get("transform", "")):
        return True
    colour = colour_of(style.get("color") or "")
    return bool(colour) and (colour == "transparent" or colour == (ground_of(style) or ground))


def ground_of(style: Style) -> str:
    """The background colour that a style gives, empty for none."""
    colour = colour_of(style.get("background-color") or style.get("background") or "")
    return "" if colour == "transparent" else colour


def _pixels(value: str | None) -> float | None:
    """A length in pixels, about: an ``em`` is 16; ``None`` for what is none."""
    found = LENGTH.match(value.replace("!important", "").strip()) if value else None
    return float(found[1]) * PIXELS[(found[2] or "").lower()] if found else None


def _zero(value: str | None) -> bool:
    """Whether a length, or another number, is zero."""
    return value is not None and _pixels(value) == 0


def colour_of(value: str) -> str:
    """A colour as ``#rrggbb``; empty where the value names none that can be compared."""
    value = value.strip().lower().split(" ")[0] if "(" not in value else value.strip().lower()
    if value in COLOURS:
        return COLOURS[value]
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(2 * c for c in value[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value
    if found := re.match(r"rgba?\(\s*(\d{1,9})\s*[, ]\s*(\d{1,9})\s*[, ]\s*(\d{1,9})\s*(?:[,/]\s*([\d.]+))?", value):
        if found[4] is not None and float(found[4]) == 0:
            return "transparent"
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in found.groups()[:3])
    return ""
