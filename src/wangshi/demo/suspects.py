"""埋下的虚假注册: rings, lent licences and innocent look-alikes, each with its truth. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from wangshi.demo.dice import Dice
from wangshi.demo.firms import COUNTY, DIVISION, person_name
from wangshi.engine.identifiers import make_uscc

# 161 is a number range that no carrier has been given; 110105 is far from 拾穗县.
PHONES: Final = "161"
ELSEWHERE: Final = "110105"
FIRST_SERIAL: Final = 31**4
LAST_DAY: Final = date(2026, 1, 5)
HOTLINE: Final = "4000161161"
AGENCY: Final = "16100009999"
_CROWD: Final = 6


@dataclass(frozen=True)
class SuspectFirm:
    """埋下的一个主体."""

    name: str
    uscc: str
    person: str
    phone: str
    address: str
    town: int
    established_on: date
    status: str = "active"
    issued_on: date | None = None
    lost: bool = False


@dataclass(frozen=True)
class SuspectShop:
    """埋下的一家网店; `firm` is a place in the list of firms."""

    name: str
    firm: int | None
    shown_code: str = ""
    phone: str = ""
    payee: str = ""


@dataclass(frozen=True)
class PlantedSign:
    """真相: which sign is to be found, over which firms and shops (places in the lists)."""

    reason: str
    firms: frozenset[int]
    shops: frozenset[int] = frozenset()


@dataclass
class Suspects:
    """埋下的全部: what no sign names is innocent, and must not be found."""

    dice: Dice
    towns: Sequence[str]
    firms: list[SuspectFirm] = field(default_factory=list)
    shops: list[SuspectShop] = field(default_factory=list)
    signs: list[PlantedSign] = field(default_factory=list)
    host: str = ""
    room: int = 0
    customers: int = 0

    def firm(self, **facts: Any) -> int:
        """One more firm, ordinary but for the facts; its place in the list."""
        number = len(self.firms)
        town = number % len(self.towns)
        plain = SuspectFirm(
            name=f"{COUNTY}{_trade_name(number)}商行",
            uscc=make_uscc(DIVISION, FIRST_SERIAL + number),
            person=person_name(self.dice),
            phone=f"{PHONES}{number:08d}",
            address=f"{COUNTY}{self.towns[town]}试填新村{number + 1}号",
            town=town,
            established_on=LAST_DAY - timedelta(days=self.dice.number(200, 3000)),
        )
        self.firms.append(replace(plain, **facts))
        return number

    def shop(self, firm: int | None, **facts: Any) -> int:
        """One more shop; its place in the list."""
        number = len(self.shops)
        name = f"{_trade_name(500 + number)}小铺"
        self.shops.append(replace(SuspectShop(name, firm), **facts))
        return number

    def sign(self, reason: str, firms: Sequence[int], shops: Sequence[int] = ()) -> None:
        """What is to be found of them."""
        self.signs.append(PlantedSign(reason, frozenset(firms), frozenset(shops)))

    def address(self, door: int) -> str:
        """A door where several will be registered."""
        return f"{COUNTY}{self.towns[door % len(self.towns)]}演示巷{door}号"


def plant(dice: Dice, towns: Sequence[str], *, customers: int = 50) -> Suspects:
    """埋下: the same dice, the same suspects; `customers` of one hotline."""
    made = Suspects(dice, towns, customers=customers)
    for grow in (*_GUILTY, *_INNOCENT):
        grow(made)
    return made


def _rings(made: Suspects) -> None:
    """Two rings: every two share a phone, all of a ring a door, some shops a payee."""
    for ring, size in enumerate((5, 7)):
        door = made.address(900 + ring)
        members = [
            made.firm(phone=f"{PHONES}{91000000 + ring * 100 + at // 2}", address=door)
            for at in range(size)
        ]
        shops = [
            made.shop(firm, shown_code=made.firms[firm].uscc, payee=f"演示收款{ring}")
            for firm in members
        ]
        made.sign("cluster", members, shops)
        made.sign("payee_reuse", (), shops)
        if size > _CROWD:
            made.sign("dense_address", members)


def _chain(made: Suspects) -> None:
    """A chain: each shares a phone with the one before and a door with the one after."""
    members = [
        made.firm(phone=f"{PHONES}{92000000 + at // 2}", address=made.address(930 + (at + 1) // 2))
        for at in range(6)
    ]
    made.sign("cluster", members)


def _lent_licences(made: Suspects) -> None:
    """A licence on the shops of four strangers beside its owner's own."""
    for _ in range(2):
        owner = made.firm()
        code = made.firms[owner].uscc
        own = made.shop(owner, shown_code=code, phone=made.firms[owner].phone)
        strangers = [
            made.shop(None, shown_code=code, phone=f"{PHONES}{93000000 + len(made.shops)}")
            for _ in range(4)
        ]
        made.sign("shared_licence", [owner], [own, *strangers])


