"""地址: which town of the county an address lies in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_OTHER_COUNTY: Final = re.compile(r"[^省市县区旗\s]{1,7}(?:县|区|旗)")
_KIND: Final = re.compile(r"(?:自治县|县|区|旗|市)$")
_SHORTEST_STEM: Final = 2


@dataclass(frozen=True)
class TownName:
    """镇办的名字: its key, and how addresses write it."""

    key: int
    name: str


def town_of(address: str, towns: Sequence[TownName], *, county: str) -> int | None:
    """所在镇办: the key of the longest town name in the address; None when it lies elsewhere.

    A town of the same name in another county is elsewhere; an address that names no county is
    taken to be at home. Without `county` every name counts.
    """
    named, after = _after_county(address, county)
    found = [town for town in towns if town.name in after]
    longest = max(found, key=lambda town: (len(town.name), -after.index(town.name)), default=None)
    if longest is None:
        return None
    before = after[: after.index(longest.name)]
    return longest.key if named or not _OTHER_COUNTY.search(before) else None


def _after_county(address: str, county: str) -> tuple[bool, str]:
    """Whether the address names the county, and what stands after the name."""
    if not county:
        return True, address
    stem = _KIND.sub("", county)
    for name in (county, stem):
        before, found, after = address.partition(name)
        if found and len(name) >= _SHORTEST_STEM and not _OTHER_COUNTY.search(before):
            return True, after
    return False, address
