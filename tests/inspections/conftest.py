"""Platforms and half-yearly returns to act with; every name is visibly invented."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from wangshi.engine.identifiers import id_card_check_digit, make_uscc
from wangshi.inspections.models import IdentityReturn
from wangshi.registry.models import Platform, Shop
from wangshi.shared import imports
from wangshi.shared.models import ImportBatch

HEAD = (
    "名称（姓名）,统一社会信用代码,身份证件号码,实际经营地址,联系方式,网店名称,网址链接,"
    "免于登记的情形,超过额度标示,年交易额（元）,平台名称"
)
CODE = make_uscc("990101", 1)
OTHER_CODE = make_uscc("990101", 2)


def id_card(serial: int) -> str:
    """An invented identity number of a division that does not exist, its check digit right."""
    first = f"99010119900101{serial:03d}"
    return first + id_card_check_digit(first)


PERSON, OTHER_PERSON = id_card(1), id_card(2)


def row(
    name: str,
    shop: str,
    *,
    code: str = "",
    person: str = "",
    ground: str = "",
    turnover: str = "",
    over: str = "",
    platform: str = "",
    url: str | None = None,
    address: str = "拾穗县甲木镇虚构街 1 号",
    phone: str = "0916-1234567",
) -> str:
    place = f"https://chengji.invalid/{shop}" if url is None else url
    cells = (name, code, person, address, phone, shop, place, ground, over, turnover, platform)
    return ",".join(cells)


def table(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


@pytest.fixture
def platform(db) -> Platform:
    return Platform.objects.create(
        code="chengji", name="橙集商城（演示）", domain="chengji.invalid"
    )


@pytest.fixture
def other_platform(db) -> Platform:
    return Platform.objects.create(code="lanpu", name="蓝铺商城（演示）", domain="lanpu.invalid")


@pytest.fixture
def shop(platform, town) -> Shop:
    return Shop.objects.create(
        platform=platform,
        external_id="s1",
        name="样例甲店",
        url="https://chengji.invalid/样例甲店",
        town=town,
    )


@pytest.fixture
def send(county, platform, officer) -> Callable[..., ImportBatch]:
    """A return comes in: send(table(…), window="2026-07", reported_on="2026-07-20")."""

    def bring(content: bytes, *, to: Platform | None = None, **options: str) -> ImportBatch:
        given = {
            "platform": str((to or platform).pk),
            "kind": "shops",
            "window": "2026-07",
            "origin": "province",
            "reported_on": "2026-07-20",
            **options,
        }
        batch = imports.open_batch(
            "returns", [content], file_name="样例.csv", options=given, by=officer, at=timezone.now()
        )
        imports.begin(batch, by=officer, enqueue=lambda _: None)
        return imports.run(batch.pk)

    return bring


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.rows_new, batch.rows_changed, batch.rows_same, batch.rows_bad


def the_return(**facts: object) -> IdentityReturn:
    return IdentityReturn.objects.get(**facts)
