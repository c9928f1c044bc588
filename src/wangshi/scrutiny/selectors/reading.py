"""读出要看的全部: operators, open shops and what is known of them, as the engine wants them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import OuterRef, Subquery

from wangshi.display.selectors import codes_in_pictures
from wangshi.engine.false_registration import Finding, OperatorRow, Register, ShopRow, find
from wangshi.registry.models import BusinessLicence, Operator, OperatorStatus, Shop
from wangshi.scrutiny.models import PayeeSeen, PictureSeen
from wangshi.scrutiny.workflow import PlaceSort

from .letters import lost_operators
from .places import home, shared_places

CHUNK: Final = 5_000
_ENDED: Final = {
    OperatorStatus.CANCELLED.value: OperatorStatus.CANCELLED.label,
    OperatorStatus.REVOKED.value: OperatorStatus.REVOKED.label,
}


@dataclass(frozen=True)
class Looked:
    """看到的: every finding of that day, and over how many rows."""

    findings: tuple[Finding, ...]
    operators: int
    shops: int


def look(on: date) -> Looked:
    """看一遍: takes as long as the register is; asked outside any transaction."""
    register = register_on(on)
    return Looked(tuple(find(register)), len(register.operators), len(register.shops))


def register_on(on: date) -> Register:
    """那天的全部: read in a stream; only the columns that a sign looks at."""
    addresses = shared_places(on, PlaceSort.ADDRESS)
    places = [*addresses, *shared_places(on, PlaceSort.PHONE)]
    return Register(
        operators=_operators(on),
        shops=_shops(),
        home=home(),
        on=on,
        public=frozenset(one.value for one in places),
        capacity={one.value: one.capacity for one in addresses if one.capacity is not None},
    )


def _operators(on: date) -> list[OperatorRow]:
    issued: dict[int, list[date]] = defaultdict(list)
    licences = BusinessLicence.objects.filter(issued_on__isnull=False)
    for key, day in licences.values_list("operator_id", "issued_on").iterator(CHUNK):
        if day is not None:
            issued[key].append(day)
    lost = lost_operators(on)
    names = (
        *("pk", "name", "uscc", "written_code", "person", "phone", "address"),
        *("status", "established_on"),
    )
    return [
        OperatorRow(
            *(key, name, uscc or "", written, person, phone, address),
            ended=_ENDED.get(status, ""),
            established_on=founded,
            issued=tuple(issued.get(key, ())),
            lost=lost.get(key, ""),
        )
        for key, name, uscc, written, person, phone, address, status, founded in (
            Operator.objects.order_by("pk").values_list(*names).iterator(CHUNK)
        )
    ]


def _shops() -> list[ShopRow]:
    newest = PayeeSeen.objects.filter(shop=OuterRef("pk")).order_by("-seen_on", "-pk")
    pictures: dict[int, list[int]] = defaultdict(list)
    for key, mark in PictureSeen.objects.order_by("pk").values_list("shop_id", "fingerprint"):
        pictures[key].append(int(mark, 16))
    read = codes_in_pictures()
    rows = Shop.objects.filter(closed_on__isnull=True).order_by("pk")
    rows = rows.annotate(payee=Subquery(newest.values("payee")[:1]))
    names = ("pk", "name", "operator_id", "shown_uscc", "phone", "payee")
    return [
        ShopRow(
            *(key, name, operator or 0, shown or read.get(key, ""), phone, payee or ""),
            tuple(pictures.get(key, ())),
        )
        for key, name, operator, shown, phone, payee in rows.values_list(*names).iterator(CHUNK)
    ]
