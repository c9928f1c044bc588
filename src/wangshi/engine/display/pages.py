"""页面: what a visitor reads in HTML or pasted text, its links, and whether it is a page at all."""

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

MOST_TEXT: Final = 200_000
MOST_LINKS: Final = 500
_SILENT: Final = frozenset(("script", "style", "template", "noscript", "svg", "head"))
_BREAKS: Final = re.compile(
    r"p|div|li|tr|td|th|br|h[1-6]|section|article|ul|ol|dl|dt|dd|table|footer|header|nav|option|"
    r"label|form|main"
)
_EMPTY: Final = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_IS_HTML: Final = re.compile(
    r"<\s*(?:!doctype|html|body|div|p|table|span|a|ul|head|img|template)\b", re.I
)
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_URL: Final = re.compile(r"https?://[^\s<>\"'，。；、）)】]+")
_LITTLE: Final = 300
_LOGIN: Final = re.compile(r"请先?登录|登录后|扫码登录|密码登录|短信登录|账号登录|登录/注册")
_CHALLENGE: Final = re.compile(
    r"滑块|拖动|安全验证|人机|访问(?:过于)?频繁|访问异常|异常访问|captcha|just a moment", re.I
)
_STUB: Final = re.compile(
    r"打开\s*app|下载\s*app|app\s*内(?:打开|查看)|在微信中?打开|请使用手机|enable javascript", re.I
)
_BROKEN: Final = re.compile(
    r"404 not found|502 bad gateway|页面不存在|店铺不存在|无法访问此网站", re.I
)
_WALLS: Final = (
    (_CHALLENGE, "页面要求验证"),
    (_LOGIN, "页面要求登录"),
    (_STUB, "页面要在手机应用里看"),
    (_BROKEN, "页面打不开"),
)


@dataclass(frozen=True)
class PageText:
    """页面上看得到的: lines of text, addresses linked to, and the wall if it is one."""

    lines: tuple[str, ...]
    links: tuple[str, ...]
    wall: str = ""

    @property
    def text(self) -> str:
        """全部文字."""
        return "\n".join(self.lines)


def read_page(content: str) -> PageText:
    """读页面: HTML or plain text, at most MOST_TEXT characters of it.

    A page of fewer than 300 characters that asks to sign in, to prove one is human, or to open an
    application is a wall: nobody saw what lies behind it. `wall` says so in words.
    """
    content = content[:MOST_TEXT]
    if _IS_HTML.search(content):
        lines, links = _from_html(content)
    else:
        lines, links = content.splitlines(), []
    kept = tuple(line for line in map(_plain, lines) if line)
    found = dict.fromkeys((*links, *_URL.findall("\n".join(kept))))
    return PageText(kept, tuple(found)[:MOST_LINKS], _wall(kept))


def _plain(line: str) -> str:
    said = unicodedata.normalize("NFKC", line)
    shown = "".join(char for char in said if char.isprintable() or char in "\t\u3000")
    return re.sub(r"\s+", " ", shown).strip()


def _wall(lines: tuple[str, ...]) -> str:
    text = "\n".join(lines)
    if len(text) >= _LITTLE:
        return ""
    for words, what in _WALLS:
        if found := words.search(text):
            return f"{what}：只有 {len(text)} 个字，写着“{found[0]}”"
    return ""


@dataclass
class _Reader(HTMLParser):
    lines: list[str] = field(default_factory=lambda: [""])
    links: list[str] = field(default_factory=list)
    # 看不见的一段: the tag it began with, and how deep that tag is nested in itself.
    silent: str = ""
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if _BREAKS.fullmatch(tag):
            self.lines.append("")
        if self.silent:
            self.depth += tag == self.silent
            return
        if self._is_silent(tag, given):
            if not _EMPTY.fullmatch(tag):
                self.silent, self.depth = tag, 1
            return
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        if tag == "img" and given.get("alt"):
            self.lines.append(given["alt"])

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.depth -= 1
            self.silent = self.silent if self.depth else ""
        if _BREAKS.fullmatch(tag):
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data

    def _is_silent(self, tag: str, given: dict[str, str]) -> bool:
        return tag in _SILENT or "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))


def _from_html(content: str) -> tuple[list[str], list[str]]:
    reader = _Reader()
    reader.feed(content)
    reader.close()
    # What a browser breaks at a newline of the source is one line to whoever reads it.
    lines = [re.sub(r"\s+", " ", line) for line in reader.lines]
    return lines, [link for link in reader.links if link.startswith(("http://", "https://", "//"))]
