"""能主张什么: what the law gives at least, worked out from the complaint; a person judges."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from wangshi.complaints.models import Complaint
from wangshi.engine.consumer import Ground, compensation, standing_consumer_law
from wangshi.engine.deadlines import due_on
from wangshi.engine.jurisdiction import Respondent

RETURN: Final = "return_notice"
FOOD: Final = "food"
IF_SO: Final = {
    Ground.FRAUD: "查实是欺诈的，增加赔偿",
    Ground.UNSAFE_FOOD: "查实不符合食品安全标准的（经营者要明知），增加赔偿",
}


@dataclass(frozen=True)
class Right:
    """一项: what, how it was worked out, and where it is written."""

    title: str
    words: str
    article: str


def rights_of(complaint: Complaint) -> tuple[Right, ...]:
    """能主张什么: the return of things bought online, and the least that is added to a loss."""
    return (*_return(complaint), *_added(complaint))


def _return(complaint: Complaint) -> Iterator[Right]:
    got, online = complaint.got_on, complaint.respondent_kind != Respondent.OFFLINE
    last = due_on(RETURN, got) if got and online else None
    if last is None:
        return
    said = _in_time(complaint.letter.received_on, last)
    words = f"签收第二天起算，{last} 以前提出的可以无理由退货；{said}；定作、鲜活等不适用"
    yield Right("七日无理由退货", words, str(standing_consumer_law().right["online"]))


def _in_time(received: date, last: date) -> str:
    return "投诉的时候还在期内" if received <= last else "要看消费者哪天向商家提出的"


def _added(complaint: Complaint) -> Iterator[Right]:
    if complaint.price is None:
        return
    grounds = [Ground.FRAUD, *([Ground.UNSAFE_FOOD] if complaint.dispute == FOOD else [])]
    for ground in grounds:
        found = compensation(ground, price=complaint.price)
        words = f"至少 {found.amount} 元：{'；'.join(found.why)}"
        yield Right(IF_SO[ground], words, str(found.citation))
