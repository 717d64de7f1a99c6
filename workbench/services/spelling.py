"""Spelling by the dictionaries that the user has, with the words that a project knows for right besides.

A dictionary is asked in a process of its own. What it has said of a word is remembered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary, finalize

from workbench.config import Settings
from workbench.core.errors import ConfigError, InputError, WriteError
from workbench.core.finding import Finding, Severity
from workbench.core.language import base
from workbench.core.ports import TermFinder
from workbench.services.dictionaries import advice, find_dictionary
from workbench.services.files import write_whole
from workbench.text.names import name_candidates
from workbench.text.normalize import fold, nfc
from workbench.text.tokenizer import Token, words_of

if TYPE_CHECKING:  # words need no database
    from workbench.services.project import Project

CHECK = "spelling"
"""The id of its findings."""

FOLDER = "spelling"
"""Where a project keeps its words: a file for each language, one word a line."""

_REMEMBERED = 50_000

_NO_MARKS = {ord(mark): None for mark in "՛՜՞"}
"""Armenian marks that stand inside the word they belong to."""


class Speller(Protocol):
    """Knows the words of one language; any thread may ask."""

    def wrong(self, words: Sequence[str]) -> list[str]:
        """Those that it does not know; raises InputError if it cannot be asked."""
        ...

    def suggest(self, word: str) -> list[str]:
        """What may be meant by one, the likest first; raises InputError if it cannot be asked."""
        ...

    def close(self) -> None:
        """It is not asked any more."""
        ...


class DictionaryProcess:
    """Implements `Speller` with a dictionary that is read in a process of its own.

    Args:
        path: as `DictionaryFile.path`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def wrong(self, words: Sequence[str]) -> list[str]:
        """Words that are not in the dictionary."""
        return self._ask(list(words)) if words else []

    def suggest(self, word: str) -> list[str]:
        """What may be meant; takes up to two seconds."""
        return self._ask(word)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _ask(self, question: object) -> list[str]:
        with self._lock:
            try:
                if self._process is None:
                    self._start()
                told = self._exchange(json.dumps(question))
            except (OSError, ValueError) as error:
                self.close()
                raise InputError(f"{self._path}: the dictionary cannot be used: {error}") from error
        return [str(each) for each in told] if isinstance(told, list) else []

    def _start(self) -> None:
        command = [sys.executable, "-m", "workbench.services.spellserver", str(self._path)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,  # Ctrl+C in the terminal is not meant for it
        )
        ready = self._exchange(None)
        if not isinstance(ready, dict) or "error" in ready:
            raise ValueError(ready["error"] if isinstance(ready, dict) else "it says nothing")

    def _exchange(self, line: str | None) -> object:
        """Write a line, if there is one to write, and read the answer."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise ValueError("it has ended")
        if line is not None:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise ValueError("it has ended")
        return json.loads(answer)


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word that nobody knows: what stands there and where, half-open code points."""

    word: str
    start: int
    end: int


