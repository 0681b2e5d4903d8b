"""Recording what the company decided, and what stays in the Netherlands because of it."""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.session import GuardedSession
from app.capital.models import Decision, DecisionPlace, FinancingInstrument, Investment
from app.capital.queries import asked_on
from app.capital.rules import (
    Counterfactual,
    DecisionKind,
    Objection,
    Stage,
    objection_to_decision,
    objection_to_investment,
    read_instrument,
)
from app.db.errors import Refused
from app.geography.models import Municipality
from app.leads.models import Lead
from app.ledger.batches import remove
from app.ledger.models import Batch
from app.ledger.queries import has_part_in
from app.ledger.rules import CAPITAL_FACTS, Fact
from app.ledger.services import replace_text, take_back
from app.words import N_

BASKET = Path(__file__).parent / "data" / "financiering.csv"

STAGE_IN_LEDGER = N_(
    "Dit bedrag ligt ter toetsing of telt al, dus het blijft staan zoals het is ingediend. Is er een volgende stap, "
    "leg die dan vast als een nieuw bedrag."
)
IN_LEDGER = N_(
    "Dit bedrag ligt ter toetsing of telt al. Neem het feit eerst terug, of vraag de coördinerende ROM om het terug te "
    "draaien."
)


def _refuse(objection: Objection | None) -> None:
    if objection is not None:
        raise Refused(objection.message, field=objection.field)


def record_decision(
    session: GuardedSession,
    lead: Lead,
    *,
    kind: str,
    signed_on: date,
    municipality_code: str | None = None,
    country: str | None = None,
    motive: str,
    why: str = "",
) -> Decision:
    """The signed decision of the entrepreneur, one per lead; recorded again it is corrected, and history keeps both.

    What waits to be judged about an earlier version is taken back: it would count what is not so (002 §5.5).
    """
    abroad = DecisionKind(kind) is DecisionKind.ABROAD
    place = None if abroad or not municipality_code else session.get(Municipality, municipality_code)
    rom = place.rom_code if place is not None else None
    _refuse(
        objection_to_decision(
            kind=kind,
            signed_on=signed_on,
            origin_rom=lead.origin_rom_code,
            destination_rom=rom,
            country=country,
            entry_on=asked_on(session, lead),
            today=session.clock.today(),
        )
    )
    decision = session.scalars(select(Decision).where(Decision.lead_id == lead.id)).one_or_none()
    why_id = replace_text(session, lead.company_id, decision.why_id if decision else None, why.strip())
    if decision is None:
        decision = Decision(lead_id=lead.id, company_id=lead.company_id)
        session.add(decision)
    elif (decision.signed_on, decision.destination_rom_code) != (signed_on, rom):
        take_back(session, lead.id, (Fact.REALISED,))
    decision.kind, decision.signed_on, decision.motive = DecisionKind(kind), signed_on, motive
    decision.destination_rom_code = rom
    decision.country = country if abroad else None
    decision.why_id = why_id
    session.flush()
    _set_place(session, lead, decision, place)
    return decision


def _set_place(session: GuardedSession, lead: Lead, decision: Decision, place: Municipality | None) -> None:
    row = session.scalars(select(DecisionPlace).where(DecisionPlace.decision_id == decision.id)).one_or_none()
    if place is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            DecisionPlace(
                decision_id=decision.id,
                lead_id=lead.id,
                company_id=lead.company_id,
                municipality_code=place.code,
            )
        )
    else:
        row.municipality_code = place.code
    session.flush()


def record_investment(
    session: GuardedSession,
    lead: Lead,
    *,
    stage: str,
    nature: str,
    amount: int,
    holds_on: date,
    counterfactual: str | None = None,
    grounds: str = "",
    investment: Investment | None = None,
) -> Investment:
    """An investment in whole euros at one stage, new or corrected; refused when it may never count (002 §5.5).

    What waits to be judged about an earlier version is taken back; the stage of what was submitted or counts stays.
    """
    _refuse(
        objection_to_investment(
            stage=stage,
            nature=nature,
            amount=amount,
            holds_on=holds_on,
            counterfactual=counterfactual,
            grounds=grounds,
            entry_on=asked_on(session, lead),
            today=session.clock.today(),
        )
    )
    known = investment.grounds_id if investment is not None else None
    grounds_id = replace_text(session, lead.company_id, known, grounds.strip())
    if investment is None:
        investment = Investment(lead_id=lead.id, company_id=lead.company_id)
        session.add(investment)
    elif investment.stage != stage and has_part_in(session, lead.id, investment.id):
        raise Refused(STAGE_IN_LEDGER, field="stage")
    said = _said(investment)
    investment.stage, investment.nature = Stage(stage), nature
    investment.amount, investment.holds_on = amount, holds_on
    investment.counterfactual = Counterfactual(counterfactual) if counterfactual else None
    investment.grounds_id = grounds_id
    if investment.id is not None and said != _said(investment):
        take_back(session, lead.id, CAPITAL_FACTS, investment.id)
    session.flush()
    return investment


def _said(investment: Investment) -> tuple[object, ...]:
    """What a fact about this investment says of it."""
    return investment.amount, investment.holds_on, investment.counterfactual, investment.grounds_id


def remove_investment(session: GuardedSession, investment: Investment) -> Batch:
    """Takes an investment off the lead, into the bin; refused when a verifier has it or it counts."""
    if has_part_in(session, investment.lead_id, investment.id):
        raise Refused(IN_LEDGER)
    return remove(session, investment)


def load_instruments(session: Session) -> None:
    """Fills the financing basket from its file; twice gives the same basket (002 §4.8)."""
    with BASKET.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            one = read_instrument(row)
            session.merge(
                FinancingInstrument(
                    code=one.code,
                    name=one.name,
                    provider=one.provider,
                    kind=one.kind,
                    first_phase=one.first_phase,
                    last_phase=one.last_phase,
                    ticket_from=one.ticket_from,
                    ticket_to=one.ticket_to,
                    note=one.note,
                    source=one.source,
                )
            )
    session.flush()
