"""匿名材料: a text stays only when its writer ticked the box, and without what names anybody."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.screening import Item
from wangshi.portal.models import Material
from wangshi.shared.services import clean, record

MOST_KEPT = 20_000
COVERED = "〔略〕"
# Addresses of pages and mail, then long runs of figures: telephones, cards, accounts, codes.
_TELLING = re.compile(
    r"https?://\S+|www\.\S+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.]{1,64}|"
    r"(?:微信|vx|wx|v信|QQ|qq|抖音号|快手号|淘宝店?|店铺名?)(?:号|名|：|:|\s){0,4}[A-Za-z0-9_-]{5,}|"
    r"(?<!\d)(?:\d[\s-]?){7,}[\dXx]?"
)


@transaction.atomic
def keep_material(
    item: Item, *, rules: Sequence[str], law_fingerprint: str, on: date
) -> Material | None:
    """留作匿名材料: by the writer's tick alone; None when the shelf is full."""
    if Material.objects.count() >= MOST_KEPT:
        return None
    kept = Material.objects.create(
        kept_on=on,
        text=clean(anonymous(item.body)),
        product=clean(anonymous(item.product)),
        context=item.context,
        rules=list(rules),
        law_fingerprint=law_fingerprint,
    )
    record(None, "material.kept", kept, rules=len(rules))
    return kept


@transaction.atomic
def drop_material(material: Material, *, reason: str, by: Account) -> None:
    """删掉一份材料: it told of somebody after all, or it is of no use."""
    require(by, Permission.JUDGE_HIT)
    subject = f"portal.material:{material.pk}"
    material.delete()
    record(by, "material.dropped", subject, reason=reason)


def anonymous(text: str) -> str:
    """隐去 web addresses, mail, account names, long figures; shops' names are left to people."""
    return _TELLING.sub(COVERED, text)
