"""Reading what leads ask for; what the reader may not see of a demand is simply not there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Row, Select, Text, cast, literal, null, select, union_all

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import CompanyTechnology
from app.growth.models import Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote
from app.growth.rules import (
    FIT_MARKS,
    KINDS,
    PLACES,
    Fit,
    Kind,
    Warned,
    amount_text,
    band_words,
    main_amount,
    summary,
    warnings_for,
)
from app.leads.models import Lead
from app.ledger.models import Change
from app.words import Said

TECHNOLOGY = "technology"
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
    def size_text(self) -> tuple[str, str] | None:
        """How much is asked, as a number and its unit."""
        return None if self.size is None else amount_text(self.kind, self.size)

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
    """All that one lead asks for, in two queries."""
    return demand_profiles(session, [lead_id]).get(lead_id, Profile())


def demand_profiles(session: GuardedSession, lead_ids: Iterable[int]) -> dict[int, Profile]:
    """All that some leads ask for, as far as the reader may know, in two queries whatever their number."""
    ids = list(lead_ids)
    values: dict[int, dict[str, int | str]] = {}
    notes: dict[int, dict[str, str]] = {}
    technologies: dict[int, set[str]] = {}
    for row in session.execute(_measures(ids)):
        if row.measure == TECHNOLOGY:
            technologies.setdefault(row.lead_id, set()).add(row.choice)
        elif row.text is not None:
            notes.setdefault(row.demand_id, {})[row.measure] = row.text
        elif row.amount is not None or row.choice is not None:
            values.setdefault(row.demand_id, {})[row.measure] = row.choice if row.amount is None else row.amount
    lines: dict[int, list[Line]] = {}
    absences: dict[int, dict[Kind, date]] = {}
    for row in session.execute(_faces(ids)):
        if row.id is None:
            absences.setdefault(row.lead_id, {})[Kind(row.kind)] = row.needed_by
        else:
            lines.setdefault(row.lead_id, []).append(_line(row, values.get(row.id, {}), notes.get(row.id, {})))
    return {
        lead_id: Profile(
            tuple(sorted(lines.get(lead_id, []), key=lambda line: KINDS.index(line.kind))),
            absences.get(lead_id, {}),
            frozenset(technologies.get(lead_id, ())),
        )
        for lead_id in ids
    }


def _line(row: Row[Any], values: dict[str, int | str], notes: dict[str, str]) -> Line:
    fits = {place: getattr(row, place) or Fit.UNKNOWN.value for place, _name in PLACES}
    return Line(
        row.id,
        Kind(row.kind),
        row.band,
        row.is_bottleneck,
        row.needed_by,
        fits,
        row.version,
        row.updated_at,
        values,
        notes,
    )


def _faces(lead_ids: list[int]) -> Select[Any]:
    """A row a demand with its dossier where that may be read; and a row without number a kind that is not needed."""
    asked = (
        select(
            Demand.lead_id,
            Demand.id,
            Demand.kind,
            Demand.band,
            Demand.is_bottleneck,
            DemandDetail.needed_by,
            DemandDetail.own_site,
            DemandDetail.own_region,
            DemandDetail.other_region,
            DemandDetail.version,
            DemandDetail.updated_at,
        )
        .outerjoin(DemandDetail, DemandDetail.demand_id == Demand.id)
        .where(Demand.lead_id.in_(lead_ids))
    )
    absent = select(
        DemandAbsence.lead_id,
        cast(null(), Demand.id.type),
        DemandAbsence.kind,
        cast(null(), Text),
        literal(False),
        DemandAbsence.asked_on,
        cast(null(), Text),
        cast(null(), Text),
        cast(null(), Text),
        cast(null(), DemandDetail.version.type),
        cast(null(), DemandDetail.updated_at.type),
    ).where(DemandAbsence.lead_id.in_(lead_ids))
    return select(union_all(asked, absent).subquery())


def _measures(lead_ids: list[int]) -> Select[Any]:
    """A row a measure with its amount, its choice or its words; and a row a technology of the lead's company."""
    number, words = cast(null(), BigInteger), cast(null(), Text)
    amounts = select(
        DemandAmount.lead_id,
        DemandAmount.demand_id,
        DemandAmount.measure,
        DemandAmount.amount,
        DemandAmount.choice,
        words.label("text"),
    ).where(DemandAmount.lead_id.in_(lead_ids))
    notes = select(DemandNote.lead_id, DemandNote.demand_id, DemandNote.measure, number, words, DemandNote.text).where(
        DemandNote.lead_id.in_(lead_ids)
    )
    technologies = (
        select(
            Lead.id,
            cast(null(), Demand.id.type),
            literal(TECHNOLOGY),
            number,
            CompanyTechnology.technology_code,
            words,
        )
        .join(CompanyTechnology, CompanyTechnology.company_id == Lead.company_id)
        .where(Lead.id.in_(lead_ids))
    )
    return select(union_all(amounts, notes, technologies).subquery())


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
