"""文书: filled from the exhibit, blank where only a person can speak or sign; DOCX and PDF."""

from .code import write_code
from .content import Paper, Row, Table, paper_of
from .docx import write_docx
from .pdf import PrinterMissing, write_pdf

__all__ = [
    "Paper",
    "PrinterMissing",
    "Row",
    "Table",
    "paper_of",
    "write_code",
    "write_docx",
    "write_pdf",
]
