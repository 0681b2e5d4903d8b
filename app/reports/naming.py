"""Names by consent: read at the moment of reading, by the ministry alone, and remembered (domain §6)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select

from app.access.actor import MINISTRY, Actor, Role
from app.access.session import Exemption, GuardedSession
from app.companies.models import Company, Consent, NameReading
from app.companies.queries import in_force
from app.companies.readings import kept_names, note_recall
from app.companies.rules import ON_PAGE, Scope
from app.db.clock import AMSTERDAM
from app.leads.models import Lead
from app.reports.models import PublishedCase


@dataclass(frozen=True)
class Named:
    """A name that stands in a report for this reader today, the company it is of, and since when that agreed."""

    token: str
    name: str
    company_id: int
    since: date


def may_read_names(actor: Actor) -> bool:
    """Whether somebody is of the ministry: consent by name is for EZ alone, not for IPO, whoever else follows or keeps."""
    return actor.has(Role.PROGRAMME) and actor.organisation_kind == MINISTRY


def names_in_report(session: GuardedSession, number: str) -> list[Named]:
    """The names of the cases of a published report that the reader may read today: with consent in force, for EZ."""
    if not may_read_names(session.actor):
        return []
    since = _named_since(session.clock.today())
    found = (
        select(PublishedCase.token, Company.name, Company.id, since)
        .join(Company, Company.id == PublishedCase.company_id)
        .where(PublishedCase.report_number == number, since.is_not(None))
        .order_by(PublishedCase.id)
    )
    return [Named(*row) for row in session.look_past(found, Exemption.NAMES_BY_CONSENT)]


def _named_since(today: date) -> ScalarSelect[date]:
    """Since when the company of a published case lets EZ know its name, if it does so today."""
    given = select(func.min(Consent.granted_on)).where(
        Consent.company_id == PublishedCase.company_id, Consent.scope == Scope.MINISTRY, in_force(today)
    )
    return given.scalar_subquery()


def unread(session: GuardedSession, number: str, named: Sequence[Named]) -> list[Named]:
    """Those names that this reader did not read yet on the page of a report: a page is remembered once a consent."""
    mine = select(NameReading.token, func.max(NameReading.at).label("at")).where(
        NameReading.report_number == number,
        NameReading.person_id == session.actor.person_id,
        NameReading.form == ON_PAGE,
    )
    rows = session.execute(mine.group_by(NameReading.token)) if named else ()
    read_on = {row.token: row.at.astimezone(AMSTERDAM).date() for row in rows}
    return [one for one in named if read_on.get(one.token, date.min) < one.since]


def note_reading(session: GuardedSession, number: str, named: Sequence[Named], *, form: str = ON_PAGE) -> None:
    """Remembers who read which names in a report, on its page or in a file: the holder sees it.

    To be called before they are shown, so that it stands whatever becomes of the request.
    """
    for one in named:
        session.add(
            NameReading(
                company_id=one.company_id,
                report_number=number,
                token=one.token,
                form=form,
                person_id=session.actor.person_id,
                organisation_id=session.actor.organisation_id,
                at=session.clock.now(),
            )
        )
    session.flush()


def by_token(named: Sequence[Named]) -> Mapping[str, str]:
    """The names as a report takes them."""
    return {one.token: one.name for one in named}


# --- Who has a file with a name ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A file with a name in it: about which lead, in which report and form, whose it is, and whether it may be there."""

    id: int
    code: str
    report_number: str
    form: str
    who: str
    at: datetime
    asked_at: datetime | None
    is_over: bool

    @property
    def is_waiting(self) -> bool:
        """Whether its owner still has to be asked to destroy it."""
        return self.is_over and self.asked_at is None


def kept(session: GuardedSession) -> list[Kept]:
    """The files with a name that the coordinator hears of, by the code of the lead: what waits first. Three queries."""
    rows = kept_names(session)
    if not rows:
        return []
    of_token = select(PublishedCase.token, Lead.code).join(Lead, Lead.id == PublishedCase.lead_id)
    codes = {row.token: row.code for row in session.execute(of_token)}
    agreed = _agreed(session, {row.company_id for row in rows})
    found = [
        Kept(
            row.id,
            codes.get(row.token, ""),
            row.report_number,
            row.form,
            ", ".join(part for part in (row.person, row.organisation) if part),
            row.at,
            row.asked_at,
            row.company_id not in agreed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_waiting)


def waiting(session: GuardedSession) -> int:
    """How many files with a name have to be destroyed and nobody was asked yet."""
    return sum(one.is_waiting for one in kept(session))


def _agreed(session: GuardedSession, company_ids: Collection[int]) -> set[int]:
    """Of these companies those that let EZ know their name today: the coordinator hears that, and no name."""
    given = select(Consent.company_id).where(
        Consent.company_id.in_(company_ids), Consent.scope == Scope.MINISTRY, in_force(session.clock.today())
    )
    return set(session.look_past(given, Exemption.NAMES_TO_RECALL).scalars())


def recall(session: GuardedSession, reading: NameReading) -> None:
    """The coordinator asked whoever has a file to destroy it. Refused while the consent holds."""
    note_recall(session, reading, is_agreed=bool(_agreed(session, {reading.company_id})))
