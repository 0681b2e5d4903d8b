"""Names by consent: read at the moment of reading, by the ministry alone, and remembered (domain §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from app.access.actor import MINISTRY, Actor, Role
from app.access.session import Exemption, GuardedSession
from app.companies.models import Company, Consent, NameReading
from app.companies.queries import in_force
from app.companies.rules import Scope
from app.reports.case_models import PublishedCase

PAGE = "page"


@dataclass(frozen=True)
class Named:
    """A name that stands in a report for this reader today, and the company it is of."""

    token: str
    name: str
    company_id: int


def may_read_names(actor: Actor) -> bool:
    """Whether somebody is of the ministry: consent by name is for EZ alone, not for IPO, whoever else follows or keeps."""
    return actor.has(Role.PROGRAMME) and actor.organisation_kind == MINISTRY


def names_in_report(session: GuardedSession, number: str) -> list[Named]:
    """The names of the cases of a published report that the reader may read today: with consent in force, for EZ."""
    if not may_read_names(session.actor):
        return []
    found = (
        select(PublishedCase.token, Company.name, Company.id)
        .join(Company, Company.id == PublishedCase.company_id)
        .where(PublishedCase.report_number == number, _may_be_named(session.clock.today()))
        .order_by(PublishedCase.id)
    )
    return [Named(*row) for row in session.look_past(found, Exemption.NAMES_BY_CONSENT)]


def _may_be_named(today: date) -> ColumnElement[bool]:
    """That the company of a published case lets EZ know its name today."""
    given = select(Consent.id).where(
        Consent.company_id == PublishedCase.company_id, Consent.scope == Scope.MINISTRY, in_force(today)
    )
    return given.exists()


def unread(session: GuardedSession, number: str, named: Sequence[Named]) -> list[Named]:
    """Those names that this reader did not read yet on the page of a report: a page is remembered once."""
    mine = select(NameReading.token).where(
        NameReading.report_number == number,
        NameReading.person_id == session.actor.person_id,
        NameReading.form == PAGE,
    )
    known = set(session.scalars(mine)) if named else set()
    return [one for one in named if one.token not in known]


def note_reading(session: GuardedSession, number: str, named: Sequence[Named], *, form: str = PAGE) -> None:
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
