"""Contact persons out of a file, for companies that we hold already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.access.many import Row, add_rows
from app.access.session import GuardedSession
from app.companies import rules
from app.companies.models import Contact
from app.companies.register import Register
from app.companies.rules import Purpose, as_spoken
from app.db.chunks import chunks
from app.db.errors import Refused
from app.imports.cells import day, email, kvk, line, one_of
from app.imports.columns import Field, Shape
from app.imports.identify import COMPANY_HEADS, KVK_HEADS, identify, of_ours, register_of
from app.imports.rules import CHANGED_MEANWHILE, Difference, Judged, Outcome, Problem, Read, Wanted
from app.words import N_, Said

SAME_PERSON = N_("Rij %(row)s gaat over dezelfde persoon.")

FIELDS = (
    Field("name", N_("Bedrijf"), line(), COMPANY_HEADS, is_needed=True),
    Field("kvk", N_("KvK-nummer"), kvk, KVK_HEADS),
    Field(
        "contact",
        N_("Contactpersoon"),
        line(),
        ("naam", "naam contactpersoon", "persoon", "contact", "contact person", "contact name", "person"),
        is_needed=True,
    ),
    Field("position", N_("Functie"), line(), ("rol", "position", "role", "job title", "title")),
    Field("email", N_("E-mailadres"), email, ("email", "e mail", "mail", "email address", "mailadres")),
    Field("phone", N_("Telefoon"), line(40), ("telefoonnummer", "tel", "mobiel", "phone", "mobile", "phone number")),
    Field("purpose", N_("Waarvoor bewaren we dit?"), one_of("purpose"), ("doel", "purpose")),
    Field("keep_until", N_("Bewaren tot"), day(), ("bewaartermijn", "keep until"), shape=Shape.DAY),
)
COLUMNS = {"contact": "name", "position": "position", "email": "email", "phone": "phone", "purpose": "purpose",
           "keep_until": "keep_until"}  # fmt: skip


def judge(session: GuardedSession, rows: Sequence[Read], choices: Mapping[str, str]) -> list[Judged]:
    """What becomes of each row: its company has to be one of ours, and the person is known by mail or by name."""
    companies = register_of(session, rows)
    people = _People(session, companies)
    return [people.judge(row) for row in rows]


class _People:
    """The contact persons of the companies in a file, and those that earlier rows were about."""

    def __init__(self, session: GuardedSession, companies: Register) -> None:
        self.session, self.companies = session, companies
        self.known: dict[tuple[int, str], Contact] = {}
        self.rows: dict[tuple[int, str], int] = {}
        for contact in _contacts(session, Contact.company_id, companies.companies):
            for key in _keys(contact.company_id, contact.email, contact.name):
                self.known.setdefault(key, contact)

    def judge(self, row: Read) -> Judged:
        """What becomes of a row."""
        title = str(row.values.get("contact", row.first))
        company, problems = of_ours(self.session, self.companies, row)
        if company is None:
            return Judged(row.number, Outcome.REFUSED, title, row.values, problems=problems)
        keys = _keys(company.id, row.values.get("email"), row.values.get("contact"))
        there = next((self.known[key] for key in keys if key in self.known), None)
        problems = tuple(self._objections(row, there, next((self.rows[key] for key in keys if key in self.rows), None)))
        if problems:
            return Judged(row.number, Outcome.REFUSED, title, row.values, problems=problems)
        self.rows |= dict.fromkeys(keys, row.number)
        if there is None:
            return Judged(row.number, Outcome.NEW, title, row.values)
        differences = tuple(_differences(row.values, there))
        outcome = Outcome.CHANGED if differences else Outcome.SAME
        return Judged(row.number, outcome, title, row.values, there.id, there.version, differences)

    def _objections(self, row: Read, there: Contact | None, earlier: int | None) -> Iterable[Problem]:
        if earlier is not None:
            yield Problem("", "contact", Said(SAME_PERSON, {"row": earlier}))
        today, until = self.session.clock.today(), _until(self.session, row.values)
        wrong = rules.objection_to_contact("x", _purpose(row.values), until, today)
        if wrong is not None and (there is None or "keep_until" in row.values):
            yield Problem("", "keep_until", Said(wrong.message))


def _contacts(session: GuardedSession, column: Any, wanted: Iterable[int]) -> Iterable[Contact]:
    for some in chunks(wanted):
        yield from session.scalars(select(Contact).where(column.in_(some), Contact.erased_at.is_(None)))


def _keys(company_id: int, mail: object, name: object) -> list[tuple[int, str]]:
    """By what a person of a company is known: the address first."""
    return [(company_id, as_spoken(str(word))) for word in (mail, name) if word]


def _purpose(values: Mapping[str, Any]) -> str:
    return str(values.get("purpose", Purpose.PORTFOLIO))


def _until(session: GuardedSession, values: Mapping[str, Any]) -> Any:
    return values.get("keep_until") or rules.keep_until(_purpose(values), session.clock.today())


def _differences(values: Mapping[str, Any], there: Contact) -> Iterable[Difference]:
    for field, column in COLUMNS.items():
        if field in values and values[field] != getattr(there, column):
            yield Difference(field, getattr(there, column), values[field])


def carry_out(session: GuardedSession, rows: Sequence[Wanted]) -> None:
    """Adds the persons that are new, and changes those that differ."""
    companies = register_of(session, rows)
    there = {one.id: one for one in _contacts(session, Contact.id, [row.target for row in rows if row.target])}
    with session.one_act():
        add_rows(session, Contact, [_new(session, companies, row) for row in rows if row.target is None])
        for row in rows:
            if row.target is not None:
                _change(row, there.get(row.target))


def _change(row: Wanted, contact: Contact | None) -> None:
    if contact is None or contact.version != row.version:
        raise Refused(CHANGED_MEANWHILE, row=row.number)
    for one in _differences(row.values, contact):
        setattr(contact, COLUMNS[one.field], one.after)


def _new(session: GuardedSession, companies: Register, row: Wanted) -> Row:
    company = identify(companies, row.values, session.actor.organisation_id).company
    if company is None:
        raise Refused(CHANGED_MEANWHILE, row=row.number)
    given = {column: row.values[field] for field, column in COLUMNS.items() if field in row.values}
    kept = {"purpose": _purpose(row.values), "keep_until": _until(session, row.values)}
    return {"company_id": company.id, **kept, **given}
