"""结局: how clues end and what happens on the way, in the shares of an ordinary half-year."""

from dataclasses import dataclass, replace

from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueSource
from wangshi.demo.dice import Dice
from wangshi.demo.roads import Course

ENDINGS = {
    "corrected": 40,
    "filed": 17,
    "minor_corrected": 9,
    "first_minor": 9,
    "no_fault": 2,
    "unverifiable": 8,
    "not_ours": 4,
    "to_other_department": 6,
    "to_other_amr": 3,
    "to_police": 1,
}
BY_THE_WAY = {
    "returned": 5,
    "paused": 5,
    "extended": 7,
    "refused": 2,
    "slow": 6,
    "supervised": 4,
    "sent_back": 3,
    "": 68,
}
PACES = {"slow": 17, "supervised": 15, "extended": 13, "paused": 2}
QUICK = (0, 5)
PUT_RIGHT = ("corrected", "filed")
MAY_DISPUTE = (ClueSource.GRID, ClueSource.OFFICER, ClueSource.HIT)
DISPUTED, REOPENED, UNFIXED = 0.05, 0.5, 0.15

# One closed clue of each kind, however small the county is.
ONE_OF_EACH = (
    (ClueSource.GRID, "corrected", ("disputed", "reopened")),
    (ClueSource.OFFICER, "unverifiable", ("disputed",)),
    (ClueSource.OFFICER, "corrected", ("unfixed",)),
    (ClueSource.COMPLAINT, "corrected", ("unfixed",)),
    (ClueSource.COMPLAINT, "filed", ("extended",)),
    (ClueSource.SUPERIOR, "filed", ("sent_back",)),
    (ClueSource.COMPLAINT, "minor_corrected", ("supervised",)),
    (ClueSource.GRID, "first_minor", ("paused",)),
    (ClueSource.OFFICER, "no_fault", ("refused",)),
    (ClueSource.COMPLAINT, "not_ours", ("returned",)),
    (ClueSource.GRID, "to_other_department", ()),
    (ClueSource.COMPLAINT, "to_other_amr", ()),
    (ClueSource.OFFICER, "to_police", ()),
)


def one_of_each() -> tuple[tuple[ClueSource, Course], ...]:
    """每种结局、每种波折各一件."""
    return tuple(
        (source, Course(ending, frozenset(flags), pace=PACES.get(flags[0], 1) if flags else 1))
        for source, ending, flags in ONE_OF_EACH
    )


@dataclass(frozen=True)
class Courses:
    """结局的骰子."""

    dice: Dice

    def for_report(self, source: ClueSource) -> Course:
        """How a reported clue will go."""
        return self._course(may_dispute=source in MAY_DISPUTE)

    def for_hit(self, earlier: Clue | None, *, used: int) -> Course:
        """How a clue from monitoring will go; with an open clue of the same shop, a duplicate."""
        if earlier is not None:
            return Course("duplicate", original=lambda: earlier)
        course = self._course(may_dispute=True)
        return replace(course, pace=max(0, course.pace - used))

    def _course(self, *, may_dispute: bool) -> Course:
        ending = self.dice.weighed(list(ENDINGS), list(ENDINGS.values()))
        way = self.dice.weighed(list(BY_THE_WAY), list(BY_THE_WAY.values()))
        flags = {way} - {""}
        if ending in PUT_RIGHT and self.dice.chance(UNFIXED):
            flags |= {"unfixed"}
        if may_dispute and ending != "filed" and self.dice.chance(DISPUTED):
            flags |= {"disputed"}
            flags |= {"reopened"} if self.dice.chance(REOPENED) else set()
        pace = PACES.get(way, self.dice.number(*QUICK))
        return Course(ending, frozenset(flags), pace=pace)
