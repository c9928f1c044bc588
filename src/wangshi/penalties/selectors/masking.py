"""公示稿: the decision as the public would read it, and what is covered in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wangshi.engine.masking import Masked, mask, masked_name
from wangshi.engine.penalties import PartyKind
from wangshi.penalties.models import Decision
from wangshi.penalties.papers import decision_text
from wangshi.penalties.selectors.sanctions import sanction_words
from wangshi.shared.lawshelf.selectors import violations
from wangshi.shared.pages import Span


@dataclass(frozen=True)
class Draft:
    """公示稿: the summary of 第四条, the text before and after."""

    party: str
    offence: str
    content: str
    before: str
    text: Masked

    @property
    def spans(self) -> tuple[Span, ...]:
        """遮掉的各处, in places of the text before."""
        return tuple(Span(one.start, one.end, note=one.why) for one in self.text.covers)


def publication_draft(decision: Decision, words: Sequence[str] = ()) -> Draft:
    """公示稿: natural persons, numbers and homes are covered always, `words` besides."""
    docket = decision.docket
    case = docket.case
    is_person = docket.party_kind == PartyKind.PERSON
    names = [name for name in (docket.party_person, case.party if is_person else "") if name]
    hidden = [*words, docket.party_phone, docket.service_address, docket.electronic_to]
    if is_person:
        hidden += [docket.party_code, docket.party_address]
    before = decision_text(decision)
    content = "；".join(sanction_words(decision))
    return Draft(
        party=masked_name(case.party) if is_person else case.party,
        offence=_offence(decision),
        content=mask(content, names=names, words=hidden).text,
        before=before,
        text=mask(before, names=names, words=hidden, addresses=is_person),
    )


def _offence(decision: Decision) -> str:
    found = [one for one in violations() if one.code == decision.docket.violation]
    return found[0].title if found else decision.docket.case.cause
