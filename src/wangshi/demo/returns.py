"""平台报送、职责、致函、检查: two windows of two platforms, and what an officer did with them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.engine.identifiers import id_card_check_digit
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections import services
from wangshi.inspections.models import IdentityReturn
from wangshi.inspections.selectors import Window, default_answer_by, windows
from wangshi.inspections.workflow import Answer, DutyFinding, ReturnKind, ReturnOrigin
from wangshi.registry.models import Operator, Platform, Shop
from wangshi.shared import imports

ROWS: Final = 24
HEAD: Final = (
    "名称（姓名）,统一社会信用代码,身份证件号码,实际经营地址,联系方式,网店名称,网址链接,"
    "免于登记的情形,超过额度标示,年交易额（元）"
)
SMALL: Final = "个人从事零星小额交易活动"
FARM: Final = "个人销售自产农副产品"
SELLERS: Final = ("演示甲", "演示乙", "演示丙")
# What two of the sellers sold: the first is over the mark only when both platforms are added up.
SOLD: Final = ((62_000, 61_500), (18_000, 9_000), (240_000, 0))
LETTER_DAYS: Final = 40
ROWS_IN_LETTER: Final = 6
ANSWERS: Final = (Answer.HELPED, Answer.REMOVED)


def supervise(office: Office) -> None:
    """半年里对平台做的事: returns, duties looked at, a letter, the first checks."""
    by = office.people.one(Role.OFFICER)
    platforms = _largest(2)
    newest, earlier = windows(office.today)[:2]
    for number, platform in enumerate(platforms):
        _bring_in(office, platform, number, earlier, by=by)
        _bring_in(office, platform, number, newest, by=by)
    sent = IdentityReturn.objects.get(
        platform=platforms[0], kind=ReturnKind.SHOPS, year=newest.year, month=newest.month
    )
    services.issue_receipt(sent, by=by, at=office.until)
    _look_at_duties(office, platforms[0], by=by)
    _write_a_letter(office, platforms[0], by=by)
    _check_some(office)


def _largest(count: int) -> list[Platform]:
    ranked = sorted(Platform.objects.all(), key=lambda one: (-one.shops.count(), one.pk))
    return ranked[:count]


def _bring_in(
    office: Office, platform: Platform, number: int, window: Window, *, by: Account
) -> None:
    newest = window == windows(office.today)[0]
    lines = [*_registered(platform, newest), *_sellers(platform, number)]
    if newest and number == 0:
        lines += _wrong(platform)
    given = {
        "platform": str(platform.pk),
        "kind": ReturnKind.SHOPS.value,
        "window": window.key,
        "origin": ReturnOrigin.PROVINCE.value,
        "reported_on": f"{window.opens_on + timedelta(days=19 + 15 * number)}",
    }
    batch = imports.open_batch(
        "returns",
        ["\n".join([HEAD, *lines]).encode()],
        file_name=f"{platform.name}{window.key}.csv",
        options=given,
        by=by,
        at=office.until,
    )
    imports.begin(batch, by=by, enqueue=lambda _: None)
    imports.run(batch.pk)


def _registered(platform: Platform, newest: bool) -> Iterator[str]:
    """Some shops of the register; in the newest window one came, one left, one moved."""
    shops = Shop.objects.filter(platform=platform, operator__uscc__isnull=False)
    chosen = list(shops.exclude(url="").select_related("operator").order_by("pk")[: ROWS + 1])
    for place, shop in enumerate(chosen[1:] if newest else chosen[:-1]):
        if shop.operator is not None:
            moved = "（虚构新址）" if newest and place == 1 else ""
            address = f"{shop.operator.address or '虚构街 1 号'}{moved}"
            yield _line(shop.operator.name, shop.operator.uscc or "", "", address, shop)


def _sellers(platform: Platform, number: int) -> Iterator[str]:
    for serial, name in enumerate(SELLERS):
        sold = SOLD[serial][number]
        if sold:
            ground = FARM if serial == len(SELLERS) - 1 else SMALL
            place = f"{name}的小店"
            url = f"https://{platform.domain}/shop/person-{serial}"
            yield (
                f"{name},,{_id_card(serial)},拾穗县虚构村 {serial + 1} 号,13800000000,"
                f"{place},{url},{ground},,{sold}"
            )


def _wrong(platform: Platform) -> Sequence[str]:
    """Two rows that cannot be taken: a code with a slip, and a shop of another house."""
    other = Platform.objects.exclude(pk=platform.pk).exclude(domain="").order_by("pk")[0]
    return (
        f"虚构错码商行,91990101TEST000000,,虚构街 9 号,0916-1234567,虚构错码店,"
        f"https://{platform.domain}/shop/wrong,,,",
        f"演示丁,,{_id_card(9)},虚构街 8 号,13800000000,别家的店,"
        f"https://{other.domain}/shop/other,{SMALL},,",
    )


def _line(name: str, code: str, person: str, address: str, shop: Shop) -> str:
    cells = (name, code, person, address, "0916-1234567", shop.name, shop.url, "", "", "")
    return ",".join(cell.replace(",", "，") for cell in cells)


def _id_card(serial: int) -> str:
    """An identity number of a division that does not exist."""
    first = f"99010119900101{serial + 1:03d}"
    return first + id_card_check_digit(first)


def _look_at_duties(office: Office, platform: Platform, *, by: Account) -> None:
    looked_on = office.today - timedelta(days=LETTER_DAYS)
    found = (
        ("rules_shown", DutyFinding.MET, "演示：首页底部有“平台规则”，点得开、下得到"),
        ("marking", DutyFinding.NOT_MET, "演示：抽五家没有登记的店，三家看不出标记"),
        ("returns", DutyFinding.MET, "演示：省局共享的两次都在期限内"),
    )
    for duty, finding, evidence in found:
        look = services.DutyLook(duty, finding, evidence, looked_on)
        services.look_at_duty(platform, look, by=by, at=office.until)


def _write_a_letter(office: Office, platform: Platform, *, by: Account) -> None:
    matter = standing_supervision().matters[0]
    sent_on = office.today - timedelta(days=LETTER_DAYS)
    shops = Shop.objects.filter(platform=platform, closed_on=None).order_by("pk")
    rows = [
        services.RowDraft(shop.name, "演示：店铺页没有亮照", shop.url, shop)
        for shop in shops[:ROWS_IN_LETTER]
    ]
    draft = services.LetterDraft(
        matter.key, matter.demand, sent_on, default_answer_by(matter, sent_on), rows
    )
    letter = services.send_letter(platform, draft, by=by, at=office.until)
    for row, kind in zip(letter.rows.all(), (*ANSWERS, Answer.HELPED), strict=False):
        services.note_answer(row, kind, on=sent_on + timedelta(days=7), by=by, at=office.until)
    first = letter.rows.all()[0]
    services.note_answer(
        first, Answer.CORRECTED, on=sent_on + timedelta(days=10), by=by, at=office.until
    )


def _check_some(office: Office) -> None:
    """Three operators were checked: two clean, one to be looked at again."""
    first, second = office.people.by_role[Role.OFFICER][:2]
    firms = Operator.objects.filter(shops__isnull=False).distinct().order_by("pk")[:3]
    day = office.today - timedelta(days=LETTER_DAYS)
    for place, operator in enumerate(firms):
        visit = _visit(first, second, day, problem=place == 0)
        services.record_inspection(operator, visit, by=first, at=office.until)


def _visit(first: Account, second: Account, day: date, *, problem: bool) -> services.Visit:
    if not problem:
        return services.Visit(day, "online", first, second, ("01",))
    return services.Visit(
        day,
        "online",
        first,
        second,
        ("05",),
        found="演示：首页没有亮照，当场责令改正",
        again_on=day + timedelta(days=30),
    )
