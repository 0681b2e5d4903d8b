"""Reading decisions, investments and the financing basket."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, Row, Select, String, Text, bindparam, func, select

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.capital.models import Decision, DecisionPlace, FinancingInstrument, Investment
from app.capital.rules import STAGES, Totals, totals
from app.db.parts import Kinds, part
from app.geography.models import Municipality, Rom
from app.leads.models import Lead, LeadCourse
from app.ledger.models import Value


@dataclass(frozen=True)
class Capital:
    """The money of one lead: its investments and the three totals."""

    investments: Sequence[Row]
    totals: Totals

    @property
    def headline(self) -> Row | None:
        """The investment whose counterfactual the lead page tells: the surest, then the largest."""
        told = [one for one in self.investments if one.counterfactual]
        order = ("realised", "decided", "expected")
        return min(told, key=lambda one: (order.index(one.stage), -one.amount), default=None)


def asked_on(session: GuardedSession, lead: Lead) -> date:
    """The day the question was asked: nothing from before it counts."""
    return session.scalars(select(LeadCourse.asked_on).where(LeadCourse.lead_id == lead.id)).one()


MONEY: Kinds = {
    "id": Integer,
    "stage": String,
    "nature": String,
    "amount": BigInteger,
    "holds_on": Date,
    "counterfactual": String,
    "grounds": Text,
}


def money_part(lead_id: Any, kinds: Kinds = MONEY) -> Select[Any]:
    """The investments of a lead, with the columns of MONEY and what else is in `kinds`."""
    return (
        part(
            "money",
            kinds,
            id=Investment.id,
            stage=Investment.stage,
            nature=Investment.nature,
            amount=Investment.amount,
            holds_on=Investment.holds_on,
            counterfactual=Investment.counterfactual,
            grounds=Value.text,
        )
        .outerjoin(Value, Value.id == Investment.grounds_id)
        .where(Investment.lead_id == lead_id)
    )


INVESTMENTS = Prepared(money_part(bindparam("lead_id")))


def capital_of(session: GuardedSession, lead_id: int) -> Capital:
    """The money of a lead in one query; grounds are None for who may not read them."""
    return capital_from(session.ask(INVESTMENTS, lead_id=lead_id))


def capital_from(found: Iterable[Row]) -> Capital:
    """The money of a lead from the rows of its investments, the surest first."""
    order = {stage: place for place, stage in enumerate(reversed(STAGES))}
    rows = sorted((row for row in found if row.part == "money"), key=lambda row: (order[row.stage], row.holds_on))
    return Capital(rows, totals([(row.stage, row.amount) for row in rows]))


def decision_of(session: GuardedSession, lead_id: int) -> Row | None:
    """The decision of a lead in words: kind, signed_on, destination, country, municipality, motive, why."""
    return session.execute(
        select(
            Decision.id,
            Decision.kind,
            Decision.signed_on,
            Decision.destination_rom_code,
            Rom.short.label("destination"),
            Decision.country,
            Decision.motive,
            Value.text.label("why"),
            Municipality.name.label("municipality"),
            DecisionPlace.municipality_code,
        )
        .outerjoin(Rom, Rom.code == Decision.destination_rom_code)
        .outerjoin(Value, Value.id == Decision.why_id)
        .outerjoin(DecisionPlace, DecisionPlace.decision_id == Decision.id)
        .outerjoin(Municipality, Municipality.code == DecisionPlace.municipality_code)
        .where(Decision.lead_id == lead_id)
    ).one_or_none()


def decision(session: GuardedSession, lead_id: int) -> Decision | None:
    """The decision of a lead as a row to edit."""
    return session.scalars(select(Decision).where(Decision.lead_id == lead_id)).one_or_none()


def investment(session: GuardedSession, lead_id: int, investment_id: int) -> Investment | None:
    """One investment of a lead as a row to edit."""
    return session.scalars(
        select(Investment).where(Investment.id == investment_id, Investment.lead_id == lead_id)
    ).one_or_none()


def totals_by_lead(session: GuardedSession, lead_ids: Sequence[int]) -> dict[int, Totals]:
    """The three totals of each of these leads, in one query; a lead without readable investments is left out."""
    found = session.execute(
        select(Investment.lead_id, Investment.stage, func.sum(Investment.amount))
        .where(Investment.lead_id.in_(lead_ids))
        .group_by(Investment.lead_id, Investment.stage)
    )
    amounts: dict[int, list[tuple[str, int]]] = {}
    for lead_id, stage, amount in found:
        amounts.setdefault(lead_id, []).append((stage, int(amount)))
    return {lead_id: totals(pairs) for lead_id, pairs in amounts.items()}


def basket(session: GuardedSession, phase: int) -> Sequence[Row]:
    """The instruments of the financing basket that are meant for a life phase, the smallest ticket first (002 §4.8)."""
    return session.execute(
        select(
            FinancingInstrument.code,
            FinancingInstrument.name,
            FinancingInstrument.provider,
            FinancingInstrument.kind,
            FinancingInstrument.ticket_from,
            FinancingInstrument.ticket_to,
            FinancingInstrument.note,
        )
        .where(FinancingInstrument.first_phase <= phase, FinancingInstrument.last_phase >= phase)
        .order_by(func.coalesce(FinancingInstrument.ticket_from, 0), FinancingInstrument.name)
    ).all()


def municipalities(session: GuardedSession) -> list[tuple[str, str]]:
    """All municipalities, code and name, by name."""
    return [
        (code, name)
        for code, name in session.execute(select(Municipality.code, Municipality.name).order_by(Municipality.name))
    ]
