"""监测安排: a daily sweep each month, and some with a purpose of their own."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.monitoring.models import Sweep, SweepKind
from wangshi.monitoring.services import SweepPlan, close_sweep, open_sweep

MORNING = time(8, 40)
# How many days ago, for how long, and what for.
PURPOSES = (
    (
        150,
        20,
        SweepKind.SPECIAL,
        "暑期教育培训宣传专项监测",
        "看培训机构的页面有没有包过、保录取的说法",
    ),
    (110, 20, SweepKind.FOCUS, "中秋月饼酒水重点监测", "看礼盒、酒水的特供和绝对化用语"),
    (60, 25, SweepKind.SPECIAL, "秋冬养生食品专项监测", "看食品、保健食品有没有说治病"),
    (9, 14, SweepKind.URGENT, "网售处方药应急监测", "上级通报后，全县店铺看一遍"),
)


class Sweeps:
    """哪天属于哪次监测: opened on the first file of its days."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._by = office.people.one(Role.OFFICER)
        self._opened: dict[str, Sweep] = {}

    def of(self, day: date) -> Sweep:
        """The sweep that a file of that day belongs to."""
        for ago, length, kind, title, purpose in PURPOSES:
            first = self._office.today - timedelta(days=ago)
            last = first + timedelta(days=length)
            if first <= day <= last:
                return self._sweep(SweepPlan(title, kind, first, last, purpose))
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        title = f"{day:%Y 年 %m 月}日常监测"
        purpose = "各平台上本县网店，每周看一遍"
        return self._sweep(SweepPlan(title, SweepKind.DAILY, first, last, purpose))

    def close_past(self) -> None:
        """结束已经过完的."""
        for sweep in self._opened.values():
            if sweep.ends_on and sweep.ends_on < self._office.today:
                at = min(_morning(sweep.ends_on + timedelta(days=1)), self._office.until)
                close_sweep(sweep, conclusion="按时看完，命中已复核", by=self._by, at=at)

    def _sweep(self, plan: SweepPlan) -> Sweep:
        if plan.title not in self._opened:
            at = _morning(plan.starts_on)
            self._opened[plan.title] = open_sweep(plan, by=self._by, at=at)
        return self._opened[plan.title]


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
