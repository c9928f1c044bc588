"""文书: filled from the exhibit, blank where only a person can speak or sign; DOCX and PDF."""

from .code import write_code
from .content import Bar, Chart, Paper, Row, Table, paper_of
from .docx import write_docx
from .forms import Form, fill, prose, read_forms
from .pdf import PrinterMissing, write_pdf

__all__ = [
    "Bar",
    "Chart",
    "Form",
    "Paper",
    "PrinterMissing",
    "Row",
    "Table",
    "fill",
    "paper_of",
    "prose",
    "read_forms",
    "write_code",
    "write_docx",
    "write_pdf",
]
