"""Who may judge what waits, and what nobody is left to judge (002 §5.5)."""

from collections.abc import Mapping

from sqlalchemy import select

from app.access.actor import Actor, Role
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.queries import people_with
from app.companies.models import Company
from app.leads.models import LeadCourse
from app.ledger.models import Submission
from app.ledger.rules import Judge, Parties, Status, persons_of, why_nobody, why_not_accept

JUDGING = (Role.COORDINATOR, Role.VERIFIER)


def judge_of(actor: Actor) -> Judge:
    """Somebody as the one who decides about a fact."""
    return Judge(actor.person_id, actor.organisation_id, actor.rom_code, actor.has(Role.COORDINATOR))


def parties_waiting(session: GuardedSession) -> dict[int, Parties]:
    """Who has a hand in each fact that waits, by the number of its submission. One query."""
    rows = session.execute(
        select(
            Submission.id,
            Submission.hands,
            Submission.submitted_for_id,
            Company.holder_id,
            Person.organisation_id,
            Submission.origin_rom_code,
            Submission.destination_rom_code,
            Submission.needs_verifier,
        )
        .outerjoin(Company, Company.id == Submission.company_id)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Submission.lead_id)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .where(Submission.status == Status.OPEN)
    )
    return {
        row.id: Parties(
            persons=persons_of(row.hands),
            submitted_for=row.submitted_for_id,
            holder=row.holder_id,
            owner_organisation=row.organisation_id,
            origin_rom=row.origin_rom_code,
            destination_rom=row.destination_rom_code,
            needs_verifier=row.needs_verifier,
        )
        for row in rows
    }


def for_judge(parties: Mapping[int, Parties], judge: Judge) -> frozenset[int]:
    """The facts that somebody may judge, of those that wait."""
    return frozenset(number for number, one in parties.items() if why_not_accept(one, judge) is None)


def for_nobody(session: GuardedSession, parties: Mapping[int, Parties]) -> dict[int, str]:
    """The facts that nobody may judge, and what to do about each; for the coordinator, who knows all roles. One query."""
    if not session.actor.has(Role.COORDINATOR) or not parties:
        return {}
    people: dict[int, set[str]] = {}
    works: dict[int, tuple[int, str | None]] = {}
    for person, role, organisation, rom in people_with(session, JUDGING):
        people.setdefault(person, set()).add(role)
        works[person] = organisation, rom
    judges = [Judge(person, *works[person], Role.COORDINATOR in roles) for person, roles in people.items()]
    found = {number: why_nobody(one, judges, judge_of(session.actor)) for number, one in parties.items()}
    return {number: why for number, why in found.items() if why is not None}
