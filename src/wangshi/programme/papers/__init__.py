"""创建工作的文书: reports, the brief, the year, a letter of supervision, a list of contents."""

from .letters import letter_paper
from .reports import brief_paper, contents_paper, report_paper
from .years import annual_paper

__all__ = ["annual_paper", "brief_paper", "contents_paper", "letter_paper", "report_paper"]
