"""Dates and clocks in numbers, as patterns over folded text."""

import re

from .folding import L
from .words import AM, NOON, PM
from .zones import ZONES

NUMBERED = re.compile(
    r"""
    (?: (?P<era>中華民國|民國|民国|令和|平成|昭和) \s*+ )? (?<!\d)(?P<y1>\d{1,4}|元)\s*+[年년]
      (?:\s*(?P<m1>\d{1,2})\s*[月월] (?:\s*(?P<d1>\d{1,2})(?![\d:])\s*[日일號号]?)? )?
  | (?<![\d.])(?P<y2>\d{4}) \s?(?P<s2>[-/.])\s? (?P<m2>\d{1,2}) \s?(?P=s2)\s? (?P<d2>\d{1,2})(?!\d)
  | (?<![\d.])(?P<y3>1[0-4]\d) (?P<s3>[-/.]) (?P<m3>\d{1,2}) (?P=s3) (?P<d3>\d{1,2})(?!\d)
  | (?<![\d.])(?P<a4>\d{1,2}) \s?(?P<s4>[-/.])\s? (?P<b4>\d{1,2}) \s?(?P=s4)\s? (?P<y4>\d{4}|'?\d{1,2})(?!\.?\d)
    """,
    re.VERBOSE,
)
"""Dates with a year in numbers: East Asian, year first, years of the Republic (113/5/3), day or month first."""

NAMED = r"""
    (?<!\d)(?P<d5>\d{1,2}) (?:st|nd|rd|th|ers?|o|a|\.)? [\s\-/.]* (?:(?:de|of|di)\s+)? (?P<m5>MONTH)
      [\s\-/.,]* (?:(?:de|del|of|nam)\s+)? (?P<y5>\d{4}|'?\d{2}(?!\s?[:h時时]))(?!\d)
  | (?P<m6>MONTH) [\s\-/.]* (?P<d6>\d{1,2})(?!\d) \s?(?:st|nd|rd|th|日|일)?
      (?: [\s\-/.,]+ (?:(?:de|del|of)\s+)? (?P<y6>\d{4}) | [\s,]+'(?P<z6>\d{2}) | \s?,\s?(?P<w6>\d{2})(?!\s?[:h時时]) )(?!\d)
  | (?<!\d)(?P<y7>\d{4}) [\s\-/.,]* (?:m\.\s*)? (?P<m7>MONTH) [\s\-/.]* (?P<d7>\d{1,2})(?!\d)
  | (?P<m9>MONTH) \s+ (?P<d9>\d{1,2}) \s+ [\d:]{4,8} (?: \s+ (?!\d)[a-z]{1,5} ){0,2} \s+ (?P<y9>\d{4})(?!\d)
  | (?P<m8>MONTH) [\s,\-/.]* (?:(?:de|del|of)\s+)? (?P<y8>\d{4}|'\d{2})(?!\d)
"""
"""Dates with a year and a month's name: day month, month day, year month, the order of C's asctime and of ``date`` (with a zone), month alone."""

YEARLESS = r"""
    (?<!\d)(?P<d2>\d{1,2}) (?:st|nd|rd|th|er|o|a|\.)? [\s\-/]* (?:(?:de|of)\s+)? (?P<m2>MONTH)
  | (?P<m3>MONTH) \s* (?P<d3>\d{1,2})(?!\d) (?:st|nd|rd|th|\.|\s?[日일號号])?
"""
"""A month's name and a day."""

PARTIAL = re.compile(
    r"""
    (?<!\d)(?P<m1>\d{1,2})\s*[月월]\s*(?P<d1>\d{1,2})(?!\d)\s*[日일號号]?
  | (?<!\d)(?P<y4>(?:19[7-9]|20[0-9])\d) [-/.] (?P<m4>\d{1,2})(?!\d)
  | (?<![\d.:])(?P<a5>\d{1,2}) (?: - (?P<b5>\d{1,2})(?![\d:]) | [-/.] (?P<b7>\d{1,2}) \.? (?=,?\s+\d{1,2}:\d\d) )
  | (?<![\d:])(?P<y6>(?:19[7-9]|20[0-9])\d)(?![\d:])
    """,
    re.VERBOSE,
)
"""Numbers that are less than a date: month and day, year and month, a year."""

CLOCK = re.compile(
    rf"""
    (?:(?<!{L})(?P<before>{AM}|{PM}|{NOON})\s?)?
    (?: (?<![\d.,:])(?P<h1>[0-2]?\d) \s?[:h時时点點시]\s? (?P<m1>[0-5]\d)(?!\d)
        (?: \s?[:分분m]\s?(?P<s1>[0-5]\d)(?!\d)(?:[.,]\d+)?\s?[秒초]? | \s?[分분] )?
      | (?<!\d)(?P<h2>[0-2]?\d)\.(?P<m2>[0-5]\d)(?=\s*uhr)
      | (?:(?<=kl\s)|(?<=klo\s)|(?<=kl\.\s)|(?<=\d{{4}}\s)|(?<=\d{{4}},\s))(?P<h5>[0-2]?\d)\.(?P<m5>[0-5]\d)(?!\.?\d)
      | (?<!\d)(?P<h3>[0-2]?\d)\s?[時时点點시](?![\d間간])
      | (?<![\d.,:])(?P<h4>1[0-2]|0?\d)(?=\s?[ap]\.?\s?m\b)
    )
    (?:\s?(?P<after>{AM}|{PM})(?!{L}))?
    (?:\s*[(\[]?\s*(?P<zone>(?:utc|gmt)\s?[+-]\s?\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d(?!\d)|(?:{"|".join(ZONES)})(?!{L})))?
    """,
    re.VERBOSE,
)

HALVES = tuple(re.compile(pattern) for pattern in (AM, PM, NOON))
