"""说到做到的检验: a last day that was none, and a limit without an end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from wangshi.engine.screening.rules import Level

from .findings import Suspicion, day, days, figure, yuan
from .rulings import Deadline, PriceKind, PriceLaw
from .series import PricePoint, PriceSeries


@dataclass(frozen=True)
class Broken:
    """一次没有算数的截止: said when, until when, and the first time it was seen to go on."""

    said: PricePoint
    deadline: Deadline
    after: PricePoint


def check_last_day(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """循环的“最后一天” (第二十条第一款第二项): one finding for each chain of such promises."""
    for track in series.tracks:
        chain: list[Broken] = []
        for broken in _broken(track, law):
            if chain and broken.said.on > _reach(chain[-1], law):
                yield _went_on(chain)
                chain = []
            chain.append(broken)
        if chain:
            yield _went_on(chain)


def _broken(track: Sequence[PricePoint], law: PriceLaw) -> Iterator[Broken]:
    """Promises after whose end the price stayed as low, each with the first such look."""
    tolerance = law.share("tolerance_percent")
    for place, said in enumerate(track):
        deadline = law.urgency.deadline(said.promotion, said.on)
        if deadline is None:
            continue
        limit = deadline.last_on + timedelta(days=law.days("raise_days"))
        later = (
            point
            for point in track[place:]
            if deadline.last_on < point.on <= limit and point.price <= said.price * (1 + tolerance)
        )
        if (after := next(later, None)) is not None:
            yield Broken(said, deadline, after)


def _reach(broken: Broken, law: PriceLaw) -> date:
    return broken.deadline.last_on + timedelta(days=law.days("raise_days"))


def _went_on(chain: Sequence[Broken]) -> Suspicion:
    first, last = chain[0], chain[-1]
    figures = [figure(f"说“{one.deadline.words}”时的标价", one.said) for one in chain]
    figures.append(figure("截止以后的标价", last.after))
    words = [
        f"{day(first.said.on)}页面说“{first.deadline.words}”，标 {yuan(first.said.price)}，"
        f"就是到 {day(first.deadline.last_on)}为止；"
        f"{day(first.after.on)}仍标 {yuan(first.after.price)}"
    ]
    if len(chain) > 1:
        words.append(
            f"这样的话说了 {len(chain)} 次（{days(one.said.on for one in chain)}），没有一次算数"
        )
    quote = "；".join(dict.fromkeys(one.said.promotion for one in chain))[:120]
    return Suspicion(
        PriceKind.LAST_DAY, first.said.on, Level.REVIEW, quote, tuple(figures), tuple(words)
    )


def check_no_period(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """没有期限的“限时” (令第 32 号第二十条): it has hung there for weeks at the same price."""
    for track in series.tracks:
        run: list[PricePoint] = []
        for point in track:
            goes_on = _is_open(point, law) and (not run or point.price <= run[0].price)
            if run and not goes_on:
                yield from _hangs(run, law)
                run = []
            if _is_open(point, law):
                run.append(point)
        yield from _hangs(run, law)


def _is_open(point: PricePoint, law: PriceLaw) -> bool:
    urgency = law.urgency
    return bool(
        urgency.names_no_end(point.promotion)
        and urgency.deadline(point.promotion, point.on) is None
    )


def _hangs(run: Sequence[PricePoint], law: PriceLaw) -> Iterator[Suspicion]:
    if not run or (run[-1].on - run[0].on).days < law.days("open_limit_days"):
        return
    first, last = run[0], run[-1]
    widest = max((b.on - a.on).days for a, b in pairwise(run))
    words = (
        f"{day(first.on)}到 {day(last.on)}，{len(run)} 次看到页面都写“{first.promotion[:40]}”，"
        f"没有写到哪天为止，标价 {yuan(first.price)}一直没有涨",
        f"两次之间最多隔 {widest} 日，中间的日子没有看",
    )
    figures = (figure("第一次看到", first), figure("最近一次看到", last))
    yield Suspicion(
        PriceKind.NO_PERIOD, first.on, Level.REVIEW, first.promotion[:120], figures, words
    )
