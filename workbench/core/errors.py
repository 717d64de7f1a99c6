"""The one exception tree.

    WorkbenchError
    ├── ConfigError              settings or usage that cannot be followed
    ├── NotInYetError            something this version does not do, said in one line
    ├── InputError               an input is missing or cannot be read
    │   └── FormatError          it was read and is not its format (path, line, column)
    ├── WriteError               an output or a project cannot be written (permission, disk full)
    ├── StorageError             the project at rest
    │   ├── SchemaVersionError   made by a newer workbench
    │   └── ConflictError        somebody else edited the same cell
    ├── EngineError              an engine or a package
    │   ├── ModelMissingError    the package is not installed
    │   ├── PackageError         a package is broken or hostile
    │   └── PairUnsupportedError no route between two languages
    ├── AlignmentError
    ├── TermbaseError
    ├── EvaluationError
    ├── PluginError
    └── JobCancelled

A message says what happened, where, and what to try. Which exit code an error becomes is decided in one
place, `workbench.cli.diagnostics`.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """The root: everything the workbench raises on purpose."""


class ConfigError(WorkbenchError):
    """A setting, flag or combination of them that cannot be followed."""


class NotInYetError(ConfigError):
    """Something the design promises and this version does not do yet."""


class InputError(WorkbenchError):
    """An input is missing, unreadable or empty."""


class FormatError(InputError):
    """An input was read and is not what its format asks for.

    Args:
        message: what is wrong and what to try.
        path: the input's name as the user gave it, if it has one.
        line, column: where, counted from 1; 0 where it is not known.
    """

    def __init__(self, message: str, *, path: str = "", line: int = 0, column: int = 0) -> None:
        self.path, self.line, self.column = path, line, column
        place = ":".join([path, *(str(n) for n in (line, column) if n)]).strip(":")
        super().__init__(f"{place}: {message}" if place else message)


class WriteError(WorkbenchError):
    """An output or a project cannot be written; what was there before is untouched."""


class StorageError(WorkbenchError):
    """The project's database cannot be opened, read or written."""


class SchemaVersionError(StorageError):
    """The project was made by a newer workbench than this one."""


class ConflictError(StorageError):
    """Somebody else changed the same cell since it was read; both texts are in its history."""


class EngineError(WorkbenchError):
    """An engine failed or cannot run."""


class ModelMissingError(EngineError):
    """A package that is asked for is not installed."""


class PackageError(EngineError):
    """A package is broken, hostile or not one at all; nothing of it was written."""


class PairUnsupportedError(EngineError):
    """No installed route leads from one language to the other."""


class AlignmentError(WorkbenchError):
    """Two texts cannot be aligned."""


class TermbaseError(WorkbenchError):
    """A termbase cannot be used."""


class EvaluationError(WorkbenchError):
    """A score cannot be computed from what was given."""


class PluginError(WorkbenchError):
    """A plugin cannot be loaded or broke its contract."""


class JobCancelled(WorkbenchError):
    """The person asked a job to stop; what was done stays."""
