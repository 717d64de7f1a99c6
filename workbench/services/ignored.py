"""Findings that a person has said to be all right: as long as source and text stay as they were then."""

from __future__ import annotations

from hashlib import blake2b


def mark_of(source: str, text: str) -> str:
    """What tells whether a pair of texts is still the one that was looked at."""
    return blake2b(f"{source}\0{text}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
