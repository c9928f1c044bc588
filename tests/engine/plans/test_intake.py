"""A file becomes lines: Word or text; what a machine cannot read is said."""

import io
import zipfile
from random import Random

import pytest

from wangshi.engine.plans import PlanUnreadable, Reading, parse_plan, plan_text, with_readings

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "一、措施\n(一)打底\n1.管好。试填(牵头单位:甲局;责任单位:乙局)。"


def word(
    body: str,
    name: str = "word/document.xml",
    head: str = "",
    method: int = zipfile.ZIP_STORED,
) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        file.writestr(name, f'{head}<w:document xmlns:w="{NS}">{body}</w:document>')
    return content.getvalue()


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_either_encoding(encoding):
    assert plan_text(TEXT.encode(encoding)) == TEXT


def test_word_gives_a_line_a_paragraph_with_its_runs_joined():
    body = "<w:p><w:r><w:t>一、</w:t></w:r><w:r><w:t>措施</w:t></w:r></w:p>"
    assert plan_text(word(body)) == "一、措施"
    assert plan_text(word(paragraphs(TEXT))) == TEXT


NUMBERED = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>措施</w:t></w:r></w:p>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
UNREADABLE = [
    (word(NUMBERED), "自动编的"),
    (word(paragraphs(TEXT), head=BOMB), "不该有的声明"),
    (word("<w:p>"), "已损坏"),
    (word(paragraphs(TEXT), name="other.xml"), "不是 Word 文件"),
    (b"PK\x03\x04torn", "不是 Word 文件"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"%PDF-1.7", "PDF"),
]


@pytest.mark.parametrize(("content", "words"), UNREADABLE)
def test_what_cannot_be_read_says_what_to_do(content, words):
    with pytest.raises(PlanUnreadable, match=words):
        plan_text(content)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_word_file_with_any_bit_turned_is_read_or_refused_in_words(method):
    lines = "\n".join(f"第{number}条 试填的话" for number in range(60))
    whole, dice = word(paragraphs(lines), method=method), Random(method)
    told = 0
    for _ in range(300):
        torn = bytearray(whole)
        torn[dice.randrange(4, len(torn))] ^= 1 << dice.randrange(8)
        try:
            plan_text(bytes(torn))
        except PlanUnreadable:
            told += 1
    assert told


def test_a_word_file_that_swells_is_told_to_be_too_large():
    swollen = word(paragraphs("长" * 12_000_000), method=zipfile.ZIP_DEFLATED)
    with pytest.raises(PlanUnreadable, match="展开后太大"):
        plan_text(swollen)


def test_a_reading_lies_over_its_clause_and_no_other():
    plan = parse_plan(TEXT)
    read = with_readings(plan, {"一(一)1": Reading("管好", ("丙局",))})
    assert read.clause("一(一)1").duty.leads == ("丙局",)
    assert read.clause("一(一)1").duty.partners == ()
    assert read.clause("一").title == plan.clause("一").title
    bare = with_readings(plan, {"一(一)1": Reading("管好")})
    assert bare.clause("一(一)1").duty is None
