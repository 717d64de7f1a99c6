"""A number for what a segment says, so that a database can find the same one again."""

from __future__ import annotations

from hashlib import blake2b

from workbench.text.normalize import as_same


def likeness(text: str) -> int:
    """Equal for the same segment (Unicode form and white space aside), in 64 bits with a sign; 0 without text."""
    same = as_same(text)
    digest = blake2b(same.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) if same else 0
