"""A paste is text, whatever it holds and however the terminal cuts it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from workbench.tui.pasting import PasteFilter, _Parser

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_PIECES = st.lists(st.sampled_from(["ə", "եւ", "\x1b", "[", "2", "0", "1", "~", "\r", "\t", "\x00", "\x07", "\x9b"]))
_PASTED = _PIECES.map("".join).filter(lambda text: _END not in text)
_TYPED = st.sampled_from(["", "a", "\x1b", "\x1b[A", "\x1b[20", "\x1b\x1b[", "ş"])


def _kept(text: str) -> str:
    return "".join(sign for sign in text if sign in "\r\t" or not (ord(sign) < 32 or 127 <= ord(sign) < 160))


@given(st.lists(st.tuples(_TYPED, _PASTED), min_size=1, max_size=3), _TYPED, st.data())
def test_only_pastes_lose_their_controls_wherever_it_is_cut(
    parts: list[tuple[str, str]], last: str, data: st.DataObject
) -> None:
    sent = "".join(f"{typed}{_BEGIN}{pasted}{_END}" for typed, pasted in parts) + last
    wanted = "".join(f"{typed}{_BEGIN}{_kept(pasted)}{_END}" for typed, pasted in parts) + last
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    pieces = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    reader = PasteFilter()
    assert "".join(reader.of(piece) for piece in pieces) == wanted


def test_keys_are_not_held_back() -> None:
    assert PasteFilter().of("\x1b") == "\x1b"
    assert PasteFilter().of("\x1b[20") == "\x1b[20"


def test_an_escape_in_a_paste_is_no_key() -> None:
    pasted = "Su \x1b\r ehtiyatları\x1b[A \x1bOP" + "uzun mətn " * 20
    read = list(_Parser().feed(f"{_BEGIN}{pasted}{_END}"))
    assert [type(event) for event in read] == [events.Paste]
    assert isinstance(read[0], events.Paste) and read[0].text == pasted.replace("\x1b", "")
