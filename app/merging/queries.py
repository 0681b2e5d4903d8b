"""Which companies may be one, what a merge would do, and which merges can be taken apart."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies import queries as companies
from app.companies.alike import alike, doubles, signs
from app.companies.known import known_like
from app.companies.likeness import GROUNDS, Pair
from app.companies.models import Company, CompanyKvk, MergedCompany, ToldApart
from app.companies.rules import SCOPES, holds_on
from app.geography.models import Municipality
from app.impact import rules as counting
from app.leads.models import Lead
from app.ledger.batches import Outlook
from app.ledger.models import Entry
from app.ledger.queries import COUNTED_COLUMNS
from app.merging.moves import TOLD
from app.words import N_

PAGE = 25
MOST_FOUND = 20
REST = N_("Wat erbij hoort")


@dataclass(frozen=True)
class Double:
    """Two companies of ours that may be one, as a person compares them, and why."""

    one: Any
    other: Any
    why: tuple[str, ...]


@dataclass(frozen=True)
class Doubles:
    """A page of the queue, the place of its first, and how many there are in all."""

    rows: Sequence[Double]
    total: int
    first: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def possible_doubles(session: GuardedSession, page: int = 1) -> Doubles:
    """Our companies that may be one, what says most first, but for those that somebody told apart."""
    found = _waiting(session)
    shown = found[(page - 1) * PAGE : page * PAGE]
    rows = briefly(session, {company.id for pair in shown for company in (pair.one, pair.other)})
    return Doubles(
        [_told(pair, rows) for pair in shown if {pair.one.id, pair.other.id} <= rows.keys()],
        len(found),
        (page - 1) * PAGE,
    )


def _waiting(session: GuardedSession) -> list[Pair]:
    apart = {tuple(row) for row in session.execute(select(ToldApart.company_id, ToldApart.other_id))}
    return [pair for pair in doubles(session) if (pair.one.id, pair.other.id) not in apart]


def waiting_at(session: GuardedSession, rank: int) -> tuple[int, int] | None:
    """The two that stand at a rank of the queue, from nought, the one to keep first; None past its end."""
    for pair in _waiting(session)[rank : rank + 1]:
        rows = briefly(session, (pair.one.id, pair.other.id))
        if len(rows) == 2:
            told = _told(pair, rows)
            return told.one.id, told.other.id
    return None


def _told(pair: Pair, rows: dict[int, Any]) -> Double:
    """The one with leads first: that is the one to keep."""
    one, other = sorted((rows[pair.one.id], rows[pair.other.id]), key=lambda row: (not row.codes, row.id))
    return Double(one, other, tuple(GROUNDS[ground] for ground in pair.grounds))


def briefly(session: GuardedSession, numbers: Iterable[int]) -> dict[int, Any]:
    """What tells some companies apart at a glance, by their number."""
    kvk = (
        select(func.aggregate_strings(CompanyKvk.number, ", "))
        .where(CompanyKvk.company_id == Company.id)
        .scalar_subquery()
    )
    codes = select(func.aggregate_strings(Lead.code, ", ")).where(Lead.company_id == Company.id).scalar_subquery()
    found = session.execute(
        select(
            Company.id,
            Company.name,
            Company.holder_id,
            Company.website,
            Company.created_at,
            Municipality.name.label("municipality"),
            kvk.label("numbers"),
            codes.label("codes"),
        )
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .where(Company.id.in_(list(numbers)))
    )
    return {row.id: row for row in found}


def standing_of(session: GuardedSession, company_ids: Collection[int]) -> list[counting.Entry]:
    """What counts of some companies: the entries that stand."""
    rows = session.execute(select(*COUNTED_COLUMNS).where(Entry.company_id.in_(company_ids)))
    return counting.standing(counting.Entry(*tuple(row)) for row in rows)


def codes_of(session: GuardedSession, lead_ids: Iterable[int | None]) -> list[str]:
    """The codes of leads, in order."""
    return list(session.scalars(select(Lead.code).where(Lead.id.in_(set(lead_ids))).order_by(Lead.code)))


def codes_of_company(session: GuardedSession, company_id: int) -> list[str]:
    """The codes of the leads of a company, in order."""
    return list(session.scalars(select(Lead.code).where(Lead.company_id == company_id).order_by(Lead.code)))


def merge_of(session: GuardedSession, company_id: int, merge_id: int) -> MergedCompany | None:
    """One merge into a company, or None."""
    return session.scalars(
        select(MergedCompany).where(MergedCompany.id == merge_id, MergedCompany.company_id == company_id)
    ).one_or_none()


def merges_into(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """What was merged into a company, the latest first: id, name, when, by whom."""
    return session.execute(
        select(
            MergedCompany.id,
            MergedCompany.name,
            MergedCompany.merged_at,
            Person.name.label("person"),
        )
        .outerjoin(Person, Person.id == MergedCompany.merged_by_id)
        .where(MergedCompany.company_id == company_id)
        .order_by(MergedCompany.id.desc())
    ).all()


def places(session: GuardedSession, of: Iterable[Company]) -> dict[str, str]:
    """The names of the municipalities of some companies, by their codes."""
    codes = {company.municipality_code for company in of}
    found = session.execute(select(Municipality.code, Municipality.name).where(Municipality.code.in_(codes)))
    return {row.code: row.name for row in found}


@dataclass(frozen=True)
class Other:
    """A company of ours that another may be put together with, and why (nothing where a person looked for it)."""

    row: Any
    why: tuple[str, ...] = ()


def others(session: GuardedSession, company: Company, text: str) -> list[Other]:
    """Our companies that resemble one, what says most first; or those that a person looks for by name or number."""
    found: dict[int, tuple[str, ...]]
    if text:
        found = {row.id: () for row in known_like(session, text, MOST_FOUND)}
    else:
        (mine,) = signs(session, Company.id == company.id)
        found = {one.id: tuple(GROUNDS[ground] for ground in one.grounds) for one in alike(session, mine)}
    rows = briefly(session, found)
    ours = [(number, why) for number, why in found.items() if number != company.id and number in rows]
    return [Other(rows[number], why) for number, why in ours if rows[number].holder_id == company.holder_id]


def counted_leads(session: GuardedSession, company_id: int) -> list[str]:
    """The codes of the leads under which a company counts."""
    return codes_of(session, (entry.lead_id for entry in standing_of(session, (company_id,))))


def new_readers(session: GuardedSession, keep: Company, gone: Company) -> list[str]:
    """Who reads one of the two companies by a consent that holds, and will read both: the names of organisations.

    A consent for the whole taskforce, or for EZ, says so by itself.
    """
    today = session.clock.today()
    holds = [
        {
            row.organisations or row.scope
            for row in companies.consents(session, company.id)
            if holds_on(row.granted_on, row.ends_on, row.withdrawn_on, today)
        }
        for company in (keep, gone)
    ]
    return sorted(SCOPES.get(name, name) for name in holds[0] ^ holds[1])


@dataclass(frozen=True)
class Apart:
    """What taking apart does: how much of what goes back, and what stays, with the reason."""

    back: Sequence[tuple[str, int]]
    stays: Sequence[tuple[str, str]]


def told_of(plan: Outlook) -> Apart:
    """What an outlook says to a person: tables by their names."""
    labels = {model.__tablename__: label for model, label in TOLD.items()}
    back = Counter(one.row[0] for one in plan.restored if not one.made)
    stays = [(labels.get(one.row[0], REST), one.why) for one in plan.kept]
    return Apart([(label, back[table]) for table, label in labels.items() if back[table]], stays)


def told_apart(session: GuardedSession, one: int, other: int) -> ToldApart | None:
    """That somebody told two companies apart, or None."""
    first, second = sorted((one, other))
    return session.scalars(
        select(ToldApart).where(ToldApart.company_id == first, ToldApart.other_id == second)
    ).one_or_none()
