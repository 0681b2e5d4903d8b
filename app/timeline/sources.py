"""Where the events of a timeline come from, and what each was about at its own moment: made of SQL."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, case, cast, func, literal, not_, or_, select, type_coerce
from sqlalchemy.orm import aliased

from app.access.policy import constant
from app.accounts.models import Person
from app.capital.models import Decision, Investment
from app.cases.models import (
    ApproachAction,
    ApproachPartner,
    Bottleneck,
    LeadProgramme,
    Programme,
    Signal,
)
from app.companies.models import CompanyKvk, CompanyTechnology, Consent, TargetTest, TradeName
from app.db.base import UtcDateTime
from app.db.parts import filled
from app.geography.models import Municipality, Rom, Technology
from app.growth.models import Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote
from app.hubs.models import Hub
from app.leads.models import PhaseRecord
from app.ledger.models import Change, Entry, Submission, Value
from app.matching.models import Match, MatchMove
from app.timeline.models import Talk, Task
from app.timeline.rules import (
    ACCEPTED,
    HIDDEN_FIELDS,
    HIDDEN_TABLES,
    MUNICIPALITY_FIELDS,
    PERSON_FIELDS,
    PROGRAMME_FIELDS,
    QUIET_INSERTS,
    ROM_FIELDS,
    SIZE_FIELDS,
    SUBJECT_FIELDS,
    TECHNOLOGY_FIELDS,
    TEXT_FIELDS,
    TalkKind,
)

EVENT: dict[str, Any] = {
    "id": Integer,
    "day": Date,
    "at": UtcDateTime,
    "person_id": Integer,
    "organisation_id": Integer,
    "kind": String,
    "text": String,
    "more": String,
    "before": String,
    "after": String,
    "due_on": Date,
    "done_on": Date,
    "erased_at": UtcDateTime,
    "before_id": Integer,
    "after_id": Integer,
    "row_id": Integer,
}


def event(what: str, /, **given: Any) -> Select[Any]:
    """A select of one source of the timeline: what it is, its id, its day, the moment, who, and its words."""
    return select(literal(what).label("what"), *filled(EVENT, given))


def _is_one_of(field: Any, names: Iterable[str]) -> Any:
    """Whether a field is one of these. They stand in the SQL itself: parameters are taken apart at every query."""
    return field.in_([constant(name) for name in sorted(names)])


def day_of(moment: Any) -> Any:
    """The day of a moment."""
    return type_coerce(func.date(moment), Date)


def talks(lead_id: Any) -> Select[Any]:
    """What was said and agreed."""
    return event(
        "talk",
        id=Talk.id,
        day=Talk.held_on,
        at=Talk.recorded_at,
        person_id=Talk.person_id,
        organisation_id=Talk.organisation_id,
        kind=Talk.kind,
        text=Talk.said,
        more=Talk.agreed,
        erased_at=Talk.erased_at,
    ).where(Talk.lead_id == lead_id)


def spoken(lead_id: Any) -> Select[Any]:
    """What was said to others: talks, calls, visits and mail."""
    return talks(lead_id).where(Talk.kind != constant(TalkKind.NOTE))


def notes(lead_id: Any) -> Select[Any]:
    """What was written down for oneself and colleagues."""
    return talks(lead_id).where(Talk.kind == constant(TalkKind.NOTE))


def tasks(lead_id: Any) -> Select[Any]:
    """What is done by when."""
    return event(
        "task",
        id=Task.id,
        day=day_of(Task.recorded_at),
        at=Task.recorded_at,
        person_id=Task.owner_id,
        organisation_id=Task.organisation_id,
        kind=literal("task"),
        text=Task.title,
        due_on=Task.due_on,
        done_on=Task.done_on,
        erased_at=Task.erased_at,
    ).where(Task.lead_id == lead_id)


def match_moves(lead_id: Any) -> Select[Any]:
    """The steps that hubs took beside a lead, as a source of its timeline."""
    return (
        event(
            "match",
            id=MatchMove.id,
            day=MatchMove.moved_on,
            at=MatchMove.at,
            person_id=MatchMove.moved_by_id,
            organisation_id=Person.organisation_id,
            kind=MatchMove.to_step,
            text=Hub.name,
            more=Value.text,
            erased_at=Value.erased_at,
        )
        .join(Match, Match.id == MatchMove.match_id)
        .join(Hub, Hub.id == Match.hub_id)
        .outerjoin(Person, Person.id == MatchMove.moved_by_id)
        .outerjoin(Value, Value.id == MatchMove.reason_id)
        .where(MatchMove.lead_id == lead_id)
    )


def changes(lead_id: Any, company_id: Any) -> Select[Any]:
    """What history kept of the lead and its company, but for what the page tells by itself."""
    is_text = _is_one_of(Change.field, TEXT_FIELDS)
    silent = or_(
        Change.table.in_(HIDDEN_TABLES),
        and_(Change.action == "insert", Change.table.in_(QUIET_INSERTS)),
        and_(Change.field.is_not(None), _is_one_of(Change.field, HIDDEN_FIELDS)),
        # that a fact was accepted is told by its entry, to all who may read that
        and_(
            Change.table == "submission", Change.action == "update", Change.field == "status", Change.after == ACCEPTED
        ),
    )
    return event(
        "change",
        id=Change.id,
        day=day_of(Change.at),
        at=Change.at,
        person_id=Change.person_id,
        organisation_id=Change.organisation_id,
        kind=Change.table,
        text=Change.action,
        more=Change.field,
        before=Change.before,
        after=Change.after,
        before_id=case((is_text, cast(Change.before, Integer)), else_=Change.before_value_id),
        after_id=case((is_text, cast(Change.after, Integer)), else_=Change.after_value_id),
        row_id=cast(Change.row_id, Integer),
    ).where(
        or_(Change.lead_id == lead_id, and_(Change.lead_id.is_(None), Change.company_id == company_id)),
        not_(silent),
    )


def entries(lead_id: Any) -> Select[Any]:
    """The facts that were accepted and taken back: the day each holds on, whole euros, and why it was taken back.

    The text is what was said of that, or the category of why an accepted withdrawal takes the lead out of the count.
    """
    is_reversal = Entry.reverses.is_not(None)
    return (
        event(
            "entry",
            id=Entry.number,
            day=day_of(Entry.recorded_at),
            at=Entry.recorded_at,
            person_id=Entry.accepted_by_id,
            organisation_id=Entry.accepted_for_id,
            kind=Entry.fact,
            text=case((is_reversal, Value.text), else_=Entry.cause),
            more=case((is_reversal, Entry.cause), else_=literal(ACCEPTED)),
            after=cast(Entry.amount, String),
            due_on=Entry.holds_on,
            erased_at=case((is_reversal, Value.erased_at)),
        )
        .outerjoin(Value, Value.id == Entry.reason_id)
        .where(Entry.lead_id == lead_id)
    )


# --- What a change was about, as it was then ----------------------------------------------------------------


def subject_then(change: Any) -> Any:
    """What the row of a change (its id, table as kind, row_id) was about at that moment, as its field kept it."""
    field = case(SUBJECT_FIELDS, value=change.kind)
    return func.coalesce(_before_later(change, Change.field == field), _subject_now(change))


def size_then(change: Any) -> Any:
    """The amount, or the choice, that a new row held when it was made."""
    held: dict[str, tuple[Any, Any]] = {
        "demand_amount": (DemandAmount.id, func.coalesce(cast(DemandAmount.amount, String), DemandAmount.choice)),
        "investment": (Investment.id, cast(Investment.amount, String)),
        "submission": (Submission.id, cast(Submission.amount, String)),
    }
    before = _before_later(change, Change.field.in_(SIZE_FIELDS))
    present = case(*(_of_row(change, table, *columns) for table, columns in held.items()))
    return case((and_(change.text == "insert", change.kind.in_(held)), func.coalesce(before, present)))


def _before_later(change: Any, is_field: Any) -> Any:
    """What a field held until the first time that it changed, or went, after this change; null where it never did."""
    is_text = _is_one_of(Change.field, TEXT_FIELDS)
    number = case((is_text, cast(Change.before, Integer)), else_=Change.before_value_id)
    text = select(Value.text).where(Value.id == number).scalar_subquery()
    gone = and_(change.text == "delete", Change.action == "delete")
    return (
        select(case((is_text, text), else_=func.coalesce(Change.before, text)))
        .where(
            Change.table == change.kind,
            Change.row_id == cast(change.row_id, String),
            is_field,
            or_(Change.id > change.id, gone),
        )
        .order_by(Change.id)
        .limit(1)
        .scalar_subquery()
    )


def _subject_now(change: Any) -> Any:
    kinds: dict[str, tuple[Any, Any]] = {
        "approach_partner": (ApproachPartner.id, ApproachPartner.name),
        "bottleneck": (Bottleneck.id, Bottleneck.kind),
        "company_kvk": (CompanyKvk.id, CompanyKvk.number),
        "company_technology": (CompanyTechnology.id, CompanyTechnology.technology_code),
        "consent": (Consent.id, Consent.scope),
        "decision": (Decision.id, Decision.kind),
        "demand": (Demand.id, Demand.kind),
        "demand_absence": (DemandAbsence.id, DemandAbsence.kind),
        "demand_amount": (DemandAmount.id, DemandAmount.measure),
        "demand_note": (DemandNote.id, DemandNote.measure),
        "investment": (Investment.id, Investment.nature),
        "lead_programme": (LeadProgramme.id, LeadProgramme.programme_code),
        "phase_record": (PhaseRecord.id, cast(PhaseRecord.phase, String)),
        "signal": (Signal.id, Signal.kind),
        "submission": (Submission.id, Submission.fact),
        "target_test": (TargetTest.id, case((TargetTest.positive, literal("True")), else_=literal("False"))),
        "trade_name": (TradeName.id, TradeName.name),
    }
    action = (
        select(Value.text)
        .join(ApproachAction, ApproachAction.text_id == Value.id)
        .where(ApproachAction.id == change.row_id)
        .scalar_subquery()
    )
    detail = (
        select(Demand.kind)
        .join(DemandDetail, DemandDetail.demand_id == Demand.id)
        .where(DemandDetail.id == change.row_id)
        .scalar_subquery()
    )
    told = [_of_row(change, table, *columns) for table, columns in kinds.items()]
    return case((change.kind == "approach_action", action), (change.kind == "demand_detail", detail), *told)


def _of_row(change: Any, table: str, key: Any, column: Any) -> tuple[Any, Any]:
    return change.kind == table, select(column).where(key == change.row_id).scalar_subquery()


# --- Names for what history kept as numbers and codes -------------------------------------------------------


def named(field: Any, kept: Any) -> Any:
    """The name of a person, municipality, region, technology or programme that a field holds by number or code."""
    person = aliased(Person)  # beside the one who made the change
    names = {
        PERSON_FIELDS: select(person.name).where(person.id == cast(kept, Integer)),
        MUNICIPALITY_FIELDS: select(Municipality.name).where(Municipality.code == kept),
        ROM_FIELDS: select(Rom.short).where(Rom.code == kept),
        TECHNOLOGY_FIELDS: select(Technology.short).where(Technology.code == kept),
        PROGRAMME_FIELDS: select(Programme.name).where(Programme.code == kept),
    }
    return case(*((_is_one_of(field, fields), name.scalar_subquery()) for fields, name in names.items()))
