"""演示县的自评: the county's own sheet from a workbook, counted items scored as the bands say."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.engine.indicators import SheetHead
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx
from wangshi.programme import services
from wangshi.programme.models import Assessment
from wangshi.programme.selectors import score_of
from wangshi.programme.workflow import Side

HEAD: Final = SheetHead(
    key="county",
    title="拾穗县示范区自评表（虚构）",
    issued="县创建办自拟，虚构",
    pass_total=Decimal(85),
    pass_rate=Decimal(80),
)
CHECKED: Final = ("2.3", "2.4")


def score(office: Office, by: Account, words: Mapping[str, Any]) -> None:
    """自评一次: the counted items by their bands, some of the others, two of them checked."""
    file = services.SheetFile(_workbook(words), "拾穗县自评表（虚构）.xlsx", HEAD)
    sheet = services.take_sheet(file, by=by, at=office.until)
    assessment = services.open_assessment(
        sheet,
        title=f"{office.today.year} 年度自查（虚构）",
        since=date(office.today.year - 1, 1, 1),
        until=office.today,
        by=by,
        at=office.until,
    )
    for state in score_of(assessment).items:
        if state.suggested is not None:
            _mark(assessment, state.item.number, state.suggested, "按分档", by, office)
    for number, (points, reason) in words["marks"].items():
        _mark(assessment, number, Decimal(points), reason, by, office)
    checker = office.people.one(Role.BUREAU_ADMIN)
    for number in CHECKED:
        points = Decimal(words["marks"][number][0]) - 1
        new = services.NewMark(number, Side.CHECKED, points, "看过明细，扣一分")
        services.give_mark(assessment, new, by=checker, at=office.until)
    services.hand_out_dossier(assessment, pdf=False, by=by, at=office.until)


def _mark(
    assessment: Assessment, number: str, points: Decimal, reason: str, by: Account, office: Office
) -> None:
    new = services.NewMark(number, Side.SELF, points, reason)
    services.give_mark(assessment, new, by=by, at=office.until)


def _workbook(words: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    columns = tuple(Column(title) for title in words["sheet_head"])
    write_xlsx(file, [Sheet("自评表", columns, words["sheet"])])
    return file.getvalue()
