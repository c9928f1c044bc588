"""Verbs every room uses: leave an audit record, keep a file, keep a form, act once."""

import hashlib
import math
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model, Subquery
from django.utils import timezone

from .anchors import Link, write_anchor
from .audit import Words, link
from .models import Attachment, AuditHead, AuditRecord, KeptForm, Submission

LONGEST_NUMBER = 10**1000
KEPT_FOR = timedelta(days=1)
KEPT_FORMS = 2000
UNKEPT = re.compile("[\x00\ud800-\udfff]")


KEPT_FOR = timedelta(days=1)
MARKED_FOR = timedelta(days=30)


class Actor(Protocol):
    """Who acts: an account, known to this room only by its key and name."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> Any: ...


@dataclass(frozen=True)
class Author:
    """Somebody known only by what a record kept of them."""

    pk: int | None
    name: str


@transaction.atomic
def record(by: Actor | None, verb: str, subject: Model | str, **facts: Any) -> AuditRecord:
    """留痕: one chained line. Call it last in a service: it holds the head of the chain."""
    head = _locked_head()
    words = Words(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_name=clean(str(by.name)) if by else "系统",
        verb=verb,
        subject=clean(subject) if isinstance(subject, str) else label(subject),
        facts=plain(facts),
    )
    now = link(words, Link(head.sha256, head.sm3))
    line = AuditRecord(**vars(words), sha256=now.sha256, sm3=now.sm3)
    line.save(force_insert=True)
    head.sequence, head.sha256, head.sm3 = words.sequence, now.sha256, now.sm3
    head.save(update_fields=["sequence", "sha256", "sm3"])
    home = settings.WANGSHI_HOME
    transaction.on_commit(lambda: write_anchor(home, words.sequence, now), robust=True)
    return line


def _locked_head() -> AuditHead:
    """Whoever holds this row writes the next line; all others wait."""
    head = AuditHead.objects.select_for_update().filter(id=1).first()
    if head is None:
        AuditHead.objects.get_or_create(id=1)
        head = AuditHead.objects.select_for_update().get(id=1)
    return head


def label(subject: Model) -> str:
    """`cases.clue:12`: how a record is named in the audit record."""
    return f"{subject._meta.label_lower}:{subject.pk}"


def plain(value: Any) -> Any:
    """The value as JSON and both databases know it."""
    match value:
        case Enum():
            return value.value
        case Mapping():
            return {clean(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case Model():
            return label(value)
        case _:
            return _scalar(value)


def _scalar(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case None | bool():
            return value
        case int() if abs(value) < LONGEST_NUMBER:
            return value
        case float() if math.isfinite(value):
            return value
        case _:
            return clean(str(value))


def clean(text: str) -> str:
    """PostgreSQL keeps neither a zero character nor half a surrogate pair."""
    return UNKEPT.sub("\ufffd", text)


@transaction.atomic
def attach(file: "UploadedFile[Any]", *, to: Model, by: Actor, at: datetime) -> Attachment:
    """附件: the bytes stand once under their digest, however often they are handed in."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = digest.hexdigest()
    path = attachment_path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        with draft.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        draft.replace(path)
    return Attachment.objects.create(
        sha256=name,
        name=(file.name or "文件")[-200:],
        kind=file.content_type or "",
        size=file.size or 0,
        owner=label(to),
        added_at=at,
        added_by_id=by.pk,
    )


def attachment_path(sha256: str) -> Path:
    """Where the bytes of an attachment lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


@transaction.atomic
def keep_form(
    path: str, fields: Mapping[str, list[str]], at: datetime, *, account_id: int | None = None
) -> str:
    """会话过期时留下填写的内容; returns the token that finds it again within a day."""
    KeptForm.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
    newest = KeptForm.objects.order_by("-id").values("id")[KEPT_FORMS - 1 : KEPT_FORMS]
    KeptForm.objects.filter(id__lte=Subquery(newest)).delete()
    token = secrets.token_urlsafe(32)
    KeptForm.objects.create(
        token=token, path=path[:300], fields=dict(fields), kept_at=at, account_id=account_id
    )
    return token


@transaction.atomic
def take_kept_form(
    token: str, path: str, *, account_id: int | None = None
) -> dict[str, list[str]] | None:
    """取回留下的内容, once, only for the page and (where known) the person that typed it."""
    kept = KeptForm.objects.filter(token=token, path=path).first()
    if kept is None or kept.account_id not in (None, account_id):
        return None
    fields: dict[str, list[str]] = kept.fields
    kept.delete()
    return fields


def first_time(mark: str, *, by: Actor, outcome: str, at: datetime) -> bool:
    """Whether this form arrives for the first time; call it inside the verb's transaction."""
    _, fresh = Submission.objects.get_or_create(
        mark=mark, defaults={"actor_id": by.pk, "outcome": outcome, "at": at}
    )
    return fresh


def sent_already(mark: str, *, by: Actor) -> bool:
    """Whether this form of this person was taken before: the answer was lost, the act was not.

    Asked before the form is looked at: what was done may have made what it asks for impossible.
    """
    return bool(mark) and Submission.objects.filter(mark=mark[:64], actor_id=by.pk).exists()


@transaction.atomic
def forget_old(now: datetime) -> None:
    """到期就忘: forms nobody came back for, and the marks of forms long since taken."""
    KeptForm.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    Submission.objects.filter(at__lt=now - MARKED_FOR).delete()
