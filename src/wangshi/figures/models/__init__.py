"""Who tells which figures, what they told, the villages, the boundaries."""

from .places import Boundaries, Village, VillageProof
from .returns import Filing, Respondent, Return

__all__ = ["Boundaries", "Filing", "Respondent", "Return", "Village", "VillageProof"]
