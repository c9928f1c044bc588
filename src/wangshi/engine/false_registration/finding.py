"""找疑点: each sign is looked for once over the whole register; what is found are candidates."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

from wangshi.engine.false_registration.clusters import clusters
from wangshi.engine.false_registration.indexed import Held, Indexed, index
from wangshi.engine.false_registration.keys import (
    address_keys,
    is_move,
    name_key,
    phone_key,
    same_city,
    same_house,
    trade_name_key,
)
from wangshi.engine.false_registration.records import (
    MOST_ROWS,
    Field,
    Finding,
    Home,
    Kind,
    OperatorRow,
    Register,
    Row,
    ShopRow,
)
from wangshi.engine.false_registration.signs import Signs, standing_signs
from wangshi.engine.identifiers import check_uscc, normalise_code, repair_uscc
from wangshi.engine.matching.tables import division_titles

# 旧的注册号有 13 位、15 位的，也有“企合……字第……号”: no code written wrongly.
_LIKE_A_CODE: Final = re.compile(r"[0-9A-Z]{16,20}")
_MARKET_REGULATION: Final = "9"


def find(register: Register, signs: Signs | None = None) -> Iterator[Finding]:
    """找疑点: every sign of the law folder, one finding a subject; time grows with the rows."""
    law = standing_signs() if signs is None else signs
    rows = index(register, law.limit("picture_bits"))
    return chain.from_iterable(detect(rows, law) for detect in _DETECTORS)


def _shared_licence(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """一照多店: shops that show one code and have neither phone nor trade name in common."""
    least = law.limit("unrelated_shops")
    for code, held in rows.held[Field.CODE].items():
        shops = [rows.shops[row.node[1]] for row in held if row.node[0] is Kind.SHOP]
        if len(shops) < least:
            continue
        most = law.limit("hub")
        groups = _groups(shops, rows.by_code.get(code), rows.register.home, most)
        if len(groups) >= least:
            several = f" {len(groups)} 组" if len(groups) < most else f" {most} 组以上"
            words = f"{len(shops)} 家店亮同一个代码，分成{several}互不相干"
            yield Finding("shared_licence", f"code:{code}", words, _rows(held, Field.CODE, code))


def _groups(shops: Sequence[ShopRow], owner: OperatorRow | None, home: Home, most: int) -> set[str]:
    """分组: by phone, else by how the name begins; the licence's own are one; `most` are enough."""
    phones = {phone_key(owner.phone): "own"} if owner else {}
    names = {name_key(owner.name, home): "own"} if owner else {}
    own = trade_name_key(owner.name, home) if owner else ""
    groups = set()
    for shop in shops:
        phone, name = phone_key(shop.phone), name_key(shop.name, home)
        alike = next((names[one] for one in names if same_house(one, name)), "")
        alike = "own" if own and own in name else alike
        group = (phones.get(phone, "") if phone else "") or alike or f"{shop.key}"
        phones.setdefault(phone, group)
        names.setdefault(name, group)
        groups.add(group)
        if len(groups) == most:
            break
    return groups


