"""Every route, every person: nobody comes across a word about a company they may not know."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import Company
from app.documents.models import Document
from app.documents.services import add_document
from app.documents.store import Store
from app.hubs.models import Hub
from app.leads.models import Lead
from app.reports.models import Report
from app.reports.rules import FORMS
from tests.documents.files import docx
from tests.downloaded import all_of
from tests.drafting.test_pages import publish
from tests.pages import Site
from tests.whole.canaries import WORD, Reader, Secret, plant, reader
from tests.whole.routes import PART, routes

PERSONAS = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "taskforce@inwest.example",
    "nfia@nfia.example",
    "coordinator@iq.example",
    "ez@ez.example",
    "ipo@ipo.example",
    "admin@groeiruimte.example",
    None,
)
EACH_KIND = ("taskforce@oostnl.example", "coordinator@iq.example", "ez@ez.example", "ipo@ipo.example")
HOLDERS = 4  # as many leads and companies stand in each address, each of another holder
OTHER_NUMBERS = ["1", "7"]
SEARCHED = ["kanarie", *(f"anarie00{ten}" for ten in range(4)), "kanaire00123x"]


@pytest.fixture(scope="module")
def planted(demo_site: Site) -> tuple[Site, dict[str, Secret], list[str]]:
    with demo_site.system() as session:
        written = add_documents(session, demo_site.app.extensions["documents"])
        secrets = {**plant(session), **written}
    assert len(secrets) > 300
    publish(demo_site.browser("coordinator@iq.example"), "18-11-2026")
    return demo_site, secrets, list(addresses(demo_site))


def add_documents(session: GuardedSession, store: Store) -> dict[str, Secret]:
    """A document on the first lead of each holder, with a word in its content; the words with whose they are."""
    secrets: dict[str, Secret] = {}
    for number, lead in enumerate(some_leads(session)):
        word = f"kanarie{90_000 + number}x"
        name, content = ("Verslag.txt", word.encode()) if number % 2 else ("Verslag.docx", docx(word))
        row = add_document(session, lead, store=store, name=name, content=content)
        secrets[word] = Secret("document", row.company_id, row.organisation_id)
    return secrets


def some_leads(session: GuardedSession) -> list[Lead]:
    """The first lead of every holder."""
    of_holder: dict[int | None, Lead] = {}
    rows = select(Lead, Company.holder_id).join(Company, Company.id == Lead.company_id).order_by(Lead.id)
    for lead, holder in session.execute(rows):
        of_holder.setdefault(holder, lead)
    return list(of_holder.values())[:HOLDERS]


def fillings(site: Site) -> dict[str, list[str]]:
    """What may stand in the places of an address: some of every holder's, whoever may see them."""
    with site.system() as session:
        some = [(lead.code, str(lead.company_id)) for lead in some_leads(session)]
        return {
            "code": [code for code, _company in some],
            "lead_code": [some[0][0]],
            "company_id": [company for _code, company in some],
            "hub_code": list(session.scalars(select(Hub.code).order_by(Hub.id).limit(1))),
            "number": [*OTHER_NUMBERS, *session.scalars(select(Report.number).order_by(Report.id))],
            "form": list(FORMS),
            "document_id": [str(each) for each in session.scalars(select(Document.id).order_by(Document.id))],
            "person_id": [str(each) for each in session.scalars(select(Person.id).order_by(Person.id).limit(2))],
        }


def addresses(site: Site) -> Iterator[str]:
    """Every address of the site that can be opened."""
    filled = fillings(site)
    for route in routes(site.app):
        if route.method == "GET" and route.endpoint != "static":
            parts = [found["name"] for found in PART.finditer(route.rule)]
            for values in product(*(filled.get(part, OTHER_NUMBERS) for part in parts)):
                yield route.path(dict(zip(parts, values, strict=True)))
    yield from (f"/zoeken?q={typed}" for typed in SEARCHED)


def is_page(address: str) -> bool:
    return "/rapport." not in address


def opens_files(site: Site, email: str | None) -> bool:
    """Files are made of the same text on both databases: on the second by who may read names, and who may not."""
    return site.engine.dialect.name == "sqlite" or email in ("ez@ez.example", "coordinator@iq.example")


# who reads what is worked out alike on both: on the second by one of each kind of reader
@pytest.mark.parametrize(
    ("demo_template", "email"),
    [*(("sqlite", email) for email in PERSONAS), *(("postgresql", email) for email in EACH_KIND)],
    indirect=["demo_template"],
    scope="session",
)
def test_no_word_where_it_does_not_belong(
    planted: tuple[Site, dict[str, Secret], list[str]], email: str | None
) -> None:
    site, secrets, paths = planted
    who = Reader()
    if email is not None:
        with site.system() as session:
            who = reader(session, email, site.clock.today())
    client = site.browser(email).client
    leaks, seen = [], 0
    for address in paths if opens_files(site, email) else filter(is_page, paths):
        answer = client.get(address)
        assert answer.status_code < 500, address
        for word in set(WORD.findall(all_of(answer))):
            secret = secrets[word]
            seen += 1
            if not who.may_read(secret):
                leaks.append((address, secret.place))
    assert not leaks
    assert bool(seen) == bool(who.known or who.named), "the words are not on the pages where they do belong"
