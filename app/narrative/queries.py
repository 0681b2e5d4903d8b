"""The names, numbers and addresses that a text is held against."""

from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, literal, select, union_all

from app.access.actor import Role
from app.access.session import Exemption, GuardedSession
from app.companies.models import Company, CompanyKvk, Contact, TradeName
from app.companies.rules import name_key
from app.geography.queries import place_names
from app.narrative import identification
from app.narrative.identification import Known

NAMES: CompoundSelect[Any] = union_all(
    select(literal(identification.COMPANY_NAME), Company.name),
    select(literal(identification.COMPANY_NAME), TradeName.name),
    select(literal(identification.PERSON_NAME), Contact.name),
    select(literal(identification.KVK_NUMBER), CompanyKvk.number),
    select(literal(identification.ADDRESS), Company.website),
    select(literal(identification.ADDRESS), Contact.email),
)


@cache
def _places() -> frozenset[str]:
    return frozenset(map(name_key, place_names()))


def known_names(session: GuardedSession) -> Known:
    """The names, numbers and addresses that the reader may know, to look for in a text."""
    found = () if session.actor.has(Role.PROGRAMME) else session.execute(NAMES)  # whose login may not even ask
    return identification.known(found, _places())


def hidden_names(session: GuardedSession, known: Known) -> Known:
    """All that there is to find but the known; no more may be told of it than identification.worst does."""
    return identification.known(session.look_past(NAMES, Exemption.NAMES_IN_REPORT), _places()).without(known)
