"""Every verb that takes a step, with what it needs, so that tests can try each one anywhere."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cases.conftest import MONDAY, PNG, People, guided
from wangshi.accounts.models import Account
from wangshi.cases.models import (
    Clue,
    ClueExtension,
    ClueProposal,
    Correction,
    Dispute,
    SupervisionLetter,
)
from wangshi.cases.services import (
    Demand,
    Filing,
    accept_clue,
    add_evidence_photos,
    answer_correction,
    answer_extension,
    answer_letter,
    answer_proposal,
    ask_correction,
    ask_extension,
    assign_clue,
    decide_clue,
    dispute_clue,
    note_check,
    pause_clue,
    propose_decision,
    recheck,
    reply_clue,
    resume_clue,
    return_clue,
    settle_dispute,
    supervise_clue,
    supplement_clue,
    work_again,
)
from wangshi.cases.workflow import ClueOutcome

Act = Callable[[Clue, People, Account, datetime], object]
CORRECTED = guided(MONDAY)


def filing(people: People) -> Filing:
    return Filing(
        ClueOutcome.FILED,
        "filed",
        "11 月 20 日的页面写着“根治失眠”",
        cause="普通食品宣传疗效",
        party="虚构小铺",
        second_officer=people.colleague,
    )


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("虚构.png", PNG, content_type="image/png")


def _extension(clue: Clue, people: People, at: datetime) -> ClueExtension:
    return clue.extensions.filter(approved__isnull=True).first() or ClueExtension.objects.create(
        clue=clue, reason="等检测", asked_by=people.officer, asked_at=at
    )


def _proposal(clue: Clue, people: People, at: datetime) -> ClueProposal:
    return clue.proposals.filter(approved__isnull=True).first() or ClueProposal.objects.create(
        clue=clue,
        outcome=ClueOutcome.DECLINED,
        ground="first_minor",
        reason="初次",
        asked_by=people.officer,
        asked_at=at,
    )


def _dispute(clue: Clue, people: People, at: datetime) -> Dispute:
    return clue.disputes.filter(reopened__isnull=True).first() or Dispute.objects.create(
        clue=clue,
        reason="不对",
        outcome=ClueOutcome.CORRECTED,
        decided_by=people.officer,
        raised_by=people.grid_member,
        raised_at=at,
    )


def _letter(clue: Clue, people: People, at: datetime) -> SupervisionLetter:
    return clue.letters.filter(answered_at__isnull=True).first() or (
        SupervisionLetter.objects.create(
            clue=clue,
            number=f"虚构督{clue.pk}",
            issued_at=at,
            issued_by=people.head,
            overdue=False,
            demand="办完",
            answer_by=at.date(),
        )
    )


def _resume(clue: Clue, people: People, by: Account, at: datetime) -> object:
    if not clue.pauses.filter(last_on__isnull=True).exists():
        clue.pauses.create(ground="test", first_on=at.date(), note="送检", by=people.officer)
    return resume_clue(clue, by=by, at=at)


def _open_correction(clue: Clue, people: People, at: datetime) -> Correction:
    open_ones = clue.corrections.filter(fixed__isnull=True, set_aside_at__isnull=True)
    found = open_ones.first() or Correction.objects.create(
        clue=clue,
        outcome=ClueOutcome.CORRECTED,
        demand="删掉那句话",
        due_on=at.date(),
        asked_by=people.officer,
        asked_at=at,
    )
    found.operator = people.operator
    found.save()
    return found


def _looked_at(clue: Clue, people: People, at: datetime) -> None:
    """No demand is open any more: the last one was found as it was."""
    clue.corrections.filter(fixed__isnull=True).update(
        fixed=False, seen="还在", rechecked_by=people.officer, rechecked_at=at
    )


def _ask_correction(clue: Clue, people: People, by: Account, at: datetime) -> object:
    _looked_at(clue, people, at)
    demand = Demand("图片上的字也要删", at.date() + timedelta(days=3))
    return ask_correction(clue, demand=demand, by=by, at=at)


def _work_again(clue: Clue, people: People, by: Account, at: datetime) -> object:
    _looked_at(clue, people, at)
    return work_again(clue, reason="没改，重新核查", by=by, at=at)


# The step's name in the table → the verb; who of the people may do it stands beside it.
ACTS: dict[str, tuple[str, Act]] = {
    "assign": (
        "dispatcher",
        lambda c, p, by, at: assign_clue(
            c,
            department=p.bureau if c.department_id == p.station.pk else p.station,
            reason="换一家",
            by=by,
            at=at,
        ),
    ),
    "accept": ("officer", lambda c, _p, by, at: accept_clue(c, by=by, at=at)),
    "return": ("officer", lambda c, _p, by, at: return_clue(c, reason="不归我们", by=by, at=at)),
    "note": ("officer", lambda c, _p, by, at: note_check(c, words="打了电话", by=by, at=at)),
    "supplement": (
        "dispatcher",
        lambda c, _p, by, at: supplement_clue(
            c, words="又拍到进货", on=timezone.localdate(at), by=by, at=at
        ),
    ),
    "evidence": (
        "officer",
        lambda c, _p, by, at: add_evidence_photos(c, photos=[_photo()], words="货架", by=by, at=at),
    ),
    "pause": (
        "officer",
        lambda c, _p, by, at: pause_clue(c, ground="test", note="送检", by=by, at=at),
    ),
    "resume": ("officer", _resume),
    "ask_extension": (
        "officer",
        lambda c, _p, by, at: ask_extension(c, reason="等检测", by=by, at=at),
    ),
    "extend": (
        "head",
        lambda c, p, by, at: answer_extension(
            _extension(c, p, at), approve=True, answer="同意", by=by, at=at
        ),
    ),
    "refuse_extension": (
        "head",
        lambda c, p, by, at: answer_extension(
            _extension(c, p, at), approve=False, answer="来得及", by=by, at=at
        ),
    ),
    "propose": (
        "officer",
        lambda c, p, by, at: propose_decision(c, filing=filing(p), by=by, at=at),
    ),
    "send_back": (
        "head",
        lambda c, p, by, at: answer_proposal(
            _proposal(c, p, at), approve=False, answer="补照片", by=by, at=at
        ),
    ),
    "approve": (
        "head",
        lambda c, p, by, at: answer_proposal(
            _proposal(c, p, at), approve=True, answer="同意", by=by, at=at
        ),
    ),
    "decide": ("officer", lambda c, _p, by, at: decide_clue(c, verdict=CORRECTED, by=by, at=at)),
    "reply": ("officer", lambda c, _p, by, at: reply_clue(c, words="已改正", by=by, at=at)),
    "dispute": (
        "grid_member",
        lambda c, _p, by, at: dispute_clue(c, reason="还在卖", by=by, at=at),
    ),
    "reopen": (
        "reviewer",
        lambda c, p, by, at: settle_dispute(
            _dispute(c, p, at), reopen=True, settlement="重看", by=by, at=at
        ),
    ),
    "uphold": (
        "reviewer",
        lambda c, p, by, at: settle_dispute(
            _dispute(c, p, at), reopen=False, settlement="无误", by=by, at=at
        ),
    ),
    "ask_correction": ("officer", _ask_correction),
    "answer_correction": (
        "owner",
        lambda c, p, by, at: answer_correction(
            _open_correction(c, p, at), fixed=True, words="删了", by=by, at=at
        ),
    ),
    "recheck": (
        "officer",
        lambda c, p, by, at: recheck(
            _open_correction(c, p, at), fixed=True, seen="标题里没有了", by=by, at=at
        ),
    ),
    "work_again": ("officer", _work_again),
    "supervise": (
        "head",
        lambda c, _p, by, at: supervise_clue(c, demand="办完", reason="群众催", by=by, at=at),
    ),
    "answer_letter": (
        "officer",
        lambda c, p, by, at: answer_letter(_letter(c, p, at), answer="明天办完", by=by, at=at),
    ),
}


def actor_of(name: str, clue: Clue, people: People) -> Account:
    """Who may take this step on this clue: a letter about an unassigned one is the dispatcher's."""
    if name == "answer_letter" and clue.department_id is None:
        return people.dispatcher
    actor: Account = getattr(people, ACTS[name][0])
    return actor
