"""公示: masked by one, published by another, withdrawn when the decision falls."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Case
from wangshi.penalties.clocks import served_on
from wangshi.penalties.models import Decision, Publication
from wangshi.penalties.selectors.masking import publication_draft
from wangshi.penalties.selectors.sanctions import publicity_level
from wangshi.penalties.workflow import PUBLICATION, CaseOutcome, StepRefused
from wangshi.shared.services import record

from .ledger import tell_ledger
from .steps import require_side, require_words


@dataclass(frozen=True)
class Wanted:
    """怎么遮: what is to go besides what is always covered, and how long it is shown."""

    words: tuple[str, ...] = ()
    serious_field: bool = False


@transaction.atomic
def prepare_publication(case: Case, wanted: Wanted, *, by: Account, at: datetime) -> Publication:
    """制作公示: the summary and the masked decision as the preview shows them."""
    require(by, Permission.WORK_CASE, case)
    require_side(case, Permission.WORK_CASE, by)
    decision = _published_decision(case)
    publication = Publication.objects.filter(decision=decision).first()
    if publication is not None and publication.published_on is not None:
        raise StepRefused("已经公示了：要改的先撤回")
    draft = publication_draft(decision, wanted.words)
    publication, _ = Publication.objects.update_or_create(
        decision=decision,
        defaults={
            "party": draft.party,
            "offence": draft.offence,
            "content": draft.content,
            "text": draft.text.text,
            "covered": len(draft.text.covers),
            "level": publicity_level(decision, serious_field=wanted.serious_field),
            "prepared_by": by,
            "prepared_at": at,
        },
    )
    record(by, "penalty.publication_prepared", case, covered=publication.covered)
    return publication


@transaction.atomic
def publish(case: Case, *, by: Account, at: datetime) -> Publication:
    """公示: what somebody else prepared, once the decision was served and stands."""
    require(by, Permission.PUBLISH_PENALTY, case)
    require_side(case, Permission.PUBLISH_PENALTY, by)
    decision = _published_decision(case)
    publication = Publication.objects.select_for_update().filter(decision=decision).first()
    if publication is None:
        raise StepRefused("还没有制作公示：请办案人员先制作，您看过再公示")
    if publication.published_on is not None:
        raise StepRefused("已经公示了")
    if publication.prepared_by == by:
        raise StepRefused("制作的人不能自己公示：请另一位看过遮盖再公示")
    today, served = timezone.localdate(at), served_on(decision.docket)
    if served is None or served > today:
        raise StepRefused("决定书还没有送达：送达以后再公示（第八条）")
    publication.published_on, publication.published_by = today, by
    publication.save(update_fields=["published_on", "published_by"])
    tell_ledger(decision, "published", on=today, at=at, article=f"{PUBLICATION}第九条")
    record(by, "penalty.published", case, number=decision.number, on=today)
    return publication


@transaction.atomic
def withdraw(case: Case, *, words: str, by: Account, at: datetime) -> Publication:
    """撤回公示: with its reason, which stays to be read (第十一条)."""
    require(by, Permission.PUBLISH_PENALTY, case)
    publication = (
        Publication.objects.select_for_update().filter(decision__docket__case=case).first()
    )
    if publication is None or publication.published_on is None or publication.withdrawn_on:
        raise StepRefused("没有在公示")
    publication.withdrawn_on = timezone.localdate(at)
    publication.withdrawn_words = require_words(words, "写撤回的理由，公众看得到")[:300]
    publication.save(update_fields=["withdrawn_on", "withdrawn_words"])
    on, article = publication.withdrawn_on, f"{PUBLICATION}第十一条"
    tell_ledger(publication.decision, "withdrawn", on=on, at=at, article=article)
    record(by, "penalty.publication_withdrawn", case, number=publication.decision.number)
    return publication


def _published_decision(case: Case) -> Decision:
    """公示得了的决定: a penalty that is more than a warning and still stands."""
    decision = Decision.objects.filter(docket__case=case).select_related("docket__case").first()
    if decision is None or decision.outcome != CaseOutcome.PENALTY:
        raise StepRefused("没有作出行政处罚决定，不公示")
    if decision.only_warning:
        raise StepRefused(f"仅受到警告的不予公示（{PUBLICATION}第二条第二款）")
    if decision.undone:
        raise StepRefused(f"决定已经{decision.get_undone_display()}，不公示")
    return decision
