"""人名: full, or with characters hidden as registers publish them: 张**, 张某."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.tables import MASK, person_table, sound_table
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, Units

LONGEST: Final = 4
_MASK: Final = np.uint16(ord(MASK))


@dataclass(frozen=True)
class People:
    """一批人名, one row a person: the first four characters, the length, a key (0: no name).

    A name that is all signs, or starts with one, says nothing and counts as absent.
    """

    units: Units
    sounds: Units
    lengths: npt.NDArray[np.int16]
    keys: Keys
    hidden: Flags

    def __len__(self) -> int:
        return len(self.keys)


def parse_people(texts: Texts) -> People:
    """读人名: folded; what does not start with a character counts as no name."""
    folded = texts.folded(person_table())
    rows: Places = np.arange(len(folded))
    units = folded.matrix(rows, LONGEST)
    told = (units[:, 0] > 0) & (units[:, 0] != _MASK)
    hidden = (units == _MASK).any(axis=1)
    keys = np.where(told, folded.whole_keys(), np.uint64(0))
    sounds = np.where(units == _MASK, _MASK, sound_table()[units])
    lengths = np.where(told, folded.lengths, 0).astype(np.int16)
    return People(units, sounds, lengths, keys, hidden)
