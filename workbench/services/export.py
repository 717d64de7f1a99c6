"""A project's versions as files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.core.project import Statement, Version
from workbench.formats.encoding import encode
from workbench.services.files import refuse_taken, write_whole
from workbench.services.project import Project


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one version.

    Attributes:
        path: the file written, None if it was left out.
        missing, drafts: cells without a text, and cells whose text no person has accepted.
        reason: why it was left out, empty if it was written.
    """

    statement: str
    language: str
    path: Path | None
    missing: int
    drafts: int
    reason: str = ""


def export_versions(
    project: Project,
    out: Path,
    *,
    keys: Collection[str] = (),
    languages: Collection[str] = (),
    drafts: bool = False,
    force: bool = False,
    dry_run: bool = False,
) -> Iterator[Exported]:
    """Write versions to `out/KEY.LANGUAGE.txt`, one after the other; none if one of the files is there already.

    A version that is not finished is left out unless `drafts` is set; then its file is `KEY.LANGUAGE.draft.txt`, so
    that a machine's text is never taken for a person's.

    Args:
        keys, languages: only these; empty for all.
        force: replace files that are there.
        dry_run: say what would be written, and what would be refused, and write nothing.
    Raises: InputError if a key is unknown; WriteError.
    """
    statements = [project.statement(key) for key in keys] or project.statements()
    planned = [
        _planned(project, statement, version, out, drafts=drafts)
        for statement in statements
        for version in project.store.versions(statement.id)
        if not languages or version.language in languages
    ]
    for exported, _ in planned:
        if exported.path is not None:
            refuse_taken(exported.path, force=force)
    for exported, content in planned:
        if exported.path is not None and not dry_run:
            write_whole(exported.path, content, force=force)
        yield exported


def _planned(
    project: Project, statement: Statement, version: Version, out: Path, *, drafts: bool
) -> tuple[Exported, bytes]:
    """What is to become of one version, and the bytes to write."""
    export = project.version_text(statement.key, version.language)
    unfinished = export.missing or export.drafts
    path, reason, content = None, "", b""
    if not export.text.strip():
        reason = "nothing in it yet"
    elif unfinished and not drafts:
        reason = f"not finished: {export.missing} missing, {export.drafts} drafts; --drafts writes it all the same"
    else:
        path = out / f"{statement.key}.{version.language}{'.draft' if unfinished else ''}.txt"
        content = encode(export.text, version.encoding, version.has_bom)
    return Exported(statement.key, version.language, path, export.missing, export.drafts, reason), content
