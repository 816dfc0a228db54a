r"""
Names of files that are no UTF-8: in old archives of Chinese forums they are GBK.

Python holds the bytes that do not fit as lone surrogates, which no message between processes and no record can carry. So they travel as
characters of the last private plane, and are shown as ``\xff``.
"""

__all__ = ["local", "portable", "shown"]

BYTES = range(0x80, 0x100)
LONE, PRIVATE = 0xDC00, 0x10FF00
OUT = {LONE + byte: PRIVATE + byte for byte in BYTES}
IN = {there: here for here, there in OUT.items()}
SHOWN = {there: f"\\x{there - PRIVATE:02x}" for there in IN}


def portable(name: str) -> str:
    r"""
    A name as it travels.

    >>> portable("a\udcff") == "a\U0010ffff", portable("a")
    (True, 'a')
    """
    return name if name.isascii() else name.translate(OUT)


def local(name: str) -> str:
    r"""
    A name as this system opens it.

    >>> local(portable("a\udcff")) == "a\udcff"
    True
    """
    return name if name.isascii() else name.translate(IN)


def shown(name: str) -> str:
    r"""
    A name as records and messages say it.

    >>> shown(portable("a\udcff"))
    'a\\xff'
    """
    return name if name.isascii() else name.translate(SHOWN)
