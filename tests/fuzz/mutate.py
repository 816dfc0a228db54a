"""Bytes spoiled as networks, disks and spiteful people spoil them; all from one random generator, so that a case can be had again."""

from random import Random

__all__ = ["mutated"]

TOKENS = (
    b"<div>", b"</div>", b"<table>", b"<td>", b"</td>", b"<script>", b"<!--", b"-->", b"<blockquote>", b"<pre>", b"&#0;", b"&#x110000;", b"&lt", b"\0",
    b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"<a href=javascript:1>", b'style="display:none"', b"9" * 40, b"9" * 4400, "²".encode(), b"<select><option>", b"%s", b"{{", b"\x1b[31m",
    b"\xf0\x9f\x91\xa9", b"<svg><style>", b"2024-02-30 25:61", b"]]>", b"<![CDATA[", b"\r", b"\x0b", b"\x85", b"class=", b"id=", b'"',
)  # fmt: skip


def mutated(body: bytes, chance: Random) -> bytes:
    """A body with a few places changed: bits flipped, pieces dropped, doubled, moved, tokens put in, the end cut off."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        size = min(len(data) - at, chance.choice((1, 2, 7, 40, 400)))
        kind = chance.randrange(7)
        if kind == 0 and size:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at : at + size]
        elif kind == 2:
            data[at:at] = data[at : at + size]
        elif kind == 3:
            data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 30))
        elif kind == 4:
            piece = bytes(data[at : at + size])
            del data[at : at + size]
            other = chance.randrange(len(data) + 1)
            data[other:other] = piece
        elif kind == 5 and size:
            data[at : at + size] = chance.randbytes(size)
        elif kind == 6 and chance.random() < 0.3:
            del data[at:]
    return bytes(data)
