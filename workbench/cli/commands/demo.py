"""`demo`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import diagnostics, output
from workbench.core.job import Job
from workbench.core.term import Grade

if TYPE_CHECKING:
    from workbench.services.demo import DemoSummary, VersionSummary
    from workbench.services.drafts import DraftSummary


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo", metavar="[DIR]")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def demo(folder: Path, quiet: bool) -> None:
    """Build a project from the shipped statements in DIR (demo): import, pair, align, translate what is missing, check.

    Run again on the same folder it does only what is left to do; nothing that you have written there is touched.
    """
    from workbench.services.demo import build_demo

    meter = diagnostics.Meter("done", quiet=quiet)
    summary = build_demo(folder, Job(meter))
    meter.close()
    for key, versions in summary.versions.items():
        output.line(key)
        output.table(("", version.language, _what(version), _quality(version)) for version in versions)
    for line in _totals(summary):
        output.line(line)


def _what(version: VersionSummary) -> str:
    """What is there and how it came."""
    if version.kind == "source":
        return f"source, {version.cells} sentences"
    if version.kind == "imported":
        others = " ".join(f"{shape}×{count}" for shape, count in version.shapes.most_common())
        sure = f"confidence {version.mean:.2f}, least {version.confidence:.2f}"
        return f"imported, aligned: {version.cells} beads ({others}), {sure}"
    maker = "starter package" if version.starter else "engine"
    drafts = f"{version.drafts} drafts by {maker} {'→'.join(version.route)}"
    missing = version.cells - version.drafts - version.done
    return drafts + (f", {version.done} settled" if version.done else "") + (f", {missing} missing" if missing else "")


def _quality(version: VersionSummary) -> str:
    """Terms, flags and findings."""
    if version.kind == "source":
        return ""
    parts = [_carried(version.terms), "flagged: " + _counts(version.flags) if version.flags else ""]
    parts.append("check: " + _counts(version.findings) if version.findings else "check: nothing found")
    return "; ".join(part for part in parts if part)


def _carried(terms: Counter[str]) -> str:
    """How many terms of the source have their rendering."""
    return f"terms {terms.total() - terms[Grade.MISSING]} of {terms.total()}"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _speed(drafted: DraftSummary) -> str:
    """How many sentences were drafted, and how fast."""
    if not drafted.cells:
        return "no sentence in this run"
    rate = drafted.cells / max(drafted.seconds, 1e-9)
    return (
        f"{drafted.cells} sentences in {drafted.seconds:.1f} s ({rate:.0f} a second, loading and writing included), "
        f"{drafted.repeated} repeated, {drafted.retried} decoded again"
    )


def _totals(summary: DemoSummary) -> Iterator[str]:
    """What it comes to, and how to go on."""
    versions = [version for of_statement in summary.versions.values() for version in of_statement]
    files = summary.intake.imported.done
    new = sum(item.action == "new" for item in files)
    groups = summary.intake.pairs.groups
    by_content = [group for group in groups if "content" in group.by]
    aligned = [version for version in versions if version.kind == "imported"]
    drafts = sum(version.drafts for version in versions)
    flagged = sum(version.flagged for version in versions)
    findings = sum(sum(version.findings.values()) for version in versions)
    yield ""
    yield f"imported    {len(files)} files of {len(summary.versions)} statements, {new} of them new"
    yield f"paired      {len(groups)} groups of versions, {len(by_content)} of them by content, not by name"
    for group in by_content:
        yield f"            {group.key}: " + ", ".join(f"{path.name} ({tag})" for tag, path in group.members.items())
    beads = sum(version.cells for version in aligned)
    mean = sum(version.mean * version.cells for version in aligned) / max(beads, 1)
    unsure = sum(version.unsure for version in aligned)
    terms = sum((version.terms for version in aligned), Counter[str]())
    yield f"aligned     {len(aligned)} versions, {beads} beads; confidence {mean:.3f} on average, {unsure} to look at"
    yield f"            {_carried(terms)} carried over: {_counts(terms)}"
    yield f"translated  {_speed(summary.drafted)}; {flagged} of {drafts} drafts are flagged"
    if summary.drafted.terms:
        yield f"            {_carried(summary.drafted.terms)} carried: {_counts(summary.drafted.terms)}"
        ways = _counts(summary.drafted.repaired)
        yield f"            {summary.drafted.repaired.total()} of them left out by the engine and brought in ({ways})"
    for advice in dict.fromkeys(summary.drafted.missing.values()):
        yield f"            {advice}"
    if any(version.starter for version in versions):
        yield "            The drafts are by starter packages: small models that know plain sentences of statements and"
        yield "            nothing else. Most of what they did not understand is flagged outside-register, not"
        yield "            all of it: read every draft, and rewrite what is flagged."
    yield f"checked     {findings} findings; see: workbench --project {summary.folder} check"
    yield ""
    yield f"open it     workbench --project {summary.folder}"
