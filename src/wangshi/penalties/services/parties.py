"""当事人和记事: who it is about, where papers reach them, what is worth writing down."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.engine.penalties import PartyKind
from wangshi.penalties.models import Docket
from wangshi.shared.services import clean, record

from .steps import require_day, require_words, take, write_step


@dataclass(frozen=True)
class Party:
    """当事人的基本情况, and the confirmed address for service."""

    kind: PartyKind
    code: str = ""
    person: str = ""
    address: str = ""
    phone: str = ""
    elsewhere: bool = False
    service_address: str = ""
    electronic_to: str = ""
    confirmed_on: date | None = None
    violation: str = ""


@transaction.atomic
def set_party(
    case: Case, party: Party, *, by: Account, at: datetime, version: int | None = None
) -> Docket:
    """填当事人: once; every paper is filled from here."""
    docket, step = take(case, "party", by=by, version=version)
    if party.confirmed_on is not None:
        found = case.clue.found_on
        require_day(party.confirmed_on, since=found, at=at, what="签确认书的日子")
    docket.party_kind, docket.party_elsewhere = party.kind, party.elsewhere
    docket.party_code, docket.party_person = clean(party.code), clean(party.person)
    docket.party_address, docket.party_phone = clean(party.address), clean(party.phone)
    docket.service_address = clean(party.service_address)
    docket.electronic_to, docket.confirmed_on = clean(party.electronic_to), party.confirmed_on
    docket.violation = party.violation or docket.violation
    write_step(docket, step, by=by, at=at)
    record(by, "penalty.party_set", case)
    return docket


@transaction.atomic
def note(
    case: Case, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Docket:
    """记一笔: what was asked, seen or said on the way."""
    docket, step = take(case, "note", by=by, version=version)
    write_step(docket, step, by=by, at=at, words=require_words(words, "写明做了什么、看到什么"))
    record(by, "penalty.noted", case)
    return docket
