"""文书: the penalty forms, filled from the record; nothing is typed twice."""

from .making import PaperLink, decision_text, paper_of, papers_for, spot_paper

__all__ = ["PaperLink", "decision_text", "paper_of", "papers_for", "spot_paper"]
