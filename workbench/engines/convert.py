"""Checkpoints of other libraries turned into CTranslate2 models, by CTranslate2's own converters.

torch and transformers, which the converters need, are no part of the workbench: only this module asks for them.
"""

from __future__ import annotations

import errno
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench.core.errors import ConfigError, PackageError, WriteError
from workbench.engines.modelfolder import MARIAN, ModelFolder

QUANTIZATIONS = ("int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32")
DEFAULT_QUANTIZATION = "int8"

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)

_HELP = "install the converters with: pip install 'statement-workbench[convert]'"


def check_converters(found: ModelFolder) -> None:
    """Say before any work if what converting this folder needs is not installed.

    Raises: ConfigError naming what is missing and how to get it.
    """
    needed = ("yaml",) if found.kind == MARIAN else ("torch", "transformers")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise ConfigError(f"{found.folder}: to convert it, {' and '.join(missing)} must be there; {_HELP}")


def convert(found: ModelFolder, out: Path, *, quantization: str = DEFAULT_QUANTIZATION) -> None:
    """Write a checkpoint as a CTranslate2 model into `out`, which does not exist yet.

    Args:
        quantization: of the weights, one of QUANTIZATIONS.
    Raises: ConfigError if the converters are not installed, PackageError if they cannot read the checkpoint,
        WriteError if the disk does not take the model.
    """
    check_converters(found)
    try:
        _converter(found).convert(str(out), quantization=quantization)
    except OSError as error:
        if error.errno in _FULL:
            raise WriteError(f"{out}: the converted model cannot be written: {error.strerror}") from error
        raise PackageError(f"{found.folder}: cannot be converted: {error}") from error
    except Exception as error:  # whatever torch and transformers raise on a file that is not theirs
        reason = str(error).strip().splitlines()
        raise PackageError(f"{found.folder}: cannot be converted: {reason[0] if reason else repr(error)}") from error


def _converter(found: ModelFolder) -> Any:
    if found.kind == MARIAN:
        from ctranslate2.converters import OpusMTConverter

        return OpusMTConverter(str(found.folder))
    from ctranslate2.converters import TransformersConverter

    class WithLanguages(TransformersConverter):  # type: ignore[misc]
        """Tells of M2M100's language tokens, which CTranslate2 4.8 does not find in transformers 5.

        Can go once its converter reads `extra_special_tokens`.
        """

        def load_tokenizer(self, tokenizer_class: Any, name: str, **options: Any) -> Any:
            tokenizer = super().load_tokenizer(tokenizer_class, name, **options)
            if languages := getattr(tokenizer, "lang_token_to_id", None):
                vocabulary = {**tokenizer.get_vocab(), **languages}
                tokenizer.get_vocab = lambda: vocabulary
            return tokenizer

    return WithLanguages(str(found.folder), low_cpu_mem_usage=True)
