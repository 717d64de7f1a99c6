"""Changes to cells in words: what was done, undone or made again."""

from __future__ import annotations

from workbench.core.change import Change, ChangeKind
from workbench.tui.i18n import N_, _, ngettext

_KINDS = {
    ChangeKind.EDIT: N_("editing"),
    ChangeKind.STATE: N_("state"),
    ChangeKind.REVERT: N_("earlier text"),
    ChangeKind.LOCK: N_("locking"),
    ChangeKind.UNLOCK: N_("unlocking"),
    ChangeKind.SEND_BACK: N_("sending back"),
    ChangeKind.PROPAGATE: N_("spreading to repetitions"),
    ChangeKind.REPLACE: N_("search and replace"),
    ChangeKind.SPLIT: N_("dividing"),
    ChangeKind.MERGE: N_("joining"),
    ChangeKind.ALIGN: N_("aligning"),
    ChangeKind.REALIGN: N_("aligning around it"),
}


def kind_words(kind: ChangeKind) -> str:
    """What a change is called."""
    return _(_KINDS[kind]) if kind in _KINDS else str(kind)


def left_words(change: Change) -> list[str]:
    """What a change was to reach and did not, one line for each reason."""
    told = []
    if change.locked:
        n = len(change.locked)
        told.append(ngettext("{n} locked cell left as it is", "{n} locked cells left as they are", n).format(n=n))
    if change.left:
        n = len(change.left)
        text = ngettext("{n} cell left: somebody else is at it", "{n} cells left: somebody else is at them", n)
        told.append(text.format(n=n))
    return told


def restored_words(change: Change) -> str:
    """A change that was taken back or made again: `search and replace: 12 cells restored`; empty for a plain edit."""
    told = left_words(change)
    if change.count > 1:
        text = ngettext("{what}: {n} cell as it was", "{what}: {n} cells as they were", change.count)
        told.insert(0, text.format(what=kind_words(change.kind), n=change.count))
    return "; ".join(told)