def _dead_operator(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """注销、吊销以后还开着: of shops confirmed as the operator's, or showing its code."""
    open_shops: dict[int, list[ShopRow]] = {}
    for shop in rows.register.shops:
        if holder := rows.holder(shop):
            open_shops.setdefault(holder, []).append(shop)
    for key, shops in open_shops.items():
        one = rows.operators.get(key)
        if one is not None and one.ended:
            told = (
                Row(Kind.OPERATOR, one.key, one.name, Field.STATUS, one.ended),
                *(_shop_row(shop, Field.CODE, shop.shown_code or "已关联") for shop in shops),
            )
            words = f"登记状态是{one.ended}，还有 {len(shops)} 家店开着"
            yield Finding("dead_operator", f"operator:{one.key}", words, told)


def _reuse(
    reason: str, field: Field, limit: str, said: str
) -> Callable[[Indexed, Signs], Iterator[Finding]]:
    """共用一样东西: by at least so many owners; of what is public nothing is said."""

    def detect(rows: Indexed, law: Signs) -> Iterator[Finding]:
        public = _public(rows)
        for key, held in rows.held[field].items():
            owners = len(rows.owners(held))
            if owners >= law.limit(limit) and key not in public:
                hub = "。用的人太多，也可能是代办的、公用的" if len(held) > law.limit("hub") else ""
                words = said.format(owners=owners) + hub
                yield Finding(reason, f"{field}:{key}", words, _rows(held, field, key))

    return detect


def _public(rows: Indexed) -> frozenset[str]:
    known = sorted(rows.register.public)
    keys = {phone_key(one) for one in known} | {*address_keys(known, rows.register.home)}
    return frozenset(keys - {""})


def _dense_address(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """一址多照: more operators than the limit, or than the host said it can hold (M047)."""
    written = list(rows.register.capacity)
    room = dict(
        zip(
            address_keys(written, rows.register.home),
            (rows.register.capacity[one] for one in written),
            strict=True,
        )
    )
    public = _public(rows) - set(room)
    for key, held in rows.held[Field.ADDRESS].items():
        most = room.get(key)
        over = len(held) > most if most is not None else len(held) >= law.limit("address_operators")
        if over and key not in public:
            said = f"，登记的集群场所只容 {most} 家" if most is not None else ""
            words = f"同一处地址登记了 {len(held)} 个主体{said}。{_contact(rows, held)}"
            yield Finding("dense_address", f"address:{key}", words, _rows(held, Field.ADDRESS, key))


def _contact(rows: Indexed, held: Sequence[Held]) -> str:
    """联系得上吗: how many of them left no number, and how many could not be reached."""
    found = [rows.operators[row.node[1]] for row in held]
    silent = sum(not one.phone for one in found)
    lost = sum(bool(one.lost) for one in found)
    return f"没有留电话的 {silent} 个，按地址联系不上的 {lost} 个"


def _unreachable(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """失联: found out by letters or on the spot; its open shops stand beside it."""
    shops: dict[int, list[ShopRow]] = {}
    for shop in rows.register.shops:
        shops.setdefault(rows.holder(shop), []).append(shop)
    for one in rows.register.operators:
        if one.lost and not one.ended:
            told = (
                Row(Kind.OPERATOR, one.key, one.name, Field.CONTACT, one.lost),
                Row(Kind.OPERATOR, one.key, one.name, Field.ADDRESS, one.address),
                *(_shop_row(shop, Field.CODE, shop.shown_code) for shop in shops.get(one.key, ())),
            )
            yield Finding("unreachable", f"operator:{one.key}", one.lost, told)


def _bad_code(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """代码不对: with the sound codes one slip away, and whether the register knows them."""
    for one in rows.register.operators:
        if _LIKE_A_CODE.fullmatch(normalise_code(one.written_code)):
            row = Row(Kind.OPERATOR, one.key, one.name, Field.CODE, one.written_code)
            yield _wrong_code(rows, row)
    for shop in rows.register.shops:
        looks_so = _LIKE_A_CODE.fullmatch(normalise_code(shop.shown_code))
        if looks_so and shop.key not in rows.shown:
            yield _wrong_code(rows, _shop_row(shop, Field.CODE, shop.shown_code))


def _wrong_code(rows: Indexed, row: Row) -> Finding:
    reason = check_uscc(row.value).reason_zh
    known = [rows.by_code[code] for code in repair_uscc(row.value) if code in rows.by_code]
    meant = f"。改一位就是“{known[0].name}”的代码" if len(known) == 1 else ""
    told = tuple(Row(Kind.OPERATOR, one.key, one.name, Field.CODE, one.uscc) for one in known[:1])
    words = f"{reason}{meant}"
    return Finding("bad_code", f"{row.kind}:{row.key}", words, (row, *told))


def _impossible_date(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """日期对不上: founded tomorrow, founded before there was a register, approved before that."""
    today, earliest = rows.register.on, date(law.limit("earliest_year"), 1, 1)
    for one in rows.register.operators:
        words = _wrong_dates(one, today, earliest)
        if words:
            values = [str(day) for day in (one.established_on, *one.issued) if day]
            told = tuple(
                Row(Kind.OPERATOR, one.key, one.name, Field.DATE, value) for value in values
            )
            yield Finding("impossible_date", f"operator:{one.key}", words, told)


def _wrong_dates(one: OperatorRow, today: date, earliest: date) -> str:
    founded = one.established_on
    said = []
    if founded is not None and founded > today:
        said.append(f"成立日期 {founded} 还没有到")
    if founded is not None and founded < earliest:
        said.append(f"成立日期 {founded} 太早")
    for issued in one.issued:
        if issued > today:
            said.append(f"执照核准日期 {issued} 还没有到")
        elif founded is not None and issued < founded:
            said.append(f"执照核准日期 {issued} 早于成立日期 {founded}")
    return "；".join(said)


def _division_differs(rows: Indexed, law: Signs) -> Iterator[Finding]:
    """登记地和地址不在一个市: a code keeps its division when its holder moves, so look only."""
    home = rows.register.home
    for one in rows.register.operators:
        code, county = rows.codes.get(one.key, ""), rows.counties[one.key]
        if not (code.startswith(_MARKET_REGULATION) and county):
            continue
        if not same_city(code[2:8], county) and not is_move(one.name, code[2:8], county):
            told = (
                Row(Kind.OPERATOR, one.key, one.name, Field.CODE, one.uscc),
                Row(Kind.OPERATOR, one.key, one.name, Field.ADDRESS, one.address),
            )
            words = f"代码的第 3 到 8 位是 {_place(code[2:8], home)}，地址在{_place(county, home)}"
            yield Finding("division_differs", f"operator:{one.key}", words, told)


def _place(code: str, home: Home) -> str:
    """A division by its name; by its code alone where the table has none."""
    title = home.name if code == home.code else division_titles().get(int(code), "")
    return f"{title}（{code}）" if title else f" {code} "


def _rows(held: Sequence[Held], field: Field, key: str) -> tuple[Row, ...]:
    return tuple(one.row(field, key) for one in held[:MOST_ROWS])


def _shop_row(shop: ShopRow, field: Field, value: str) -> Row:
    return Row(Kind.SHOP, shop.key, shop.name, field, value)


def _cluster(rows: Indexed, law: Signs) -> Iterator[Finding]:
    return clusters(rows, law, _public(rows))


_DETECTORS: Final[tuple[Callable[[Indexed, Signs], Iterator[Finding]], ...]] = (
    _cluster,
    _shared_licence,
    _dead_operator,
    _reuse("picture_reuse", Field.PICTURE, "picture_owners", "{owners} 个主体的店用同一张照片"),
    _reuse("payee_reuse", Field.PAYEE, "payee_owners", "{owners} 个主体的店收款到同一处"),
    _reuse("phone_reuse", Field.PHONE, "phone_owners", "同一个电话登记在 {owners} 个主体名下"),
    _dense_address,
    _unreachable,
    _bad_code,
    _impossible_date,
    _division_differs,
)
