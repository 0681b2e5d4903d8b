"""Known elsewhere (domain §6): what may be asked about hidden companies, who asked, and requests for contact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.access.prepared import Prepared
from app.access.session import Exemption, GuardedSession
from app.accounts.models import Organisation, Person
from app.accounts.rules import LOOKUP, LOOKUPS_A_DAY
from app.accounts.services import may_try
from app.companies.alike import alike
from app.companies.likeness import GROUNDS, Signs
from app.companies.models import Company, CompanyKvk, ContactRequest, KnownLookup, MergedCompany, TradeName
from app.companies.rules import ANSWERED, NO_ANSWER, NO_MORE_TODAY, NO_QUESTION, is_number, name_key
from app.db.errors import Refused
from app.geography.models import Municipality
from app.ledger.models import Change
from app.web.parsing import ParseError, parse_kvk

FEW = 5


@dataclass(frozen=True)
class Known:
    """What is known of a name or number: companies the reader may see, and whether another holder knows it.

    `why` says of those that are no exact match why they may be the one that is meant.
    """

    visible: Sequence[Any] = ()
    elsewhere: bool = False
    limited: bool = False
    why: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def look_up_known(
    session: GuardedSession, *, name: str = "", number: str = "", website: str | None = None, place: str | None = None
) -> Known:
    """Whether a company is known, on submit only: hidden ones by exact name or KvK number, and they say no more than that.

    Twenty times a day for each person (then `limited`); whoever holds a hidden company sees who asked after it. What the
    reader may see is found when it only resembles what was typed.
    """
    key, digits = _exact(name, number)
    exactly = known_exactly(session, key, digits)
    meant = Signs(0, () if is_number(name) else (name,), frozenset({digits} if digits else ()), website, place)
    visible, why = _with_alike(session, exactly, meant)
    if not key and not digits:
        return Known(visible, why=why)
    if not _may_look(session):
        return Known(visible, limited=True, why=why)
    hidden = _hidden(session, key, digits, [row.id for row in exactly])
    _log(session, [row.id for row in hidden])
    return Known(visible, elsewhere=bool(hidden), why=why)


def _with_alike(
    session: GuardedSession, exactly: Sequence[Any], meant: Signs
) -> tuple[list[Any], dict[int, tuple[str, ...]]]:
    """The exact matches and then those that may be meant, with the reasons for these."""
    known = {row.id for row in exactly}
    found = {one.id: one.grounds for one in alike(session, meant) if one.id not in known}
    rows = {row.id: row for row in session.ask(BY_NUMBER, numbers=list(found), **_reader(session))} if found else {}
    why = {number: tuple(GROUNDS[ground] for ground in grounds) for number, grounds in found.items()}
    return [*exactly, *(rows[number] for number in found)], why


def _exact(name: str, number: str) -> tuple[str, str | None]:
    typed = number or (name if is_number(name) else "")
    try:
        digits = parse_kvk(typed) if typed else None
    except ParseError:
        digits = None
    return ("" if is_number(name) else name_key(name)), digits


def _may_look(session: GuardedSession) -> bool:
    return may_try(session, LOOKUP, LOOKUPS_A_DAY)


def _hidden(session: GuardedSession, key: str, number: str | None, visible: list[int]) -> Sequence[Any]:
    exactly = is_exactly(bool(key), bool(number))
    there = Company.id.not_in(select(MergedCompany.gone_id))
    statement: Any = select(Company.id, Company.holder_id).where(exactly, there, Company.id.not_in(visible))
    return session.look_past(statement.params(key=key, number=number), Exemption.KNOWN_ELSEWHERE).all()


def _log(session: GuardedSession, company_ids: Iterable[int]) -> None:
    if session.actor.organisation_id is None:
        return
    for company_id in company_ids:
        session.add(
            KnownLookup(
                company_id=company_id,
                organisation_id=session.actor.organisation_id,
                person_id=session.actor.person_id,
                at=session.clock.now(),
            )
        )
    session.flush()


def is_held_twice(session: GuardedSession, company_id: int) -> bool:
    """Whether another organisation holds a company of the same name or number, for one that we hold: no more than that.

    Only once one of the two looked the other up: so nobody learns more than the counted look-ups told, and both do. It
    holds for what ours was called then: whoever gives it another name or number may be guessing, and looks it up anew.
    """
    ours, other = aliased(Company), aliased(Company)
    number, same = aliased(CompanyKvk), aliased(CompanyKvk)
    numbers = select(number.company_id).join(same, same.number == number.number).where(same.company_id == ours.id)
    since = select(Change.id).where(Change.company_id == ours.id, Change.at > KnownLookup.at)
    renamed = since.where(Change.table == "company", Change.field == "name_key").exists()
    numbered = since.where(Change.table == "company_kvk", Change.action == "insert").exists()
    by_them = and_(KnownLookup.company_id == ours.id, KnownLookup.organisation_id == other.holder_id, ~numbered)
    by_us = and_(KnownLookup.company_id == other.id, KnownLookup.organisation_id == ours.holder_id)
    asked = select(KnownLookup.id).where(or_(by_them, by_us), ~renamed)
    statement = (
        select(other.id)
        .join(ours, ours.holder_id != other.holder_id)
        .where(
            ours.id == company_id,
            ours.holder_id == session.actor.organisation_id,
            or_(other.name_key == ours.name_key, other.id.in_(numbers)),
            other.id.not_in(select(MergedCompany.gone_id)),
            asked.exists(),
        )
        .limit(1)
    )
    return session.look_past(statement, Exemption.HELD_TWICE).first() is not None


# --- Companies that the reader may see ---------------------------------------------------------------------


def known_like(session: GuardedSession, typed: str, limit: int = FEW) -> Sequence[Any]:
    """The companies the reader may see whose name, trade name or number begins with what is typed so far."""
    key = name_key(typed)
    digits = "".join(mark for mark in typed if mark.isdigit())
    if len(key) < 3:
        return []
    begins = [
        Company.name_key.startswith(key, autoescape=True),
        Company.id.in_(select(TradeName.company_id).where(TradeName.name_key.startswith(key, autoescape=True))),
    ]
    if len(digits) >= 4 and digits == key:
        begins.append(Company.id.in_(select(CompanyKvk.company_id).where(CompanyKvk.number.startswith(digits))))
    return session.execute(COMPANIES.where(or_(*begins)).limit(limit), _reader(session)).all()


def known_exactly(session: GuardedSession, key: str, number: str | None) -> Sequence[Any]:
    """The companies the reader may see that bear exactly this name or number."""
    given = {"key": key, "number": number, **_reader(session)}
    return session.ask(_exactly(bool(key), bool(number)), **given)


@cache
def _exactly(by_name: bool, by_number: bool) -> Prepared:
    return Prepared(COMPANIES.where(is_exactly(by_name, by_number)).limit(FEW))


def is_exactly(by_name: bool, by_number: bool) -> ColumnElement[bool]:
    """The condition that a company bears exactly the name `key`, as its own or as a trade name, or the `number`."""
    same = []
    if by_name:
        key: Any = bindparam("key")
        same += [Company.name_key == key, Company.id.in_(select(TradeName.company_id).where(TradeName.name_key == key))]
    if by_number:
        bears = select(CompanyKvk.company_id).where(CompanyKvk.number == bindparam("number"))
        same.append(Company.id.in_(bears))
    return or_(*same) if same else Company.id.is_(None)


def _reader(session: GuardedSession) -> dict[str, int]:
    return {"own": session.actor.organisation_id or 0}


# those of the reader's `own` organisation first
COMPANIES: Any = (
    select(
        Company.id,
        Company.name,
        Company.holder_id,
        Organisation.short.label("holder"),
        Municipality.name.label("municipality"),
    )
    .join(Organisation, Organisation.id == Company.holder_id)
    .outerjoin(Municipality, Municipality.code == Company.municipality_code)
    .order_by(Company.holder_id != bindparam("own"), Company.name, Company.id)
)

BY_NUMBER = Prepared(COMPANIES.where(Company.id.in_(bindparam("numbers", expanding=True))))


# --- Requests for contact ----------------------------------------------------------------------------------


def request_contact_by_name(session: GuardedSession, *, typed: str, question: str, number: str = "") -> int:
    """Asks whoever holds a hidden company for contact, by its exact name or number; how many requests were sent.

    Counts as looking it up. Refused without a question. A name and a number are asked after as one: whether they lead
    to one company or to two is for nobody to see.
    """
    _need(question, NO_QUESTION, "question")
    key, digits = _exact(typed, number)
    if not _may_look(session):
        return 0
    visible = [row.id for row in known_exactly(session, key, digits)]
    found = _hidden(session, key, digits, visible)
    for row in found:
        request_contact(session, company_id=row.id, subject=f"{typed} {number}", question=question)
    return len(found)


def request_contact(
    session: GuardedSession, *, company_id: int, subject: str, question: str, lead_id: int | None = None
) -> ContactRequest:
    """A request to the holder of a company to get in touch; a second one while the same is open adds nothing.

    What is the same is what the asker typed, never which company it turns out to be: else a code and a name, or two
    codes, would tell that they are one company. Against a code it counts as looking up: Refused after twenty a day.
    """
    _need(question, NO_QUESTION, "question")
    if lead_id is not None and not _may_look(session):
        raise Refused(NO_MORE_TODAY)
    subject = subject.strip()[:200]
    same = [ContactRequest.lead_id == lead_id]
    if lead_id is None:
        same = [ContactRequest.lead_id.is_(None), ContactRequest.subject == subject]
    waiting = session.scalars(
        select(ContactRequest)
        .where(
            ContactRequest.company_id == company_id,
            ContactRequest.organisation_id == session.actor.organisation_id,
            ContactRequest.answered_at.is_(None),
            *same,
        )
        .limit(1)
    ).one_or_none()
    if waiting is not None:
        return waiting
    asked = ContactRequest(
        company_id=company_id,
        lead_id=lead_id,
        organisation_id=session.actor.organisation_id,
        person_id=session.actor.person_id,
        subject=subject,
        question=question.strip(),
        at=session.clock.now(),
    )
    session.add(asked)
    session.flush()
    return asked


def answer_contact_request(session: GuardedSession, asked: ContactRequest, *, answer: str) -> ContactRequest:
    """The holder's answer to a request for contact; refused when it was answered before."""
    if asked.answered_at is not None:
        raise Refused(ANSWERED)
    _need(answer, NO_ANSWER, "answer")
    asked.answer = answer.strip()
    asked.answered_at = session.clock.now()
    asked.answered_by_id = session.actor.person_id
    session.flush()
    return asked


