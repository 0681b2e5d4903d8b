"""Every route, every person: nobody comes across a word about a company they may not know."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.companies.models import Company
from app.hubs.models import Hub
from app.leads.models import Lead
from tests.pages import Site
from tests.whole.canaries import WORD, Reader, Secret, plant, reader

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
HOLDERS = 4
OTHER_NUMBERS = ["1", "7"]


@pytest.fixture(scope="module")
def planted(demo_site: Site) -> tuple[Site, dict[str, Secret]]:
    with demo_site.system() as session:
        return demo_site, plant(session)


def fillings(site: Site) -> dict[str, list[str]]:
    """What may stand in the places of an address: some of every holder's, whoever may see them."""
    with site.system() as session:
        of_holder: dict[int, tuple[str, str]] = {}
        rows = select(Lead.code, Company.holder_id, Company.id).join(Company, Company.id == Lead.company_id)
        for code, holder, company in session.execute(rows.order_by(Lead.id)):
            of_holder.setdefault(holder, (code, str(company)))
        some = list(of_holder.values())[:HOLDERS]
        return {
            "code": [code for code, _company in some],
            "lead_code": [some[0][0]],
            "company_id": [company for _code, company in some],
            "hub_code": list(session.scalars(select(Hub.code).limit(1))),
            "person_id": [str(each) for each in session.scalars(select(Person.id).limit(2))],
        }


def addresses(site: Site) -> Iterator[str]:
    """Every address of the site that can be opened."""
    filled = fillings(site)
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        yield from _filled(rule.rule, sorted(rule.arguments), filled)


def _filled(rule: str, arguments: list[str], filled: dict[str, list[str]]) -> Iterator[str]:
    if not arguments:
        yield rule
        return
    first, *rest = arguments
    for value in filled.get(first, OTHER_NUMBERS):
        yield from _filled(_place(rule, first, value), rest, filled)


def _place(rule: str, argument: str, value: str) -> str:
    start = rule.index(argument + ">")
    return rule[: rule.rindex("<", 0, start + 1)] + value + rule[start + len(argument) + 1 :]


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("email", PERSONAS)
def test_no_word_where_it_does_not_belong(planted: tuple[Site, dict[str, Secret]], email: str | None) -> None:
    site, secrets = planted
    who = Reader()
    if email is not None:
        with site.system() as session:
            who = reader(session, email, site.clock.today())
    client = site.browser(email).client
    leaks, seen = [], 0
    for address in addresses(site):
        answer = client.get(address)
        assert answer.status_code < 500, address
        for word in set(WORD.findall(answer.text)):
            secret = secrets[word]
            seen += 1
            if not who.may_read(secret):
                leaks.append((address, secret.place))
    assert not leaks
    assert bool(seen) == bool(who.known), "the words are not on the pages where they do belong"
