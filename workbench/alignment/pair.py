"""Two texts, read, with all that is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.alignment.arrays import Floats
from workbench.alignment.evidence import Evidence, Further
from workbench.alignment.length import LengthModel
from workbench.alignment.lexicon import Learnt, Partners
from workbench.alignment.reading import Text
from workbench.core.bead import Bead


@dataclass(slots=True)
class Pair:
    """Two texts, read.

    Attributes:
        source, target: the sides.
        lengths: their length model.
        further: evidence beside lengths and marks.
        pins: beads that stay as they are, in order.
        searched: the pins that stood when the beads were found.
        line: points near which the alignment passes, once they are known.
        beads: the alignment as far as it is known.
    """

    source: Text
    target: Text
    lengths: LengthModel
    further: Further | None = None
    pins: Sequence[Bead] = ()
    searched: frozenset[Bead] = frozenset()
    line: list[tuple[int, int]] | None = None
    beads: list[Bead] = field(default_factory=list)
    _marks: Evidence | None = None
    _taught: Evidence | None = None

    def evidence(self) -> Evidence:
        """What the texts say, with what was learnt."""
        if self._marks is None:
            self._marks = Evidence(self.source, self.target, self.lengths, self.further)
        return self._taught or self._marks

    def teach(self, learnt: tuple[Learnt, Learnt], partners: tuple[Partners, Partners]) -> None:
        """Take what was learnt as evidence, in place of what was learnt before."""
        self.evidence()
        assert self._marks is not None
        self._taught = self._marks.taught(learnt, partners)

    def rate(self, rates: tuple[Floats, Floats]) -> None:
        """Take how often marks are carried as it was found, in place of what is usual."""
        self._marks = self.evidence().rated(rates)
        self._taught = None

    def agree(self, agreement: Further) -> None:
        """Take what other pairs say as evidence too."""
        self._taught = self.evidence().beside(agreement)

    def forget(self) -> None:
        """Go back to what the texts say by themselves, with no alignment."""
        self._marks, self._taught, self.beads = None, None, []
