"""看到的: whose name stood on a payment page, which picture stood in a shop; only added."""

from datetime import date, datetime
from typing import IO, Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.registry.models import Shop
from wangshi.scrutiny.models import PayeeSeen, PictureSeen
from wangshi.scrutiny.pictures import fingerprint_of
from wangshi.scrutiny.workflow import ScrutinyRefused
from wangshi.shared.services import clean, record

# 末四位可以写，整个账号不可以.
MOST_FIGURES: Final = 4
# 同一式样的纸，六十四位的指纹几乎一样（0042 号决定）：证照比代码，不比指纹.
PAPERS: Final = ("执照", "许可证", "备案", "登记证", "身份证")


@transaction.atomic
def note_payee(
    shop: Shop, *, payee: str, seen_on: date, how: str, by: Account, at: datetime
) -> PayeeSeen:
    """记收款人: as it stood on the payment page; never a whole account number."""
    require(by, Permission.JUDGE_SUSPICION)
    if not payee.strip() or not how.strip():
        raise ScrutinyRefused("写收款人的名称，和怎么看到的")
    if sum(char.isdigit() for char in payee) > MOST_FIGURES:
        raise ScrutinyRefused("只写名称，账号最多写末四位")
    made = PayeeSeen.objects.create(
        shop=shop,
        payee=clean(payee.strip()),
        seen_on=seen_on,
        how=clean(how.strip()),
        noted_by=by,
        noted_at=at,
    )
    record(by, "payee.noted", shop, on=seen_on)
    return made


@transaction.atomic
def note_picture(
    shop: Shop, *, picture: IO[bytes], what: str, seen_on: date, by: Account, at: datetime
) -> PictureSeen:
    """记一张照片: by its fingerprint; a shop's same picture is noted once."""
    require(by, Permission.JUDGE_SUSPICION)
    if not what.strip():
        raise ScrutinyRefused("写照的是什么：执照、许可证、还是哪一件商品")
    if any(paper in what for paper in PAPERS):
        raise ScrutinyRefused("证照不比照片，同一式样的纸都像：到这家店“查亮照”里传图，比代码")
    mark = fingerprint_of(picture)
    if shop.pictures.filter(fingerprint=mark).exists():
        raise ScrutinyRefused("这家店的这张照片已经记过")
    made = PictureSeen.objects.create(
        shop=shop,
        fingerprint=mark,
        what=clean(what.strip()),
        seen_on=seen_on,
        noted_by=by,
        noted_at=at,
    )
    record(by, "picture.noted", shop, on=seen_on)
    return made