class Spelling:
    """Tells misspelt words in a project's texts; any thread may ask, and the first question loads a dictionary.

    Args:
        settings: of the project; None of a folder keeps no words.
        finder: words of its termbase are right.
    """

    def __init__(self, settings: Settings, finder: TermFinder | None = None) -> None:
        self._settings, self.finder = settings, finder
        self._spellers: dict[str, Speller | None] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._accepted: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    def use(self, language: str, speller: Speller) -> None:
        """Ask this one about a language."""
        self._spellers[base(language)] = speller

    def has(self, language: str) -> bool:
        """Whether there is a dictionary of a language."""
        return self._speller(language) is not None

    def misspelt(self, text: str, language: str, source: str = "") -> list[Misspelt]:
        """The words that are not right, in order.

        Figures, codes, names, words of the termbase and of the project's list, and whatever the source has letter for
        letter, are.
        Raises: InputError if the dictionary cannot be used; it is not asked again.
        """
        speller = self._speller(language)
        if speller is None or not text.strip():
            return []
        doubtful = list(self._doubtful(text, language, source))
        wrong = self._wrong(speller, {_asked(token.text) for token in doubtful}, language)
        return [Misspelt(token.text, token.start, token.end) for token in doubtful if _asked(token.text) in wrong]

    def findings(self, misspelt: Iterable[Misspelt]) -> list[Finding]:
        """Misspelt words as a check tells them."""
        return [Finding(CHECK, Severity.WARNING, each.word, each.start, each.end) for each in misspelt]

    def suggest(self, word: str, language: str) -> list[str]:
        """What may be meant by a word; slow.

        Raises: as `misspelt`
        """
        speller = self._speller(language)
        if speller is None:
            return []
        try:
            return speller.suggest(nfc(word))
        except InputError:
            self._spellers[base(language)] = None
            raise

    def accept(self, word: str, language: str) -> Path:
        """Put a word on the project's list, from where it is right in every text; the file of the list.

        Raises: ConfigError without a project, WriteError
        """
        if self._settings.project is None:
            raise ConfigError("there is no project to keep the word in")
        path = self._file(language)
        words = sorted({*self._own_words(language), nfc(word)})
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise WriteError(f"{path.parent}: cannot be made: {error.strerror}") from error
        write_whole(path, "".join(f"{each}\n" for each in words).encode(), force=True)
        self._accepted[base(language)] = set(words)
        return path

    def close(self) -> None:
        """Dictionaries are not asked any more."""
        for speller in self._spellers.values():
            if speller is not None:
                speller.close()
        self._spellers.clear()

    def _speller(self, language: str) -> Speller | None:
        code = base(language)
        with self._lock:
            if code not in self._spellers:
                found = find_dictionary(language, self._settings)
                self._spellers[code] = DictionaryProcess(found.path) if found else None
            return self._spellers[code]

    def _doubtful(self, text: str, language: str, source: str) -> Iterator[Token]:
        """Words that the dictionary has to be asked about."""
        names = [(name.start, name.end) for name in name_candidates(text, language)]
        given = {token.text for token in words_of(source, language)}
        own = {fold(word, language) for word in self._own_words(language)}
        for token in words_of(text, language):
            is_name = any(start <= token.start < end for start, end in names)
            if is_name or _is_code(token.text) or token.text in given or fold(token.text, language) in own:
                continue
            if self.finder is None or not self._is_term(token.text, language):
                yield token

    def _is_term(self, word: str, language: str) -> bool:
        assert self.finder is not None
        hits = self.finder.find(word, language)
        return len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(word))

    def _wrong(self, speller: Speller, words: set[str], language: str) -> set[str]:
        code = base(language)
        unknown = sorted(word for word in words if (code, word) not in self._known)
        try:
            wrong = set(speller.wrong(unknown))
        except InputError:
            self._spellers[code] = None
            raise
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known.update({(code, word): word not in wrong for word in unknown})
        return {word for word in words if not self._known.get((code, word), word not in wrong)}

    def _own_words(self, language: str) -> set[str]:
        code = base(language)
        if code not in self._accepted:
            self._accepted[code] = _read_words(self._file(language)) if self._settings.project else set()
        return self._accepted[code]

    def _file(self, language: str) -> Path:
        return (self._settings.project or Path()) / FOLDER / f"{base(language)}.txt"


_SPELLINGS: WeakKeyDictionary[Project, Spelling] = WeakKeyDictionary()


def project_spelling(project: Project) -> Spelling:
    """The spelling of an open project, made when it is first asked for; its dictionaries end with the program."""
    found = _SPELLINGS.get(project)
    if found is None:
        found = _SPELLINGS[project] = Spelling(project.settings)
        finalize(project, found.close)
    return found


def told(language: str, settings: Settings) -> tuple[bool, str]:
    """Whether a language has a dictionary, and which; or what brings one."""
    found = find_dictionary(language, settings)
    return (True, str(found.path)) if found else (False, f"no dictionary; {advice(language)}")


def _asked(word: str) -> str:
    """A word as the dictionary is asked about it."""
    return nfc(word).translate(_NO_MARKS)


def _is_code(word: str) -> bool:
    """Whether it is none of a dictionary's words: a letter, an elided article, figures, an abbreviation in capitals."""
    return len(word) < 2 or word[-1] in "'’" or any(map(str.isdigit, word)) or sum(map(str.isupper, word)) > 1


def _read_words(path: Path) -> set[str]:
    """The words of a list; none where it cannot be read."""
    try:
        return {nfc(line.strip()) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
    except (OSError, UnicodeDecodeError):
        return set()
