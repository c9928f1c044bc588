"""身份的封条: names, numbers and addresses are readable only with a key outside the database.

AES-256-GCM under a key kept beside the installation's other keys; the record's own label is bound
to the seal, so that one person's seal cannot be put on another's record. Marks are keyed digests:
equal for equal telephones, telling nothing else.
"""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wangshi.installation import sealing_key

NONCE: Final = 12
MARKED: Final = "identity"
# Words a person reads over the telephone without spelling them.
WORDS: Final = (
    "核桃", "板栗", "柿子", "花椒", "木耳", "香菇", "茶叶", "蜂蜜", "稻穗", "麦田", "荞麦", "芝麻",
    "青山", "白云", "清泉", "小溪", "石桥", "木船", "灯笼", "风筝", "斗笠", "竹篮", "水车", "磨坊",
    "喜鹊", "燕子", "大雁", "白鹭", "鲤鱼", "山羊", "黄牛", "骏马", "松树", "柏树", "杨柳", "银杏",
    "春雨", "夏荷", "秋叶", "冬雪", "朝霞", "月光", "星空", "彩虹", "红枣", "石榴", "樱桃", "葡萄",
    "豆腐", "米线", "馒头", "饺子", "油菜", "萝卜", "南瓜", "玉米", "砚台", "毛笔", "算盘", "草帽",
    "土陶", "棉布", "丝线", "铜锣",
)  # fmt: skip


class SealBroken(ValueError):
    """封条打不开: the key is another one, or the bytes were changed."""


@dataclass(frozen=True)
class Person:
    """一个人: as they gave themselves."""

    name: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""

    @property
    def is_named(self) -> bool:
        """实名: there is a name and a way to reach it."""
        return bool(self.name and self.phone)


def seal(person: Person, bound_to: str) -> bytes:
    """封起来: nonce and sealed text."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps(asdict(person), ensure_ascii=False).encode()
    return nonce + AESGCM(_key()).encrypt(nonce, text, bound_to.encode())


def open_seal(sealed: bytes, bound_to: str) -> Person:
    """打开: SealBroken when it is not ours or was changed."""
    try:
        text = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
    except InvalidTag:
        raise SealBroken("身份打不开：备份里缺了身份的钥匙，或者记录被改过") from None
    return Person(**json.loads(text))


def mark_of(kind: str, words: str) -> str:
    """记号: equal for equal words, empty for none."""
    plain = "".join(words.split()).lower()
    return _digest(f"{MARKED}:{kind}:{plain}") if plain else ""


def code_for(mark: str) -> str:
    """进度码: always the same for the same form, however often it is sent."""
    number = int(_digest(f"code:{mark}"), 16)
    number, first = divmod(number, len(WORDS))
    number, second = divmod(number, len(WORDS))
    digits = f"{number % 10**8:08d}"
    return f"{WORDS[first]} {digits[:4]} {WORDS[second]} {digits[4:]}"


def code_mark(code: str) -> str:
    """进度码的记号: what is kept of it; blanks do not count."""
    return mark_of("code", code)


def _digest(words: str) -> str:
    return hmac.new(_key(), words.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def _key() -> bytes:
    return sealing_key(Path(settings.WANGSHI_HOME))
