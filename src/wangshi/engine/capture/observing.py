"""观察: what was met, told by rules over what can be pointed at; what may be so is kept apart.

A wall is never called the page: where one of these rules speaks, the package holds the wall as a
wall, and no page to begin replay with.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from .recording import Seen


class Observed(Enum):
    """看到的是什么."""

    FULL = "full"
    PARTIAL = "partial"
    FILE = "file"
    LOGIN_WALL = "login_wall"
    CHALLENGE = "challenge"
    ERROR = "error"

    @property
    def title(self) -> str:
        """中文名."""
        return _TITLES[self]

    @property
    def is_page(self) -> bool:
        """是页面本身: whole or in part."""
        return self in (Observed.FULL, Observed.PARTIAL)


_TITLES: Final = {
    Observed.FULL: "完整",
    Observed.PARTIAL: "不完整",
    Observed.FILE: "是下载的文件，不是页面",
    Observed.LOGIN_WALL: "要求登录，没有看到页面",
    Observed.CHALLENGE: "要求验证，没有看到页面",
    Observed.ERROR: "打不开",
}
_LITTLE: Final = 300
_STUB: Final = 160
_BAD: Final = 400
_UNAUTHORISED: Final = 401
_BLOCKING: Final = frozenset((403, 429, 503))
_LOGIN_PLACES: Final = re.compile(
    r"(?:^|[./_-])(?:login|signin|sign-in|logon|passport|sso)(?:[./_-]|$)"
)
_CHALLENGE_PLACES: Final = re.compile(
    r"(?:^|[./_-])(?:captcha|challenge|punish|verify)(?:[./_-]|$)"
)
_LOGIN_WORDS: Final = re.compile(r"请先?登录|登录后|扫码登录|密码登录|短信登录|账号登录")
_CHALLENGE_WORDS: Final = re.compile(
    r"滑块|拖动|验证码|安全验证|人机|访问(?:过于)?频繁|访问异常|异常访问|captcha|"
    r"verify you are (?:a )?human|just a moment|checking your browser",
    re.IGNORECASE,
)
_STUB_WORDS: Final = re.compile(
    r"打开\s*app|下载\s*app|app\s*内(?:打开|查看)|在微信中?打开|请使用手机|enable javascript|"
    r"启用\s*javascript",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sight:
    """摆在眼前的: what the rules look at."""

    asked: str
    final: str
    main: Seen | None
    title: str
    text: str
    passwords: int = 0
    refusal: str = ""
    files: int = 0
    shortfalls: Sequence[str] = ()


@dataclass(frozen=True)
class Judgement:
    """观察的结果: why, in sentences that point at something; and what may be so."""

    observed: Observed
    because: tuple[str, ...]
    guesses: tuple[str, ...] = ()


def observe(sight: Sight) -> Judgement:
    """观察: the first rule that speaks decides; the rest of what was noticed are guesses."""
    for observed, rule in _RULES:
        because = rule(sight)
        if because:
            return Judgement(observed, tuple(because), _guesses(sight))
    return Judgement(Observed.FULL, ("页面加载完了，收到的内容都在",), _guesses(sight))


def _is_challenge(sight: Sight) -> list[str]:
    said = []
    main, words = sight.main, _CHALLENGE_WORDS.search(f"{sight.title}\n{sight.text}")
    if main is not None and main.header("cf-mitigated") == "challenge":
        said.append("响应写明是验证（cf-mitigated: challenge）")
    if main is not None and main.status in _BLOCKING and words:
        said.append(f"状态 {main.status}，页面上写着“{words[0]}”")
    if _moved(sight) and _CHALLENGE_PLACES.search(_place(sight.final)):
        said.append(f"被转到验证的网址 {sight.final[:200]}")
    if words and len(sight.text) < _LITTLE and not said:
        said.append(f"页面只有 {len(sight.text)} 个字，写着“{words[0]}”")
    return said


def _is_login(sight: Sight) -> list[str]:
    said = []
    main, words = sight.main, _LOGIN_WORDS.search(f"{sight.title}\n{sight.text}")
    if main is not None and main.status == _UNAUTHORISED:
        said.append("状态 401：要登录")
    if _moved(sight) and _LOGIN_PLACES.search(_place(sight.final)):
        said.append(f"被转到登录的网址 {sight.final[:200]}")
    if sight.passwords and len(sight.text) < _LITTLE:
        said.append(f"页面只有 {len(sight.text)} 个字和填密码的地方")
    if words and len(sight.text) < _STUB and not said:
        said.append(f"页面只有 {len(sight.text)} 个字，写着“{words[0]}”")
    return said


def _is_error(sight: Sight) -> list[str]:
    if sight.main is None or sight.refusal:
        return [f"浏览器没有打开：{sight.refusal or '没有响应'}"]
    if sight.main.status >= _BAD:
        return [f"状态 {sight.main.status} {sight.main.reason}".strip()]
    return []


def _is_file(sight: Sight) -> list[str]:
    return [f"网址给的是下载，收到 {sight.files} 个文件"] if sight.files else []


def _is_partial(sight: Sight) -> list[str]:
    said = list(sight.shortfalls)
    words = _STUB_WORDS.search(sight.text)
    if words and len(sight.text) < _STUB:
        said.append(f"页面只有 {len(sight.text)} 个字，写着“{words[0]}”")
    return said


_RULES: Final = (
    (Observed.FILE, _is_file),
    (Observed.CHALLENGE, _is_challenge),
    (Observed.LOGIN_WALL, _is_login),
    (Observed.ERROR, _is_error),
    (Observed.PARTIAL, _is_partial),
)


def _guesses(sight: Sight) -> tuple[str, ...]:
    found = []
    for words, may in (
        (_LOGIN_WORDS, "也许登录后看到的不同"),
        (_CHALLENGE_WORDS, "也许有验证挡住了一部分"),
        (_STUB_WORDS, "也许在手机应用里看到的不同"),
    ):
        if match := words.search(sight.text):
            found.append(f"页面上有“{match[0]}”：{may}")
    if sight.passwords:
        found.append("页面上有填密码的地方：也许登录后看到的不同")
    if not sight.text.strip() and sight.main is not None:
        found.append("页面上没有文字：也许全是图片，也许没有显示出来")
    return tuple(found)


def _moved(sight: Sight) -> bool:
    return _place(sight.asked) != _place(sight.final)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".lower()
