"""群机器人: the messages 企业微信 and 钉钉 take, how 钉钉 wants them signed, and their answers."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import quote_plus

# 企业微信 takes 2,048 bytes of text; what is longer is cut at a character, never inside one.
LONGEST: Final = 2048
# Asked too often: 企业微信 45009, 钉钉 130101. Both take it again some minutes later.
_TOO_OFTEN: Final = frozenset({45009, 130101})


class RobotKind(StrEnum):
    """哪一家."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"


@dataclass(frozen=True)
class Answer:
    """机器人的回答: whether it was taken; if not, why, and whether to ask again is of any use."""

    taken: bool
    words: str = ""
    hopeless: bool = False


def body_of(words: str) -> bytes:
    """消息正文: a text message in UTF-8 JSON, at most 2,048 bytes of text; both take this shape.

    Source: 企业微信 群机器人配置说明, 文本类型; 钉钉 自定义机器人, text 类型.
    """
    text = words.encode()[:LONGEST].decode("utf-8", "ignore")
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()


def signed(address: str, *, kind: RobotKind, secret: str, at_ms: int) -> str:
    """加签的网址: 钉钉 adds `timestamp` (ms since 1970) and `sign`; 企业微信 adds nothing.

    sign = Base64(HMAC-SHA256(secret, "timestamp\\nsecret")), URL-encoded. Without a secret the
    address stays as it is. Source: 钉钉 自定义机器人安全设置, 加签.
    """
    if kind is not RobotKind.DINGTALK or not secret:
        return address
    told = f"{at_ms}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest())
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={at_ms}&sign={quote_plus(sign)}"


def answer_of(status: int, body: bytes) -> Answer:
    """读回答: both say `errcode` 0 when they took it, also where HTTP says 200 to a refusal."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(taken=False, words=f"对方忙（HTTP {status}）")
    if status != HTTPStatus.OK:
        return Answer(taken=False, words=f"对方不收（HTTP {status}）", hopeless=True)
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("errcode"), int):
        return Answer(taken=False, words="对方的回答看不懂：地址可能不是群机器人的", hopeless=True)
    code, words = said["errcode"], str(said.get("errmsg", ""))[:100]
    if code == 0:
        return Answer(taken=True)
    return Answer(taken=False, words=f"{code} {words}".strip(), hopeless=code not in _TOO_OFTEN)
