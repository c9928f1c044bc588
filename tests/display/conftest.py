"""A shop whose page can be looked at; every name is visibly invented."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.utils import timezone

from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import Seen
from wangshi.display.services import Look, record_check
from wangshi.display.workflow import Way
from wangshi.engine.display import Section, Verdict
from wangshi.engine.identifiers import make_uscc
from wangshi.registry.models import Operator, Platform, Shop

CODE = make_uscc("990101", 7)
NAME, PERSON, PLACE = "虚构样例茶行", "李示范", "拾穗县甲木镇虚构街1号"
GOOD = {
    "uscc": CODE,
    "name": NAME,
    "person": PERSON,
    "address": PLACE,
    "composition": "个人经营",
}
SHOWN = {
    Section.LICENCE: Verdict.SHOWN,
    Section.PERMIT: Verdict.NOT_DUE,
    Section.MARK: Verdict.NOT_DUE,
}
MISSING = SHOWN | {Section.LICENCE: Verdict.MISSING}
UNSEEN = dict.fromkeys(Section, Verdict.UNREACHABLE)
PAGE = (
    f"欢迎光临样例茶铺\n统一社会信用代码：{CODE}\n名称：{NAME}\n经营者：{PERSON}\n"
    f"经营场所：{PLACE}\n组成形式：个人经营\n"
)

Check = Callable[..., DisplayCheck]


@pytest.fixture
def platform(db) -> Platform:
    return Platform.objects.create(
        code="chengji", name="橙集商城（演示）", domain="chengji.invalid"
    )


@pytest.fixture
def operator(town) -> Operator:
    return Operator.objects.create(
        uscc=CODE,
        source_key=CODE,
        name=NAME,
        form="sole_trader",
        status="active",
        person=PERSON,
        address=PLACE,
        town=town,
    )


@pytest.fixture
def shop(platform, operator, town) -> Shop:
    return Shop.objects.create(
        platform=platform,
        external_id="s1",
        name="样例茶铺",
        url="https://chengji.invalid/s1",
        operator=operator,
        town=town,
    )


@pytest.fixture
def check(county, officer) -> Check:
    """A check of a shop: check(shop, MISSING, values={}, on=…)."""

    def record(
        shop: Shop,
        verdicts: dict[Section, Verdict] = SHOWN,
        *,
        values: dict[str, str] | None = None,
        on: date | None = None,
        at: datetime | None = None,
        after: int | None = None,
        by=None,
        **facts: object,
    ) -> DisplayCheck:
        now = at or timezone.now()
        if values is None:
            values = GOOD if verdicts[Section.LICENCE] is Verdict.SHOWN else {}
        wall = "页面要求登录" if verdicts is UNSEEN else ""
        seen = {name: facts.pop(name) for name in ("permits", "marks", "link") if name in facts}
        look = Look(
            on=on or timezone.localdate(now),
            way=Way.SHEET,
            seen=Seen("sole_trader", values, wall=wall, **seen),
            verdicts=verdicts,
            **facts,
        )
        return record_check(shop, look, by=by or officer, at=now, after=after)

    return record
