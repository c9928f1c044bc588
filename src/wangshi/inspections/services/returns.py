"""导入平台报送: rows of one window find their return; the same rows again change nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.selectors import county
from wangshi.engine.places import TownName, town_of
from wangshi.engine.tables import Fault, Record
from wangshi.inspections.models import IdentityReturn, ReturnRow
from wangshi.inspections.workflow import SAID
from wangshi.registry.models import Operator, Platform, Shop
from wangshi.shared.imports import Written

from .return_rows import Homes, ReturnPlan, read_row, remarks_of

KEPT = (*SAID, "id_shown", "lacking", "digest", "town", "shop", "operator")


@dataclass
class Sorted:
    """分拣好的一段: rows to add, rows that stand there already and what they say now."""

    new: dict[str, ReturnRow] = field(default_factory=dict)
    seen: dict[str, ReturnRow] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def answer(self) -> Written:
        """What the batch counts."""
        return Written(**self.counts, faults=tuple(self.faults), remarks=tuple(self.remarks))


def take_rows(
    records: Sequence[Record], *, plan: ReturnPlan, columns: Mapping[str, str], by: Account
) -> Written:
    """写入一段报送 inside the caller's transaction; the return is opened with its first rows."""
    require(by, Permission.SUPERVISE_PLATFORM)
    sent, _ = IdentityReturn.objects.get_or_create(
        platform=plan.platform,
        kind=plan.kind,
        year=plan.year,
        month=plan.month,
        defaults={"origin": plan.origin, "opened_by": by, "opened_at": plan.received_at},
    )
    if (sent.origin, sent.reported_on) != (plan.origin, plan.reported_on):
        sent.origin, sent.reported_on = plan.origin, plan.reported_on
        sent.save(update_fields=["origin", "reported_on"])
    found = _sort(records, plan, columns, sent)
    _match([*found.new.values(), *found.seen.values()], plan.platform)
    for row in found.new.values():
        row.identity_return = sent
    ReturnRow.objects.bulk_create(found.new.values())
    ReturnRow.objects.bulk_update(
        found.seen.values(), [*KEPT, "row_number", "batch_id"], batch_size=200
    )
    return found.answer()


def weigh_rows(
    records: Sequence[Record], *, plan: ReturnPlan, columns: Mapping[str, str]
) -> Written:
    """试算一段报送: what `take_rows` would count, nothing written."""
    sent = IdentityReturn.objects.filter(
        platform=plan.platform, kind=plan.kind, year=plan.year, month=plan.month
    ).first()
    return _sort(records, plan, columns, sent).answer()


def _sort(
    records: Sequence[Record],
    plan: ReturnPlan,
    columns: Mapping[str, str],
    sent: IdentityReturn | None,
) -> Sorted:
    found, rows, homes = Sorted(), [], _homes()
    for record in records:
        row = read_row(record, plan, homes, columns)
        if isinstance(row, Fault):
            found.faults.append(row)
        else:
            rows.append(row)
    known = _known(sent, rows)
    for row in rows:
        _place(row, found, known, columns)
    return found


def _place(
    row: ReturnRow, found: Sorted, known: Mapping[str, ReturnRow], columns: Mapping[str, str]
) -> None:
    twin = _twin(row, found, known)
    if twin is not None:
        words = f"和第 {twin.row_number} 行是同一家（同一个网址或账号）：留一行，去掉另一行"
        found.faults.append(Fault(row.row_number, columns.get("url", ""), row.url[:60], words))
        return
    found.remarks.extend(remarks_of(row, columns))
    before = known.get(row.key)
    if before is None:
        found.new[row.key] = row
        found.counts["new"] += 1
        return
    found.counts["same" if before.digest == row.digest else "changed"] += 1
    row.pk, row.identity_return_id = before.pk, before.identity_return_id
    found.seen[row.key] = row


def _twin(row: ReturnRow, found: Sorted, known: Mapping[str, ReturnRow]) -> ReturnRow | None:
    """An earlier line of this very file that says the same place."""
    here = found.new.get(row.key) or found.seen.get(row.key)
    if here is not None:
        return here
    there = known.get(row.key)
    if there is None or there.batch_id != row.batch_id or there.row_number == row.row_number:
        return None
    return there


def _known(sent: IdentityReturn | None, rows: Iterable[ReturnRow]) -> dict[str, ReturnRow]:
    if sent is None:
        return {}
    keys = {row.key for row in rows}
    return {row.key: row for row in sent.rows.filter(key__in=keys)}


def _homes() -> Homes:
    named = Platform.objects.exclude(domain="").order_by("pk").values_list("domain", "name")
    return Homes({domain.lower().strip().removeprefix("www."): name for domain, name in named})


def _match(rows: Sequence[ReturnRow], platform: Platform) -> None:
    """Whose shop and which operator of the register: by address, by name, by code."""
    towns = tuple(TownName(key, name) for key, name in Town.objects.values_list("pk", "name"))
    shops = _shops(rows, platform)
    codes = {row.uscc for row in rows if row.uscc}
    operators = {one.uscc: one for one in Operator.objects.filter(uscc__in=codes)}
    home = county().name
    for row in rows:
        named = shops.get(f"name:{row.shop_name}")
        row.shop = shops.get(row.url) or (named if named and not named.url else None)
        row.operator = operators.get(row.uscc) if row.uscc else None
        row.town_id = town_of(row.address, towns, county=home)


def _shops(rows: Sequence[ReturnRow], platform: Platform) -> dict[str, Shop]:
    urls = {row.url for row in rows if row.url}
    names = {row.shop_name for row in rows if row.shop_name}
    either = Q(url__in=urls) | Q(name__in=names)
    found: dict[str, Shop] = {}
    for shop in Shop.objects.filter(either, platform=platform).order_by("pk"):
        found.setdefault(f"name:{shop.name}", shop)
        if shop.url:
            found[shop.url] = shop
    return found
