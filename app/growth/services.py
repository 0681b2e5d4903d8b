"""Writing down what a lead asks for, kind by kind (002 §3.7)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.many import add_rows
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.growth.models import Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote
from app.growth.queries import demand
from app.growth.rules import (
    MEASURE,
    PLACES,
    Fit,
    Kind,
    Shape,
    band_of,
    main_amount,
    measures_of,
    objection,
)
from app.leads.models import Lead, LeadCourse
from app.leads.rules import objection_to_need
from app.ledger.batches import remove
from app.ledger.models import Batch
from app.words import N_

CLOSED = N_("Deze lead is gesloten. Heropen hem eerst.")
NOT_OF_THIS_KIND = N_("Dat hoort niet bij deze soort vraag.")
NOT_A_CHOICE = N_("Kies een van de mogelijkheden.")
STILL_ASKED = N_("Deze vraag is vastgelegd. Haal haar eerst weg als het bedrijf dit niet vraagt.")
IN_FUTURE = N_("Deze dag moet nog komen.")

Typed = Decimal | int | str | bool | None


def open_demands(
    session: GuardedSession, *, lead: Lead, kinds: Iterable[str], bottlenecks: Iterable[str] = ()
) -> list[Demand]:
    """The kinds that a lead asks for, still without amounts; a kind that is there already stays as it is."""
    pinching, wanted = set(bottlenecks), list(dict.fromkeys(Kind(kind) for kind in kinds))
    there = {row.kind: row for row in session.scalars(select(Demand).where(Demand.lead_id == lead.id))}
    there |= _open(session, lead, [kind for kind in wanted if kind not in there], pinching)
    _touch(session, lead)
    return [there[kind] for kind in wanted]


def first_demands(session: GuardedSession, *, lead: Lead, kinds: Iterable[str]) -> list[Demand]:
    """The kinds that a lead asks for as it enters, still without amounts: nothing is there to compare with."""
    return list(_add(session, lead, list(dict.fromkeys(Kind(kind) for kind in kinds))).values())


def first_demands_of(session: GuardedSession, asked: Iterable[tuple[int, int, Iterable[str]]]) -> None:
    """The kinds that many leads ask for as they enter: the numbers of each lead and its company, and its kinds."""
    demands = [
        {"lead_id": lead_id, "company_id": company_id, "kind": Kind(kind).value}
        for lead_id, company_id, kinds in asked
        for kind in dict.fromkeys(kinds)
    ]
    now = session.clock.now()
    details = [
        {"demand_id": number, "lead_id": row["lead_id"], "company_id": row["company_id"], "updated_at": now}
        for row, number in zip(demands, add_rows(session, Demand, demands), strict=True)
    ]
    add_rows(session, DemandDetail, details)


def set_demand(
    session: GuardedSession,
    *,
    lead: Lead,
    kind: str,
    values: Mapping[str, Typed] | None = None,
    needed_by: date | None = None,
    is_bottleneck: bool = False,
    own_site: str = Fit.UNKNOWN,
    own_region: str = Fit.UNKNOWN,
    other_region: str = Fit.UNKNOWN,
) -> Demand:
    """What a lead asks of one kind: its measures by code in their own units (MW, m², euros), words among them.

    It replaces what was there. Refuses what cannot be so, with the measure as its field; warnings never refuse.
    """
    kind = Kind(kind)
    amounts, choices, words = _sorted_out(kind, values or {})
    if wrong := objection(kind, amounts):
        raise Refused(wrong.text, field=wrong.field)
    course = _course(session, lead)
    wrong_day = objection_to_need(course.asked_on, needed_by) if course is not None else None
    if wrong_day is not None:
        raise Refused(wrong_day.template, field=wrong_day.field, **wrong_day.values)
    row = demand(session, lead.id, kind) or _open(session, lead, [kind])[kind]
    row.band = band_of(kind, main_amount(kind, amounts))
    row.is_bottleneck = is_bottleneck
    detail = session.scalars(select(DemandDetail).where(DemandDetail.demand_id == row.id)).one()
    detail.needed_by = needed_by
    for place, fit in zip(PLACES, (own_site, own_region, other_region), strict=True):
        setattr(detail, place[0], Fit(fit).value)
    detail.updated_at = session.clock.now()
    _keep(session, lead, row, amounts, choices, words)
    _touch(session, lead)
    return row


def _open(
    session: GuardedSession, lead: Lead, kinds: Collection[Kind], pinching: Collection[str] = ()
) -> dict[str, Demand]:
    """Demands of these kinds, each with its own details; what was noted as not asked goes."""
    if not kinds:
        return {}
    _course(session, lead)
    for absence in session.scalars(
        select(DemandAbsence).where(DemandAbsence.lead_id == lead.id, DemandAbsence.kind.in_(kinds))
    ):
        session.delete(absence)
    return _add(session, lead, kinds, pinching)


def _add(
    session: GuardedSession, lead: Lead, kinds: Collection[Kind], pinching: Collection[str] = ()
) -> dict[str, Demand]:
    about = {"lead_id": lead.id, "company_id": lead.company_id}
    rows = {kind.value: Demand(**about, kind=kind.value, is_bottleneck=kind in pinching) for kind in kinds}
    _with_details(session, rows.values())
    return rows


def _with_details(session: GuardedSession, rows: Collection[Demand]) -> None:
    session.add_all(rows)
    session.flush()
    now = session.clock.now()
    session.add_all(
        DemandDetail(lead_id=row.lead_id, company_id=row.company_id, demand_id=row.id, updated_at=now) for row in rows
    )
    session.flush()


def _sorted_out(
    kind: Kind, values: Mapping[str, Typed]
) -> tuple[dict[str, int | None], dict[str, str], dict[str, str]]:
    """Typed values by measure -> amounts in stored steps, choices and words; what is empty is left out."""
    known = {measure.code for measure in measures_of(kind)}
    amounts: dict[str, int | None] = {}
    choices: dict[str, str] = {}
    words: dict[str, str] = {}
    for code, value in values.items():
        if code not in known:
            raise Refused(NOT_OF_THIS_KIND, field=code)
        measure = MEASURE[code]
        if value is None or value == "" or value is False:
            continue
        if measure.shape is Shape.TEXT:
            words[code] = str(value).strip()
        elif measure.choices:
            if value not in dict(measure.choices):
                raise Refused(NOT_A_CHOICE, field=code)
            choices[code] = str(value)
        else:
            amounts[code] = 1 if measure.shape is Shape.NEED else measure.stored(Decimal(value))
    return amounts, choices, words


def _keep(
    session: GuardedSession,
    lead: Lead,
    row: Demand,
    amounts: Mapping[str, int | None],
    choices: Mapping[str, str],
    words: Mapping[str, str],
) -> None:
    about = {"lead_id": lead.id, "company_id": lead.company_id, "demand_id": row.id}
    measured: dict[str, dict[str, Any]] = {code: {"amount": amount, "choice": None} for code, amount in amounts.items()}
    measured |= {code: {"amount": None, "choice": choice} for code, choice in choices.items()}
    _replace(session, DemandAmount, about, measured)
    _replace(session, DemandNote, about, {code: {"text": text} for code, text in words.items()})
    session.flush()


def _replace(session: Session, model: Any, about: dict[str, int], wanted: Mapping[str, dict[str, Any]]) -> None:
    there = {row.measure: row for row in session.scalars(select(model).where(model.demand_id == about["demand_id"]))}
    for code, values in wanted.items():
        row = there.pop(code, None)
        if row is None:
            session.add(model(**about, measure=code, **values))
            continue
        for name, value in values.items():
            setattr(row, name, value)
    for row in there.values():
        session.delete(row)


def drop_demand(session: GuardedSession, *, lead: Lead, kind: str) -> Batch | None:
    """The lead does not ask for this after all: the demand goes to the bin with all that was measured."""
    row = demand(session, lead.id, kind)
    if row is None:
        return None
    _course(session, lead)
    measured = [
        part
        for model in (DemandAmount, DemandNote, DemandDetail)
        for part in session.scalars(select(model).where(model.demand_id == row.id))
    ]
    batch = remove(session, *measured, row)
    _touch(session, lead)
    return batch


def record_absence(session: GuardedSession, *, lead: Lead, kind: str, asked_on: date | None = None) -> DemandAbsence:
    """The company was asked about a kind and does not need it; today unless a day is given."""
    kind = Kind(kind)
    asked_on = asked_on or session.clock.today()
    if asked_on > session.clock.today():
        raise Refused(IN_FUTURE, field="asked_on")
    if demand(session, lead.id, kind) is not None:
        raise Refused(STILL_ASKED)
    _course(session, lead)
    found = session.scalars(
        select(DemandAbsence).where(DemandAbsence.lead_id == lead.id, DemandAbsence.kind == kind)
    ).one_or_none()
    if found is None:
        found = DemandAbsence(lead_id=lead.id, company_id=lead.company_id, kind=kind.value, asked_on=asked_on)
        session.add(found)
    found.asked_on = asked_on
    _touch(session, lead)
    return found


def _course(session: GuardedSession, lead: Lead) -> LeadCourse | None:
    """The lead's course; refuses a lead that is closed."""
    course = session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one_or_none()
    if course is not None and course.closed_on is not None:
        raise Refused(CLOSED)
    return course


def _touch(session: GuardedSession, lead: Lead) -> None:
    course = _course(session, lead)
    if course is not None:
        course.last_activity_at = session.clock.now()
    session.flush()
