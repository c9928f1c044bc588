"""导出实体: operators, people, shops and links as FollowTheMoney, one line an entity."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.selectors import county
from wangshi.engine.ftm import (
    Entity,
    FtmOperator,
    FtmShop,
    faults,
    operator_entities,
    shop_entities,
)
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus, Shop
from wangshi.shared.services import record

CHUNK: Final = 5_000
FORMS: Final = dict(OperatorForm.choices)
STATUSES: Final = dict(OperatorStatus.choices)


@dataclass(frozen=True)
class ExportedEntities:
    """导出了什么: how many of each kind, and what did not fit the model, with why."""

    path: Path
    counts: dict[str, int]
    refused: tuple[str, ...]


@transaction.atomic
def export_entities(out: Path, *, with_phones: bool, by: Account, at: datetime) -> ExportedEntities:
    """导出实体文件: streamed; the file stands whole or not at all, and who exported is recorded.

    Phones are personal: they are left out unless somebody asks for them.
    """
    require(by, Permission.EXPORT)
    counts: Counter[str] = Counter()
    refused: list[str] = []
    part = out.with_name(f"{out.name}.part")
    with part.open("w", encoding="utf-8") as file:
        for entity in _entities(with_phones=with_phones):
            if wrong := faults(entity):
                refused.append(f"{entity.id}：{'；'.join(wrong)}")
                continue
            file.write(json.dumps(entity.as_line(), ensure_ascii=False) + "\n")
            counts[entity.schema] += 1
    part.replace(out)
    facts = {"count": sum(counts.values()), "phones": with_phones}
    record(by, "entities.exported", "registry.operator", **facts)
    return ExportedEntities(out, dict(counts), tuple(refused))


def _entities(*, with_phones: bool) -> Iterator[Entity]:
    code = county().code
    return chain(
        chain.from_iterable(operator_entities(one, code) for one in _operators(with_phones)),
        chain.from_iterable(shop_entities(one, code) for one in _shops(with_phones)),
    )


def _operators(with_phones: bool) -> Iterator[FtmOperator]:
    for one in Operator.objects.order_by("pk").iterator(CHUNK):
        yield FtmOperator(
            key=one.source_key,
            name=one.name,
            form=one.form,
            form_title=FORMS.get(one.form, ""),
            uscc=one.uscc or "",
            status=STATUSES.get(one.status, ""),
            person=one.person,
            address=one.address,
            phone=one.phone if with_phones else "",
            scope=one.scope,
            established_on=one.established_on,
            retrieved_at=one.imported_at,
        )


def _shops(with_phones: bool) -> Iterator[FtmShop]:
    rows = Shop.objects.select_related("platform", "operator").order_by("pk")
    for one in rows.iterator(CHUNK):
        yield FtmShop(
            key=f"{one.platform.code}:{one.external_id}",
            name=one.name,
            number=one.external_id,
            platform=one.platform.name,
            url=one.url,
            phone=one.phone if with_phones else "",
            operator=one.operator.source_key if one.operator else "",
            confirmed_at=one.operator_confirmed_at,
        )
