"""登记疑点、专用信函、公用的地址: the planted suspects are written, looked at and partly judged."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.demo.suspects import AGENCY, SuspectFirm, Suspects, SuspectShop, plant
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.names import name_pairs
from wangshi.registry.models import BusinessLicence, Operator, OperatorForm, Platform, Shop
from wangshi.scrutiny import services
from wangshi.scrutiny.models import PayeeSeen, Suspicion
from wangshi.scrutiny.selectors import look
from wangshi.scrutiny.workflow import LetterResult, SuspicionState

ISSUER: Final = "拾穗县行政审批服务局"
FIRST_LETTER: Final = 40
SECOND_AFTER: Final = 18
BACK_AFTER: Final = 6
WAITING_LETTER: Final = 20
CUSTOMERS: Final = 4


def look_around(office: Office) -> Suspects:
    """埋下，看一遍，办几件: one dismissed, one handed over, the rest waits for whoever comes."""
    towns = list(Town.objects.order_by("pk"))
    made = plant(office.dice.part("suspects"), [town.name for town in towns], customers=CUSTOMERS)
    by, at = office.people.one(Role.OFFICER), office.until
    operators = _write_firms(made, towns, at)
    shops = _write_shops(made, operators)
    _note_payees(made, shops, by, at)
    _declare(made, by, at)
    _write_letters(made, operators, office, by)
    asked = services.ask_recompute(by=by, at=at)
    services.recompute(asked, look(office.today), at=at, by=by)
    _judge(by, at)
    return made


def _write_firms(made: Suspects, towns: list[Town], at: datetime) -> list[Operator]:
    operators = Operator.objects.bulk_create(
        _operator(one, towns[one.town], at) for one in made.firms
    )
    BusinessLicence.objects.bulk_create(
        BusinessLicence(operator=operator, number=one.uscc, issuer=ISSUER, issued_on=one.issued_on)
        for one, operator in zip(made.firms, operators, strict=True)
        if one.issued_on
    )
    return operators


def _operator(one: SuspectFirm, town: Town, at: datetime) -> Operator:
    return Operator(
        uscc=one.uscc,
        source_key=one.uscc,
        name=one.name,
        name_grams=name_pairs(one.name),
        form=OperatorForm.SOLE_TRADER,
        status=one.status,
        person=one.person,
        established_on=one.established_on,
        address=one.address,
        town=town,
        phone=one.phone,
        imported_at=at - timedelta(days=FIRST_LETTER),
    )


def _write_shops(made: Suspects, operators: list[Operator]) -> list[Shop]:
    platform = Platform.objects.order_by("pk")[0]
    return Shop.objects.bulk_create(
        _shop(one, number, platform, operators) for number, one in enumerate(made.shops)
    )


def _shop(one: SuspectShop, number: int, platform: Platform, operators: list[Operator]) -> Shop:
    owner = operators[one.firm] if one.firm is not None else None
    number_there = f"Y{number + 1:06d}"
    return Shop(
        platform=platform,
        external_id=number_there,
        name=one.name,
        name_grams=name_pairs(one.name),
        url=f"https://{platform.domain}/shop/{number_there}",
        operator=owner,
        town=owner.town if owner else None,
        shown_uscc=check_uscc(one.shown_code).normalised,
        phone=one.phone,
    )


def _note_payees(made: Suspects, shops: list[Shop], by: Account, at: datetime) -> None:
    PayeeSeen.objects.bulk_create(
        PayeeSeen(
            shop=shop,
            payee=one.payee,
            seen_on=timezone.localdate(at),
            how="试买到付款页，收款人写着这个名字",
            noted_by=by,
            noted_at=at,
        )
        for one, shop in zip(made.shops, shops, strict=True)
        if one.payee
    )


def _declare(made: Suspects, by: Account, at: datetime) -> None:
    since = timezone.localdate(at) - timedelta(days=FIRST_LETTER)
    host = services.PlaceDraft(
        "address", made.host, "演示托管企业", "演示集群登记托管协议", since, made.room
    )
    agency = services.PlaceDraft("phone", AGENCY, "演示代办服务部", "打过，是代办的前台", since)
    for draft in (host, agency):
        services.declare_shared(draft, by=by, at=at)


def _write_letters(made: Suspects, operators: list[Operator], office: Office, by: Account) -> None:
    """One lost after two letters, one whose second letter is due."""
    lost = next(at for at, one in enumerate(made.firms) if one.lost)
    today = timezone.localdate(office.until)
    first = today - timedelta(days=FIRST_LETTER)
    _post(operators[lost], first, LetterResult.UNSIGNED, by)
    _post(operators[lost], first + timedelta(days=SECOND_AFTER), LetterResult.UNSIGNED, by)
    waiting = today - timedelta(days=WAITING_LETTER)
    _post(operators[lost + 1], waiting, LetterResult.UNSIGNED, by)


def _post(operator: Operator, on: date, result: LetterResult, by: Account) -> None:
    draft = services.LetterDraft(
        operator.address, f"演示{on:%m%d}{operator.pk}", "登记的电话停机，上门找不到人", on
    )
    letter = services.send_contact_letter(operator, draft, by=by, at=_noon(on))
    back = on + timedelta(days=BACK_AFTER)
    words = "邮局写明：原址查无此人"
    services.note_letter_result(letter, result, on=back, words=words, by=by, at=_noon(back))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=12)))


def _judge(by: Account, at: datetime) -> None:
    waiting = Suspicion.objects.filter(state=SuspicionState.PENDING)
    moved = waiting.filter(reason="division_differs").first()
    lent = waiting.filter(reason="shared_licence").first()
    if moved is not None:
        services.dismiss_suspicion(moved, ground="moved", by=by, at=at)
    if lent is not None:
        note = "问过执照上的主体，只有一家店是自己的，别的不知道是谁"
        services.hand_over_suspicion(lent, note=note, by=by, at=at)
