"""读工作簿的子进程: parses one XLSX under limits; what a hostile file does, it does here."""

import sys

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from wangshi.engine.tables.worker_output import Opening, limit_self, print_opening, print_rows


def main(arguments: list[str]) -> None:
    """读一份工作簿: arguments are the path, the sheet or "", bytes of memory, CPU seconds."""
    path, wanted, memory, seconds = arguments
    limit_self(int(memory), int(seconds))
    try:
        book = CalamineWorkbook.from_path(path)
        if wanted and wanted not in book.sheet_names:
            print_opening(Opening(sheets=tuple(_visible(book))))
            return
        sheet = _choose(book, wanted)
    except CalamineError as error:
        print_opening(Opening(error=str(error)[:200]))
        return
    print_opening(
        Opening(sheet=sheet.name, sheets=tuple(_visible(book)), height=sheet.total_height)
    )
    left = [""] * (sheet.start[1] if sheet.start else 0)
    print_rows((left + list(cells) for cells in sheet.iter_rows()), start=1)


def _visible(book: CalamineWorkbook) -> list[str]:
    shown = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
    ]
    return shown or list(book.sheet_names)


def _choose(book: CalamineWorkbook, wanted: str) -> CalamineSheet:
    names = [wanted] if wanted else _visible(book)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    return book.get_sheet_by_name(names[0])


if __name__ == "__main__":
    main(sys.argv[1:])
