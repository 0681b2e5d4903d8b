"""Who was told what about a company, inside the system and outside it, and who was asked to stop using it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Date, Integer, String, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies import queries, rules
from app.companies.models import Company, Consent, Disclosure, KnownLookup, PartyRecall, Telling
from app.companies.readings import name_readings
from app.db.base import UtcDateTime
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.db.parts import part
from app.ledger.batches import remove
from app.ledger.models import Batch

INSIDE, OUTSIDE, READ, SOUGHT = "binnen", "buiten", "gelezen", "gezocht"  # also the words of an address
PAGE = 30
RECALLED = {INSIDE: "disclosure_id", OUTSIDE: "telling_id"}
_REGISTER = {
    "id": Integer,
    "at": UtcDateTime,
    "day": Date,
    "party": String,
    "what": String,
    "person": String,
    "note": String,
    "consent_id": Integer,
    "scope": String,
    "granted_on": Date,
    "ends_on": Date,
    "withdrawn_on": Date,
    "asked_at": UtcDateTime,
}


@dataclass(frozen=True)
class Line:
    """A line of the register: its sort, its day, and what it tells; what many were told in one go is one line."""

    part: str
    day: date
    rows: Sequence[Any]


@dataclass(frozen=True)
class Register:
    """All that was told, the newest first, and what is still to be asked now that a consent is over."""

    lines: Sequence[Line]
    parties: Sequence[Any]
    files: Sequence[Any]

    @property
    def pages(self) -> int:
        """How many pages the lines take; at least one."""
        return max(1, -(-len(self.lines) // PAGE))

    def page(self, number: int) -> Sequence[Line]:
        """The lines of a page, counted from one."""
        return self.lines[(number - 1) * PAGE : number * PAGE]


def telling(session: GuardedSession, company_id: int, number: int) -> Telling | None:
    """One telling about a company, or None."""
    return session.scalars(select(Telling).where(Telling.company_id == company_id, Telling.id == number)).one_or_none()


def register(session: GuardedSession, company_id: int) -> Register:
    """Who was told what about a company and when, for its holder; whoever else reads it finds nothing."""
    rows = _rows(session, company_id)
    readings = name_readings(session, company_id)
    agreed = bool(readings) and queries.is_agreed(session, company_id, rules.Scope.MINISTRY)
    known = {(row.part, row.id): row for row in rows}
    due = _due(session, rows)
    return Register(
        lines=_lines(rows, readings),
        parties=[known[keys[0]] for keys in due.values()],
        files=[] if agreed else [row for row in readings if row.form != rules.ON_PAGE and row.asked_at is None],
    )


def _lines(rows: Iterable[Any], readings: Iterable[Any]) -> list[Line]:
    together = groupby(rows, key=lambda row: (row.part, row.at, row.consent_id if row.part == INSIDE else row.id))
    told = [list(group) for _key, group in together]
    lines = [(Line(group[0].part, group[0].day or _day(group[0]), group), group[0].at) for group in told]
    lines += [(Line(READ, _day(row), [row]), row.at) for row in readings]
    return [line for line, _at in sorted(lines, key=lambda pair: (pair[0].day, pair[1]), reverse=True)]


def _day(row: Any) -> date:
    return row.at.astimezone(AMSTERDAM).date()


def _due(session: GuardedSession, rows: Iterable[Any]) -> dict[str, list[Any]]:
    today = session.clock.today()
    return rules.to_ask(
        rules.Told((row.part, row.id), row.party, _holds(row, today), row.asked_at is not None)
        for row in rows
        if row.part in RECALLED
    )


def _holds(row: Any, day: date) -> bool | None:
    if row.granted_on is None:
        return None
    return rules.holds_on(row.granted_on, row.ends_on, row.withdrawn_on, day)


def _rows(session: GuardedSession, company_id: int) -> Sequence[Any]:
    ours = session.actor.organisation_id  # what we were told before we held it is no telling to somebody else
    basis = {
        "scope": Consent.scope,
        "granted_on": Consent.granted_on,
        "ends_on": Consent.ends_on,
        "withdrawn_on": Consent.withdrawn_on,
        "asked_at": PartyRecall.asked_at,
    }
    about = {"id": Disclosure.id, "at": Disclosure.at, "what": Disclosure.what, "consent_id": Disclosure.consent_id}
    inside = (
        part(INSIDE, _REGISTER, party=Organisation.short, **about, **basis)
        .join(Organisation, Organisation.id == Disclosure.organisation_id)
        .outerjoin(Consent, Consent.id == Disclosure.consent_id)
        .outerjoin(PartyRecall, PartyRecall.disclosure_id == Disclosure.id)
        .where(Disclosure.company_id == company_id, Disclosure.organisation_id.is_distinct_from(ours))
    )
    about = {"id": Telling.id, "at": Telling.recorded_at, "what": Telling.what, "consent_id": Telling.consent_id}
    about |= {"day": Telling.told_on, "party": Telling.party, "person": Person.name, "note": Telling.note}
    outside = (
        part(OUTSIDE, _REGISTER, **about, **basis)
        .outerjoin(Person, Person.id == Telling.told_by_id)
        .outerjoin(Consent, Consent.id == Telling.consent_id)
        .outerjoin(PartyRecall, PartyRecall.telling_id == Telling.id)
        .where(Telling.company_id == company_id)
    )
    about = {"id": KnownLookup.id, "at": KnownLookup.at, "party": Organisation.short, "person": Person.name}
    sought = (
        part(SOUGHT, _REGISTER, **about)
        .join(Organisation, Organisation.id == KnownLookup.organisation_id)
        .outerjoin(Person, Person.id == KnownLookup.person_id)
        .where(KnownLookup.company_id == company_id)
    )
    named = inside.selected_columns
    order = (named["part"], named["at"], named["consent_id"], named["party"], named["id"])
    return session.execute(inside.union_all(outside, sought).order_by(*order)).all()


# --- Writes --------------------------------------------------------------------------------------------------


def record_telling(session: GuardedSession, company: Company, **told: Any) -> Telling:
    """That somebody outside the system was told; refused on a consent that did not hold that day."""
    telling = Telling(
        company_id=company.id,
        recorded_at=session.clock.now(),
        recorded_by_id=session.actor.person_id,
        **_checked(session, company, **told),
    )
    session.add(telling)
    session.flush()
    return telling


def correct_telling(session: GuardedSession, company: Company, telling: Telling, **told: Any) -> Telling:
    """What was told, as it should have been written down; refused like a new one."""
    for field, value in _checked(session, company, **told).items():
        setattr(telling, field, value)
    session.flush()
    return telling


def take_back_telling(session: GuardedSession, telling: Telling) -> Batch:
    """A telling that was not goes to the bin, with that somebody was asked to stop."""
    asked = session.scalars(select(PartyRecall).where(PartyRecall.telling_id == telling.id)).all()
    return remove(session, *asked, telling)


def _checked(
    session: GuardedSession,
    company: Company,
    *,
    party: str,
    what: str,
    told_on: date,
    told_by_id: int | None = None,
    consent_id: int | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    consent = None if consent_id is None else queries.consent(session, company.id, consent_id)
    holds = None if consent_id is None else consent is not None and bool(_holds(consent, told_on))
    objection = rules.objection_to_telling(party, what, told_on, session.clock.today(), holds)
    if objection is not None:
        raise Refused(objection.message, field=objection.field)
    return {
        "party": " ".join(party.split()),
        "what": rules.Shared(what),
        "told_on": told_on,
        "told_by_id": told_by_id or session.actor.person_id,
        "consent_id": consent_id,
        "note": (note or "").strip() or None,
    }


def note_asked(session: GuardedSession, company: Company, where: str, number: int) -> None:
    """Who was told was asked to stop using it: for all that they were told on a consent that is over. Refused when none."""
    due = _due(session, _rows(session, company.id))
    keys = next((keys for keys in due.values() if (where, number) in keys), None)
    if keys is None:
        raise Refused(rules.NOTHING_TO_ASK)
    about = {"company_id": company.id, "asked_at": session.clock.now(), "asked_by_id": session.actor.person_id}
    session.add_all(PartyRecall(**about, **{RECALLED[sort]: one}) for sort, one in keys)
    session.flush()
