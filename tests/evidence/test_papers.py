"""A paper as Word and as PDF: filled, whole, the same bytes from the same facts."""

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import CHROMIUM
from wangshi.evidence.papers import Bar, Chart, Paper, Row, Table, write_docx, write_pdf
from wangshi.evidence.papers.pdf import sheet

PAPER = Paper(
    title="电子数据提取笔录",
    office="拾穗县市场监督管理局（虚构）",
    number="试填证〔2026〕1号",
    rows=(Row("地点", "甲木所 <二楼> & “后院”\x00"), Row("核对意见", lines=3)),
    tables=(Table("文件", ("文件", "SHA-256"), (("首页.png", "ab" * 32),)),),
    signs=("执法人员（签名、日期）",),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_word_file_holds_every_word_and_a_line_for_each_blank():
    inside = zipfile.ZipFile(io.BytesIO(write_docx(PAPER)))
    assert inside.testzip() is None
    document = ET.fromstring(inside.read("word/document.xml"))
    said = "\n".join(each.text or "" for each in document.iter(f"{W}t"))
    for words in (
        "甲木所 <二楼> & “后院”",
        "试填证〔2026〕1号",
        "ab" * 32,
        "执法人员（签名、日期）：",
    ):
        assert words in said
    blank = list(document.iter(f"{W}tr"))[1].findall(f"{W}tc")[1]
    assert len(blank.findall(f"{W}p")) == 3


def test_every_part_the_word_file_names_is_in_it():
    inside = zipfile.ZipFile(io.BytesIO(write_docx(PAPER)))
    types = ET.fromstring(inside.read("[Content_Types].xml"))
    named = {each.get("PartName", "").lstrip("/") for each in types} - {""}
    assert named <= set(inside.namelist())
    for name in inside.namelist():
        ET.fromstring(inside.read(name))


def test_the_same_paper_gives_the_same_bytes():
    assert write_docx(PAPER) == write_docx(PAPER)


def test_what_somebody_typed_cannot_become_markup():
    assert "甲木所 &lt;二楼&gt; &amp;" in sheet(PAPER)
    assert "default-src 'none'" in sheet(PAPER)


@pytest.mark.once
@pytest.mark.skipif(not CHROMIUM.exists(), reason="没有 /usr/bin/chromium")
def test_the_pdf_carries_its_chinese_letters_along():
    """Each font in the file maps its marks to letters: these are letters of ours."""
    pdf = write_pdf(PAPER)
    assert pdf.startswith(b"%PDF-")
    maps = "".join(map(_letters, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)))
    # A letter that is also a radical of the dictionary is mapped to that one.
    assert set("电子数据提取笔录地点核对意") <= set(unicodedata.normalize("NFKC", maps))


def _letters(stream: bytes) -> str:
    """The letters a font's marks stand for, named one by one or as a run."""
    try:
        text = zlib.decompress(stream)
    except zlib.error:
        return ""
    codes = [int(each, 16) for each in re.findall(rb"<([0-9A-F]{4})>\s", text)]
    runs = re.findall(rb"<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]{4})>", text)
    for first, last, letter in runs:
        codes += range(int(letter, 16), int(letter, 16) + int(last, 16) - int(first, 16) + 1)
    return "".join(chr(each) for each in codes if each < 0xD800) if b"beginbf" in text else ""


CHART = Chart(
    "线索", "实心今年，空心上年", (Bar("办结", 50, "5 件"), Bar("立案", 0, "—", hollow=True))
)


@pytest.mark.once
def test_a_chart_has_its_words_its_numbers_and_a_bar_as_long_as_its_share():
    drawn = replace(PAPER, charts=(CHART,))
    inside = zipfile.ZipFile(io.BytesIO(write_docx(drawn)))
    document = inside.read("word/document.xml").decode()
    ET.fromstring(document)
    assert document.count("<w:drawing>") == 1  # nought draws nothing
    assert all(words in document for words in ("办结", "5 件", "立案", "—"))
    assert inside.read("word/media/rIdSolid.png").startswith(b"\x89PNG")
    assert ('width="50.0%"' in sheet(drawn), sheet(drawn).count("<rect")) == (True, 1)
