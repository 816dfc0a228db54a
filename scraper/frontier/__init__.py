"""
What to visit next: pages in, URLs out. Pure; no network, no store, no clock.

``walking`` takes a thread page by page, ``accounts`` says at its end what is there and what is missing, ``boards`` and ``members`` read
lists of threads and of one member's posts, ``paging`` finds a list's first and next page from addresses alone.
"""

from .accounts import Account, account, gaps, is_whole, ranges
from .boards import Look, Target, is_older, look
from .places import place
from .scope import Listing, Scope
from .walking import Found, Stop, Walk, begin, first_page, post_keys, step, thread_key, with_floors

__all__ = [
    "Account",
    "Found",
    "Listing",
    "Look",
    "Scope",
    "Stop",
    "Target",
    "Walk",
    "account",
    "begin",
    "first_page",
    "gaps",
    "is_older",
    "is_whole",
    "look",
    "place",
    "post_keys",
    "ranges",
    "step",
    "thread_key",
    "with_floors",
]
