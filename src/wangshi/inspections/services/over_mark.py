"""把超过额度没有登记的人转为线索: once a person and a year."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import ReturnRow
from wangshi.inspections.selectors.grounds import yearly_mark
from wangshi.inspections.selectors.over_mark import PersonOver, clue_key, people
from wangshi.inspections.workflow import InspectionRefused
from wangshi.shared.services import record
from wangshi.shared.words import yuan

UNREGISTERED = "V01"
TITLE_LENGTH = 200


@transaction.atomic
def raise_over_mark(person_key: str, year: int, *, by: Account, at: datetime) -> Clue:
    """转为线索: with every shop that was counted, and what is still to be looked at."""
    require(by, Permission.SUPERVISE_PLATFORM)
    on = timezone.localdate(at)
    found = people([person_key], year)
    if not found or not _is_over(found[0], yearly_mark(on)):
        raise InspectionRefused("这个人现在不在超过额度的名单里：名单按最新的报送算，刷新再看")
    person = found[0]
    if person.clue is not None:
        return person.clue
    if not person.bound_by_the_mark:
        raise InspectionRefused("声明的是不看额度的情形：先核实声明是否属实，再从店铺页上报线索")
    clue = report_clue(_report(person, at), by=by, at=at)
    record(by, "over_mark.raised", clue, year=year, shops=len(person.rows))
    return clue


def _is_over(person: PersonOver, mark: Decimal) -> bool:
    return person.flagged or (person.total is not None and person.total > mark)


def _report(person: PersonOver, at: datetime) -> NewClue:
    newest, on = person.rows[-1], timezone.localdate(at)
    shop = next((row.shop for row in person.rows if row.shop), None)
    told = f"合计 {yuan(person.total)} 元" if person.total is not None else "平台标示超过额度"
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=clue_key(person.key, person.year),
        title=f"{person.name}：{person.year} 年各店交易额{told}，没有登记"[:TITLE_LENGTH],
        found_on=on,
        detail=_detail(person, str(standing_supervision().mark)),
        violation=UNREGISTERED,
        operator=shop.operator if shop else None,
        shop=shop,
        suspect_name=newest.shop_name or newest.name,
        page_url=newest.url,
        town=newest.town,
    )


def _detail(person: PersonOver, basis: str) -> str:
    lines = [
        f"平台报送里同一身份证件号码（{person.rows[-1].id_shown}）的 {len(person.rows)} 家网店，"
        f"按{basis}合并计算："
    ]
    lines.extend(f"◆ {_line(row)}" for row in person.rows)
    if person.registered_as:
        lines.append(
            f"登记库里这些店关联到：{'、'.join(person.registered_as)}。先核对是否已经登记。"
        )
    lines.append(
        "还要查清：交易额是不是实际成交、有没有退款；所售是否须许可（须许可的不论多少都要登记）。"
    )
    return "\n".join(lines)


def _line(row: ReturnRow) -> str:
    figure = (
        f"{yuan(row.turnover)} 元" if row.turnover is not None else "没有报数，平台标示超过额度"
    )
    sent = row.identity_return
    return f"{sent.platform.name}“{row.shop_name}”（{sent.year} 年 {sent.month} 月报送）：{figure}"
