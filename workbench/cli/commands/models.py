"""`models`: translation packages."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.commands.models_pack import pack
from workbench.cli.project import project_folder, project_option
from workbench.config import load_settings
from workbench.core.job import Job
from workbench.core.language import FOUR, language_tags
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.engines.catalogue import Entry
    from workbench.services.models import Models
    from workbench.services.offers import Choice, Offers, Pair

_MOST_ROUTES = 60


@click.group()
def models() -> None:
    """List, install and remove translation packages."""


def _models(ctx: click.Context) -> Models:
    return bootstrap.models(load_settings(project_folder(ctx, required=False)))


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@project_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """What is here: packages, routes, folders that are no packages."""
    here = _models(ctx).installed()
    if as_json:
        output.json_document(
            {
                "folder": str(here.folder),
                "packages": [{**asdict(each), "folder": str(each.folder)} for each in here.packages],
                "broken": [{"name": each.name, "reason": each.reason} for each in here.broken],
                "routes": [list(route) for route in here.routes],
            }
        )
        return
    output.table(
        (
            each.name,
            f"{each.source}→{each.target}" + (" and others" if each.several else ""),
            each.kind,
            each.version,
            f"{each.size_bytes / 1e6:.1f} MB",
        )
        for each in here.packages
    )
    shown = ["→".join(route) for route in here.routes[:_MOST_ROUTES]]
    more = len(here.routes) - len(shown)
    output.line("routes: " + ", ".join(shown) + (f" and {more} more (--json has all)" if more else ""))
    for broken in here.broken:
        diagnostics.say(f"not a package: {broken.folder}: {broken.reason}")


@models.command()
@click.option("--languages", metavar="L,L", help="Only pairs of these languages (en,fr,az,hy if not given).")
@click.option("--all", "all_", is_flag=True, help="Every pair that the index has.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@project_option
@click.pass_context
def available(ctx: click.Context, languages: str | None, all_: bool, as_json: bool) -> int:
    """What could be installed, by pair, and under which licence.

    From Argos' index of packages and from a list of models on the Hugging Face hub. Of the names for a pair, `models
    install PAIR` takes the first.
    """
    wanted = None if all_ else language_tags(languages) if languages else FOUR
    found = _models(ctx).available(wanted)
    if as_json:
        output.json_document(_offers_document(found))
    else:
        _show_offers(found)
    if found.missing:
        diagnostics.say(found.problem)
    elif found.problem:
        diagnostics.say(f"{found.problem}; this is a copy {found.age_s / 86400:.0f} days old")
    if found.skipped:
        diagnostics.say(f"{found.skipped} entries of the index could not be read")
    return diagnostics.PARTLY if found.missing else diagnostics.DONE


def _offers_document(found: Offers) -> dict[str, Any]:
    return {
        "address": found.address,
        "pairs": [asdict(each) for each in found.pairs],
        "offers": [asdict(each) for each in found.offers],
        "models": [{**_entry_document(entry), "installed": here} for entry, here in found.models],
        "skipped": found.skipped,
        "problem": found.problem,
        "age_s": found.age_s,
    }


def _entry_document(entry: Entry) -> dict[str, Any]:
    values = asdict(entry)
    values["confirmed"] = not entry.unconfirmed
    values["not_confirmed"] = list(entry.unconfirmed)
    values["tried"] = False  # nothing of the list was downloaded or run when it was made
    values["commercial_use"] = not entry.restricted
    values["parts"] = [{**asdict(part), "revision": part.revision or None} for part in entry.parts]
    return values


def _show_offers(found: Offers) -> None:
    from workbench.engines.catalogue import size_text

    output.table(
        (f"{pair.source}→{pair.target}", ", ".join(_marked(pair.choices, pair.installed)) or "nothing known")
        for pair in found.pairs
    )
    if found.offers:
        output.line("\nfrom the index of packages:")
        output.table(
            (each.name, f"{each.source_name} → {each.target_name}", each.version, each.state) for each in found.offers
        )
    if found.models:
        output.line("\nfrom the list of models on the hub:")
        output.table(
            (
                entry.name,
                "→".join(entry.pair) if entry.pair else f"{len(entry.languages)} languages and more",
                size_text(entry.size_bytes),
                entry.terms,
                "installed" if here else "new",
                _unsure(entry),
            )
            for entry, here in found.models
        )


def _marked(names: Iterable[str], installed: Iterable[str]) -> list[str]:
    """Names, those that are here with a star; what is here under another name comes first."""
    here = list(installed)
    return [f"{name}*" for name in here] + [name for name in names if name not in here]


def _unsure(entry: Entry) -> str:
    from workbench.engines.catalogue import NOT_CONFIRMED

    unsure = f"{NOT_CONFIRMED}: {', '.join(entry.unconfirmed)}"
    return unsure if entry.unconfirmed else "read on a copy of its page; not tried"


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="PATH|NAME|PAIR...")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the files of one model of the list, instead of the hub.",
)
@click.option("--accept-licence", is_flag=True, help="Accept a licence that forbids commercial use.")
@click.option("--force", is_flag=True, help="Replace the same or a newer package.")
@click.option("--dry-run", is_flag=True, help="Say what would be installed, and stop.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@project_option
@click.pass_context
def install(
    ctx: click.Context,
    what: tuple[str, ...],
    source: Path | None,
    accept_licence: bool,
    force: bool,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Install packages from files, from the index, or from the list of models.

    A name is translate-en_fr or madlad400-3b, a pair en-fr; `models available` shows them. A download that breaks off
    goes on where it stopped when the same command is given again.
    """
    here = _models(ctx)
    meter = diagnostics.Meter("bytes", quiet=quiet)
    for each in what:
        choice = here.choose(each)
        if not choice.file:
            diagnostics.say(choice.told)
        if dry_run:
            continue
        accepted = accept_licence or (choice.restricted and _asked(choice))
        installed = here.install(choice, source=source, force=force, accept_licence=accepted, job=Job(meter))
        meter.close()
        output.line(f"{installed.name}\t{installed.source}→{installed.target}\t{installed.folder}")


def _asked(choice: Choice) -> bool:
    """Whether a person at a terminal accepts the licence; False where nobody can be asked."""
    if not _at_terminal():
        return False
    return click.confirm(f"The licence of {choice.name} forbids commercial use. Is your use allowed?", err=True)


def _at_terminal() -> bool:
    return inputs.stdin_is_terminal() and sys.stderr is not None and sys.stderr.isatty()


@models.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@project_option
@click.pass_context
def remove(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Remove packages."""
    here = _models(ctx)
    for name in names:
        output.line(str(here.remove(name)))


@models.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@project_option
@click.pass_context
def verify(ctx: click.Context, names: tuple[str, ...], quiet: bool) -> int:
    """Compare packages with their checksums and let each translate a sentence."""
    meter = diagnostics.Meter("packages", quiet=quiet)
    verified = _models(ctx).verify(names, job=Job(meter))
    meter.close()
    output.table((each.name, each.problem or "works") for each in verified)
    for each in verified:
        if not each.problem and each.compared is None:
            diagnostics.say(f"{each.name}: no checksums were noted when it was installed; only tried")
    return diagnostics.ENGINE if any(each.problem for each in verified) else diagnostics.DONE


@models.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@project_option
@click.pass_context
def info(ctx: click.Context, name: str, as_json: bool) -> None:
    """All there is to know of a package, or of a model of the list.

    Of a model that is not installed also what would become possible with it.
    """
    found = _models(ctx).info(name)
    here = {**asdict(found.installed), "folder": str(found.installed.folder)} if found.installed else None
    if as_json:
        output.json_document(
            {
                "installed": here,
                "model": _entry_document(found.entry) if found.entry else None,
                "origin": found.origin,
                "direct": [list(pair) for pair in found.direct],
                "through": [list(pair) for pair in found.through],
            }
        )
        return
    if here:
        output.table((key, str(value)) for key, value in {**here, "origin": found.origin or "not noted"}.items())
    elif found.entry:
        output.table(_entry_rows(found.entry))
        output.table([("direct with it", _arrows(found.direct)), ("possible with it", _arrows(found.through))])
    if found.readme:
        output.line("\n" + found.readme.rstrip())


def _arrows(pairs: Iterable[Pair]) -> str:
    return ", ".join("→".join(pair) for pair in pairs) or "no pair more"


def _entry_rows(entry: Entry) -> list[tuple[str, str]]:
    """What the list says of a model, one row a field; what could not be checked says so."""
    from workbench.engines.catalogue import NOT_CONFIRMED, size_text

    def sure(field: str, text: str) -> str:
        return text if field in entry.confirmed else f"{text} ({NOT_CONFIRMED})"

    rows = [("name", entry.name), ("model", entry.title), ("installed", "no")]
    for part in entry.parts:
        rows.append(("repository", sure("repository", part.repository)))
        rows.append(("revision", part.revision or sure("", "main")))
        rows.append(("files", sure("files", ", ".join(part.files))))
    rows.append(("size", sure("size", f"{size_text(entry.size_bytes)}, {entry.quantization}")))
    rows.append(("licence", sure("licence", entry.terms)))
    rows.append(("layout", entry.layout))
    rows.append(("languages", "→".join(entry.pair) if entry.pair else " ".join(entry.languages)))
    for score in entry.scores:
        rows.append(("chrF", f"{score.source}→{score.target} {score.chrf} on {score.test_set} ({score.published_in})"))
    if not entry.scores:
        rows.append(("chrF", "none published that is known here"))
    if entry.note:
        rows.append(("note", entry.note))
    return rows


models.add_command(pack)
