"""一条规则计了哪些结果: the rows behind its accuracy, one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.monitoring.models import Hit
from wangshi.monitoring.selectors import CHANNELS, RuleRecord, Verdict

from .lines import HitLine, hit_lines

WORDS = {True: "属实", False: "不属实", None: "不计"}


@dataclass(frozen=True)
class OutcomeLine:
    """一个结果: what the desk said, what the field said, and what counts."""

    line: HitLine
    verdict: Verdict

    @property
    def desk(self) -> str:
        """复核."""
        return WORDS[self.verdict.words[0].right]

    @property
    def field(self) -> str:
        """核查: empty while it has not spoken."""
        return WORDS[self.verdict.right] if self.verdict.words[-1].proved else ""

    @property
    def counts(self) -> str:
        """算什么."""
        return WORDS[self.verdict.right]

    @property
    def channel(self) -> str:
        """途径."""
        return CHANNELS.get(self.verdict.channel, self.verdict.channel)


def outcome_rows(record: RuleRecord) -> QuerySet[Hit]:
    """计入的命中, the newest judgement first."""
    keys = [verdict.hit for verdict in record.verdicts]
    rows = Hit.objects.filter(pk__in=keys).order_by("-judged_at", "-pk")
    return rows.select_related("town", "shop", "sighting", "clue")


def outcome_lines(
    hits: Sequence[Hit], given: Collection[Verdict], who: Account
) -> tuple[OutcomeLine, ...]:
    """一页的行."""
    said = {verdict.hit: verdict for verdict in given}
    return tuple(OutcomeLine(line, said[line.hit.pk]) for line in hit_lines(hits, who))
