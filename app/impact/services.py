"""Filling the targets and settings, and bringing facts of a lead before a verifier."""

from datetime import date
from pathlib import Path

from sqlalchemy import insert, select

from app.access.session import GuardedSession
from app.capital.models import Investment
from app.db.errors import Refused
from app.db.reference import read_rows
from app.impact.comparison import STAGE_FACTS
from app.impact.conditions import Condition, as_stated, conditions, holds_on, missing
from app.impact.dossier import grounds_of, submission_differs
from app.impact.facts import counts_already, is_withdrawn, parties_of, touches_coordinator
from app.impact.judging import judge_of
from app.impact.models import CountingSetting, Target
from app.impact.rules import PROGRAMME_END, PROGRAMME_START
from app.impact.settings import DEFAULTS
from app.leads.models import Lead
from app.ledger import queries as ledger_queries
from app.ledger import services as ledger
from app.ledger.models import Entry, Submission
from app.ledger.rules import CAPITAL_FACTS, Claim, Fact, Status, why_not_accept
from app.words import N_

DATA = Path(__file__).parent / "data"

NOT_COMPLETE = N_("Dit feit is nog niet compleet. Op de pagina van de lead staat wat er nog ontbreekt.")
ALREADY_COUNTS = N_("Dit feit is al getoetst en telt mee. Een vergissing draait de coördinerende ROM terug.")
NO_INVESTMENT = N_("Kies het bedrag waar het over gaat.")
NOT_LATER = N_("Voor dit doel geldt al een waarde vanaf deze dag of later. Kies een latere dag.")
AFTER_END = N_("Deze dag ligt na het einde van het programma, 31 december 2028.")
OUT_OF_COUNT = N_("Deze lead is uit de telling. Was dat een vergissing, dan draait de coördinerende ROM dat terug.")
STALE = N_(
    "Het dossier is veranderd sinds dit feit is ingediend. Vraag het terug, dan legt de houder het opnieuw voor."
)
OTHER_STAGE = N_("Dit bedrag staat in een andere fase. Laad de pagina opnieuw.")


def load_reference(session: GuardedSession) -> int:
    """Adds the targets of 002 §5.5 and the settings of the counting that are missing; changes none."""
    targets = [
        {"code": row["code"], "amount": int(row["doel_2028"]), "valid_from": PROGRAMME_START, "source": row["bron"]}
        for row in read_rows(DATA / "impactdoelen.csv")
        if row["doel_2028"]
    ]
    settings = [{"code": code, "amount": amount, "valid_from": PROGRAMME_START} for code, amount in DEFAULTS.items()]
    return _add(session, Target, targets) + _add(session, CountingSetting, settings)


def _add(session: GuardedSession, model: type[Target] | type[CountingSetting], rows: list[dict[str, object]]) -> int:
    there = set(session.scalars(select(model.code)))
    missing = [row for row in rows if row["code"] not in there]
    if missing:
        session.execute(insert(model), missing)
    return len(missing)


def set_target(session: GuardedSession, *, code: str, amount: int, valid_from: date, source: str) -> Target:
    """Another target for a figure, from a day after the last change on; what was agreed before stays."""
    last = session.scalars(select(Target.valid_from).where(Target.code == code).order_by(Target.valid_from.desc()))
    if (before := last.first()) is not None and valid_from <= before:
        raise Refused(NOT_LATER, field="valid_from")
    if valid_from > PROGRAMME_END:
        raise Refused(AFTER_END, field="valid_from")
    target = Target(code=code, amount=amount, valid_from=valid_from, source=source)
    session.add(target)
    session.flush()
    return target


def submit_fact(
    session: GuardedSession,
    lead: Lead,
    fact: Fact,
    *,
    evidence_kind: str,
    evidence_on: date | None,
    seen_by_id: int | None = None,
    investment: Investment | None = None,
    grounds: str = "",
    cause: str | None = None,
) -> Submission:
    """Brings a fact of a lead before a verifier, with the evidence that somebody at the holder saw.

    The day it holds follows from its conditions, money and counterfactual from the investment. Why a lead leaves the
    count is one of WITHDRAWALS in `cause`, with words in `grounds`. Refused when a condition is not met (002 §5.5).
    """
    if is_withdrawn(session, lead):
        raise Refused(OUT_OF_COUNT)
    if counts_already(session, lead, fact, investment.id if investment is not None else None):
        raise Refused(ALREADY_COUNTS)
    claim = _claim(session, lead, fact, evidence_kind, evidence_on, seen_by_id, investment, grounds, cause)
    return ledger.submit(
        session,
        lead_id=lead.id,
        company_id=lead.company_id,
        fact=fact,
        origin_rom_code=lead.origin_rom_code,
        claim=claim,
    )


