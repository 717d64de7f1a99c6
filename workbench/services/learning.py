"""The stage that makes drafts of what a memory holds: near matches that are made to fit, and corrections made again.

Every draft that it changes says so with a flag, and none is changed for one that the checks object to more heavily. A
memory that fails is left out and told; it stops no translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from workbench.core.errors import WorkbenchError
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.match import MemoryEntry
from workbench.core.ports import Engine, Memory
from workbench.formats.tmx import TmxUnit
from workbench.memory.resident import ResidentMemory
from workbench.services.corrections import Corrections
from workbench.services.guards import CUT_OFF, Guard, Guarded
from workbench.services.linked import Linked, linked
from workbench.services.memories import by_language
from workbench.services.repair import Repaired, repaired
from workbench.services.wordlinks import WordLinks

ADAPTED = "adapted"
"""Flag: the draft was made, in whole or in part, of what the memory holds."""

FUZZY_MATCH = "fuzzy-match"
"""Flag: words of a near match that this segment does not say still stand in its draft."""

_MOST_UNITS = 20_000
"""Units of files that drafts learn from: a lookup among as many takes 15 ms."""

_NEAR, _DONORS = 0.5, 6
_TRUSTED, _SHARED = 0.6, 3
"""Least trust in a match that was made to fit, chosen on half of the phrase book's blocks kept from training; and words
that it has in common with the segment, since of two words one says little of the other.
"""


class Learning:
    """Implements `services.decoder.Stage`.

    Args:
        memory: what is confirmed.
        links: tell which words belong together.
        corrections: what was corrected in drafts before.
        name: whatever tells this memory from others, as JSON.
        problems: gets what goes wrong with the memory, once for each kind of failure.
    """

    def __init__(
        self,
        memory: Memory,
        links: WordLinks,
        corrections: Corrections | None = None,
        name: object = "",
        problems: list[str] | None = None,
    ) -> None:
        self._memory, self._links, self._corrections, self._name = memory, links, corrections, name
        self.problems = [] if problems is None else problems

    def identity(self, source: str, targets: Sequence[str]) -> object:
        """What decides which drafts it changes, for comparing."""
        return ["learning", self._name]

    def __call__(
        self, engine: Engine, guard: Guard, segments: Sequence[str], drafts: Sequence[Guarded], decoding: Decoding
    ) -> list[Guarded]:
        """The drafts, those that the memory knows better changed; the engine is not asked again."""
        return [self._better(guard, segment, draft) for segment, draft in zip(segments, drafts, strict=True)]

    def _better(self, guard: Guard, segment: str, draft: Guarded) -> Guarded:
        try:
            for made in self._made(segment, draft.hypothesis):
                if made.text == draft.hypothesis.text:
                    return draft
                judged = guard.judge(segment, made)
                if judged.weight <= draft.weight:
                    return judged
        except WorkbenchError as error:
            if str(error) not in self.problems:
                self.problems.append(str(error))
        return draft

    def _made(self, segment: str, draft: Hypothesis) -> Iterator[Hypothesis]:
        """What else the draft could be, the best first."""
        pair = draft.route[0], draft.route[-1]
        matches = self._memory.lookup(segment, *pair, least=_NEAR, most=_DONORS)
        if not matches and self._corrections is None:
            return
        here = linked(segment, draft, self._links)
        there = [linked(match.entry.source, _said(match.entry), self._links) for match in matches]
        yield from (_adapted(draft, each) for each in _fitting(here, there, pair[1]))
        corrected = self._corrections.applied(here, pair) if self._corrections else None
        if corrected:
            yield _with_remarks(draft.rewritten(corrected), ADAPTED)


def _fitting(segment: Linked, matches: Sequence[Linked], language: str) -> list[Repaired]:
    """Matches made to fit that can be trusted, the best first; of equals the one whose source was nearer."""
    made = [
        repaired(segment, match, [*matches[:place], *matches[place + 1 :]], language)
        for place, match in enumerate(matches)
    ]
    sure = (each for each in made if each.trust >= _TRUSTED and each.shared >= _SHARED)
    return sorted(sure, key=lambda each: -each.trust)


def _said(entry: MemoryEntry) -> Hypothesis:
    return Hypothesis(entry.target, 0.0, "", (entry.source_language, entry.target_language))


def _adapted(draft: Hypothesis, match: Repaired) -> Hypothesis:
    """The match as a draft; what was wrong with the engine's is of no concern where it had no part in it."""
    made = draft.rewritten(match.text)
    if not match.drafted:
        kept = tuple(remark for remark in made.remarks if remark != CUT_OFF)
        made = replace(made, outside=False, known_share=1.0, starter=False, remarks=kept)
    return _with_remarks(made, *([ADAPTED] if match.whole else [ADAPTED, FUZZY_MATCH]))


def _with_remarks(hypothesis: Hypothesis, *remarks: str) -> Hypothesis:
    return replace(hypothesis, remarks=tuple(dict.fromkeys((*hypothesis.remarks, *remarks))))


def memory_of(units: Sequence[TmxUnit]) -> ResidentMemory:
    """The last units of memory files as a memory, every two languages of each."""
    first = max(0, len(units) - _MOST_UNITS)
    return ResidentMemory(
        MemoryEntry(f"{number} {one} {other}", text, other_text, one, other, origin=unit.id)
        for number, unit in enumerate(units[first:], first)
        for (one, text), (other, other_text) in combinations(by_language(unit).items(), 2)
    )