def _need(text: str, message: str, field: str) -> None:
    if not text.strip():
        raise Refused(message, field=field)


def open_requests(session: GuardedSession) -> int:
    """How many contact requests to companies we hold wait for an answer."""
    return (
        session.scalar(
            select(func.count(ContactRequest.id))
            .join(Company, Company.id == ContactRequest.company_id)
            .where(Company.holder_id == session.actor.organisation_id, ContactRequest.answered_at.is_(None))
        )
        or 0
    )


def contact_request(session: GuardedSession, request_id: int) -> ContactRequest | None:
    """A contact request that we made or that was made to us, or None."""
    return session.scalars(select(ContactRequest).where(ContactRequest.id == request_id)).one_or_none()


def requests_of_company(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The contact requests about a company, the newest first, with who asked."""
    return session.execute(_requests().where(ContactRequest.company_id == company_id)).all()


def requests_to_us(session: GuardedSession) -> Sequence[Any]:
    """The contact requests about companies we hold: open ones first."""
    return session.execute(_requests().where(Company.holder_id == session.actor.organisation_id)).all()


def requests_by_us(session: GuardedSession) -> Sequence[Any]:
    """The contact requests that our organisation made, without telling which company they reached, or how many."""
    return session.execute(
        select(
            func.min(ContactRequest.id).label("id"),
            ContactRequest.subject,
            ContactRequest.question,
            ContactRequest.at,
            ContactRequest.answer,
            ContactRequest.answered_at,
            Person.name.label("person"),
        )
        .join(Person, Person.id == ContactRequest.person_id)
        .where(ContactRequest.organisation_id == session.actor.organisation_id)
        .group_by(
            ContactRequest.subject,
            ContactRequest.question,
            ContactRequest.at,
            ContactRequest.answer,
            ContactRequest.answered_at,
            Person.name,
        )
        .order_by(ContactRequest.answered_at.is_not(None), ContactRequest.at.desc(), func.min(ContactRequest.id).desc())
        .limit(50)
    ).all()


def _requests() -> Any:
    return (
        select(
            ContactRequest.id,
            ContactRequest.company_id,
            ContactRequest.subject,
            ContactRequest.question,
            ContactRequest.at,
            ContactRequest.answer,
            ContactRequest.answered_at,
            Company.name.label("company"),
            Organisation.short.label("organisation"),
            Person.name.label("person"),
        )
        .join(Company, Company.id == ContactRequest.company_id)
        .join(Organisation, Organisation.id == ContactRequest.organisation_id)
        .join(Person, Person.id == ContactRequest.person_id)
        .order_by(ContactRequest.answered_at.is_not(None), ContactRequest.at.desc(), ContactRequest.id.desc())
        .limit(50)
    )
