"""Term finders over glossary files; what was made ready for finding is kept and read back while nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from workbench import __version__
from workbench.core.errors import InputError, TermbaseError
from workbench.services.termbases import default_cache, key_of, open_termbases, united
from workbench.storage.termbase import MAGIC, TermbaseCache
from workbench.terminology.kept import kept, restored
from workbench.terminology.lookup import TermFinder


def finder_of(glossaries: Sequence[Path]) -> tuple[TermFinder | None, list[str]]:
    """A finder over these termbases, and what was wrong with the ones left out; None if none could be read."""
    store = default_cache()
    key = _key(glossaries)
    if key and (ready := _ready(store, key)) is not None:
        return ready
    termbases, problems = open_termbases(glossaries)
    concepts = united(termbases)
    if not concepts:
        return None, problems
    finder = TermFinder(concepts)
    if key:
        about = json.dumps(problems, ensure_ascii=False).encode() + b"\n"
        store.keep(f"{key}.index", about + kept(finder, key))
    return finder, problems


@dataclass(frozen=True, slots=True)
class FinderVocabulary:
    """Implements `core.ports.Vocabulary` with a finder."""

    finder: TermFinder
    languages: frozenset[str]

    def concepts(self, word: str, language: str) -> tuple[str, ...]:
        """The ids of the concepts that a word as written may stand for."""
        return self.finder.concepts(word, language)


def vocabulary_of(path: Path) -> FinderVocabulary | None:
    """The vocabulary of a table of words; None if it cannot be read."""
    finder, _ = finder_of([path])
    return FinderVocabulary(finder, frozenset(finder.languages)) if finder else None


def _ready(store: TermbaseCache, key: str) -> tuple[TermFinder, list[str]] | None:
    """The finder kept under a key and the problems told with it; None if there is none, or it is damaged."""
    content = store.kept(f"{key}.index")
    if content is None:
        return None
    about, _, index = content.partition(b"\n")
    try:
        problems = json.loads(about)
        return restored(index, key), [str(problem) for problem in problems]
    except (TermbaseError, ValueError, TypeError):
        return None


def _key(glossaries: Sequence[Path]) -> str:
    """A hash of everything that a finder is made from: the files, their names in messages, and the tables of words.

    Empty if a file cannot be read, since what is wrong with it may pass.
    """
    digest = hashlib.blake2b(_made_with(), digest_size=20)
    for path in glossaries:
        try:
            digest.update(f"{path}\0{key_of(path)}\0".encode("utf-8", "surrogateescape"))
        except InputError:
            return ""
    return digest.hexdigest()


@cache
def _made_with() -> bytes:
    """A hash of the program's version and of the tables of languages, which are edited without changing the version."""
    digest = hashlib.blake2b(MAGIC + __version__.encode())
    for table in sorted(files("workbench.text.languages").iterdir(), key=lambda each: each.name):
        if table.name.endswith(".toml"):
            digest.update(table.name.encode() + table.read_bytes())
    return digest.digest()
