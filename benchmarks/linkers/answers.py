"""答案: what each linker says of each shop, and how well that is."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """一家店的答案: the likeliest operator, how sure, and the outcome where there is one."""

    shop_id: str
    uscc: str
    score: float
    outcome: str = ""


@dataclass(frozen=True)
class Timing:
    """用时: seconds in all, and what else was measured."""

    seconds: float
    facts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Truth:
    """真相: the operator's code, empty for no member; whether its licence is another's."""

    uscc: str
    stolen: bool


@dataclass(frozen=True)
class Quality:
    """质量: of the links; recall over members whose licence is their own."""

    linked: int
    right: int
    members: int

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.members if self.members else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality(links: Sequence[Answer], truths: dict[str, Truth], *, lenient: bool) -> Quality:
    """打分: a link of a shop with a stolen licence is wrong; to a `lenient` judge only where it
    leads to another operator than the true one, and then it counts neither way."""
    right = linked = 0
    for answer in links:
        truth = truths[answer.shop_id]
        same = bool(truth.uscc) and answer.uscc == truth.uscc
        if truth.stolen and same and lenient:
            continue
        linked += 1
        right += same and not truth.stolen
    members = sum(1 for truth in truths.values() if truth.uscc and not truth.stolen)
    return Quality(linked, right, members)


def best_at(
    answers: Sequence[Answer], truths: dict[str, Truth], least_precision: float
) -> tuple[float, Quality] | None:
    """事后选的门槛: the lowest score from which precision holds; chosen with the truth in hand."""
    found = None
    scores = sorted({round(answer.score, 4) for answer in answers if answer.uscc}, reverse=True)
    for score in scores[:: max(len(scores) // 400, 1)]:
        links = [answer for answer in answers if answer.uscc and answer.score >= score]
        now = quality(links, truths, lenient=True)
        if now.precision >= least_precision and (found is None or now.right > found[1].right):
            found = score, now
    return found


def best_f1(answers: Sequence[Answer], truths: dict[str, Truth]) -> tuple[float, Quality]:
    """事后选的最好 F1: over all thresholds, chosen with the truth in hand."""
    scores = sorted({round(answer.score, 4) for answer in answers if answer.uscc}, reverse=True)
    tried = []
    for score in scores[:: max(len(scores) // 200, 1)]:
        links = [answer for answer in answers if answer.uscc and answer.score >= score]
        tried.append((score, quality(links, truths, lenient=True)))
    return max(tried, key=lambda pair: pair[1].f1)


def percentile(ordered: Sequence[float], part: float) -> float:
    """分位数 of numbers in order."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