def _phones(made: Suspects) -> None:
    phone = f"{PHONES}94000001"
    made.sign("phone_reuse", [made.firm(phone=phone) for _ in range(5)])


def _crowd(made: Suspects) -> None:
    made.sign("dense_address", [made.firm(address=made.address(950)) for _ in range(8)])


def _ended(made: Suspects) -> None:
    for status in ("cancelled", "revoked"):
        firm = made.firm(status=status)
        made.sign("dead_operator", [firm], [made.shop(firm)])


def _codes(made: Suspects) -> None:
    """I for 1, O for 0, and two figures swapped."""
    for _ in range(3):
        firm = made.firm()
        code = made.firms[firm].uscc
        slips = (code.replace("1", "I", 1), code.replace("0", "O", 1), code[:8] + "Z" + code[9:])
        shop = made.shop(None, shown_code=slips[len(made.shops) % len(slips)])
        made.sign("bad_code", [firm], [shop])


def _dates(made: Suspects) -> None:
    future = made.firm(established_on=date(2199, 1, 1))
    early = made.firm(issued_on=date(1999, 1, 1))
    for firm in (future, early):
        made.sign("impossible_date", [firm])


def _divisions(made: Suspects) -> None:
    for at in range(2):
        made.sign("division_differs", [made.firm(uscc=make_uscc(ELSEWHERE, FIRST_SERIAL + at))])


def _lost(made: Suspects) -> None:
    made.sign("unreachable", [made.firm(lost=True)])


def _family(made: Suspects) -> None:
    """Three of one family: one phone, one door, and nothing wrong."""
    for _ in range(3):
        made.firm(phone=f"{PHONES}95000001", address=made.address(960))


def _chain_store(made: Suspects) -> None:
    """One firm, eight shops under its own name and licence."""
    firm = made.firm()
    own = made.firms[firm]
    trade_name = own.name.removeprefix(COUNTY).removesuffix("商行")
    for at in range(8):
        made.shops.append(
            SuspectShop(f"{trade_name}{'甲乙丙丁戊己庚辛'[at]}号店", firm, own.uscc, own.phone)
        )


def _host(made: Suspects) -> None:
    """A registered host with room for twenty, and an agency whose phone twelve firms left."""
    made.host, made.room = made.address(970), 20
    for _ in range(12):
        made.firm(address=made.host)
    for _ in range(12):
        made.firm(phone=AGENCY)


def _hotline(made: Suspects) -> None:
    """A platform's hotline on the shops of all its customers."""
    for _ in range(made.customers):
        made.shop(made.firm(), phone=HOTLINE)


def _namesakes(made: Suspects) -> None:
    for _ in range(6):
        made.firm(person="王示范")


_GUILTY: Final[tuple[Callable[[Suspects], None], ...]] = (
    _rings, _chain, _lent_licences, _phones, _crowd, _ended, _codes, _dates, _divisions, _lost,
)  # fmt: skip
_INNOCENT: Final = (_family, _chain_store, _host, _hotline, _namesakes)
_SIGNS: Final = "金木水火土日月山川云雨风霜雪松竹梅兰菊荷桃李杏梨枣麦谷稻"


def _trade_name(number: int) -> str:
    first, rest = divmod(number, len(_SIGNS) ** 2)
    second, third = divmod(rest, len(_SIGNS))
    return f"{_SIGNS[third]}{_SIGNS[second]}{_SIGNS[first] if first else ''}样例"
