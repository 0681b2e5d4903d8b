"""Reading the case approach of a lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Row, Select, String, bindparam, func, select, union_all

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.cases.models import (
    Approach,
    ApproachAction,
    ApproachPartner,
    Bottleneck,
    LeadProgramme,
    Lesson,
    Programme,
    Signal,
)
from app.companies.models import Company, CompanyTechnology, TradeName
from app.db.parts import Kinds, part
from app.geography.models import Municipality, Technology
from app.leads.models import Lead, LeadStory
from app.ledger.models import Value

LESSONS_ELSEWHERE = 5


@dataclass(frozen=True)
class CaseRow:
    """One line of a case, of whatever part: an action, a partner, a bottleneck, a signal, a lesson, a programme."""

    part: str
    id: int
    kind: str | None
    text: str | None
    owner: str | None
    on: date | None
    done_on: date | None
    dropped_on: date | None
    external: bool | None


@dataclass(frozen=True)
class Case:
    """Everything of one lead's case that the lead page shows."""

    plan: str | None = None
    plan_on: date | None = None
    agreed_on: date | None = None
    first_external_on: date | None = None
    owner: str | None = None
    partners: tuple[CaseRow, ...] = ()
    actions: tuple[CaseRow, ...] = ()
    bottlenecks: tuple[CaseRow, ...] = ()
    signals: tuple[CaseRow, ...] = ()
    lessons: tuple[CaseRow, ...] = ()
    learned_elsewhere: tuple[CaseRow, ...] = ()
    programmes: tuple[CaseRow, ...] = ()


LINE: Kinds = {
    "id": Integer,
    "kind": String,
    "text": String,
    "owner": String,
    "on": Date,
    "done_on": Date,
    "dropped_on": Date,
    "external": Boolean,
}


def case_parts(lead_id: Any, kinds: Kinds = LINE) -> tuple[Select[Any], ...]:
    """One select for each part of a case, all with the same columns: those of LINE, and what else is in `kinds`."""
    mine = select(Bottleneck.kind).where(Bottleneck.lead_id == lead_id)
    elsewhere = (
        part("elsewhere", kinds, id=Lesson.id, kind=Lesson.bottleneck, text=Lesson.text, owner=Lesson.technology_code)
        .where(Lesson.lead_id != lead_id, Lesson.bottleneck.in_(mine))
        .order_by(Lesson.written_at.desc(), Lesson.id.desc())
        .limit(LESSONS_ELSEWHERE)
        .subquery()
    )
    return (
        part(
            "approach",
            kinds,
            id=Approach.id,
            text=Value.text,
            owner=Person.name,
            on=Approach.plan_on,
            done_on=Approach.agreed_on,
            dropped_on=Approach.first_external_on,
        )
        .outerjoin(Value, Value.id == Approach.plan_id)
        .outerjoin(Person, Person.id == Approach.owner_id)
        .where(Approach.lead_id == lead_id),
        part("partner", kinds, id=ApproachPartner.id, kind=ApproachPartner.kind, text=ApproachPartner.name).where(
            ApproachPartner.lead_id == lead_id
        ),
        part(
            "action",
            kinds,
            id=ApproachAction.id,
            kind=ApproachAction.bottleneck,
            text=Value.text,
            owner=Person.name,
            on=ApproachAction.due_on,
            done_on=ApproachAction.done_on,
            dropped_on=ApproachAction.dropped_on,
            external=ApproachAction.external,
        )
        .outerjoin(Value, Value.id == ApproachAction.text_id)
        .outerjoin(Person, Person.id == ApproachAction.owner_id)
        .where(ApproachAction.lead_id == lead_id),
        part(
            "bottleneck",
            kinds,
            id=Bottleneck.id,
            kind=Bottleneck.kind,
            text=Value.text,
            on=Bottleneck.noted_on,
            done_on=Bottleneck.solved_on,
        )
        .outerjoin(Value, Value.id == Bottleneck.tried_id)
        .where(Bottleneck.lead_id == lead_id),
        part(
            "signal",
            kinds,
            id=Signal.id,
            kind=Signal.kind,
            text=Value.text,
            on=Signal.raised_on,
            dropped_on=Signal.withdrawn_on,
        )
        .outerjoin(Value, Value.id == Signal.note_id)
        .where(Signal.lead_id == lead_id),
        part("lesson", kinds, id=Lesson.id, kind=Lesson.bottleneck, text=Lesson.text).where(Lesson.lead_id == lead_id),
        select(*elsewhere.c),
        part(
            "programme",
            kinds,
            id=LeadProgramme.id,
            kind=Programme.code,
            text=Programme.name,
            owner=Programme.run_by,
            on=LeadProgramme.linked_on,
        )
        .join(Programme, Programme.code == LeadProgramme.programme_code)
        .where(LeadProgramme.lead_id == lead_id),
    )


