"""Builds what the services work with from the settings; everything heavy is imported when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.config import Settings
from workbench.core.errors import InputError
from workbench.core.ports import Detector, TermFinder, Terms, Vocabulary

if TYPE_CHECKING:
    from workbench.alignment.aligner import Render
    from workbench.alignment.vectors import Embed
    from workbench.services.align import Method
    from workbench.services.completing import Completions
    from workbench.services.models import Models
    from workbench.services.obey import Obedience
    from workbench.services.translate import Translator
    from workbench.services.wordlinks import WordLinks

T = TypeVar("T")

_PACKAGE = Path(__file__).parent.parent
_RESIDENT: dict[str, tuple[object, Any]] = {}
_MAKING = {"translator": threading.Lock(), "completions": threading.Lock()}


def shipped(name: str) -> Path:
    """A folder that ships with the workbench (`corpora`, `glossaries`): in the installed package, or beside it in a
    checkout.
    """
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@cache
def detector() -> Detector:
    """The language detector; one for the process."""
    from workbench.engines.langid import LanguageDetector

    return LanguageDetector()


def models(settings: Settings) -> Models:
    """The packages of the user, and the shipped ones."""
    from workbench.services.models import Models

    return Models(settings)


def translator(
    settings: Settings,
    *,
    via: str | None = None,
    finder: Terms | None = None,
    workers: int = 0,
    yielding: bool = False,
) -> Translator:
    """A translator with the engines and guards that the settings ask for.

    Args:
        via: language that routes must pass through.
        workers: translators side by side, 0 for one a core.
        yielding: whether they leave the processor to what else the person does.
    Raises: PackageError, WriteError if the packages cannot be listed.
    """
    from workbench.core.hypothesis import Decoding
    from workbench.engines.model import Options
    from workbench.engines.routes import HUB, Preference
    from workbench.quality.checks import registry
    from workbench.services.codecarry import carrying
    from workbench.services.inventory import routes
    from workbench.services.retries import STRATEGIES
    from workbench.services.translate import Translator
    from workbench.text.typography import as_written

    decoding = Decoding(
        beam=settings.beam,
        n_best=int(settings.number("n_best")),
        length_penalty=settings.number("length_penalty"),
        no_repeat_ngram=int(settings.number("no_repeat_ngram")),
        repetition_penalty=settings.number("repetition_penalty"),
    )
    return Translator(
        routes(
            settings,
            Options(device=settings.device, translators=workers, yielding=yielding),
            Preference(settings.via or HUB, settings.engine),
        ),
        checks=registry(),
        guards=settings.guards,
        strategies=(*carrying(word_links().of), *STRATEGIES),
        decoding=decoding,
        via=via,
        finder=finder,
        stages=(obedience(finder, mode=settings.terms),) if finder and settings.terms != "off" else (),
        writing=as_written,
    )


def obedience(terms: Terms, *, mode: str = "carry", ways: Sequence[str] | None = None) -> Obedience:
    """The stage that makes drafts carry the terms of a termbase.

    Args:
        mode: `carry`, or `flag` to change nothing.
        ways: as `obey.WAYS`, which is the default.
    """
    from workbench.services.codecarry import carrying
    from workbench.services.obey import WAYS, Obedience

    links = word_links()
    return Obedience(terms, links, _known_word, carrying(links.of), mode=mode, ways=WAYS if ways is None else ways)


@cache
def word_links() -> WordLinks:
    """Which words of a segment and its draft belong together; one for the process, since it remembers words."""
    from workbench.services.wordlinks import WordLinks

    return WordLinks(vocabulary)


def _known_word(word: str, language: str) -> bool:
    """Whether the vocabulary has a word in citation form."""
    words = vocabulary()
    return words is not None and bool(words.concepts(word, language))


def resident_translator(settings: Settings) -> Translator:
    """The translator of a session that stays: its models are loaded once, and again when anything it is made from
    changes: packages, settings, termbases, memory files. A termbase or memory that cannot be read is left out.

    Raises: as `translator`.
    """
    from workbench.services.inventory import fingerprint

    files = (*settings.glossaries, *settings.memories)
    stamps = tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in files)
    wanted = (tuple((each.option.name, each.value) for each in settings), fingerprint(settings), stamps)

    def make() -> Translator:
        finder, _ = term_finder(settings.glossaries)
        named, _ = memories(settings)
        if named:
            return translator_with_memories(settings, named, finder=finder, yielding=True)[0]
        return translator(settings, finder=finder, yielding=True)

    return _resident("translator", wanted, make)


def resident_completions(settings: Settings) -> Completions:
    """What completes translations while they are typed, kept as `resident_translator` is.

    Raises: PackageError, WriteError if the packages cannot be listed.
    """
    from workbench.engines.model import Options
    from workbench.engines.routes import HUB, Preference
    from workbench.services.completing import Completions
    from workbench.services.inventory import fingerprint, routes

    wanted = settings.packages, settings.device, settings.via, settings.engine, fingerprint(settings)

    def make() -> Completions:
        options = Options(device=settings.device, yielding=True)
        return Completions(routes(settings, options, Preference(settings.via or HUB, settings.engine)), options)

    return _resident("completions", wanted, make)


def _resident(name: str, wanted: object, make: Callable[[], T]) -> T:
    """What is kept under a name, made anew when what is wanted of it has changed; threads that ask at once share it."""
    with _MAKING[name]:
        kept = _RESIDENT.get(name)
        if kept is None or kept[0] != wanted:
            kept = _RESIDENT[name] = (wanted, make())
        found: T = kept[1]
        return found


def memories(settings: Settings, named: Sequence[Path] = ()) -> tuple[list[Path], list[str]]:
    """The memory files of a project and those that somebody has just named, and what is wrong with the project's.

    One of the project's that is not there is told and left out; one that was just named stays, to be refused.
    """
    missing = [path for path in settings.memories if not path.exists()]
    there = [path for path in settings.memories if path not in missing]
    problems = [f"{path}: there is no such memory, though the project names it; it is left out" for path in missing]
    return [*there, *named], problems


def translator_with_memories(
    settings: Settings,
    memories: Sequence[Path],
    *,
    via: str | None = None,
    finder: Terms | None = None,
    workers: int = 0,
    yielding: bool = False,
) -> tuple[Translator, tuple[str, ...]]:
    """A translator that asks no engine for what these TMX files have and learns from what is near it, and what was
    wrong with files left out.

    Raises: InputError if a memory is not there; and as `translator`.
    """
    machine = translator(settings, via=via, finder=finder, workers=workers, yielding=yielding)
    if not memories:
        return machine, ()
    from workbench.services.known import KnownUnits
    from workbench.services.learning import Learning, memory_of

    known = KnownUnits(memories)
    stamps = [[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in memories]
    learning = Learning(memory_of(known.units), word_links(), name=stamps)
    return replace(machine, known=known, stages=(learning, *machine.stages)), known.problems


def term_finder(glossaries: Sequence[Path], *, named: bool = False) -> tuple[Terms | None, list[str]]:
    """A finder over these termbases (TBX, CSV, TSV, XLSX, UTX), and what was wrong with the ones left out.

    A broken termbase stops nothing: it is reported and left out. The finder is None if none could be read.

    Args:
        named: somebody has just typed these names, so one without a file is a slip.
    Raises: InputError for such a slip
    """
    if not glossaries:
        return None, []
    from workbench.services.finders import finder_of

    for path in glossaries if named else ():
        if not path.exists():
            raise InputError(f"{path}: cannot be read: there is no such termbase")
    return finder_of(glossaries)


def alignment(
    settings: Settings,
    finder: TermFinder | None = None,
    *,
    memories: Sequence[Path] = (),
    with_mt: bool = False,
    embed: Path | None = None,
    workers: int = 1,
) -> tuple[Method, list[str]]:
    """What helps to align, and what was wrong with memories that were left out.

    Args:
        finder: the termbase; memories: TMX files.
        with_mt: take what the installed engine makes of the source as evidence.
        embed: folder of a model that makes vectors of sentences.
        workers: processes that may share the work.
    Raises: InputError if a memory is not there; ModelMissingError, PackageError for the model of vectors
    """
    from workbench.services.align import Method
    from workbench.services.memories import read_memories

    read = read_memories(memories)
    renderings = _renderings(settings) if with_mt else None
    method = Method(
        finder,
        vocabulary(),
        read.between,
        renderings or (lambda source, target: None),
        _embedding(embed) if embed else None,
        workers,
    )
    return method, list(read.problems)


def _renderings(settings: Settings) -> Callable[[str, str], Render]:
    """What the installed engine makes of texts, by language pair; looked up when it is asked for.

    Raises (when called): PairUnsupportedError, ModelMissingError
    """
    from workbench.core.hypothesis import Decoding

    maker = replace(translator(settings), guards="off", decoding=Decoding(beam=1))

    def between(source: str, target: str) -> Render:
        maker.route(source, target)
        return lambda texts: [one.target for one in maker.translate_texts(texts, source, target)]

    return between


def _embedding(folder: Path) -> Embed:
    from workbench.config import cache_dir
    from workbench.engines.embedding_cache import CachedEmbedder
    from workbench.engines.embeddings import Embedder

    return CachedEmbedder(Embedder(folder), cache_dir() / "embeddings").embed


@cache
def vocabulary() -> Vocabulary | None:
    """The shipped vocabulary of common words; None where its file is missing or broken, since it is evidence only."""
    from workbench.services.finders import vocabulary_of

    return vocabulary_of(shipped("glossaries") / "vocabulary.tsv")


def shipped_glossaries() -> tuple[Path, ...]:
    """The termbases that come with the workbench."""
    return tuple(sorted(shipped("glossaries").glob("*.tbx")))
