"""What may be imported: of each kind its fields, the words of its lists, and how rows are judged and carried out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.access.session import GuardedSession
from app.companies.rules import KINDS as COMPANY_KINDS
from app.companies.rules import NDA_STATES, PURPOSES
from app.geography.queries import technologies
from app.growth.rules import KIND_NAMES
from app.hubs.rules import CERTAINTY_NAMES
from app.imports import companies, contacts, leads, supply
from app.imports.cells import Vocabulary, folded
from app.imports.columns import Field, Shape, cells_of
from app.imports.places import places_in
from app.imports.rules import Judged, Read, Table, Wanted
from app.leads.rules import PHASES
from app.web.language import speaking
from app.words import N_

Judge = Callable[[GuardedSession, Sequence[Read], Mapping[str, str]], list[Judged]]
CarryOut = Callable[[GuardedSession, Sequence[Wanted]], None]
Words = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of import."""

    code: str
    label: str
    path: str
    fields: tuple[Field, ...]
    lists: Mapping[str, Mapping[Any, str]]
    judge: Judge
    carry_out: CarryOut

    @property
    def codes(self) -> set[str]:
        """The codes of its fields."""
        return {one.code for one in self.fields}

    def field(self, code: str) -> Field:
        """The field with a code."""
        return next(one for one in self.fields if one.code == code)


_ALL = (
    Kind(
        "companies",
        N_("Bedrijven"),
        "/bedrijven",
        companies.FIELDS,
        {"kind": COMPANY_KINDS, "nda": NDA_STATES},
        companies.judge,
        companies.carry_out,
    ),
    Kind(
        "contacts",
        N_("Contactpersonen"),
        "/bedrijven",
        contacts.FIELDS,
        {"purpose": PURPOSES},
        contacts.judge,
        contacts.carry_out,
    ),
    Kind(
        "leads",
        N_("Leads"),
        "/pijplijn",
        leads.FIELDS,
        {"kinds": KIND_NAMES, "phase": PHASES, "kind": COMPANY_KINDS},
        leads.judge,
        leads.carry_out,
    ),
    Kind(
        "supply",
        N_("Aanbod van brandpunten"),
        "/brandpunten",
        supply.FIELDS,
        {"measure": supply.COUNTED, "certainty": CERTAINTY_NAMES},
        supply.judge,
        supply.carry_out,
    ),
)
KINDS = {kind.code: kind for kind in _ALL}


def words_of(session: GuardedSession, kind: Kind, table: Table, columns: Mapping[str, int]) -> Words:
    """What may stand in the cells of each list, in Dutch, English and as codes; and the places that are named."""
    words: Words = {code: vocabulary(choices.items()) for code, choices in kind.lists.items()}
    if "technologies" in columns:
        words["technologies"] = _technologies(session)
    if "hub" in columns:
        hubs = supply.own_hubs(session)
        words["hub"] = Vocabulary({folded(word): hub_id for word, hub_id in hubs.items()}, tuple(hubs))
    words["places"] = places_in(session, cells_of(kind.fields, table, columns, Shape.PLACE))
    return words


def vocabulary(choices: Iterable[tuple[Any, str]]) -> Vocabulary:
    """The words by which choices are known: their Dutch labels, the English ones, their codes."""
    pairs = list(choices)
    with speaking("en"):
        english = [(code, _(label)) for code, label in pairs]
    codes = [(code, str(code)) for code, _label in pairs]
    known = {folded(word): code for code, word in (*codes, *english, *pairs)}
    return Vocabulary(known, tuple(label for _code, label in pairs))


def _technologies(session: GuardedSession) -> Vocabulary:
    rows = technologies(session)
    short = vocabulary((row.code, row.short) for row in rows)
    more = {folded(word): row.code for row in rows for word in (row.name, row.name_en)}
    return Vocabulary({**more, **short.known}, short.labels)
