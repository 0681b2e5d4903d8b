"""The rows of what can be exported and has no list of its own in this shape, and the exports that were made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, and_, func, or_, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, CompanyKvk
from app.exports.models import Export
from app.exports.rules import SHOWN_LAST
from app.geography.models import Municipality
from app.leads.models import Lead
from app.leads.queries import matching
from app.timeline.models import Task
from app.web.parsing import clean
from app.words import N_

LONGEST_TEXT = 80
ONLY = {"ours": N_("Van ons"), "portfolio": N_("Zonder lead")}


@dataclass(frozen=True)
class CompanyFilter:
    """What the list of companies was asked for."""

    text: str = ""
    only: str = ""

    @property
    def query(self) -> str:
        """The same as it stands in an address."""
        return urlencode([(name, word) for name, word in (("zoek", self.text), ("toon", self.only)) if word])


def company_filter(pairs: Sequence[tuple[str, str]]) -> CompanyFilter:
    """An address's arguments in; what is not understood is left out."""
    typed = dict(pairs)
    only = typed.get("toon", "")
    return CompanyFilter(clean(typed.get("zoek", ""))[:LONGEST_TEXT], only if only in ONLY else "")


def companies(session: GuardedSession, wanted: CompanyFilter, size: int) -> Iterator[Sequence[Any]]:
    """The companies of the list that the reader may see, by name, so many at a time."""
    place: Any = None
    while True:
        statement = _companies(wanted, session.actor.organisation_id).limit(size)
        if place is not None:
            later = and_(Company.name_key == place.name_key, Company.id > place.id)
            statement = statement.where(or_(Company.name_key > place.name_key, later))
        found = session.execute(statement).all()
        yield found
        if len(found) < size:
            return
        place = found[-1]


def _companies(wanted: CompanyFilter, organisation_id: int | None) -> Select[Any]:
    codes = select(func.aggregate_strings(Lead.code, ", ")).where(Lead.company_id == Company.id).scalar_subquery()
    numbers = select(func.aggregate_strings(CompanyKvk.number, ", ")).where(CompanyKvk.company_id == Company.id)
    return (
        select(
            Company.id,
            Company.name,
            Company.name_key,
            Company.kind,
            Company.nda,
            Company.website,
            Municipality.name.label("municipality"),
            Organisation.short.label("holder"),
            numbers.scalar_subquery().label("numbers"),
            codes.label("codes"),
        )
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .outerjoin(Organisation, Organisation.id == Company.holder_id)
        .where(*matching(wanted.text, wanted.only, organisation_id))
        .order_by(Company.name_key, Company.id)
    )


def tasks(session: GuardedSession, is_mine: bool, size: int) -> Iterator[Sequence[Any]]:
    """The tasks of one's own organisation, or of oneself, in the order in which they were written down."""
    actor, last = session.actor, 0
    own = Task.owner_id == actor.person_id if is_mine else Task.organisation_id == actor.organisation_id
    statement = (
        select(
            Task.id,
            Task.title,
            Task.due_on,
            Task.done_on,
            Person.name.label("owner"),
            Organisation.short.label("organisation"),
            Lead.code,
            Company.name.label("company"),
        )
        .join(Lead, Lead.id == Task.lead_id)
        .outerjoin(Company, Company.id == Task.company_id)
        .outerjoin(Person, Person.id == Task.owner_id)
        .outerjoin(Organisation, Organisation.id == Task.organisation_id)
        .where(own, Task.erased_at.is_(None))
        .order_by(Task.id)
        .limit(size)
    )
    while True:
        found = session.execute(statement.where(Task.id > last)).all()
        yield found
        if len(found) < size:
            return
        last = found[-1].id


def made(session: GuardedSession) -> Sequence[Any]:
    """The exports that the reader may know of, the latest first."""
    columns = Export.at, Export.list, Export.form, Export.query, Export.rows, Person.name, Organisation.short
    return session.execute(
        select(*columns)
        .join(Person, Person.id == Export.person_id)
        .join(Organisation, Organisation.id == Export.organisation_id)
        .order_by(Export.at.desc(), Export.id.desc())
        .limit(SHOWN_LAST)
    ).all()
