"""写 Word 文件 (ECMA-376): the few parts of it that a form needs, nothing else in the file."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from .content import Chart, Paper, Row, Table
from .drawing import PICTURES, drawn_bar

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WIDTH: Final = 9070  # twentieths of a point between the margins of A4
NAME_WIDTH: Final = 2270
FIGURE_WIDTH: Final = 1600
BAR_WIDTH: Final = WIDTH - NAME_WIDTH - FIGURE_WIDTH
MOST_BARS: Final = 1000  # of a chart: so many numbers of pictures are its own
BODY, SMALL, TITLE, PROSE = 21, 16, 36, 28  # half points
INDENT: Final = 560  # two characters of the prose
SONG: Final = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'

TYPES: Final = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{KIND}.footer+xml"/></Types>'
)
ROOT: Final = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def write_docx(paper: Paper) -> bytes:
    """一份 Word 文件: the same paper gives the same bytes."""
    pictures = PICTURES if paper.charts else {}
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "word/document.xml": _document(paper),
        "word/footer1.xml": _footer(),
        "word/_rels/document.xml.rels": _links(pictures),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text.encode())
        for name, picture in pictures.items():
            file.writestr(zipfile.ZipInfo(f"word/media/{name}.png"), picture)
    return out.getvalue()


def _links(pictures: Iterable[str]) -> str:
    images = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/image" Target="media/{name}.png"/>'
        for name in pictures
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/footer" Target="footer1.xml"/>{images}</Relationships>'
    )


def _document(paper: Paper) -> str:
    body = [
        _paragraph(paper.office, BODY, centred=True),
        _paragraph(paper.title, TITLE, centred=True, bold=True),
        _paragraph(paper.number, BODY, right=True),
        *(_paragraph(words, PROSE, indent=not one) for words, one in paper.addressed),
        *_facts(paper),
        *(part for number, chart in enumerate(paper.charts) for part in _chart(chart, number)),
        *(part for table in paper.tables for part in _table(table)),
        _paragraph("", BODY),
        *(_paragraph(f"{sign}：", BODY, after=480) for sign in paper.signs),
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="850" '
        'w:footer="850" w:gutter="0"/></w:sectPr>',
    ]
    names = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'
    return f"{HEAD}<w:document {names}><w:body>{''.join(body)}</w:body></w:document>"


def _facts(paper: Paper) -> list[str]:
    if not paper.rows:
        return []
    return [_grid([_row(row) for row in paper.rows], (NAME_WIDTH, WIDTH - NAME_WIDTH))]


def _footer() -> str:
    page, pages = _counter("PAGE"), _counter("NUMPAGES")
    inner = f"{_run('第 ', SMALL)}{page}{_run(' 页，共 ', SMALL)}{pages}{_run(' 页', SMALL)}"
    return (
        f'{HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"{inner}</w:p></w:ftr>"
    )


def _counter(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run("1", SMALL)}</w:fldSimple>'


def _table(table: Table) -> list[str]:
    width = WIDTH // len(table.head)
    head = _cells([(name, width) for name in table.head], SMALL, bold=True)
    rows = [_cells([(word, width) for word in row], SMALL) for row in table.rows]
    grid = _grid([head, *rows], (width,) * len(table.head))
    return [_paragraph(table.title, BODY, bold=True), grid]


def _chart(chart: Chart, number: int) -> list[str]:
    bars = [
        "<w:tr>"
        + _cell(bar.word, NAME_WIDTH, SMALL)
        + _drawn(drawn_bar(bar, BAR_WIDTH, number * MOST_BARS + at + 1))
        + _cell(bar.figure, FIGURE_WIDTH, SMALL)
        + "</w:tr>"
        for at, bar in enumerate(chart.bars)
    ]
    grid = _grid(bars, (NAME_WIDTH, BAR_WIDTH, FIGURE_WIDTH), bare=True)
    return [_paragraph(chart.title, BODY, bold=True), _paragraph(chart.note, SMALL), grid]


def _drawn(picture: str) -> str:
    inner = f'<w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r>{picture}</w:r></w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{BAR_WIDTH}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def _row(row: Row) -> str:
    words = row.words or "\n" * (row.lines - 1)
    name = _cell(row.name, NAME_WIDTH, BODY, bold=True)
    return f"<w:tr>{name}{_cell(words, WIDTH - NAME_WIDTH, BODY)}</w:tr>"


def _cells(cells: Sequence[tuple[str, int]], size: int, *, bold: bool = False) -> str:
    inner = "".join(_cell(words, width, size, bold=bold) for words, width in cells)
    return f"<w:tr>{inner}</w:tr>"


def _cell(words: str, width: int, size: int, *, bold: bool = False) -> str:
    lines = "".join(_paragraph(line, size, bold=bold, after=40) for line in words.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{lines}</w:tc>'


def _grid(rows: Sequence[str], widths: Sequence[int], *, bare: bool = False) -> str:
    kind = "none" if bare else "single"
    edges = "".join(
        f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{edges}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _paragraph(
    words: str,
    size: int,
    *,
    centred: bool = False,
    right: bool = False,
    bold: bool = False,
    indent: bool = False,
    after: int = 120,
) -> str:
    side = "center" if centred else "right" if right else "left"
    first = f'<w:ind w:firstLine="{INDENT}"/>' if indent else ""
    return (
        f'<w:p><w:pPr><w:spacing w:after="{after}"/>{first}<w:jc w:val="{side}"/></w:pPr>'
        f"{_run(words, size, bold=bold) if words else ''}</w:p>"
    )


def _run(words: str, size: int, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    shown = escape("".join(each for each in words if each.isprintable()))
    return (
        f'<w:r><w:rPr>{SONG}{weight}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{shown}</w:t></w:r>'
    )
