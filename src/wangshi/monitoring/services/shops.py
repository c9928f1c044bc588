"""文件里的店: found again on its platform, or opened."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.registry.models import Platform, Shop
from wangshi.registry.services import ShopFacts, find_or_open_shop, open_platform

NUMBER_LENGTH: Final = 80
NAME_LENGTH: Final = 120
CODE_LENGTH: Final = 30
UNSAID: Final = ("other", "没有写明平台")
# The codes that presets of engine/tables use, as people call the platforms.
NAMES: Final = {"meituan": "美团", "eleme": "饿了么"}


@dataclass(frozen=True)
class ShopKey:
    """哪个平台上的哪家店: as a row names it."""

    platform: str
    number: str
    name: str
    url: str

    @classmethod
    def of(cls, platform: str, name: str, url: str) -> "ShopKey":
        """A shop without a number is known by its address, else by its name."""
        written = url or name
        if len(written) > NUMBER_LENGTH:
            written = f"long:{hashlib.sha256(written.encode()).hexdigest()[:40]}"
        return cls(platform, written, name[:NAME_LENGTH], url[:500])


class Shops:
    """文件里提到的店: a few queries for a chunk, whatever its length."""

    def __init__(self, keys: Iterable[ShopKey]) -> None:
        """Looks up what is known already; opens nothing."""
        wanted = set(keys)
        self._platforms = _platforms({key.platform for key in wanted})
        numbers = {key.number for key in wanted}
        names = {key.name for key in wanted}
        self._by_number: dict[tuple[int, str], Shop] = {}
        self._by_name: dict[tuple[int, str], list[Shop]] = {}
        known = Shop.objects.filter(
            Q(external_id__in=numbers) | Q(name__in=names),
            platform__in={platform.pk for platform in self._platforms.values()},
        )
        for shop in known:
            self._keep(shop)

    def find(self, key: ShopKey) -> Shop | None:
        """By its number; else the only shop of that name on the platform."""
        platform = self._platforms.get(key.platform)
        if platform is None:
            return None
        known = self._by_number.get((platform.pk, key.number))
        same_name = self._by_name.get((platform.pk, key.name), [])
        return known or (same_name[0] if len(same_name) == 1 else None)

    def open(self, key: ShopKey, *, by: Account) -> Shop:
        """The shop found, or a new one; its platform too, when nobody named it before."""
        known = self.find(key)
        if known is not None:
            return known
        shop = find_or_open_shop(
            self._platform(key.platform, by),
            external_id=key.number,
            facts=ShopFacts(name=key.name, url=key.url),
            by=by,
        )
        self._keep(shop)
        return shop

    def _platform(self, named: str, by: Account) -> Platform:
        if named not in self._platforms:
            code, name = (named[:CODE_LENGTH], NAMES.get(named, named[:60])) if named else UNSAID
            self._platforms[named] = open_platform(code=code, name=name, by=by)
        return self._platforms[named]

    def _keep(self, shop: Shop) -> None:
        self._by_number[shop.platform_id, shop.external_id] = shop
        self._by_name.setdefault((shop.platform_id, shop.name), []).append(shop)


def _platforms(named: set[str]) -> dict[str, Platform]:
    known = Platform.objects.filter(
        Q(code__in=named | {UNSAID[0]}) | Q(name__in=named | set(NAMES.values()))
    )
    found: dict[str, Platform] = {}
    for platform in known:
        found[platform.code] = found[platform.name] = platform
        if platform.code == UNSAID[0]:
            found[""] = platform
    answers = {name: found.get(name) or found.get(NAMES.get(name, name)) for name in named}
    return {name: platform for name, platform in answers.items() if platform is not None}
