"""演示县的问题台账和做法库: one problem closed, one waiting, a practice another county copied."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.demo.office import Office
from wangshi.programme import services
from wangshi.programme.workflow import PracticeKind


def keep(office: Office, by: Account, at: datetime) -> None:
    """问题和做法: nothing later than the last moment that has happened."""
    unit = office.departments["wenlv"]
    who = office.people.by_department[unit.pk]
    due_on = timezone.localdate(at) + timedelta(days=45)
    closed = services.raise_problem(
        unit, words="线上民宿重复投诉多（虚构）", due_on=due_on, by=by, at=at
    )
    measure = "约谈三家民宿，退改规则贴到页面（虚构）"
    services.note_measure(closed, words=measure, by=who, at=at + timedelta(days=9))
    effect = services.Effect("退改的投诉少了（虚构）", "每月投诉件数", Decimal(12), Decimal(4))
    services.show_effect(closed, effect, by=who, at=at + timedelta(days=35))
    seen = "看了两个月的投诉台账（虚构）"
    services.close_problem(closed, words=seen, by=by, at=at + timedelta(days=38))
    trade = office.departments["jingmao"]
    services.raise_problem(
        trade, words="村级寄递点夜里没人值守（虚构）", due_on=due_on, by=by,
        at=at + timedelta(days=3),
    )  # fmt: skip
    services.contest_score(
        trade, year=due_on.year, item="problem", words="夜班九月就排上了，没来得及报（虚构）",
        by=office.people.by_department[trade.pk], at=at + timedelta(days=60),
    )  # fmt: skip
    _practice(office, by, at)


def _practice(office: Office, by: Account, at: datetime) -> None:
    unit = office.departments["wenlv"]
    who = office.people.by_department[unit.pk]
    on = timezone.localdate(at)
    new = services.NewPractice(
        PracticeKind.SERVICE,
        "游客投诉当天办（虚构）",
        on,
        "一个号码接，当天约上店家和游客；说不拢的，当天开调解单（虚构）",
        "办一件平均 7 天（虚构）",
        "八成当天办完（虚构）",
    )
    practice = services.add_practice(unit, new, by=who, at=at)
    services.copy_practice(
        practice, who="邻县（虚构）", on=on + timedelta(days=30), proof="来函（虚构）", by=by,
        at=at + timedelta(days=31),
    )  # fmt: skip
