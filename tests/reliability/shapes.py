"""Pages made to be slow: each shape by its size, so that CI takes a small one and a soak the whole."""

from collections.abc import Callable

__all__ = ["SHAPES", "page"]

Shape = Callable[[int], str]

DEEP = (
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header hgroup main menu nav ol"
    " p pre search section summary ul table tr td caption h1 li dd dt span font a b i nobr s small sub q ins label button object marquee"
    " select option template svg math ruby rb rt iframe noscript video canvas x-y"
).split()


def fonts(count: int) -> str:
    """Formatting elements that are all different, left open."""
    return "".join(f"<font size={i}>" for i in range(count))


def attributes(count: int) -> str:
    return " ".join(f"a{i}=1" for i in range(count))


POST = '<div class="post"><a href="/user/x">x</a> <i>2021-01-01 10:00</i><p>It grows on the roof again. %s</p></div>'

SHAPES: dict[str, Shape] = {
    **{f"deep {name}": lambda n, name=name: f"<{name}>" * n for name in DEEP},  # type: ignore[misc]
    **{f"deep and closed {name}": lambda n, name=name: f"<{name}>" * n + f"</{name}>" * n for name in ("div", "span", "b", "summary")},  # type: ignore[misc]
    "a bomb in paragraphs": lambda n: "".join(f"<font size={i}><p>" for i in range(n // 10)),
    "a small bomb": lambda n: "<p>" + fonts(400) + "<p>x" * min(n, 1500),
    "a wide bomb": lambda n: "<p>" + fonts(500) + "<p>x" * n,
    "a bomb in list items": lambda n: "<li>" + fonts(500) + "<li>x" * n,
    "a bomb in cells": lambda n: "<table>" + ("<tr><td>" + fonts(500) + "x<p>y") * (n // 500),
    "a bomb of long attributes": lambda n: "<p>" + "".join(f"<b a='{i}{'x' * n}'>" for i in range(20)) + "<p>x" * 1900,
    "a bomb with other end tags": lambda n: "".join(f"<font a={i}></b><p>" for i in range(n)),
    "a bomb with ends in comments": lambda n: "".join(f"<b a={i}><!--</b>--><p>x" for i in range(n)),
    "ends in comments": lambda n: "<div><!--</div>-->" * n,
    "ends in attributes": lambda n: "<div a='</div>'>" * n,
    "ends in scripts": lambda n: "<div><script></div></script>" * n,
    "ends in scripts beside svg": lambda n: "<svg></svg>" + "<div><script></div></script>" * n,
    "ends that are none": lambda n: "<div><!</div>" * n,
    "a quote in a name": lambda n: "<div '>" + "<div>" * n + "'>",
    "a quote behind two signs": lambda n: '<div a=="> ' + "<div>" * n + '">',
    "elements in a title of svg": lambda n: "<svg><title>" + "<div>" * n,
    "ends of others": lambda n: "<div></ul>" * n,
    "ends of nobody": lambda n: "<span>" * n + "</em>" * n,
    "rules in spans": lambda n: "<span>" * n + "<hr>" * n,
    "tables in tables": lambda n: "<table><tr><td>" * n,
    "text in front of tables": lambda n: "<table>" + "<b>x" * n,
    "links in links": lambda n: "<a href=1>x" * n,
    "crossed ends": lambda n: "<b><i><u><p></b></i></u>" * n,
    "attributes of one element": lambda n: f"<p {attributes(n)}>x",
    "one attribute again": lambda n: "<p " + "a=1 " * n + ">x",
    "attributes of all bodies": lambda n: "".join(f"<body a{i}=1>" for i in range(n)),
    "options": lambda n: "<select>" + "<option>x" * n,
    "many selects": lambda n: "<select><option>x" * n,
    "entities": lambda n: "<p>" + "&amp;" * n + "&CounterClockwiseContourIntegra" * n,
    "open comments": lambda n: "<!--" * n,
    "open tags": lambda n: "<a b='" * n,
    "rows around ends": lambda n: "<div><table><tr><td></div></table>" * n,
    "forms in forms": lambda n: "<form><table><tr><td><form></form></td></tr></table></form>" * n,
    "two kinds of items": lambda n: "<li><dd>" * n,
    "ends in scripts in comments": lambda n: "<div><script><!--<script></script></div>--></script>" * n,
    "cells without a table": lambda n: "<td><center>" * n,
    "blocks in words": lambda n: "<span><div></span>" * n,
    "blocks in formatting": lambda n: "<b><div></b>" * n,
    "less than": lambda n: "<p>" + "<" * n,
    "zalgo": lambda n: "<p>" + ("a" + "\u0301" * 1000) * (n // 100),
    "directions": lambda n: "<p>" + "\u202e\u2066x" * n,
    "zeros": lambda n: "<p>" + "\0" * n,
    "line ends in a post": lambda n: POST % ("x<br>" * 6 * n) + POST % "y" * 5,
    "rows of a table": lambda n: "<table>" + "<tr><td>x<td>2021-01-01" * n,
    "posts of a line": lambda n: POST % "y" * n,
    "rules of a sheet": lambda n: "<style>" + "".join(f".c{i}{{display:none}}" for i in range(n // 10)) + "</style><p class=c1>x",
    "open braces of a sheet": lambda n: "<style>" + "a{" * n + "</style><p>x",
    "lists in JSON": lambda n: "[" * n,
    "objects in JSON": lambda n: '{"a":' * n,
    "a number in JSON": lambda n: "[" + "1" * n + "]",
}


def page(shape: Shape, size: int) -> bytes:
    """The shape as a page."""
    made = shape(size)
    return (made if made.startswith(("[", "{")) else f"<!doctype html><title>t</title><body>{made}").encode()
