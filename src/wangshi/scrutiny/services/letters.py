"""专用信函: two letters fifteen to thirty days apart; nobody signed both times means lost."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.services.numbers import next_number
from wangshi.registry.models import Operator, OperatorStatus
from wangshi.scrutiny.models import ContactLetter
from wangshi.scrutiny.selectors import ContactState, contact_state, letters_of
from wangshi.scrutiny.workflow import Contact, LetterResult, ScrutinyRefused
from wangshi.shared.services import clean, record

SERIES: Final = "信"
ENDED: Final = (OperatorStatus.CANCELLED, OperatorStatus.REVOKED)


@dataclass(frozen=True)
class LetterDraft:
    """要寄的信."""

    address: str
    postal_number: str
    why: str
    sent_on: date


@transaction.atomic
def send_contact_letter(
    operator: Operator, draft: LetterDraft, *, by: Account, at: datetime
) -> ContactLetter:
    """寄专用信函: the first, or the second within its window; posted by whoever signs it.

    《企业经营异常名录管理办法》第九条; 《个体工商户年度报告办法》第十五条.
    """
    require(by, Permission.JUDGE_SUSPICION)
    operator = Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)
    _check(operator, draft, timezone.localdate(at))
    state = contact_state(letters_of(operator), draft.sent_on)
    _require_turn(state, draft)
    second = state.contact is Contact.SECOND_DUE
    letter = ContactLetter.objects.create(
        operator=operator,
        number=next_number(SERIES, draft.sent_on.year),
        follows=state.letter if second else None,
        address=draft.address.strip(),
        postal_number=draft.postal_number.strip(),
        why=clean(draft.why.strip()),
        sent_on=draft.sent_on,
        sent_by=by,
        sent_at=at,
    )
    record(by, "contact_letter.sent", letter, operator=operator, number=letter.number)
    return letter


@transaction.atomic
def note_letter_result(
    letter: ContactLetter,
    result: LetterResult,
    *,
    on: date,
    words: str = "",
    by: Account,
    at: datetime,
) -> ContactLetter:
    """记信的结果: signed for, or come back; once."""
    require(by, Permission.JUDGE_SUSPICION)
    letter = ContactLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    today = timezone.localdate(at)
    if letter.result:
        raise ScrutinyRefused(f"这封信已经记了“{letter.get_result_display()}”，不能再改")
    if not letter.sent_on <= on <= today:
        raise ScrutinyRefused(f"日期要在 {letter.sent_on} 到 {today} 之间")
    if not words.strip():
        raise ScrutinyRefused("写一句：谁签收的，或者邮局写的退回原因")
    letter.result, letter.result_on, letter.noted_by = result, on, by
    letter.result_words = clean(words.strip())
    letter.save(update_fields=["result", "result_on", "result_words", "noted_by"])
    record(by, "contact_letter.result_noted", letter, result=result, on=on)
    return letter


def _check(operator: Operator, draft: LetterDraft, today: date) -> None:
    if operator.status in ENDED:
        raise ScrutinyRefused(f"它的登记状态是{operator.get_status_display()}，不用再寄信联系")
    if not draft.address.strip():
        raise ScrutinyRefused("没有登记的地址：先在登记系统查到，再寄")
    if not draft.postal_number.strip():
        raise ScrutinyRefused("填邮件号：退回来要凭它对")
    if draft.sent_on > today:
        raise ScrutinyRefused(f"寄出日期不能晚于今天（{today}）")


def _require_turn(state: ContactState, draft: LetterDraft) -> None:
    letter, window = state.letter, state.window
    if state.contact in (Contact.FIRST_SENT, Contact.SECOND_SENT) and letter is not None:
        raise ScrutinyRefused(f"{letter.number}还没有结果：先记它的结果，再寄下一封")
    if state.contact is Contact.LOST:
        raise ScrutinyRefused("两次都无人签收，已经视为联系不上，不用再寄")
    if state.contact is Contact.TOO_EARLY and window is not None:
        raise ScrutinyRefused(
            f"两封要隔开：{window.opens_on} 到 {window.due_on} 之间寄第二封（{window.citation}）"
        )
    if letter is not None and draft.sent_on < (letter.result_on or letter.sent_on):
        raise ScrutinyRefused("寄出日期早于上一封的结果：核对日期")
