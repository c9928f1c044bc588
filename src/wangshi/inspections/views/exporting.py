"""导出: rows as a workbook in which no text becomes a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import FileResponse

from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx

MOST_EXPORTED = 50_000


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> FileResponse:
    """The rows as a file to download."""
    file = BytesIO()
    write_xlsx(file, [Sheet(title, tuple(Column(name) for name in columns), rows)])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx")
