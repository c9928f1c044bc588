"""A workbook that was sent, opened as Excel would."""

from io import BytesIO
from typing import Any

import openpyxl
from django.http import HttpResponseBase


def workbook_of(sent: HttpResponseBase) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet by its title, each a list of rows."""
    assert sent.status_code == 200
    book = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content)))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}
