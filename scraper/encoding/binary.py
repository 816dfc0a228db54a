"""What is no text at all, by its first bytes."""

__all__ = ["FIRST_BYTES", "SIGNATURE", "looks_binary"]

MAGIC = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"%PDF-", "PDF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "zip archive"),
    (b"Rar!\x1a", "RAR archive"),
    (b"7z\xbc\xaf'\x1c", "7z archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90", "Windows program"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"PAR1", "Parquet file"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media"),
    (b"\x1aE\xdf\xa3", "Matroska media"),
    (b"wOF2", "font"),
    (b"wOFF", "font"),
    (b"\0\0\x01\0", "icon"),
)


SIGNATURE = 16  # bytes, the longest of these
FIRST_BYTES = frozenset(magic[0] for magic, _ in MAGIC) | {*b"R\0"}
"""What any of them begins with; RIFF and MP4, which are told further on, too."""


def looks_binary(body: bytes) -> str | None:
    r"""
    What a body is that is no text at all, by its first bytes; ``None`` for text.

    >>> looks_binary(b"\x89PNG\r\n\x1a\n")
    'PNG image'
    >>> looks_binary(b"<html>") is None
    True
    """
    for magic, name in MAGIC:
        if body.startswith(magic):
            return name
    if body[:4] == b"RIFF":
        return {b"WEBP": "WebP image", b"WAVE": "WAV audio", b"AVI ": "AVI video"}.get(body[8:12], "RIFF media")
    return "MP4 media" if body[4:8] == b"ftyp" else None
