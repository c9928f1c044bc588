"""归谁管: the candidates for a complaint or a report, each with its article and reason."""

from dataclasses import dataclass

from wangshi.accounts.selectors import county
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.engine.jurisdiction import (
    Answer,
    Matter,
    Place,
    Question,
    Respondent,
    standing_jurisdiction,
)


@dataclass(frozen=True)
class Competence:
    """归谁管: the engine's answer, and whether this county is one of the candidates."""

    answer: Answer
    ours: bool
    is_known: bool

    @property
    def elsewhere(self) -> bool:
        """看来归别处: every place is known, and none of them is ours."""
        return self.is_known and not self.ours


def competence(matter: Complaint | ViolationReport) -> Competence:
    """归谁管: from the facts the desk has found out so far."""
    kind = Matter.COMPLAINT if isinstance(matter, Complaint) else Matter.REPORT
    places = {Place(key): name for key, name in matter.places.items()}
    asked = Question(
        matter=kind,
        respondent=Respondent(matter.respondent_kind),
        places=places,
        reachable=matter.reachable,
    )
    answer = standing_jurisdiction().resolve(asked)
    named = [one.county for one in answer.authorities]
    return Competence(answer, answer.includes(county().name), all(named))
