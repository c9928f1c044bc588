"""收方案: a text file or a Word file goes in; its paragraphs come out, one a line."""

import io
import zipfile
from xml.parsers import expat

from wangshi.engine.zipped import BROKEN_ZIP

from .parsing import PlanUnreadable

LARGEST = 4_000_000
_LARGEST_INSIDE = 32_000_000
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plan_text(content: bytes) -> str:
    """方案正文: UTF-8, GB18030 or DOCX. Raises PlanUnreadable with what to do instead."""
    if len(content) > LARGEST:
        raise PlanUnreadable("文件超过 4 MB，不像方案正文：请另存为纯文本")
    if content.startswith(_ZIP):
        return _from_word(content)
    if content.startswith(_OLE):
        raise PlanUnreadable("这是旧的 Word 格式（.doc）：打开后另存为 .docx 或者纯文本")
    if content.startswith(_PDF):
        raise PlanUnreadable("这是 PDF：请用原来的 Word 文件，或者复制文字存为纯文本")
    return _from_text(content)


def _from_text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanUnreadable("不是文字：请另存为纯文本（UTF-8）或者 .docx")


def _from_word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            inside = file.getinfo("word/document.xml")
            fits = inside.file_size <= _LARGEST_INSIDE
            document = file.read(inside) if fits else b""
    except (KeyError, *BROKEN_ZIP):
        raise PlanUnreadable(
            "不是 Word 文件，或者有密码、已损坏：请另存为 .docx 或者纯文本"
        ) from None
    if not fits:
        raise PlanUnreadable("Word 文件展开后太大，不像方案正文：请另存为纯文本")
    return "\n".join(_Paragraphs().read(document))


class _Paragraphs:
    """段落: the words of `w:t`, a line for each `w:p`; declared types are refused."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.words: list[str] = []
        self.in_words = False
        self.numbered = False

    def read(self, document: bytes) -> list[str]:
        """逐段: raises PlanUnreadable when the XML is broken or numbers its paragraphs itself."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._letters
        try:
            parser.Parse(document, True)
        except expat.ExpatError:
            raise PlanUnreadable("Word 文件的内容已损坏：重新另存一份再上传") from None
        if self.numbered and not any(line.startswith("一、") for line in self.found):
            raise PlanUnreadable(
                "编号是 Word 自动编的，文字里没有：选中全文，转为固定编号，或者另存为纯文本"
            )
        return self.found

    def _refuse_type(self, *_: object) -> None:
        raise PlanUnreadable("Word 文件里有不该有的声明：重新另存一份再上传")

    def _start(self, name: str, _: dict[str, str]) -> None:
        self.in_words = name == f"{_WORD} t"
        self.numbered = self.numbered or name == f"{_WORD} numPr"
        if name in (f"{_WORD} tab", f"{_WORD} br"):
            self.words.append(" ")

    def _end(self, name: str) -> None:
        self.in_words = False
        if name == f"{_WORD} p":
            self.found.append("".join(self.words).strip())
            self.words = []

    def _letters(self, letters: str) -> None:
        if self.in_words:
            self.words.append(letters)