def mend_fact(
    session: GuardedSession,
    lead: Lead,
    submission: Submission,
    *,
    evidence_kind: str,
    evidence_on: date | None,
    seen_by_id: int | None = None,
    investment: Investment | None = None,
    grounds: str = "",
    cause: str | None = None,
) -> Submission:
    """The same fact once more, after it was asked back or while it still waits."""
    fact = Fact(submission.fact)
    claim = _claim(session, lead, fact, evidence_kind, evidence_on, seen_by_id, investment, grounds, cause)
    return ledger.change(session, submission, claim)


def _claim(
    session: GuardedSession,
    lead: Lead,
    fact: Fact,
    evidence_kind: str,
    evidence_on: date | None,
    seen_by_id: int | None,
    investment: Investment | None,
    grounds: str,
    cause: str | None,
) -> Claim:
    if (fact in CAPITAL_FACTS) != (investment is not None):
        raise Refused(NO_INVESTMENT)
    if investment is not None and STAGE_FACTS[investment.stage] is not fact:
        raise Refused(OTHER_STAGE)
    amount_on = investment.holds_on if investment is not None and investment.counterfactual else None
    known = grounds_of(session, lead)
    found = conditions(fact, known, evidence_on=evidence_on, amount_on=amount_on)
    lacking = [name for name in missing(found) if name != "evidence"]
    if lacking:
        raise Refused(NOT_COMPLETE)
    destination = known.destination_rom if fact is Fact.REALISED else None
    if investment is not None and fact is not Fact.CAPITAL_EXPECTED:
        grounds = ledger_queries.text_of(session, investment.grounds_id) or grounds
    return Claim(
        holds_on=_day_of(session, fact, found, investment),
        evidence_kind=evidence_kind,
        evidence_on=evidence_on,
        evidence_seen_by_id=seen_by_id or session.actor.person_id,
        destination_rom_code=destination,
        amount=investment.amount if investment is not None else None,
        counterfactual=investment.counterfactual if investment is not None else None,
        grounds=grounds,
        cause=cause if fact is Fact.WITHDRAWN else None,
        needs_verifier=touches_coordinator(session, lead, destination),
        about_id=investment.id if investment is not None else None,
        conditions=as_stated(found),
    )


def _day_of(session: GuardedSession, fact: Fact, found: tuple[Condition, ...], investment: Investment | None) -> date:
    """The day the fact holds. What is only expected holds from the day it is submitted: its own day has yet to come."""
    today = session.clock.today()
    if fact is Fact.CAPITAL_EXPECTED and investment is not None:
        return min(investment.holds_on, today)
    return holds_on(found) or today


def accept_fact(session: GuardedSession, submission: Submission) -> Entry:
    """The actor accepts a fact that is not their own: it counts from the day it holds.

    Refused when the dossier says something else by now: what counts is so on the day it is accepted (002 §5.5).
    """
    if submission.status == Status.OPEN and submission_differs(session, submission):
        raise Refused(STALE)
    return ledger.accept(session, submission, parties_of(session, submission), judge_of(session.actor))


def ask_fact_back(session: GuardedSession, submission: Submission, *, reason: str, note: str = "") -> Submission:
    """The actor asks for more; `reason` is one of the categories, `note` is for the holder alone."""
    parties = parties_of(session, submission)
    return ledger.ask_back(session, submission, parties, judge_of(session.actor), reason=reason, note=note)


def refuse_fact(session: GuardedSession, submission: Submission, *, reason: str, note: str = "") -> Submission:
    """The actor does not accept the fact; it will never count."""
    parties = parties_of(session, submission)
    return ledger.refuse(session, submission, parties, judge_of(session.actor), reason=reason, note=note)


def reverse_entry(session: GuardedSession, entry: Entry, *, reason: str, cause: str = "mistake") -> Entry:
    """The actor takes a mistake in the ledger back by a later entry with a reason."""
    return ledger.reverse(
        session, entry, parties_of(session, entry), judge_of(session.actor), reason=reason, cause=cause
    )


def why_not_judge(session: GuardedSession, about: Submission | Entry) -> str | None:
    """Why the actor may not decide about a fact, or None."""
    return why_not_accept(parties_of(session, about), judge_of(session.actor))
