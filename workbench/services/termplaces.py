"""Where the terms of a concept stand in the statements of a project, as the matcher finds them.

The matcher looks only at texts that hold the beginning of one of a term's forms, so that a large project is gone
through in a second or two. It looks for this concept alone: a longer term around it does not take its place away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.language import base
from workbench.core.page import VersionHead
from workbench.core.term import Concept, Grade, Term
from workbench.terminology.accepted import accepted
from workbench.terminology.lookup import TermFinder
from workbench.text.haystack import Haystack
from workbench.text.normalize import fold

if TYPE_CHECKING:
    from workbench.services.project import Project

SLICE = 500
"""Source rows that are read at a time: so few that nothing here keeps another thread waiting for long."""

_BEGINNING, _OF_VERB = 5, 3
"""Letters of a word by which texts are chosen for the matcher; of verbs not every form is known before."""

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff՛՜՞]")
"""What may stand inside of a word as it is written."""

_STRANGE = {"hy": re.compile("[A-Za-zЀ-ӿ]")}
_CYRILLIC = re.compile("[Ѐ-ӿ]")
"""Letters of another script may stand for some that look the same: the matcher reads such texts in any case."""

_ACCENTS = str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")
"""French capitals may go without."""


@dataclass(frozen=True, slots=True)
class TermPlace:
    """A term in a text.

    Attributes:
        row: source row, from 0, that the text is on or begins at.
        start, end: of the hit in `text`, code points, half-open.
    """

    statement_key: str
    language: str
    row: int
    text: str
    start: int
    end: int
    grade: Grade

    @property
    def surface(self) -> str:
        """What stands there."""
        return self.text[self.start : self.end]


def places(project: Project, concept: Concept, stopped: Callable[[], bool] = lambda: False) -> Iterator[TermPlace]:
    """Every place of a concept's terms, by statement, source first, and row.

    Args:
        stopped: looked at between slices; when it says so, that is all.
    Raises: StorageError
    """
    finder = TermFinder([concept])
    beginnings = {language: _beginnings(concept.terms, language) for language in finder.languages}
    for statement in project.statements():
        heads = {head.language: head for head in project.store.heads(statement.id)}
        source = heads.get(statement.source_language)
        for head in sorted(heads.values(), key=lambda head: head is not source):
            wanted = beginnings.get(base(head.language))
            if wanted is None or source is None:
                continue
            for rows in _slices(project, head, source):
                if stopped():
                    return
                texts = [text for _, text in rows]
                for number in _worth_reading(texts, base(head.language), wanted):
                    row, text = rows[number]
                    for hit in finder.find(text, head.language):
                        yield TermPlace(statement.key, head.language, row, text, hit.start, hit.end, hit.grade)


def _slices(project: Project, head: VersionHead, source: VersionHead) -> Iterator[list[tuple[int, str]]]:
    """The texts of a version, each with its row, a slice at a time."""
    for start in range(0, source.segments + 1, SLICE):
        if head is source:
            texts = project.store.segments(head.id, start, start + SLICE)
            yield [(start + number, text.strip()) for number, text in enumerate(texts)]
        else:
            runs = project.store.texts_over(head.id, start, start + SLICE)
            yield [(run.source_start, run.text) for run in runs if run.source_start >= start]


def _beginnings(terms: Sequence[Term], language: str) -> set[str]:
    """How the longest word of each form of some terms begins, as `_plain` writes it."""
    found: set[str] = set()
    for term in terms:
        if base(term.language) == language:
            letters = _OF_VERB if term.part_of_speech == "verb" else _BEGINNING
            for form in [term.text, *(each.text for each in accepted(term))]:
                words = re.findall(r"\w+", _plain(form, language)) or [""]
                found.update(_spellings(max(words, key=len)[:letters], language))
    return {each for each in found if not any(each != other and each.startswith(other) for other in found)}


def _spellings(word: str, language: str) -> tuple[str, ...]:
    """A word as it may be written: in French without the accents of capitals, of the first letter or of all."""
    if language != "fr":
        return (word,)
    bare = word.translate(_ACCENTS)
    return word, bare[:1] + word[1:], bare


def _plain(text: str, language: str) -> str:
    return _INVISIBLE.sub("", fold(text, language))


def _worth_reading(texts: Sequence[str], language: str, beginnings: set[str]) -> list[int]:
    """The numbers of the texts that may hold one of the terms."""
    whole = "\n".join([text.replace("\n", " ") for text in texts])
    folded, strange = _plain(whole, language), _STRANGE.get(language, _CYRILLIC)
    there = [beginning for beginning in beginnings if beginning in folded]
    stack = Haystack(folded.split("\n") if there else ())
    found = {number for beginning in there for number in stack.holding(beginning)}
    if strange.search(whole):
        found |= {number for number, text in enumerate(texts) if strange.search(text)}
    return sorted(found)