LINES = Prepared(union_all(*case_parts(bindparam("lead_id"))))


def case_of(session: GuardedSession, lead_id: int) -> Case:
    """The whole case of a lead in one query; what the reader may not see is left out."""
    return case_from(session.ask(LINES, lead_id=lead_id))


def case_from(found: Iterable[Row]) -> Case:
    """A case from the rows of its parts."""
    rows = [CaseRow(row[0], *row[1 : len(LINE) + 1]) for row in found]

    def of(name: str) -> tuple[CaseRow, ...]:
        return tuple(row for row in rows if row.part == name)

    approach = next(iter(of("approach")), None)
    parts: dict[str, Any] = {
        "partners": of("partner"),
        "actions": tuple(sorted(of("action"), key=_open_first)),
        "bottlenecks": of("bottleneck"),
        "signals": of("signal"),
        "lessons": of("lesson"),
        "learned_elsewhere": of("elsewhere"),
        "programmes": of("programme"),
    }
    if approach is None:
        return Case(**parts)
    return Case(
        plan=approach.text,
        plan_on=approach.on,
        agreed_on=approach.done_on,
        first_external_on=approach.dropped_on,
        owner=approach.owner,
        **parts,
    )


def _open_first(row: CaseRow) -> tuple[bool, date]:
    ended = row.done_on or row.dropped_on
    return (ended is not None, row.on or date.max)


def revealing_names(session: GuardedSession, lead: Lead) -> tuple[str, ...]:
    """Names that a shared text may not hold: the company's, its trade names, its site and its municipality."""
    own = session.execute(
        select(Company.name, Company.site, LeadStory.site_name, Municipality.name)
        .select_from(Company)
        .outerjoin(LeadStory, LeadStory.lead_id == lead.id)
        .outerjoin(
            Municipality, Municipality.code == func.coalesce(LeadStory.municipality_code, Company.municipality_code)
        )
        .where(Company.id == lead.company_id)
    ).one_or_none()
    trade = session.scalars(select(TradeName.name).where(TradeName.company_id == lead.company_id))
    return tuple(name for name in (*(own or ()), *trade) if name)


def approach(session: GuardedSession, lead_id: int) -> Approach | None:
    """The approach of a lead as a row to edit."""
    return session.scalars(select(Approach).where(Approach.lead_id == lead_id)).one_or_none()


def action(session: GuardedSession, lead_id: int, action_id: int) -> ApproachAction | None:
    """One action of a lead as a row to edit."""
    return session.scalars(
        select(ApproachAction).where(ApproachAction.id == action_id, ApproachAction.lead_id == lead_id)
    ).one_or_none()


def partner(session: GuardedSession, lead_id: int, partner_id: int) -> ApproachPartner | None:
    """One partner of a lead's approach."""
    return session.scalars(
        select(ApproachPartner).where(ApproachPartner.id == partner_id, ApproachPartner.lead_id == lead_id)
    ).one_or_none()


def bottleneck(session: GuardedSession, lead_id: int, kind: str) -> Bottleneck | None:
    """One bottleneck of a lead by its kind."""
    return session.scalars(
        select(Bottleneck).where(Bottleneck.lead_id == lead_id, Bottleneck.kind == kind)
    ).one_or_none()


def signal(session: GuardedSession, lead_id: int, kind: str) -> Signal | None:
    """One signal of a lead by its kind."""
    return session.scalars(select(Signal).where(Signal.lead_id == lead_id, Signal.kind == kind)).one_or_none()


def programmes(session: GuardedSession) -> Sequence[Row]:
    """All adjacent programmes: code, name, run_by."""
    return session.execute(select(Programme.code, Programme.name, Programme.run_by).order_by(Programme.name)).all()


def linked_programmes(session: GuardedSession, lead_id: int) -> list[str]:
    """The codes of the programmes that a lead is linked to."""
    return list(session.scalars(select(LeadProgramme.programme_code).where(LeadProgramme.lead_id == lead_id)))


def technologies(session: GuardedSession) -> list[tuple[str, str]]:
    """The ten technologies, code and short name, in their own order (002 §3.2)."""
    found = session.execute(select(Technology.code, Technology.short).order_by(Technology.position))
    return [(code, name) for code, name in found]


def technology_of(session: GuardedSession, company_id: int) -> str | None:
    """The code of a company's first technology, or None."""
    return session.scalars(
        select(CompanyTechnology.technology_code).where(CompanyTechnology.company_id == company_id).limit(1)
    ).one_or_none()
