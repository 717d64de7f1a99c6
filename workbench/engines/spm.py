"""What is done to a SentencePiece model's file without its trainer."""

from __future__ import annotations

_CONTROL = 3


def with_control_piece(model: bytes, piece: str) -> bytes:
    """A SentencePiece model with one more piece, of the kind that no text contains and that decodes to nothing.

    A model is a protocol buffer; appending bytes appends to its repeated field 1 (`pieces`), whose message has the
    piece (1), its score (2) and its type (3).
    """
    text = piece.encode()
    message = b"\x0a" + _varint(len(text)) + text + b"\x15" + bytes(4) + b"\x18" + _varint(_CONTROL)
    return model + b"\x0a" + _varint(len(message)) + message


def _varint(number: int) -> bytes:
    """A whole number in groups of seven bits, the low ones first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
