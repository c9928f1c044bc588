"""联系得上吗: where an operator stands with its letters, what is due, who has been lost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from wangshi.engine.deadlines import Deadline, compute
from wangshi.engine.lawbook import standing_lawbook
from wangshi.inspections.selectors import lost_on_the_spot
from wangshi.registry.models import Operator, Platform
from wangshi.scrutiny.models import ContactLetter
from wangshi.scrutiny.workflow import Contact, LetterResult

SECOND: Final = "letter_second"
LISTING: Final = "abn_list_lost"


@dataclass(frozen=True)
class ContactState:
    """一个主体联系到哪一步: the word, the last letter, the window or the clock that runs."""

    contact: Contact
    words: str
    mark: str
    letter: ContactLetter | None = None
    window: Deadline | None = None
    listing: Deadline | None = None
    verified_on: date | None = None

    @property
    def may_send(self) -> bool:
        """现在能寄."""
        return self.contact in _FREE


_FREE: Final = (Contact.NONE, Contact.SECOND_DUE, Contact.LAPSED, Contact.REACHED)


def letters_of(operator: Operator) -> list[ContactLetter]:
    """寄给它的信, the oldest first."""
    rows = operator.contact_letters.select_related("sent_by", "noted_by", "follows")
    return list(rows.order_by("pk"))


def platforms_of(operator: Operator) -> QuerySet[Platform]:
    """还有店开着的平台: whom to tell that the operator cannot be reached."""
    return Platform.objects.filter(
        shops__operator=operator, shops__closed_on__isnull=True
    ).distinct()


def contact_state(letters: Sequence[ContactLetter], today: date) -> ContactState:
    """联系到哪一步: of one operator's letters, the oldest first (经营异常名录管理办法 art. 9)."""
    if not letters:
        return ContactState(Contact.NONE, "还没有寄过专用信函", "")
    last = letters[-1]
    if not last.result:
        sort = Contact.SECOND_SENT if last.follows_id else Contact.FIRST_SENT
        which = "第二封" if last.follows_id else "第一封"
        return ContactState(sort, f"{which}寄出了，等结果", "blue", last)
    if last.result == LetterResult.SIGNED:
        return ContactState(Contact.REACHED, "有人签收，联系上了", "good", last)
    if last.follows_id is not None:
        return _lost(last)
    return _after_the_first(last, today)


def _after_the_first(first: ContactLetter, today: date) -> ContactState:
    window = second_window(first.sent_on)
    if window.opens_on is not None and today < window.opens_on:
        words = f"{window.opens_on:%m-%d} 起能寄第二封"
        return ContactState(Contact.TOO_EARLY, words, "rest", first, window)
    if window.due_on is not None and today > window.due_on:
        words = "过了能寄第二封的日子，要从第一封重寄"
        return ContactState(Contact.LAPSED, words, "late", first, window)
    return ContactState(Contact.SECOND_DUE, "该寄第二封了", "soon", first, window)


def _lost(second: ContactLetter) -> ContactState:
    verified = second.result_on or second.sent_on
    term = standing_lawbook().term(LISTING, on=verified)
    listing = compute(term, verified, standing_lawbook().calendar)
    words = "两次无人签收，视为联系不上"
    return ContactState(Contact.LOST, words, "late", second, listing=listing, verified_on=verified)


def second_window(sent_on: date) -> Deadline:
    """第二封能寄的日子: from `opens_on` to `due_on`, counted from the first."""
    book = standing_lawbook()
    return compute(book.term(SECOND, on=sent_on), sent_on, book.calendar)


def contact_states(today: date) -> list[tuple[Operator, ContactState]]:
    """寄过信的主体, the most pressing first: second letters due, then lost, then waiting."""
    states = [(rows[-1].operator, contact_state(rows, today)) for rows in _by_operator(_letters())]
    return sorted(states, key=lambda one: (_ORDER.index(one[1].contact), one[0].pk))


def lost_operators(on: date) -> dict[int, str]:
    """查实联系不上的: by two letters or on the spot, each with how that was found out."""
    found = {
        key: f"{day} 现场检查：通过登记的住所（经营场所）无法联系"
        for key, day in lost_on_the_spot(on).items()
    }
    for rows in _by_operator(_letters().filter(sent_on__lte=on)):
        state = contact_state(rows, on)
        if state.contact is Contact.LOST:
            numbers = "、".join(one.number for one in rows[-2:])
            found[rows[-1].operator_id] = f"两封专用信函（{numbers}）都无人签收"
        elif state.contact is Contact.REACHED:
            found.pop(rows[-1].operator_id, None)
    return found


_ORDER: Final = (
    Contact.SECOND_DUE, Contact.LOST, Contact.LAPSED, Contact.FIRST_SENT, Contact.SECOND_SENT,
    Contact.TOO_EARLY, Contact.REACHED, Contact.NONE,
)  # fmt: skip


def _letters() -> QuerySet[ContactLetter]:
    return ContactLetter.objects.select_related("operator__town").order_by("pk")


def _by_operator(letters: Iterable[ContactLetter]) -> list[list[ContactLetter]]:
    found: dict[int, list[ContactLetter]] = defaultdict(list)
    for letter in letters:
        found[letter.operator_id].append(letter)
    return list(found.values())
