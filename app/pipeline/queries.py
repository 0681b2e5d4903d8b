"""Reading one lead as its page shows it: who it is, where it stands, what it still needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Row, ScalarSelect, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.access.policy import constant
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.access.unchanged import while_unchanged
from app.accounts.models import Organisation, Person
from app.capital.models import Decision, DecisionPlace, Investment
from app.capital.queries import MONEY, Capital, capital_from, money_part
from app.cases.models import Approach, Signal
from app.cases.queries import LINE, Case, case_from, case_parts
from app.companies.models import Company, CompanyTechnology, Consent, ConsentOrganisation, Handover, TargetTest
from app.geography.models import Municipality, Rom, Technology
from app.growth.models import Demand, DemandAmount
from app.growth.rules import KINDS, Kind
from app.leads.models import Follow, Lead, LeadCourse, LeadStory
from app.ledger.models import Value
from app.matching.models import Match
from app.pipeline.models import StepMove
from app.pipeline.rules import STEPS, LeadFacts, Step
from app.timeline.sources import event

PROPOSED_STEPS = ("proposed", "visited", "offer", "chosen")
VISITED_STEPS = ("visited", "offer", "chosen")
TECHNOLOGY_MARK = " · "
NDA_RECORDED = ("nda", "none_needed")


@dataclass(frozen=True)
class LeadHead:
    """The top of a lead's page; what the reader may not see is None."""

    row: Row
    facts: LeadFacts
    reached: dict[Step, date | None]

    @property
    def is_known(self) -> bool:
        """Whether the reader may know whose lead it is."""
        return self.row.company is not None

    @property
    def is_open_book(self) -> bool:
        """Whether the reader may see dates, amounts and steps."""
        return self.row.step is not None


def _count(model: Any, *conditions: Any) -> ScalarSelect[Any]:
    return select(func.count(model.id)).where(*conditions).scalar_subquery()


def _fact_columns() -> tuple[Any, ...]:
    """What the requirements look at, as columns beside a lead."""
    about = Lead.id
    articulated = (
        select(func.count(func.distinct(DemandAmount.demand_id))).where(DemandAmount.lead_id == about).scalar_subquery()
    )
    tested = (
        select(TargetTest.positive)
        .where(TargetTest.company_id == Lead.company_id)
        .order_by(TargetTest.decided_on.desc(), TargetTest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        tested.label("target_test"),
        _count(Demand, Demand.lead_id == about).label("asked"),
        articulated.label("articulated"),
        Approach.plan_on.label("plan_on"),
        Approach.agreed_on.label("agreed_on"),
        Approach.first_external_on.label("first_external_on"),
        _count(Match, Match.lead_id == about, Match.step.in_(PROPOSED_STEPS)).label("proposed"),
        _count(Match, Match.lead_id == about, Match.step.in_(VISITED_STEPS)).label("visited"),
        _count(Investment, Investment.lead_id == about).label("investments"),
        Decision.kind.label("decision"),
        _count(
            Signal, Signal.lead_id == about, Signal.kind == constant("nowhere"), Signal.withdrawn_on.is_(None)
        ).label("nowhere"),
    )


def _facts(row: Row) -> LeadFacts:
    return LeadFacts(
        target_test_positive=bool(row.target_test),
        nda_recorded=row.nda in NDA_RECORDED,
        has_owner=row.owner_id is not None,
        asked_kinds=row.asked,
        articulated_kinds=row.articulated,
        has_plan=row.plan_on is not None,
        agreed=row.agreed_on is not None,
        external_action=row.first_external_on is not None,
        proposed_hubs=row.proposed,
        visited_or_offered=row.visited,
        expected_investments=row.investments,
        decision=row.decision,
        nowhere_signalled=bool(row.nowhere),
    )


def _base(*columns: Any) -> Select[Any]:
    return (
        select(*columns, *_fact_columns(), LeadCourse.owner_id, Company.nda)
        .select_from(Lead)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Approach, Approach.lead_id == Lead.id)
        .outerjoin(Decision, Decision.lead_id == Lead.id)
    )


def facts_of(session: GuardedSession, lead: Lead) -> LeadFacts:
    """The plain facts of a lead that the steps' requirements look at, in one query."""
    return facts_by_lead(session, [lead.id])[lead.id]


def facts_by_lead(session: GuardedSession, lead_ids: Sequence[int]) -> dict[int, LeadFacts]:
    """The same of several leads, by their numbers, still in one query."""
    return {row.id: _facts(row) for row in session.execute(_base(Lead.id).where(Lead.id.in_(lead_ids)))}


def _reached(step: Step) -> Any:
    """The day on which a lead last came to a step."""
    return (
        select(func.max(StepMove.moved_on))
        .where(StepMove.lead_id == Lead.id, StepMove.to_step == constant(step), StepMove.from_step != constant(step))
        .scalar_subquery()
        .label(f"reached_{step}")
    )


def _shared_with(today: Any) -> Any:
    """The organisations that a consent in force names, in one text."""
    named = (
        select(Organisation.short)
        .join(ConsentOrganisation, ConsentOrganisation.organisation_id == Organisation.id)
        .join(Consent, Consent.id == ConsentOrganisation.consent_id)
        .where(Consent.company_id == Lead.company_id, Organisation.id != Company.holder_id, *_in_force(today))
        .distinct()
        .order_by(Organisation.short)
        .correlate(Lead, Company)
        .subquery()
    )
    return select(func.aggregate_strings(named.c.short, ", ")).scalar_subquery().label("shared_with")


