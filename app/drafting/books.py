"""What does not add up in the books on a reporting date: what the coordinator looks at before a report goes out."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.access.session import GuardedSession
from app.drafting.checklist import Doubt
from app.impact import overview, rules
from app.impact.dossier import contradictions
from app.leads.models import Lead
from app.ledger.models import Entry, Submission
from app.ledger.rules import CHANGEABLE, Fact
from app.reports.rules import EVIDENCE, WAITING


def doubts(session: GuardedSession, found: rules.Figures, entries: Sequence[rules.Entry]) -> list[Doubt]:
    """All that does not add up with these figures. Five queries."""
    return list(_doubts(session, found, entries))


def _doubts(session: GuardedSession, found: rules.Figures, entries: Sequence[rules.Entry]) -> Iterator[Doubt]:
    day = found.reporting_date
    marks = overview.marked(session, day, [company for breach in found.breaches for company in breach.company_ids])
    for breach in found.breaches:
        codes = (marks.of_company[one] for one in breach.company_ids if one in marks.of_company)
        yield Doubt(breach.kind, tuple(codes), tuple(map(str, breach.entries)))
    yield from _of(WAITING, _waiting(session, day))
    yield from _of(EVIDENCE, _without_evidence(session, day, {one.number for one in rules.standing(entries)}))
    yield from _of(rules.NOT_SUBMITTED, [(code, code) for code in marks.unsubmitted])
    until = {one.number for one in entries if one.holds_on <= day}
    differing = [one for one in contradictions(session, entries) if one.number in until]
    yield from _of(rules.CONTRADICTED, [(one.lead_code, f"{one.number} {one.differences}") for one in differing])
    yield from _of(rules.DOUBLE, [(" / ".join(codes),) * 2 for codes in overview.possibly_double(session)])


def _of(kind: str, told: Sequence[tuple[str, str]]) -> Iterator[Doubt]:
    if told:
        yield Doubt(kind, tuple(dict.fromkeys(code for code, _ in told)), tuple(about for _, about in told))


def _waiting(session: GuardedSession, day: date) -> list[tuple[str, str]]:
    """Facts that hold for a day up to the reporting date, and that nobody has verified yet."""
    waits = (
        select(Lead.code, Submission.id)
        .join(Lead, Lead.id == Submission.lead_id)
        .where(Submission.status.in_(CHANGEABLE), Submission.holds_on <= day)
    )
    return [(code, str(number)) for code, number in session.execute(waits.order_by(Lead.code, Submission.id))]


def _without_evidence(session: GuardedSession, day: date, standing: set[int]) -> list[tuple[str, str]]:
    """Entries that count, of which nobody said what proves them and who saw that."""
    bare = or_(
        Submission.id.is_(None),
        Submission.evidence_kind.is_(None),
        Submission.evidence_on.is_(None),
        Submission.evidence_seen_by_id.is_(None),
    )
    entries = (
        select(Lead.code, Entry.number)
        .join(Lead, Lead.id == Entry.lead_id)
        .outerjoin(Submission, Submission.id == Entry.submission_id)
        .where(bare, Entry.holds_on <= day, Entry.reverses.is_(None), Entry.fact != Fact.WITHDRAWN)
    )
    found = session.execute(entries.order_by(Lead.code, Entry.number))
    return [(code, str(number)) for code, number in found if number in standing]
