"""TBX, the exchange format of termbases (ISO 30042): versions 2 (martif) and 3 are read, version 3 is written.

`reading` turns a byte stream into concept entries, `entry` one entry into a concept, `rules` says what valid TBX asks
for, `writing` writes TBX-Basic.
"""

from workbench.formats.tbx.reading import is_tbx, read_tbx
from workbench.formats.tbx.writing import TbxHeader, write_tbx

__all__ = ["TbxHeader", "is_tbx", "read_tbx", "write_tbx"]