def _in_force(today: Any) -> tuple[Any, ...]:
    return (
        Consent.granted_on <= today,
        or_(Consent.ends_on.is_(None), Consent.ends_on >= today),
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > today),
    )


def lead_head(session: GuardedSession, code: str) -> LeadHead | None:
    """The top of a lead's page in one query, or None where there is no lead that the reader may know of."""
    given = {"code": code, "today": session.clock.today(), "reader": session.actor.person_id}
    rows = session.ask(HEAD, **given)
    if not rows:
        return None
    row = rows[0]
    reached = {step: getattr(row, f"reached_{step}") for step in STEPS}
    if row.step is not None and row.asked_on is not None:
        reached[STEPS[0]] = reached[STEPS[0]] or row.asked_on
    return LeadHead(row, _facts(row), reached)


def _head_statement() -> Any:
    """The lead with the `code`, as the `reader` may see it `today`; made once, for it is long."""
    today: Any = bindparam("today", type_=Date)
    reader: Any = bindparam("reader", type_=Integer)
    holder, origin, destination, chosen = aliased(Organisation), aliased(Rom), aliased(Rom), aliased(Municipality)
    technologies = (
        select(func.aggregate_strings(Technology.name, TECHNOLOGY_MARK))
        .join(CompanyTechnology, CompanyTechnology.technology_code == Technology.code)
        .where(CompanyTechnology.company_id == Lead.company_id)
        .scalar_subquery()
    )
    for_all = _count(
        Consent, Consent.company_id == Lead.company_id, Consent.scope == constant("taskforce"), *_in_force(today)
    )
    return (
        _base(
            Lead.id,
            Lead.code,
            Lead.company_id,
            Lead.kind,
            Lead.phase,
            Lead.needed_quarter,
            Lead.withheld,
            Lead.origin_rom_code,
            origin.short.label("rom"),
            Company.name.label("company"),
            Company.holder_id,
            holder.short.label("holder"),
            LeadCourse.step,
            LeadCourse.step_since,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.outcome,
            LeadCourse.closed_on,
            LeadCourse.id.label("course_id"),
            LeadCourse.version,
            Person.name.label("owner"),
            LeadStory.question,
            LeadStory.site_name,
            Municipality.name.label("municipality"),
            Decision.signed_on,
            Decision.country,
            Decision.motive,
            destination.short.label("destination"),
            chosen.name.label("chosen_place"),
            Value.text.label("why"),
            technologies.label("technologies"),
            for_all.label("for_all"),
            _count(Follow, Follow.lead_id == Lead.id, Follow.person_id == reader).label("follows"),
            _count(Handover, Handover.company_id == Lead.company_id).label("offers"),
            _shared_with(today),
            *(_reached(step) for step in STEPS),
        )
        .outerjoin(origin, origin.code == Lead.origin_rom_code)
        .outerjoin(holder, holder.id == Company.holder_id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(Municipality, Municipality.code == LeadStory.municipality_code)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .outerjoin(destination, destination.code == Decision.destination_rom_code)
        .outerjoin(DecisionPlace, DecisionPlace.decision_id == Decision.id)
        .outerjoin(chosen, chosen.code == DecisionPlace.municipality_code)
        .outerjoin(Value, Value.id == Decision.why_id)
        .where(Lead.code == bindparam("code"))
    )


HEAD = Prepared(_head_statement())


WORK_LINE = {**LINE, **MONEY}
WORK = Prepared(union_all(*case_parts(bindparam("lead_id"), WORK_LINE), money_part(bindparam("lead_id"), WORK_LINE)))


def work_of(session: GuardedSession, lead_id: int) -> tuple[Case, Capital]:
    """What is done for a lead and the money that comes of it, in one query."""
    rows = session.ask(WORK, lead_id=lead_id)
    return case_from(rows), capital_from(rows)


LACKING = ":"  # between why a step was overridden and what was lacking


def moves(lead_id: Any) -> Select[Any]:
    """The moves of a lead as a source of its timeline."""
    return (
        event(
            "move",
            id=StepMove.id,
            day=StepMove.moved_on,
            at=StepMove.at,
            person_id=StepMove.person_id,
            organisation_id=StepMove.organisation_id,
            kind=StepMove.course,
            text=Value.text,
            more=func.coalesce(StepMove.outcome, StepMove.cause + LACKING + StepMove.lacking, StepMove.cause),
            before=StepMove.from_step,
            after=StepMove.to_step,
            erased_at=Value.erased_at,
        )
        .outerjoin(Value, Value.id == StepMove.reason_id)
        .where(StepMove.lead_id == lead_id)
    )


def demand_faces(session: GuardedSession, lead_id: int) -> list[tuple[str, str | None, bool]]:
    """The demands of a lead as anybody may know them, in their own order: kind, band, whether it is the bottleneck."""
    found = session.execute(select(Demand.kind, Demand.band, Demand.is_bottleneck).where(Demand.lead_id == lead_id))
    return sorted(((kind, band, hot) for kind, band, hot in found), key=lambda one: KINDS.index(Kind(one[0])))


def roms(session: GuardedSession) -> dict[str, str]:
    """The ROM areas, code and short name."""
    return while_unchanged(
        session, "roms", lambda: dict(session.execute(select(Rom.code, Rom.short).order_by(Rom.short)).all())
    )
