"""`models`: translation packages."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from workbench.cli import diagnostics, output
from workbench.cli.project import project_folder, project_option
from workbench.config import load_settings
from workbench.core.errors import NotInYetError
from workbench.core.job import Job
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.models import Models


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
        (each.name, f"{each.source}→{each.target}", each.kind, each.version, f"{each.size_bytes / 1e6:.1f} MB")
        for each in here.packages
    )
    output.line("routes: " + ", ".join("→".join(route) for route in here.routes))
    for broken in here.broken:
        diagnostics.say(f"not a package: {broken.folder}: {broken.reason}")


@models.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@project_option
@click.pass_context
def available(ctx: click.Context, as_json: bool) -> None:
    """What the package index offers."""
    offers = _models(ctx).available()
    if as_json:
        output.json_document({**asdict(offers), "offers": [asdict(each) for each in offers.offers]})
    else:
        output.table(
            (each.name, f"{each.source_name} → {each.target_name}", each.version, each.state) for each in offers.offers
        )
    if offers.problem:
        diagnostics.say(f"{offers.problem}; this is a copy {offers.age_s / 86400:.0f} days old")
    if offers.skipped:
        diagnostics.say(f"{offers.skipped} entries of the index could not be read")


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="PATH|NAME|PAIR...")
@click.option("--force", is_flag=True, help="Replace the same or a newer package.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@project_option
@click.pass_context
def install(ctx: click.Context, what: tuple[str, ...], force: bool, quiet: bool) -> None:
    """Install packages from files, or from the index by name or pair.

    A name is translate-en_fr, a pair en-fr.
    """
    here = _models(ctx)
    meter = diagnostics.Meter("bytes", quiet=quiet)
    for each in what:
        installed = here.install(each, force=force, job=Job(meter))
        meter.close()
        output.line(f"{installed.name}\t{installed.source}→{installed.target}\t{installed.folder}")


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
@project_option
@click.pass_context
def verify(ctx: click.Context, names: tuple[str, ...]) -> int:
    """Load packages and let each translate a sentence."""
    verified = _models(ctx).verify(names)
    output.table((each.name, each.problem or "works") for each in verified)
    return diagnostics.ENGINE if any(each.problem for each in verified) else diagnostics.DONE


@models.command()
@click.argument("name")
@project_option
@click.pass_context
def info(ctx: click.Context, name: str) -> None:
    """All there is to know of a package."""
    package, readme = _models(ctx).info(name)
    output.table((key, str(value)) for key, value in asdict(package).items())
    if readme:
        output.line("\n" + readme.rstrip())


@models.command(context_settings={"ignore_unknown_options": True})
@click.argument("rest", nargs=-1)
def pack(rest: tuple[str, ...]) -> None:
    """Turn a model into a package (not in this version yet)."""
    raise NotInYetError("models pack is not in this version yet")
