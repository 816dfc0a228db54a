r"""
Whether a page is plainly cheap: a stack of open elements that never holds fewer than the parser's, at a fifth of the price of an exact one.

An end tag takes an element off only where that is the innermost; what is not understood stays open, and what may hide an end tag
(a tag of 75 attributes, a comment without end, SVG with text in it) makes a page not plainly flat.
"""

import re
from collections.abc import Iterable

__all__ = ["ABOVE", "BLOCKS", "FORMATTING", "TEXTS", "formatting", "is_flat"]

FORMATTING = "b big code em font i s small strike strong tt u".split()  # not <a> and <nobr>: each ends the one before
CROSSED = [*FORMATTING, "a", "nobr"]  # their end tags close them alone, wherever they stand
WALLS = "table applet marquee object template select".split()  # end tags of formatting inside do not reach beyond
BLOCKS = (
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header hgroup listing"
    " main menu nav ol pre section summary ul dd dt h1"
).split()
OTHERS = "span label abbr acronym cite del ins q sub sup mark kbd samp var dfn bdo bdi time picture audio video canvas map progress meter output data".split()
UNCOUNTED = (  # void, of text, or closed by the next of their kind
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr head p li td th tr tbody"
    " thead tfoot caption colgroup option title style script textarea xmp iframe noembed noframes"
).split()
RAW = "style textarea title xmp iframe noembed noframes".split()  # their content is text
SHAPES = (
    "circle ellipse image line path polygon polyline rect stop title use animateMotion animateTransform set feBlend feColorMatrix feComposite"
    " feFlood feGaussianBlur feImage feMergeNode feMorphology feOffset"
).split()
DRAWN = "a animate clipPath defs desc feMerge filter g linearGradient marker mask pattern radialGradient style symbol text tspan".split()
MOST_DRAWN = 380  # with what is around them 512 are not deep
MOST_PIECES = 150  # of a tag, attributes and what parts them: all the tags <body> that may be open have 19,200 (0.5 s)

SPACE = r"[ \t\n\r\f]"
ENDS = r"(?=[ \t\n\r\f/>])"  # a name
ATTRIBUTE = rf"""(?:(?>(?:{SPACE}|/)+)|(?:=[^ \t\n\r\f/>=]*+|[^ \t\n\r\f/>=]++)(?>(?:{SPACE}*+={SPACE}*+(?>(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)?))?))"""
"""A piece of a tag behind its name, as the tokenizer reads it: a quote counts behind ``=`` alone."""

PIECE = rf"""(?>(?:{SPACE}|/)+)|[^ \t\n\r\f/>=]++(?>(?:{SPACE}*+={SPACE}*+(?:"[^">]*+"|'[^'>]*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+))?)"""
REST = rf"(?>(?:{PIECE})*)>"
"""The rest of a tag up to its end, where no value holds such a sign."""

SHORT_REST = rf"(?>(?:{PIECE}){{0,{MOST_PIECES}}})>"
SHORT = rf"(?>{ATTRIBUTE}{{0,{MOST_PIECES}}})>"
"""The same of a tag without too many attributes, with any sign in their values."""


def _any_case(*names: str) -> str:
    return "|".join("".join(f"[{c}{c.upper()}]" for c in name.lower()) for name in names)


def _raw(name: str) -> str:
    end = rf"</{_any_case(name)}{ENDS}"
    return rf"{_any_case(name)}{ENDS}{SHORT}(?>(?:[^<]++|(?!{end})<)*)(?:(?={end})|.*+)"


S, S_END = f"<{_any_case('script')}{ENDS}", f"</{_any_case('script')}{ENDS}"
IN_COMMENT = (  # of a script: there another script's tags are text
    rf"(?:-*+>|(?>(?:[^<-]++|-(?!->)|{S}(?>(?:[^<-]++|-(?!->)|(?!{S_END})<)*)(?:{S_END}|(?=-->)|.*+)|(?!{S_END})<)*)(?>(?:-->)?))"
)
SCRIPT = rf"{S[1:]}{SHORT}(?>(?:[^<]++|<!--{IN_COMMENT}|(?!{S_END}|<!--)<)*)(?:(?={S_END})|.*+)"
SHAPE = "|".join(rf"{_any_case(name)}{ENDS}{SHORT_REST}[^<]*+</{_any_case(name)}>" for name in SHAPES)
CLOSED = rf"""(?:{_any_case(*SHAPES, *DRAWN)})(?>(?:{SPACE}++[\w:-]++=(?:"[^"<>]*+"|'[^'<>]*+')){{0,{MOST_PIECES}}}){SPACE}*+/>"""
FLAT = rf"(?>(?:[^<]++|<(?:{SHAPE}|{CLOSED}|/(?:{_any_case(*SHAPES, *DRAWN)}){ENDS}{SHORT_REST}|!--[^<>-]*+(?>(?:-[^<>-]++)*)-->))*)"
DRAWING = (  # nothing of HTML in it, so that it is over at its end tag
    rf"[sS][vV][gG]{ENDS}{SHORT}{FLAT}(?>(?:<(?:{_any_case(*SHAPES, *DRAWN)}){ENDS}{SHORT_REST}{FLAT}){{0,{MOST_DRAWN}}})</[sS][vV][gG]>"
)
TEXTS = rf"<(?:{'|'.join([SCRIPT, *map(_raw, RAW)])})"
"""Elements whose content is text, without their end tags; one that never ends takes the rest of the page."""

