"""Checks of one segment and its translation, one family a module, under stable ids.

A check knows nothing of files, projects or engines. The same checks look at machine drafts and at finished versions.
"""

from __future__ import annotations

from workbench.core.ports import Check
from workbench.quality.checks.codes import Codes
from workbench.quality.checks.empty import Empty
from workbench.quality.checks.language import Language
from workbench.quality.checks.length import Length
from workbench.quality.checks.names import Names
from workbench.quality.checks.numbers import Numbers
from workbench.quality.checks.repetition import Repetition
from workbench.quality.checks.same import SameAsSource
from workbench.quality.checks.script import Script


def registry() -> dict[str, Check]:
    """Every check by its id, in the order in which findings are listed."""
    checks: tuple[Check, ...] = (
        Empty(),
        SameAsSource(),
        Script(),
        Language(),
        Codes(),
        Numbers(),
        Names(),
        Length(),
        Repetition(),
    )
    return {check.id: check for check in checks}
