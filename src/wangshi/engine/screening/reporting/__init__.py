"""筛查结果的写法: JSON lines for programs, a workbook for offices, SARIF 2.1.0 for re-checks."""

from .baseline import Baseline, BaselineRefused, read_baseline
from .dismissals import Dismissals, DismissalsRefused, read_dismissals
from .rows import LEVEL_TITLES, Answer, answer_row, hit_row, json_line
from .sarif import Report, write_sarif
from .workbook import report_sheets

__all__ = [
    "LEVEL_TITLES",
    "Answer",
    "Baseline",
    "BaselineRefused",
    "Dismissals",
    "DismissalsRefused",
    "Report",
    "answer_row",
    "hit_row",
    "json_line",
    "read_baseline",
    "read_dismissals",
    "report_sheets",
    "write_sarif",
]
