"""What `translate` tells: before it begins, and when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import write_summary
from workbench.core.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.services.batch import FilesSummary
    from workbench.services.drafts import Drafted, DraftSummary
    from workbench.services.stream import Languages, Tally
    from workbench.services.translate import Translator


def _texts(paths: Sequence[str], options: dict[str, Any], failed: dict[str, WorkbenchError]) -> Iterator[str]:
    """The texts of some inputs, one after the other; what cannot be read goes into `failed`."""
    for path in paths:
        try:
            for record in inputs.records(path, input_format=options["input_format"], field=options["field"]):
                yield record.source
        except WorkbenchError as error:
            failed[path] = error


def dry_run(
    rows: Iterable[Sequence[str]],
    translator: Translator,
    languages: Languages,
    paths: Sequence[str],
    options: dict[str, Any],
) -> int:
    """List what would be done, how many words that is, how long it would take, and what cannot be read.

    Args:
        paths: to count and measure; none of a pipe, which could not be read again.
    """
    from workbench.services.estimate import estimate

    output.table(rows)
    failed: dict[str, WorkbenchError] = {}
    for target in languages.targets if paths else ():
        told = estimate(translator, _texts(paths, options, failed), languages.source, target)
        if told.texts:
            diagnostics.say(
                f"{'→'.join(translator.route(languages.source, target))}: {told.texts:,} texts, {told.words:,} words, "
                f"{told.new_words:,} of them in segments that do not repeat; about {_time(told.seconds)} "
                f"(measured on {told.sampled} segments)"
            )
    for error in failed.values():
        diagnostics.say(f"failed: {error}")
    diagnostics.say("dry run: nothing was written")
    return diagnostics.code_of_some(list(failed.values()), some_done=len(failed) < len(paths))


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def report_files(summary: FilesSummary, options: dict[str, Any]) -> int:
    """List what was written and what failed; exit code 7 if some failed, the error's own if all did."""
    for task in summary.done:
        output.line(str(task.output))
    for task in summary.present:
        diagnostics.say(f"there already: {task.output}")
    for failed in summary.failed:
        diagnostics.say(f"failed: {failed.error}")
    if summary.restarted:
        diagnostics.say(
            "what the interrupted run had decoded was made with other settings or packages; it was not used"
        )
    if summary.unwritten:
        diagnostics.say("what was translated is kept; once it can be written, the same command with --resume goes on")
    report(summary.tally, options)
    return diagnostics.code_of_some(
        [each.error for each in summary.failed], some_done=bool(summary.done or summary.present)
    )


def report_drafts(summary: DraftSummary) -> int:
    """List the drafts; exit code 7 if some pairs have no route, 5 if none has."""
    output.table(
        (each.statement, each.language, f"{each.cells} drafts", "→".join(each.route), _notes(each))
        for each in summary.drafted
    )
    for problem in summary.problems:
        diagnostics.say(problem)
    for advice in summary.missing.values():
        diagnostics.say(f"no route: {advice}")
    if not summary.drafted and not summary.missing:
        diagnostics.say("nothing is missing here")
    if not summary.missing:
        return diagnostics.DONE
    return diagnostics.PARTLY if summary.drafted else diagnostics.ENGINE


def _notes(drafted: Drafted) -> str:
    flags = [f"{flag} {count}" for flag, count in sorted(drafted.flags.items())]
    return ", ".join((["starter package"] if drafted.starter else []) + flags)


def report(tally: Tally, options: dict[str, Any]) -> None:
    """Say what a person must know of the translations, and write the summary file."""
    write_summary(options["summary"], asdict(tally))
    if options["quiet"]:
        return
    if tally.starter:
        diagnostics.say(
            f"{tally.starter} of {tally.texts} texts went through a starter package, which knows plain sentences of "
            "statements only; install a full package for anything else (workbench models available)"
        )
    if tally.flags:
        flags = ", ".join(f"{flag} {count}" for flag, count in sorted(tally.flags.items()))
        diagnostics.say(f"flagged: {flags}; --format jsonl shows which")
    carried, every = tally.carried
    if every:
        ways = ", ".join(f"{way} {count}" for way, count in tally.repaired.items())
        repaired = f", {sum(tally.repaired.values())} of them brought in afterwards ({ways})" if ways else ""
        diagnostics.say(f"terms: {carried} of {every} carried{repaired}; --format jsonl shows which")
