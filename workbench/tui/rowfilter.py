"""What a filter of rows says: words to be found, and conditions such as `is:fuzzy` or `has:comment`."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.project import State

UNDONE = frozenset(state for state in State if not state.done)
DONE = frozenset(State) - UNDONE

CONDITIONS = {
    **{f"is:{state}": frozenset((state,)) for state in State},
    "is:undone": UNDONE,
    "is:done": DONE,
}
"""What may be said of the state of a cell."""

COMMENT, FINDING = "has:comment", "has:finding"

NAMES = (*CONDITIONS, COMMENT, FINDING)
"""Every condition."""

STEPS = ("", "is:undone", "is:new", "is:draft", "is:fuzzy", "is:edited", FINDING, COMMENT)
"""The conditions that one key puts into the filter, one after the other."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rows are wanted.

    Attributes:
        text: that the source or the cell contains; empty for any.
        states: that the cell may have; None for any.
        comment: only cells with an open comment.
        finding: only cells with a finding.
        unknown: what looks like a condition and is none.
    """

    text: str = ""
    states: frozenset[State] | None = None
    comment: bool = False
    finding: bool = False
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.states is not None or self.comment or self.finding)


def read(typed: str) -> Wanted:
    """What is typed into a filter, understood: several states are alternatives, everything else holds together.

    A text in which `is:` or `has:` is meant as it stands is written in quotes: `"is:"`.
    """
    words: list[str] = []
    states: frozenset[State] | None = None
    marks: set[str] = set()
    unknown: list[str] = []
    for word in typed.split(" "):
        name = word.casefold()
        if name in CONDITIONS:
            states = (states or frozenset()) | CONDITIONS[name]
        elif name in NAMES:
            marks.add(name)
        elif name.startswith(("is:", "has:")):
            unknown.append(word)
        else:
            words.append(word)
    text = " ".join(words).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return Wanted(text, states, COMMENT in marks, FINDING in marks, tuple(unknown))


def stepped(typed: str) -> str:
    """The filter with the next of `STEPS` in place of the one it has; its words stay."""
    words = typed.split(" ")
    now = next((word.casefold() for word in words if word.casefold() in NAMES), "")
    following = STEPS[(STEPS.index(now) + 1) % len(STEPS)] if now in STEPS else STEPS[1]
    rest = " ".join(word for word in words if word.casefold() not in NAMES).strip()
    return " ".join(filter(None, (following, rest)))
