"""Questions about this room. They read facts and change nothing."""

from wangshi.complaints.clocks import (
    complaint_clock,
    complaint_clocks,
    report_clock,
)

from .changes import who_moved
from .jurisdiction import Competence, competence
from .likeness import earlier_reports, patterns, same_reporter, similar_complaints
from .listing import (
    ComplaintsAsked,
    complaint_figures,
    complaints_for,
    complaints_seen,
    letter_of,
    reads_reports,
    reports_for,
    reports_seen,
    waiting_count,
)
from .mappings import mappings_listed, waiting_mappings
from .measures import Cost, Load, cost_of_complaining, loads
from .mediators import (
    MediationFigures,
    appointed_mediators,
    bodies_listed,
    entrusted_out,
    hours_learned,
    mediation_figures,
    mediators_listed,
    standing_bodies,
)
from .people import mediators_for
from .progress import Progress, progress_of
from .stations import StationFigures, station_figures, stations_for, stations_listed
from .story import ComplaintStory, complaint_story, files_of, want_words
from .triaging import (
    Category,
    CategoryLine,
    TriageFigures,
    category_lines,
    category_of,
    triage_figures,
    triage_models,
)
from .walk_ins import WalkInFigures, ended_walk_ins, open_walk_ins, walk_in_figures

__all__ = [
    "Category",
    "CategoryLine",
    "Competence",
    "ComplaintStory",
    "ComplaintsAsked",
    "Cost",
    "Load",
    "MediationFigures",
    "Progress",
    "StationFigures",
    "TriageFigures",
    "WalkInFigures",
    "appointed_mediators",
    "bodies_listed",
    "category_lines",
    "category_of",
    "competence",
    "complaint_clock",
    "complaint_clocks",
    "complaint_figures",
    "complaint_story",
    "complaints_for",
    "complaints_seen",
    "cost_of_complaining",
    "earlier_reports",
    "ended_walk_ins",
    "entrusted_out",
    "files_of",
    "hours_learned",
    "letter_of",
    "loads",
    "mappings_listed",
    "mediation_figures",
    "mediators_for",
    "mediators_listed",
    "open_walk_ins",
    "patterns",
    "progress_of",
    "reads_reports",
    "report_clock",
    "reports_for",
    "reports_seen",
    "same_reporter",
    "similar_complaints",
    "standing_bodies",
    "station_figures",
    "stations_for",
    "stations_listed",
    "triage_figures",
    "triage_models",
    "waiting_count",
    "waiting_mappings",
    "walk_in_figures",
    "want_words",
    "who_moved",
]
