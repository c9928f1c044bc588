"""查找: operators and shops by two characters of a name, by code, phone or address on the web."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require, visible
from wangshi.engine.identifiers import check_phone, check_url, normalise_code
from wangshi.engine.names import asked_pairs, fold_name, trade_name
from wangshi.registry.models import Operator, Shop
from wangshi.registry.search_index import keys_with

SHOWN: Final = 20
CANDIDATES: Final = 200
LONGEST_QUESTION: Final = 200
_CODE: Final = re.compile(r"[0-9A-Z]{4,18}")
_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_SHORTEST_PHONE: Final = 7
_CODE_LENGTH: Final = 18

Named = TypeVar("Named", Operator, Shop)


@dataclass(frozen=True)
class SearchResult:
    """查到的: the best few of each kind, whether there are more, and a word on how to ask."""

    asked: str
    operators: tuple[Operator, ...] = ()
    shops: tuple[Shop, ...] = ()
    more_operators: bool = False
    more_shops: bool = False
    advice: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.operators or self.shops)


@dataclass(frozen=True)
class Question:
    """问的是什么: one text, read every way it may be meant."""

    text: str
    folded: str
    pairs: tuple[str, ...]
    code: str
    phones: tuple[str, ...]
    addresses: tuple[str, ...]


def search(text: str, by: Account) -> SearchResult:
    """查找: the same number of questions to the database however many rows it holds."""
    require(by, Permission.VIEW_OPERATOR)
    asked = read_question(text)
    if not asked.text:
        return SearchResult("", advice="输入店名、信用代码、电话或网址。")
    operators = _best(
        visible(Operator.objects.select_related("town"), by, Permission.VIEW_OPERATOR),
        operator_keys(asked, most=CANDIDATES),
        asked,
    )
    shops = _best(
        visible(Shop.objects.select_related("platform", "operator"), by, Permission.VIEW_OPERATOR),
        shop_keys(asked, most=CANDIDATES),
        asked,
    )
    return SearchResult(
        asked.text,
        tuple(operators[:SHOWN]),
        tuple(shops[:SHOWN]),
        len(operators) > SHOWN,
        len(shops) > SHOWN,
        _advice(asked, max(len(operators), len(shops))),
    )


def read_question(text: str) -> Question:
    """读懂要找什么: a name always; a code, a phone or a web address when it looks like one."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST_QUESTION]
    code = normalise_code(text)
    if _ADDRESS.fullmatch(text):
        return Question(text, "", (), "", (), _spellings(text))
    return Question(
        text,
        fold_name(text),
        asked_pairs(text),
        code if _CODE.fullmatch(code) and any(char.isdigit() for char in code) else "",
        _phones(text),
        (),
    )


def operator_keys(asked: Question, *, most: int) -> list[int]:
    """主体的编号: at most `most` by name, and those whose code, phone or whole name it is."""
    exact = Q(name=asked.text)
    if asked.code:
        exact |= Q(uscc__gte=asked.code, uscc__lte=asked.code.ljust(_CODE_LENGTH, "Z"))
        exact |= Q(source_key=asked.code)
    if asked.phones:
        exact |= Q(phone__in=asked.phones)
    keys = _keys(Operator.objects.filter(exact), most)
    return [*keys, *keys_with("registry_operator", asked.pairs, most=most)]


def shop_keys(asked: Question, *, most: int) -> list[int]:
    """网店的编号: by name, by what the page shows, by its web address."""
    exact = Q(name=asked.text)
    if asked.code:
        exact |= Q(
            shown_uscc__gte=asked.code, shown_uscc__lte=asked.code.ljust(_CODE_LENGTH, "Z")
        ) & ~Q(shown_uscc="")
    if asked.phones:
        exact |= Q(phone__in=asked.phones) & ~Q(phone="")
    if asked.addresses:
        exact |= Q(url__in=asked.addresses) & ~Q(url="")
    keys = _keys(Shop.objects.filter(exact), most)
    return [*keys, *keys_with("registry_shop", asked.pairs, most=most)]


def _keys(rows: QuerySet[Operator] | QuerySet[Shop], most: int) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:most])


def _best(rows: QuerySet[Named], keys: Iterable[int], asked: Question) -> list[Named]:
    """The likeliest first; equal ones by length of name, then by age."""
    found = rows.filter(pk__in=set(keys))
    return sorted(found, key=lambda row: (_distance(row, asked), len(row.name), row.pk))


def _distance(row: Operator | Shop, asked: Question) -> int:
    """How far the name is from what was asked: 0 for a code, a phone or the very name."""
    folded = fold_name(row.name)
    if not asked.folded or asked.folded not in folded or asked.folded == folded:
        return 0
    if trade_name(row.name) == asked.folded:
        return 1
    return 2 if folded.startswith(asked.folded) else 3


def _phones(text: str) -> tuple[str, ...]:
    checked = check_phone(text)
    if not checked.ok or len(checked.normalised) < _SHORTEST_PHONE:
        return ()
    return tuple(dict.fromkeys((checked.normalised, text)))


def _spellings(text: str) -> tuple[str, ...]:
    """网址的几种写法: either scheme, with or without the last stroke."""
    whole = check_url(text).normalised
    rest = whole.partition("://")[2].rstrip("/")
    return tuple(f"{scheme}://{rest}{end}" for scheme in ("https", "http") for end in ("", "/"))


def _advice(asked: Question, found: int) -> str:
    if len(asked.folded) == 1:
        return "只输入了一个字：这里是以它开头的名称。再输入一个字，找得更全。"
    if found > SHOWN:
        return f"同名的多，这里列出最接近的 {SHOWN} 家。再输入几个字，或到经营主体里筛选。"
    return ""
