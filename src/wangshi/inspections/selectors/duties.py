"""职责表: each duty of a platform with how it stands, on what grounds, and when it was seen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wangshi.engine.supervision import Duty, standing_supervision
from wangshi.inspections.models import DutyCheck
from wangshi.inspections.workflow import DutyFinding
from wangshi.registry.models import Platform


@dataclass(frozen=True)
class DutyState:
    """一项职责怎么样: without a check it has not been looked at."""

    duty: Duty
    check: DutyCheck | None

    @property
    def is_met(self) -> bool:
        """做到."""
        return self.check is not None and self.check.finding == DutyFinding.MET

    @property
    def is_not_met(self) -> bool:
        """没做到."""
        return self.check is not None and self.check.finding == DutyFinding.NOT_MET

    def is_due(self, today: date) -> bool:
        """该复看了."""
        again = self.check.again_on if self.check else None
        return again is not None and again <= today


@dataclass(frozen=True)
class DutyScore:
    """一个平台的职责: how many are met, not met, not looked at, due again."""

    met: int
    not_met: int
    unseen: int
    due: int


def duties_of(platform: Platform) -> list[DutyState]:
    """一个平台的职责表: those about live rooms only where it has some."""
    return _states([platform])[platform.pk]


def duty_scores(platforms: Sequence[Platform], today: date) -> dict[int, DutyScore]:
    """几个平台各怎么样: two queries, however many."""
    return {
        key: DutyScore(
            met=sum(one.is_met for one in states),
            not_met=sum(one.is_not_met for one in states),
            unseen=sum(one.check is None for one in states),
            due=sum(one.is_due(today) for one in states),
        )
        for key, states in _states(platforms).items()
    }


def _states(platforms: Sequence[Platform]) -> dict[int, list[DutyState]]:
    keys = [platform.pk for platform in platforms]
    newest: dict[int, dict[str, DutyCheck]] = defaultdict(dict)
    for check in DutyCheck.objects.filter(platform__in=keys).select_related("by").order_by("pk"):
        newest[check.platform_id][check.duty] = check
    live = set(
        Platform.objects.filter(pk__in=keys, live_rooms__isnull=False).values_list("pk", flat=True)
    )
    return {
        key: [
            DutyState(duty, newest[key].get(duty.key))
            for duty in standing_supervision().duties
            if not duty.live or key in live
        ]
        for key in keys
    }
