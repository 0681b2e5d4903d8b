"""Reading what leads ask for; what the reader may not see of a demand is simply not there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, select, union_all

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import CompanyTechnology
from app.db.parts import part
from app.growth.models import Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote
from app.growth.rules import (
    FIT_MARKS,
    KINDS,
    LATE,
    PLACES,
    Fit,
    Kind,
    Warned,
    band_words,
    is_asked_late,
    main_amount,
    size_words,
    summary,
    warnings_for,
)
from app.leads.models import Lead
from app.ledger.models import Change
from app.words import Said

TABLES = ("demand", "demand_detail", "demand_amount", "demand_note")


@dataclass(frozen=True)
class Strip:
    """The kinds that a lead asks for, and those that hold it back now: what the five signs show."""

    asked: tuple[str, ...] = ()
    bottlenecks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One demand as the reader may know it: without a version there is only its face."""

    id: int
    kind: Kind
    band: str | None
    is_bottleneck: bool
    needed_by: date | None = None
    fits: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    updated_at: datetime | None = None
    values: Mapping[str, int | str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the reader may see dates and amounts."""
        return self.version is not None

    @property
    def amounts(self) -> dict[str, int]:
        """The amounts by measure, in stored steps."""
        return {code: value for code, value in self.values.items() if isinstance(value, int)}

    @property
    def size(self) -> int | None:
        """How much is asked, in stored steps; None where that is not known or not for the reader."""
        return main_amount(self.kind, self.amounts)

    @property
    def size_words(self) -> Said | None:
        """How much is asked, in words."""
        return None if self.size is None else size_words(self.kind, self.size)

    @property
    def band_text(self) -> Said | None:
        """How much is asked, as a band."""
        return band_words(self.kind, self.band) if self.band else None

    @property
    def summary(self) -> tuple[Said, ...]:
        """What exactly is asked, from its measures."""
        return summary(self.kind, self.values)

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """Own site, own region, another region: the name of each, its verdict mark, and its answer."""
        answers = [Fit(self.fits.get(place, Fit.UNKNOWN)) for place, _name in PLACES]
        return tuple((name, FIT_MARKS[answer], answer.value) for (_, name), answer in zip(PLACES, answers, strict=True))

    def warnings(self, phase: int, today: date) -> tuple[Warned, ...]:
        """What to think about in a life phase: advice, never a stop."""
        return warnings_for(self.kind, phase, self.values, needed_by=self.needed_by, today=today)


@dataclass(frozen=True)
class Profile:
    """All that a lead asks for, in the order of the kinds; and the kinds it was asked about and does not need."""

    lines: tuple[Line, ...] = ()
    absences: Mapping[Kind, date] = field(default_factory=dict)
    technologies: frozenset[str] = frozenset()

    def line(self, kind: Kind | str) -> Line | None:
        """The demand of a kind, or None."""
        return next((line for line in self.lines if line.kind == kind), None)

    def lateness(self, today: date) -> str | None:
        """What to say, once for all kinds, when one of them is needed within 24 months; else None."""
        return LATE if any(is_asked_late(line.needed_by, today) for line in self.lines) else None

    @property
    def strip(self) -> Strip:
        """The five signs of this lead."""
        return _strip(self.lines)


def kinds_of(session: GuardedSession, lead_ids: Iterable[int]) -> dict[int, Strip]:
    """The five signs of each lead that asks for anything, in one query."""
    rows = session.execute(
        select(Demand.lead_id, Demand.kind, Demand.is_bottleneck).where(Demand.lead_id.in_(list(lead_ids)))
    ).all()
    by_lead: dict[int, list[Any]] = {}
    for row in rows:
        by_lead.setdefault(row.lead_id, []).append(row)
    return {lead_id: _strip(found) for lead_id, found in by_lead.items()}


def _strip(rows: Iterable[Any]) -> Strip:
    ordered = sorted(rows, key=lambda row: KINDS.index(Kind(row.kind)))
    return Strip(tuple(str(row.kind) for row in ordered), tuple(str(row.kind) for row in ordered if row.is_bottleneck))


def demand_profile(session: GuardedSession, lead_id: int) -> Profile:
    """All that one lead asks for, in one query."""
    return demand_profiles(session, [lead_id])[lead_id]


def demand_profiles(session: GuardedSession, lead_ids: Iterable[int]) -> dict[int, Profile]:
    """All that some leads ask for, as far as the reader may know: one query whatever their number."""
    ids = list(lead_ids)
    found: dict[int, dict[str, list[Row[Any]]]] = {lead_id: {} for lead_id in ids}
    for row in session.ask(PARTS, ids=ids):
        found[row.lead_id].setdefault(row.part, []).append(row)
    return {lead_id: _profile(parts) for lead_id, parts in found.items()}


def _profile(parts: Mapping[str, list[Row[Any]]]) -> Profile:
    values: dict[int, dict[str, int | str]] = {}
    notes: dict[int, dict[str, str]] = {}
    for row in parts.get(AMOUNT, ()):
        values.setdefault(row.demand_id, {})[row.code] = row.word if row.amount is None else row.amount
    for row in parts.get(NOTE, ()):
        if row.word is not None:
            notes.setdefault(row.demand_id, {})[row.code] = row.word
    lines = [_line(row, values.get(row.demand_id, {}), notes.get(row.demand_id, {})) for row in parts.get(FACE, ())]
    return Profile(
        tuple(sorted(lines, key=lambda line: KINDS.index(line.kind))),
        {Kind(row.code): row.day for row in parts.get(ABSENCE, ())},
        frozenset(row.code for row in parts.get(TECHNOLOGY, ())),
    )


def _line(row: Row[Any], values: dict[str, int | str], notes: dict[str, str]) -> Line:
    fits = {place: getattr(row, place) or Fit.UNKNOWN.value for place, _name in PLACES}
    return Line(
        id=row.demand_id,
        kind=Kind(row.code),
        band=row.word,
        is_bottleneck=row.is_bottleneck,
        needed_by=row.day,
        fits=fits,
        version=row.version,
        updated_at=row.updated_at,
        values=values,
        notes=notes,
    )


FACE, AMOUNT, NOTE, ABSENCE, TECHNOLOGY = "face", "amount", "note", "absence", "technology"

# What a row of each part may hold; each part is guarded by the circle of its own table.
COLUMNS: dict[str, Any] = {
    "lead_id": Demand.lead_id.type,
    "demand_id": Demand.id.type,
    "code": Text(),
    "amount": DemandAmount.amount.type,
    "word": Text(),
    "day": DemandDetail.needed_by.type,
    "is_bottleneck": Demand.is_bottleneck.type,
    **{place: Text() for place, _name in PLACES},
    "version": DemandDetail.version.type,
    "updated_at": DemandDetail.updated_at.type,
}


def _all_parts(lead_ids: Any) -> Select[Any]:
    """A row a demand with its dossier where that may be read, a measure, a note, an absence, and a technology."""
    face = part(
        FACE,
        COLUMNS,
        lead_id=Demand.lead_id,
        demand_id=Demand.id,
        code=Demand.kind,
        word=Demand.band,
        day=DemandDetail.needed_by,
        is_bottleneck=Demand.is_bottleneck,
        own_site=DemandDetail.own_site,
        own_region=DemandDetail.own_region,
        other_region=DemandDetail.other_region,
        version=DemandDetail.version,
        updated_at=DemandDetail.updated_at,
    ).outerjoin(DemandDetail, DemandDetail.demand_id == Demand.id)
    amounts = part(
        AMOUNT,
        COLUMNS,
        lead_id=DemandAmount.lead_id,
        demand_id=DemandAmount.demand_id,
        code=DemandAmount.measure,
        amount=DemandAmount.amount,
        word=DemandAmount.choice,
    )
    notes = part(
        NOTE,
        COLUMNS,
        lead_id=DemandNote.lead_id,
        demand_id=DemandNote.demand_id,
        code=DemandNote.measure,
        word=DemandNote.text,
    )
    absences = part(
        ABSENCE, COLUMNS, lead_id=DemandAbsence.lead_id, code=DemandAbsence.kind, day=DemandAbsence.asked_on
    )
    technologies = part(TECHNOLOGY, COLUMNS, lead_id=Lead.id, code=CompanyTechnology.technology_code).join(
        CompanyTechnology, CompanyTechnology.company_id == Lead.company_id
    )
    parts = (
        face.where(Demand.lead_id.in_(lead_ids)),
        amounts.where(DemandAmount.lead_id.in_(lead_ids)),
        notes.where(DemandNote.lead_id.in_(lead_ids)),
        absences.where(DemandAbsence.lead_id.in_(lead_ids)),
        technologies.where(Lead.id.in_(lead_ids)),
    )
    return select(union_all(*parts).subquery())


PARTS = Prepared(_all_parts(bindparam("ids", expanding=True)))


def demand(session: GuardedSession, lead_id: int, kind: str) -> Demand | None:
    """The demand of a kind, to change."""
    return session.scalars(select(Demand).where(Demand.lead_id == lead_id, Demand.kind == kind)).one_or_none()


def last_saved(session: GuardedSession, lead_id: int, kind: str) -> tuple[str, datetime] | None:
    """Who last saved the demand of a kind, and when; None where the reader may not know."""
    found = session.execute(
        select(Person.name, Change.at)
        .join(DemandDetail, DemandDetail.lead_id == Change.lead_id)
        .join(Demand, Demand.id == DemandDetail.demand_id)
        .join(Person, Person.id == Change.person_id)
        .where(
            Change.lead_id == lead_id,
            Change.table.in_(TABLES),
            Change.at == DemandDetail.updated_at,
            Demand.kind == kind,
        )
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    return (found.name, found.at) if found else None
