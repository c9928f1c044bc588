"""罚什么，用话说; whether a hearing may be asked for; what the law allows for the offence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wangshi.engine.penalties import PartyKind, hearing_reasons, publicity_of, yuan
from wangshi.engine.violations import ViolationUnknown, penalty_text
from wangshi.penalties.codes import KINDS, rows_of
from wangshi.penalties.models import Decision, Docket, Report
from wangshi.penalties.models.reports import Sanction
from wangshi.penalties.workflow import Tier
from wangshi.shared.lawshelf.selectors import violations


def sanction_words(sanction: Sanction) -> tuple[str, ...]:
    """处罚内容, one line each."""
    return tuple(_lines(sanction))


def hearing_reasons_of(report: Report, docket: Docket) -> tuple[str, ...]:
    """属于听证范围的理由: none when a hearing cannot be asked for."""
    return hearing_reasons(
        PartyKind(docket.party_kind),
        fine=report.fine,
        confiscated=max(report.income, report.goods_value),
        others=rows_of(KINDS, report.others),
    )


def publicity_level(decision: Decision, *, serious_field: bool) -> str:
    """公示期走哪一档."""
    return publicity_of(
        PartyKind(decision.docket.party_kind),
        fine=decision.fine + decision.income + decision.goods_value,
        lenient=decision.report.tier in (Tier.LENIENT, Tier.MITIGATED),
        serious_field=serious_field,
        others=rows_of(KINDS, decision.others),
    )


def lawful_range(code: str, on: date) -> str:
    """法定的罚则: what the law has for this offence on that day; empty for an unknown one."""
    if not code:
        return ""
    try:
        return penalty_text(violations().get(code, on), on)
    except ViolationUnknown:
        return ""


def _lines(sanction: Sanction) -> Iterator[str]:
    if sanction.warning:
        yield "警告"
    if sanction.fine:
        yield f"罚款 {yuan(sanction.fine)} 元"
    if sanction.income:
        yield f"没收违法所得 {yuan(sanction.income)} 元"
    if sanction.goods:
        value = f"（价值 {yuan(sanction.goods_value)} 元）" if sanction.goods_value else ""
        yield f"没收{sanction.goods}{value}"
    for row in rows_of(KINDS, sanction.others):
        yield f"{row.title}：{sanction.others_words}"


def total_of(sanction: Sanction) -> Decimal:
    """罚没款合计."""
    return sanction.fine + sanction.income
