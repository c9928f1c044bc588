"""证件号码: check digits, normal forms and masks of the codes an officer types."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

USCC_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: thirty-one characters, without I, O, S, V and Z."""
_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_USCC_ALL: Final = (*_USCC_WEIGHTS, 1)
_USCC_VALUES: Final = {letter: value for value, letter in enumerate(USCC_LETTERS)}
_AS_READ: Final = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"})
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_CARD_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CARD_CHECKS: Final = "10X98765432"
_DEPARTMENTS: Final = frozenset("123456789ANY")
_MISREAD: Final = {"I": "1", "O": "0", "S": "5", "V": "U 或 Y", "Z": "2"}
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?E\+?\d+")
_IGNORED: Final = re.compile(r"[\s\-‐-―−_'\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_MOBILE: Final = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE: Final = re.compile(r"(0\d{2,3})?([2-8]\d{6,7})(?:转|EXT|X|#)?(\d{1,6})?")
_SERVICE_LINE: Final = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|1[02]\d{3}|11\d|12[02]")
_HOST: Final = re.compile(r"[^\W_]([\w\-]*[^\W_])?(\.[^\W_]([\w\-]*[^\W_])?)+")
_URL_LENGTH: Final = 2048
_USCC_LENGTH: Final = 18
_BIRTH_YEARS: Final = range(1850, 2101)
_SHORT_PHONE: Final = 6
_SHORT_ID: Final = 12


@dataclass(frozen=True)
class CodeCheck:
    """核对结果: whether a code is right, else why in Chinese, and the form to store."""

    ok: bool
    reason_zh: str
    normalised: str


def normalise_code(text: str) -> str:
    """规范写法: half-width, upper-case, without spaces, hyphens or invisible signs."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_uscc(code: str) -> CodeCheck:
    """统一社会信用代码核对 (GB 32100-2015): length, letters, both check digits."""
    normalised = normalise_code(code)
    reason = _uscc_reason(normalised)
    return CodeCheck(ok=not reason, reason_zh=reason, normalised=normalised)


def _uscc_reason(code: str) -> str:
    return _uscc_shape_reason(code) or _uscc_letter_reason(code) or _uscc_digit_reason(code)


def _uscc_shape_reason(code: str) -> str:
    if not code:
        return "没有填信用代码"
    if _SCIENTIFIC.fullmatch(code):
        return (
            "信用代码被表格软件改成了科学计数，末尾几位已经丢了："
            "回到原表，把这一列设为文本再重新填写"
        )
    if re.fullmatch(r"\d{15}", code):
        return "这是旧的 15 位注册号，不是信用代码：到登记系统查 18 位的新代码"
    if len(code) != _USCC_LENGTH:
        return f"信用代码应是 18 位，现在是 {len(code)} 位：对照营业执照补全"
    return ""


def _uscc_letter_reason(code: str) -> str:
    for place, letter in enumerate(code, start=1):
        if letter in _MISREAD:
            return (
                f"第 {place} 位是字母 {letter}，信用代码不用 I、O、S、V、Z："
                f"多半是 {_MISREAD[letter]}，对照营业执照改正"
            )
        if letter not in USCC_LETTERS:
            return f"第 {place} 位「{letter}」不是信用代码用的字符：对照营业执照改正"
    if code[0] not in _DEPARTMENTS:
        return f"第 1 位「{code[0]}」不是登记管理部门代码：对照营业执照改正"
    if not code[2:8].isdecimal():
        return "第 3 到 8 位是行政区划码，只能是数字：对照营业执照改正"
    return ""


def _uscc_digit_reason(code: str) -> str:
    if uscc_check_digit(code[:17]) != code[17]:
        return "校验码不对，有一位抄错了：对照营业执照逐位核对"
    if organisation_check_digit(code[8:16]) != code[16]:
        return "第 9 到 17 位（主体标识码）的校验码不对：对照营业执照逐位核对"
    return ""


def uscc_check_digit(first_seventeen: str) -> str:
    """第 18 位校验码 of seventeen legal characters; ValueError on any other character."""
    total = sum(
        USCC_LETTERS.index(letter) * weight
        for letter, weight in zip(first_seventeen, _USCC_WEIGHTS, strict=True)
    )
    return USCC_LETTERS[-total % 31]


def repair_uscc(code: str) -> tuple[str, ...]:
    """可能的改正: every sound code one slip away; empty when the code is sound or none explains it.

    A slip is a letter misread, changed, swapped with its neighbour, lost or doubled.
    """
    if check_uscc(code).ok:
        return ()
    return tuple(sorted({one for one in uscc_slips(code) if not _uscc_reason(one)}))


def uscc_slips(code: str) -> Iterator[str]:
    """一处笔误以前的写法: codes one slip away, sound or not, the first with I, O, S, Z read right.

    The weights are invertible modulo 31 (GB 32100-2015), so each place has at most one letter
    that mends the check digit: thirty-odd codes, not six hundred.
    """
    plain = normalise_code(code).translate(_AS_READ)
    yield plain
    yield from _one_slip_away(plain)


def _one_slip_away(code: str) -> Iterator[str]:
    if len(code) == _USCC_LENGTH:
        yield from _mended(code)
        for at in range(_USCC_LENGTH - 1):
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    elif len(code) == _USCC_LENGTH - 1:
        for at in range(_USCC_LENGTH):
            yield from _mended(code[:at] + "0" + code[at:], only=at)
    elif len(code) == _USCC_LENGTH + 1:
        for at in range(_USCC_LENGTH + 1):
            yield code[:at] + code[at + 1 :]


def _mended(code: str, only: int | None = None) -> Iterator[str]:
    """The code with one place changed so that its check digit holds."""
    values = [_USCC_VALUES.get(letter) for letter in code]
    unread = [at for at, value in enumerate(values) if value is None]
    places = unread if unread else range(_USCC_LENGTH)
    if len(unread) > 1:
        return
    total = sum((value or 0) * weight for value, weight in zip(values, _USCC_ALL, strict=True))
    for at in places if only is None else (only,):
        inverse = pow(_USCC_ALL[at], -1, 31)
        value = ((values[at] or 0) - total * inverse) % 31
        yield code[:at] + USCC_LETTERS[value] + code[at + 1 :]


def check_registration_number(number: str) -> CodeCheck:
    """十五位注册号核对 (GS 15—2006): its last figure is a check digit, ISO 7064 MOD 11,10."""
    normalised = normalise_code(number)
    if not re.fullmatch(r"[0-9]{15}", normalised):
        reason = "注册号应是 15 位数字：对照营业执照改正"
    elif _registration_rest(normalised) != 1:
        reason = "注册号的校验码不对，有一位抄错了：对照营业执照逐位核对"
    else:
        reason = ""
    return CodeCheck(ok=not reason, reason_zh=reason, normalised=normalised)


def _registration_rest(number: str) -> int:
    rest = 10
    for figure in number[:-1]:
        total = (rest + int(figure)) % 10 or 10
        rest = total * 2 % 11
    return (rest + int(number[-1])) % 10


def organisation_check_digit(first_eight: str) -> str:
    """主体标识码校验码 (GB 11714): the ninth character after eight digits or letters."""
    total = sum(
        int(letter, 36) * weight
        for letter, weight in zip(first_eight, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def make_uscc(division: str, serial: int, *, department: str = "9", kind: str = "1") -> str:
    """造一个合规的信用代码: valid check digits for invented operators; `serial` < 31⁶."""
    if not re.fullmatch(r"\d{6}", division):
        raise ValueError(f"a division is six digits, not {division!r}")
    if not 0 <= serial < 31**6:
        raise ValueError(f"serial out of range: {serial}")
    letters = ""
    for _ in range(6):
        serial, rest = divmod(serial, 31)
        letters = USCC_LETTERS[rest] + letters
    body = "MA" + letters
    start = f"{department}{kind}{division}{body}{organisation_check_digit(body)}"
    return start + uscc_check_digit(start)


def check_id_card(number: str) -> CodeCheck:
    """居民身份证号码核对 (GB 11643-1999): length, birthday, check digit."""
    normalised = normalise_code(number)
    reason = _id_card_reason(normalised)
    return CodeCheck(ok=not reason, reason_zh=reason, normalised=normalised)


def _id_card_reason(number: str) -> str:
    return _id_card_shape_reason(number) or _id_card_digit_reason(number)


def _id_card_shape_reason(number: str) -> str:
    if not number:
        return "没有填身份证号"
    if _SCIENTIFIC.fullmatch(number):
        return (
            "身份证号被表格软件改成了科学计数，末尾几位已经丢了："
            "回到原表，把这一列设为文本再重新填写"
        )
    if re.fullmatch(r"[0-9]{15}", number):
        return "这是旧的 15 位身份证号：改填 18 位的新号"
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return f"身份证号应是 18 位数字（末位可以是 X），现在是 {len(number)} 位：对照证件改正"
    return ""


def _id_card_digit_reason(number: str) -> str:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "第 7 到 14 位不是一个真实的日期：对照证件改正"
    if born.year not in _BIRTH_YEARS:
        return "第 7 到 10 位的出生年份不对：对照证件改正"
    if id_card_check_digit(number[:17]) != number[17]:
        return "校验码不对，有一位抄错了：对照证件逐位核对"
    return ""


def id_card_check_digit(first_seventeen: str) -> str:
    """身份证末位校验码 of seventeen digits."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_seventeen, _ID_CARD_WEIGHTS, strict=True)
    )
    return _ID_CARD_CHECKS[total % 11]


def check_phone(number: str) -> CodeCheck:
    """电话核对: a mainland mobile, landline, 400/800 or short service number."""
    compact = re.sub(r"[().]", "", normalise_code(number))
    mobile = _MOBILE.fullmatch(compact)
    if mobile:
        return CodeCheck(ok=True, reason_zh="", normalised=mobile[1])
    if _SERVICE_LINE.fullmatch(compact):
        return CodeCheck(ok=True, reason_zh="", normalised=compact)
    landline = _LANDLINE.fullmatch(compact.removeprefix("+86"))
    if landline:
        parts = [part for part in landline.groups() if part]
        return CodeCheck(ok=True, reason_zh="", normalised="-".join(parts))
    reason = "电话要填 11 位手机号，或带区号的座机，如 0916-1234567" if compact else "没有填电话"
    return CodeCheck(ok=False, reason_zh=reason, normalised=compact)


def mask_phone(number: str) -> str:
    """电话打码: a mobile keeps three and four digits; anything else its last three."""
    compact = normalise_code(number)
    if re.fullmatch(r"1\d{10}", compact):
        return f"{compact[:3]}****{compact[-4:]}"
    shown = 3 if len(compact) > _SHORT_PHONE else 0
    return "*" * (len(compact) - shown) + compact[len(compact) - shown :]


def mask_id(number: str) -> str:
    """证件号打码: the first three and last four stay; short numbers vanish whole."""
    compact = normalise_code(number)
    if len(compact) < _SHORT_ID:
        return "*" * len(compact)
    return compact[:3] + "*" * (len(compact) - 7) + compact[-4:]


def check_url(url: str) -> CodeCheck:
    """网址核对: http or https with a host; a bare address such as shop.example.com gets https."""
    trimmed = url.strip().strip("\u200b\ufeff")
    if trimmed.startswith("//"):
        trimmed = "https:" + trimmed
    elif "://" not in trimmed and _HOST.match(trimmed):
        trimmed = "https://" + trimmed
    reason = _url_reason(trimmed)
    return CodeCheck(ok=not reason, reason_zh=reason, normalised=trimmed)


def _url_reason(url: str) -> str:
    return _url_text_reason(url) or _url_parts_reason(url)


def _url_text_reason(url: str) -> str:
    if not url:
        return "没有填网址"
    if len(url) > _URL_LENGTH:
        return f"网址太长：最多 {_URL_LENGTH} 个字符"
    if any(char.isspace() or not char.isprintable() for char in url):
        return "网址中间有空格或看不见的字符：重新复制一次"
    return ""


def _url_parts_reason(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "网址写法不对：从浏览器地址栏重新复制"
    if parts.scheme not in ("http", "https"):
        return "网址要以 http:// 或 https:// 开头"
    if parts.username is not None or not _HOST.fullmatch(host):
        return "网址里的域名不对：从浏览器地址栏重新复制"
    return ""
