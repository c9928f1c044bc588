"""Files that mean harm, made on the spot: bombs, lies, disguises."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{RELATIONS}"><sheets><sheet name="样例" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
WORKBOOK_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
SHEET_START = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>价格</t></is></c></row>'
)
ONE_ROW = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>样例茶</t></is></c><c r="B2"><v>3</v></c></row>'
)
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'

Filler = Callable[[zipfile.ZipFile], None]


def workbook(
    path: Path,
    *,
    sheet: str = SHEET_START + HEADER + ONE_ROW + SHEET_END,
    fill: Filler | None = None,
) -> Path:
    """A minimal workbook, and whatever `fill` puts beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", PACKAGE_RELS)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", WORKBOOK_RELS)
        archive.writestr("xl/sharedStrings.xml", STRINGS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if fill:
            fill(archive)
    return path


def stream_entry(archive: zipfile.ZipFile, name: str, block: bytes, times: int) -> None:
    with archive.open(name, "w", force_zip64=True) as part:
        for _ in range(times):
            part.write(block)


def zeros_bomb(path: Path) -> Path:
    """A gigabyte of zeros in a sheet, about a megabyte on disk."""

    def fill(archive: zipfile.ZipFile) -> None:
        stream_entry(archive, "xl/worksheets/sheet2.xml", b"0" * 1_048_576, 1024)

    return workbook(path, fill=fill)


def strings_bomb(path: Path) -> Path:
    """One shared string of a hundred megabytes."""

    def fill(archive: zipfile.ZipFile) -> None:
        stream_entry(
            archive, "xl/sharedStrings2.xml", b"<si><t>aaaaaaaaaaaaaaa</t></si>" * 32768, 100
        )

    return workbook(path, fill=fill)


def patient_bomb(path: Path) -> Path:
    """A hundred megabytes of strings with enough noise among them to pass for a dense sheet."""
    noise = random.Random(7)  # a seed, not a secret

    def fill(archive: zipfile.ZipFile) -> None:
        with archive.open("xl/sharedStrings2.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(b"<si>" + noise.randbytes(15_000).hex().encode() + b"</si>")
                part.write(b"<si><t>aaaaaaaa</t></si>" * 43_000)

    return workbook(path, fill=fill)


def many_entries(path: Path) -> Path:
    def fill(archive: zipfile.ZipFile) -> None:
        for number in range(70_000):
            archive.writestr(f"xl/x{number}.xml", b"")

    return workbook(path, fill=fill)


def lying_size(path: Path) -> Path:
    """The directory claims 1 000 bytes for a sheet that inflates to 300 MB."""

    def fill(archive: zipfile.ZipFile) -> None:
        stream_entry(archive, "xl/worksheets/sheet2.xml", b"<row/>" * 174_763, 300)

    workbook(path, fill=fill)
    content = bytearray(path.read_bytes())
    start = content.rfind(b"xl/worksheets/sheet2.xml") - 46
    content[start + 24 : start + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(content))
    return path


def far_cell(path: Path) -> Path:
    """Two cells, at the two ends of the grid."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(path, sheet=SHEET_START + HEADER + ONE_ROW + far + SHEET_END)


def far_cell_in_small_letters(path: Path) -> Path:
    far = "<row r='1048576'><c r = 'xfd1048576'><v>1</v></c></row>"
    return workbook(path, sheet=SHEET_START + HEADER + ONE_ROW + far + SHEET_END)


def merged_ranges(path: Path) -> Path:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 300_001))
    sheet = SHEET_START + HEADER + ONE_ROW + "</sheetData><mergeCells>" + merges
    return workbook(path, sheet=sheet + "</mergeCells></worksheet>")


def billion_laughs(path: Path) -> Path:
    names = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    declared = f'<!DOCTYPE x [<!ENTITY l0 "lol">{"".join(names)}]>'
    return workbook(path, sheet=declared + SHEET_START + HEADER + SHEET_END)


def external_entity(path: Path) -> Path:
    declared = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return workbook(path, sheet=declared + SHEET_START + HEADER + SHEET_END)


def hidden_entity(path: Path) -> Path:
    """The same behind UTF-16, where a search for bytes would not see it."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>' + SHEET_START

    def fill(archive: zipfile.ZipFile) -> None:
        archive.writestr("xl/worksheets/sheet2.xml", text.encode("utf-16"))

    return workbook(path, fill=fill)


def with_part(name: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        return workbook(path, fill=lambda archive: archive.writestr(name, b"x"))

    return make


def nested(path: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", b"0" * 1000)
    return workbook(path, fill=lambda archive: archive.writestr("xl/a.zip", inner.getvalue()))


def overlapping(path: Path) -> Path:
    """Two names of the directory point at the same bytes."""
    workbook(path, fill=lambda archive: archive.writestr("xl/other01.xml", b"x" * 50))
    content = bytearray(path.read_bytes())
    start = content.rfind(b"xl/other01.xml") - 46
    content[start + 42 : start + 46] = struct.pack("<I", 0)
    path.write_bytes(bytes(content))
    return path


def marked_encrypted(path: Path) -> Path:
    workbook(path)
    content = bytearray(path.read_bytes())
    start = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[start + 8] |= 1
    path.write_bytes(bytes(content))
    return path


def cut_short(path: Path) -> Path:
    workbook(path)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def not_xml(path: Path) -> Path:
    return workbook(path, sheet="这不是 XML <<<")


def gzip_bomb(path: Path) -> Path:
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write("名称,价格\n".encode())
        for _ in range(300):
            stream.write(b"a,1\n" * 262_144)
    return path
