"""Translation of a stream of records as it comes, into one or several languages, answered in its order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from workbench.core.errors import ConfigError
from workbench.core.job import Job
from workbench.core.term import Grade
from workbench.services.flow import UNDER_WAY, Window
from workbench.services.records import OUTPUT_FORMATS, Record, header, rendered
from workbench.services.translate import Stream, Translation, Translator, flag_counts
from workbench.services.windows import windows


@dataclass(frozen=True, slots=True)
class Languages:
    """From which language into which ones."""

    source: str
    targets: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What a stream or a job came to.

    Attributes:
        texts: records translated, counted once for each target; blank ones too.
        characters: of their sources.
        segments: different ones that went through an engine; repeated: those that had been before or were known.
        retried: segments that were decoded again because a guard objected.
        terms: what became of the terms of the sources, by grade.
        repaired: terms that were brought in after the engine had left them out, by way.
        flags: how many carry each flag.
        starter: how many a starter package had part in.
    """

    texts: int = 0
    characters: int = 0
    segments: int = 0
    repeated: int = 0
    retried: int = 0
    terms: dict[str, int] = field(default_factory=dict)
    repaired: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    starter: int = 0

    def add(self, other: Tally) -> None:
        """Count what another one counted."""
        for name in ("texts", "characters", "segments", "repeated", "retried", "starter"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for counts, others in (
            (self.terms, other.terms),
            (self.repaired, other.repaired),
            (self.flags, other.flags),
        ):
            for key, count in others.items():
                counts[key] = counts.get(key, 0) + count

    def count(self, translations: Sequence[Translation]) -> None:
        """Count some texts."""
        self.texts += len(translations)
        self.characters += sum(len(each.source) for each in translations)
        self.starter += sum(each.starter for each in translations)
        grades = Counter(use.grade.value for each in translations for use in each.terms)
        ways = Counter(way for each in translations for _, way in each.repairs)
        self.add(Tally(flags=flag_counts(translations), terms=grades, repaired=ways))

    def close(self, stream: Stream) -> None:
        """Count what a stream did in all."""
        self.segments += stream.flow.new
        self.repeated += stream.flow.repeated
        self.retried += stream.guard.retried

    @property
    def carried(self) -> tuple[int, int]:
        """How many terms of the sources have a rendering that may stand, and how many there were."""
        bad = sum(self.terms.get(grade.value, 0) for grade in (Grade.MISSING, Grade.FORBIDDEN))
        every = sum(self.terms.values())
        return every - bad, every


def check_output(output_format: str, targets: Sequence[str]) -> None:
    """Raises: ConfigError if the format is none of ours or cannot hold that many languages."""
    if output_format not in OUTPUT_FORMATS:
        raise ConfigError(f"no output format {output_format!r} for translations; use {', '.join(OUTPUT_FORMATS)}")
    if not targets:
        raise ConfigError("no target language given; use --to fr or --to fr,az")
    if output_format == "text" and len(targets) > 1:
        raise ConfigError("text output holds one language; use --format jsonl or tsv, or --out DIR")


def translate_stream(
    translator: Translator,
    records: Iterable[Record],
    languages: Languages,
    write: Callable[[str], None],
    *,
    output_format: str = "text",
    prompt: bool = False,
    flush: Callable[[], None] | None = None,
    job: Job | None = None,
) -> Tally:
    """Translate records as they come and write each one's translations in their order.

    Args:
        write: takes whole lines.
        output_format: `text` (one target only), `jsonl` or `tsv`.
        prompt: answer what is there whenever the input pauses.
        flush: called after every window.
        job: progress counts records, of an unknown total.
    Raises: ConfigError, InputError, EngineError, JobCancelled; what was written before stays written
    """
    check_output(output_format, languages.targets)
    tally = Tally()
    with ExitStack() as stack:
        streams = [
            stack.enter_context(translator.flow(languages.source, target, job=job)) for target in languages.targets
        ]
        write(header(output_format, languages.source, languages.targets))
        answers = _Answers(streams, write, output_format, tally, flush, job)
        found = windows(records, lambda record: len(record.source), prompt=prompt, busy=lambda: bool(answers.waiting))
        try:
            for window in found:
                answers.take(window)
        finally:
            answers.finish()
        for stream in streams:
            tally.close(stream)
    return tally


class _Answers:
    """Windows under way, and writing them in their order."""

    def __init__(
        self,
        streams: Sequence[Stream],
        write: Callable[[str], None],
        output_format: str,
        tally: Tally,
        flush: Callable[[], None] | None,
        job: Job | None,
    ) -> None:
        self._streams, self._write, self._format = streams, write, output_format
        self._tally, self._flush, self._job = tally, flush, job
        self.waiting: deque[tuple[list[Record], list[Window]]] = deque()
        self._failed = False

    def take(self, window: list[Record]) -> None:
        """Begin a window; an empty one says that the input pauses, so that all has to be answered now."""
        if window:
            sources = [record.source for record in window]
            self.waiting.append((window, [stream.flow.submit(sources) for stream in self._streams]))
        while self.waiting and (not window or len(self.waiting) >= UNDER_WAY):
            self._answer()

    def finish(self) -> None:
        """Answer what is left, unless answering has failed before."""
        while self.waiting and not self._failed:
            self._answer()

    def _answer(self) -> None:
        self._failed = True
        records, begun = self.waiting[0]
        columns = [stream.answers(window) for stream, window in zip(self._streams, begun, strict=True)]
        for record, *translations in zip(records, *columns, strict=True):
            self._write(rendered(self._format, record, translations))
        self.waiting.popleft()
        for column in columns:
            self._tally.count(column)
        if self._flush:
            self._flush()
        if self._job:
            self._job.progress(self._tally.texts // len(self._streams), 0)
        self._failed = False