TAGS = re.compile(
    rf"<(?:{TEXTS[4:-1]}|{DRAWING}|(/?[a-zA-Z][^ \t\n\r\f/>]*+)(?>{ATTRIBUTE}{{0,{MOST_PIECES}}})(?:>|.*+)"
    r"|!--(?:-?>|(?>(?:[^-]++|-(?!-!?>))*)(?>(?:--!?>)?))|[!?/][^>]*+)",
    re.DOTALL,
)
"""Names of tags, ends with their slash; empty for what is no tag. What is too long or never ends takes the rest of the page."""

FORMATTED_TAG = r"(?=[bcefistuBCEFISTU])((?i:[bisu]|em|tt|big|code|font|small|str(?:ike|ong)))"  # by its first letter: half the time
OPENED = re.compile(rf"<{FORMATTED_TAG}{ENDS}(?!(?=[^<>]*+>){REST}[^<]*+</\1{ENDS})((?>{ATTRIBUTE}*))")
"""Formatting that is not closed behind its text, and its attributes."""

LONG = re.compile(rf"<{FORMATTED_TAG}{ENDS}(?!(?=[^>]{{0,400}}>){REST})")
"""Formatting with more than 400 characters of attributes, which the parser copies as often as it opens the element again."""

END = "x-end"
REOPENED = 50_000  # elements; 20 MB of attributes at the worst
NESTED = 128  # open elements; those that are not counted are at most three to one
ABOVE = 7  # elements above one of formatting that its end tag surely closes: the parser tries eight times
ODD = 1_000  # closed by the end of what is around it
CUSTOM = 2_000  # and above
MOST_NAMES = 5_000
UNKNOWN = 10_000
FORM, FORM_ENDS = 11_000, -11_001  # not one number: a form in another takes away the outer one's end

NUMBERS = {name: i for i, name in enumerate((*CROSSED, *WALLS, *BLOCKS, *OTHERS), 1)}
NUMBERS |= dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), NUMBERS["h1"])  # each closes any
NUMBERS["form"] = FORM
NUMBERS |= dict.fromkeys(("svg", "math", "plaintext", "frameset"), UNKNOWN)
FORMATTED, ALONE, STOP = (NUMBERS[names[-1]] for names in (FORMATTING, CROSSED, WALLS))


class _Numbers(dict[str, int]):
    """Of each tag: above 0 for a start, the same below 0 for an end, 0 for what does not count; custom elements get theirs page by page."""

    def __missing__(self, tag: str) -> int:
        name = tag.lower().removeprefix("/")
        if name in UNCOUNTED:
            return 0
        number = NUMBERS.get(name) or self._custom(name)
        self[tag] = number = -(number or 0) if tag[:1] == "/" else number or ODD
        return number

    def _custom(self, name: str) -> int | None:
        """A number for a custom element, which closes as a ``span`` does; ``None`` for what is none, and where there are too many."""
        if "-" not in name or not name.isascii() or len(self) > MOST_NAMES:
            return None
        return self.setdefault(name, CUSTOM + len(self))


KNOWN = _Numbers()
for _name in (*NUMBERS, *UNCOUNTED):
    for _tag in (_name, _name.upper(), f"/{_name}", f"/{_name.upper()}"):
        _ = KNOWN[_tag]
KNOWN |= {"": 0, "/form": FORM_ENDS, "/FORM": FORM_ENDS}


def formatting(html: str) -> list[tuple[str, str]]:
    """
    Formatting elements that may be opened again, with their attributes: those that more than text stands in.

    >>> formatting("<b>x</b> <font size=1><b>y</font>")
    [('font', ' size=1'), ('b', '')]
    """
    return OPENED.findall(html)


def is_flat(html: str) -> bool:
    """
    Whether at most 128 elements are open at any time, and so few of formatting that a parser makes at most 50,000 by opening them again.

    >>> is_flat("<div><p>x</div>" * 9_000), is_flat("<div><!--</div>-->" * 9_000)
    (True, False)
    """
    tags = TAGS.findall(f"{html}<{END}>")
    if not tags or tags.pop() != END:
        return False
    most = _formatting(filter(None, map(_Numbers(KNOWN).__getitem__, tags)))
    return most is not None and most * len(tags) <= REOPENED and (not most or not LONG.search(html))


def _formatting(numbers: Iterable[int]) -> int | None:
    """How many formatting elements are open at most; ``None`` where too much is open."""
    stack: list[int] = [0]
    now = most = 0
    form = False
    push, pop = stack.append, stack.pop
    for number in numbers:
        if number > 0:
            if number >= UNKNOWN:
                if number == UNKNOWN:
                    return None
                number, form = ODD if form else FORM, True
            push(number)
            if number <= FORMATTED:
                now += 1
                if now > most:
                    most = now
            elif len(stack) > NESTED:
                return None
        elif stack[-1] == -number:
            pop()
            now -= number >= -FORMATTED
        elif number == FORM_ENDS and stack[-1] == FORM:
            pop()
            form = False
        else:
            _close(stack, -number)
            now = sum(0 < n <= FORMATTED for n in stack)
    return most if len(stack) <= NESTED else None


def _close(stack: list[int], number: int) -> None:
    """An end tag that is not of the innermost element: it closes one of formatting wherever that stands; another may be closed already."""
    if number <= ALONE:
        for i in range(len(stack) - 1, max(0, len(stack) - 1 - ABOVE), -1):
            if stack[i] == number:
                del stack[i]
                return
            if ALONE < stack[i] <= STOP:
                return
