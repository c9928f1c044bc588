"""亮照检查: some shops of the demo county were looked at, a few half a year ago; two were asked."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.services import Demand
from wangshi.demo.office import Office
from wangshi.display import selectors
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import Seen, judge, sheet_of
from wangshi.display.services import Look, ask_to_show, close_request, record_check
from wangshi.display.workflow import Way
from wangshi.engine.display import Section, Verdict, read_page
from wangshi.engine.display import standing_display_law as law
from wangshi.registry.models import Shop

MOST: Final = 60
LABELS: Final = {
    "uscc": "统一社会信用代码",
    "name": "名称",
    "person": "经营者",
    "address": "住所",
    "capital": "注册资本",
}
# 几家一轮：亮全的多，缺一项的、抄错的、没有亮的、打不开的各有几家.
ROUND: Final = (
    "whole",
    "whole",
    "lacks",
    "whole",
    "wrong",
    "none",
    "whole",
    "wall",
    "whole",
    "old",
)
OLD_DAYS, LATE_DAYS, ASKED_DAYS = 205, 12, 3
MARKS: Final = "本店茶叶为国家地理标志产品，2019年第12号公告。"


def look_around(office: Office) -> None:
    """查一圈: as a station does in a fortnight; then two requests, one of them put right."""
    officer = office.people.by_role[Role.OFFICER][1]
    shops = Shop.objects.filter(closed_on=None).select_related("platform", "operator", "town")
    missing: list[DisplayCheck] = []
    for place, shop in enumerate(shops.order_by("pk")[:MOST]):
        kind = ROUND[place % len(ROUND)]
        days = OLD_DAYS if kind == "old" else LATE_DAYS + place % 5
        check = _check(shop, kind, office.today - timedelta(days=days), by=officer, place=place)
        if kind == "none":
            missing.append(check)
    _ask(missing, office, by=officer)


def _check(
    shop: Shop, kind: str, on: date, *, by: Account, place: int, at: datetime | None = None
) -> DisplayCheck:
    text = "\n".join(_page(shop, kind, place, on))
    sheet = sheet_of(shop) or "sole_trader"
    shown = selectors.shown_on(shop, read_page(text), sheet, on)
    seen = Seen(sheet, shown.values, shown.permits, shown.marks, wall=shown.wall)
    look = Look(
        on=on,
        way=Way.PAGE,
        seen=seen,
        verdicts=_verdicts(shop, seen, on),
        page_text=text,
    )
    return record_check(shop, look, by=by, at=at or _ten(on))


def _verdicts(shop: Shop, seen: Seen, on: date) -> Mapping[Section, Verdict]:
    suggested = judge(shop, seen, on).suggestions
    if seen.wall:
        return dict.fromkeys(Section, Verdict.UNREACHABLE)
    return {section: suggested[section].verdict or Verdict.NOT_DUE for section in Section}


def _page(shop: Shop, kind: str, place: int, on: date) -> Iterator[str]:
    if kind == "wall":
        yield "请先登录后查看店铺信息"
        return
    yield f"{shop.name}（演示页面）"
    if place % 4 == 1:
        yield MARKS if place % 8 == 1 else "注册商标，仿冒必究。"
    if kind == "none" or shop.operator is None:
        return
    held = selectors.registered_of(shop.operator, law().sheet("enterprise"), on).values
    for key, label in LABELS.items():
        value = held[key]
        if value and not (kind == "lacks" and key == "address"):
            yield f"{label}：{value + '（旧）' if kind == 'wrong' and key == 'name' else value}"
    yield "类型：演示类型\n组成形式：个人经营"
    if place % 3:
        yield from (f"许可证编号：{one.number}" for one in shop.operator.permits.all())


def _ask(missing: list[DisplayCheck], office: Office, *, by: Account) -> None:
    """Two of those that show nothing are asked; one has put it right at once."""
    due_on = office.workdays.workday_after(office.today, ASKED_DAYS)
    for place, check in enumerate(missing[:2]):
        demand = Demand(selectors.suggested_demand(check), due_on)
        ask_to_show(check, demand=demand, by=by, at=office.until)
        if place:
            on = timezone.localdate(office.until)
            again = _check(check.shop, "whole", on, by=by, place=2, at=office.until)
            close_request(again, by=by, at=office.until)


def _ten(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10)))
