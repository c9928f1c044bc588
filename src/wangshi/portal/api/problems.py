"""问题说明: every refusal of the interface in one shape (RFC 9457): Chinese words and a code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.errors import ValidationError

from wangshi.portal.allowance import VISITOR

PROBLEM: Final = "application/problem+json"
URN: Final = "urn:wangshi:problem:"


@dataclass(frozen=True)
class Kind:
    """一种问题: its code, its status, what it is and what to do."""

    code: str
    status: int
    title: str
    detail: str


@dataclass(frozen=True)
class Fault:
    """一处毛病."""

    where: str
    message: str


NOT_JSON: Final = Kind("not-json", 400, "读不懂送来的内容", "用 UTF-8 编码的 JSON 再送一次")
BAD_TOKEN: Final = Kind(
    "bad-token",
    401,
    "令牌不对",
    "写成 Authorization: Bearer 令牌；收回的令牌不能再用，找本县要新的",
)
WRONG_METHOD: Final = Kind("wrong-method", 405, "这个地址只收 POST", "改用 POST")
TOO_LARGE: Final = Kind("too-large", 413, "内容太多", "一次最多 2 MB，分几次送")
WRONG_TYPE: Final = Kind(
    "wrong-type", 415, "内容的种类不对", "请求头写 Content-Type: application/json"
)
NOT_VALID: Final = Kind("not-valid", 422, "有几处写得不对", "照 errors 里说的改")
TOO_MANY_ITEMS: Final = Kind(
    "too-many-items",
    422,
    "一次送的条数太多",
    f"不带令牌一次最多 {VISITOR.items} 条，分几次送，或者向本县要令牌",
)
TOO_OFTEN: Final = Kind("too-often", 429, "用得太勤", "过 Retry-After 秒再来")
KINDS: Final = (
    NOT_JSON, BAD_TOKEN, WRONG_METHOD, TOO_LARGE, WRONG_TYPE, NOT_VALID, TOO_MANY_ITEMS, TOO_OFTEN,
)  # fmt: skip
WORDS: Final[Mapping[str, str]] = {
    "missing": "缺这一项",
    "extra_forbidden": "没有这一项，删掉它",
    "string_type": "要写成文字",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "不能是空的；不用这一项就整个去掉",
    "string_pattern_mismatch": "不能只有空白；不用这一项就整个去掉",
    "string_unicode": "里面有半个字符，不是完整的文字",
    "list_type": "要写成列表",
    "too_long": "最多 {max_length} 条",
    "too_short": "至少 1 条",
    "float_type": "要写成数字",
    "finite_number": "要写成有限的数字",
    "greater_than_equal": "不能小于 0",
    "less_than_equal": "这个数太大",
    "value_error": "没有要查的文字：写 text，或者 title 和 detail",
}


class Refusal(Exception):
    """拒绝: a kind of problem, what exactly is wrong, and when to come back."""

    def __init__(self, kind: Kind, *, faults: Sequence[Fault] = (), wait: int = 0) -> None:
        """Keep the parts apart: they become the body and a header."""
        super().__init__(kind.code)
        self.kind = kind
        self.faults = faults
        self.wait = wait


def problem(kind: Kind, faults: Iterable[Fault] = ()) -> JsonResponse:
    """问题说明: the response."""
    body = {
        "type": f"{URN}{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
        "code": kind.code,
        "errors": [vars(fault) for fault in faults],
    }
    return JsonResponse(
        body,
        status=kind.status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def answer(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """出了什么问题: ours, a value that does not fit, or a body that ninja could not read."""
    match error:
        case Refusal():
            return _refused(error)
        case ValidationError():
            return problem(NOT_VALID, map(_fault, error.errors))
        case _:
            return problem(NOT_JSON)


def _refused(refusal: Refusal) -> HttpResponse:
    made = problem(refusal.kind, refusal.faults)
    if refusal.wait:
        made["Retry-After"] = str(refusal.wait)
    if refusal.kind is BAD_TOKEN:
        made["WWW-Authenticate"] = "Bearer"
    return made


def _fault(error: Mapping[str, Any]) -> Fault:
    # ("body", "asked", "items", 0, "price"): the first two are ours, not the caller's.
    where = ".".join(str(step) for step in error["loc"][2:]) or "（整个内容）"
    words = WORDS.get(error["type"], "写法不对，照说明里的样子改")
    return Fault(where, words.format_map({"max_length": "", **error.get("ctx", {})}))
