"""How a project has rendered the names of a segment before, for whoever types them next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.services.concordance import Concord, Concordance
from workbench.text.name_parts import is_title, is_translated
from workbench.text.names import Name, name_candidates, name_similarity, transliterated
from workbench.text.script import main_script

if TYPE_CHECKING:
    from workbench.services.project import Project

_ALIKE = 0.75
_MOST_NAMES, _MOST_HITS = 4, 12
_SHORTEST = 3
_REMEMBERED = 500

_COPIED = frozenset({("en", "fr"), ("fr", "en")})
"""Pairs that spell most foreign names alike."""


class NameHints:
    """Looks names up; what was found is remembered, so that a segment opened again costs nothing.

    Args:
        project: whose texts are searched.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, source: str, pair: tuple[str, str], job: Job | None = None) -> list[tuple[Name, str]]:
        """The names of a source and their likely renderings, in order of place; those without one are left out.

        Raises: StorageError, JobCancelled
        """
        job, found = job or Job(), list[tuple[Name, str]]()
        for name in _telling(source, pair[0])[:_MOST_NAMES]:
            job.check()
            key = (name.text, *pair)
            if key not in self._known:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[key] = self._rendered(name.text, pair, job)
            if self._known[key]:
                found.append((name, self._known[key]))
        return found

    def _rendered(self, name: str, pair: tuple[str, str], job: Job) -> str:
        """As it stands most often opposite the name; where the project has none, as its letters go over."""
        hits = Concordance(self._project, name, pair, [pair[0]]).hits(_MOST_HITS, job)
        opposite = [hit for hit in hits if hit.opposite_language == pair[1]]  # a draft's source is in another one
        forms = Counter(form for hit in opposite for form in _opposite(name, hit, pair))
        if forms:
            return min(forms, key=lambda form: (-forms[form], len(form), form))
        if any(is_translated(word, pair[0]) for word in name.split()):
            return ""
        if pair in _COPIED:
            return name
        latin = main_script(name) != "Latn" and pair[1] in ("en", "fr")
        return transliterated(name, pair[0]) if latin else ""


def _telling(source: str, language: str) -> list[Name]:
    """Names that are more than a title and some letters."""
    return [
        name
        for name in name_candidates(source, language)
        if len(name.text) >= _SHORTEST and not all(is_title(word, language) for word in name.text.split())
    ]


def _opposite(name: str, hit: Concord, pair: tuple[str, str]) -> Iterator[str]:
    """The name in the text opposite that sounds most like this one."""
    found = [
        (name_similarity(name, part, *pair), part)
        for other in name_candidates(hit.opposite, pair[1])
        for part in _parts(other.text, len(name.split()))
    ]
    likeness, form = max(found, default=(0.0, ""))
    if likeness >= _ALIKE:
        yield form


def _parts(name: str, words: int) -> Sequence[str]:
    """Runs of as many words as the name has."""
    every = name.split()
    return [" ".join(every[at : at + words]) for at in range(max(1, len(every) - words + 1))]
