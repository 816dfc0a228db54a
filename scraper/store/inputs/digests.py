"""Checksums that archives keep of their records."""

import base64
import binascii
import hashlib

__all__ = ["matches"]

ALGORITHMS = {"sha1", "sha256", "sha512", "md5", "sha224", "sha384"}


def matches(said: str, data: bytes) -> bool:
    """
    Whether data has the digest that was written; one of an unknown algorithm or form is not held against it.

    >>> matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b""), matches("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b"")
    (True, True)
    >>> matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"x")
    False
    """
    algorithm, _, value = said.strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in ALGORITHMS:
        return True
    actual = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return _bytes(value, len(actual)) in (actual, None)


def _bytes(value: str, size: int) -> bytes | None:
    """A digest's bytes from hex, base32 or base64; ``None`` for none of them."""
    try:
        if len(value) == size * 2:
            return bytes.fromhex(value)
        if len(value.rstrip("=")) == -(-size * 8 // 5):
            return base64.b32decode(value.rstrip("=").upper() + "=" * (-len(value.rstrip("=")) % 8))
        return base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error):
        return None
