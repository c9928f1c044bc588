"""疑点从哪里来，写成什么: rows of operators and shops in; findings with their rows out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """一行是什么."""

    OPERATOR = "operator"
    SHOP = "shop"


class Field(StrEnum):
    """一行凭哪一样."""

    CODE = "code"
    PHONE = "phone"
    PAYEE = "payee"
    ADDRESS = "address"
    PERSON = "person"
    PICTURE = "picture"
    STATUS = "status"
    DATE = "date"
    CONTACT = "contact"
    LINK = "link"


FIELD_TITLES: Final = {
    Field.CODE: "信用代码",
    Field.PHONE: "电话",
    Field.PAYEE: "收款人",
    Field.ADDRESS: "地址",
    Field.PERSON: "法定代表人（经营者）",
    Field.PICTURE: "照片",
    Field.STATUS: "登记状态",
    Field.DATE: "日期",
    Field.CONTACT: "联系结果",
    Field.LINK: "关联的主体",
}
# What two records may have in common; the others say something of one record alone.
FIELDS_SHARED: Final = (
    Field.CODE, Field.PHONE, Field.PAYEE, Field.ADDRESS, Field.PICTURE, Field.PERSON,
)  # fmt: skip


# As many rows as anybody reads; the words of a finding count all of them.
MOST_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """一个主体, as registered; empty where nothing is known.

    `lost` says how it was found out that the registered address does not reach it; `issued` are
    days on which its licence was approved.
    """

    key: int
    name: str
    uscc: str = ""
    written_code: str = ""
    person: str = ""
    phone: str = ""
    address: str = ""
    ended: str = ""
    established_on: date | None = None
    issued: tuple[date, ...] = ()
    lost: str = ""


@dataclass(frozen=True, slots=True)
class ShopRow:
    """一家开着的网店, as its page shows it; `operator` is the confirmed one, 0 for none.

    `pictures` are fingerprints of 64 bits (`difference_hash`).
    """

    key: int
    name: str
    operator: int = 0
    shown_code: str = ""
    phone: str = ""
    payee: str = ""
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Home:
    """本县: its code of six figures and its name, for addresses that name no county."""

    code: str
    name: str


@dataclass(frozen=True)
class Register:
    """要看的全部: operators, open shops, what is known to be public, how many a host may hold.

    `public` holds phones and addresses as written that an officer declared to be everybody's (an
    agency, a market office); `capacity` how many operators a registered host address may hold.
    """

    operators: Sequence[OperatorRow]
    shops: Sequence[ShopRow]
    home: Home
    on: date
    public: frozenset[str] = frozenset()
    capacity: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """一条依据: which record, by which field, with which value as written.

    Rows of one field and one `group` have the same thing, however each of them writes it. The row
    of a shop by Field.LINK has the key of its operator as group.
    """

    kind: Kind
    key: int
    name: str
    field: Field
    value: str
    group: str = ""


@dataclass(frozen=True)
class Finding:
    """一个疑点: `anchor` names its subject and stays the same while the subject does."""

    reason: str
    anchor: str
    words: str
    rows: tuple[Row, ...]

    @property
    def identity(self) -> str:
        """同一个疑点的键 (SHA-256 of reason and anchor): what a recompute recognises it by."""
        return _digest(self.reason, self.anchor)

    @property
    def fingerprint(self) -> str:
        """依据的校验值 (SHA-256): changes exactly when a row comes, goes or says otherwise."""
        said = sorted(f"{row.kind}\x1f{row.key}\x1f{row.field}\x1f{row.value}" for row in self.rows)
        return _digest(*said)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()
