"""What counts, and merging: no figure moves by a merge; a double leaves the count by the ledger's own rules first."""

from typing import Any

import pytest
from sqlalchemy import select

from app.companies.models import Company, MergedCompany
from app.db.errors import Refused
from app.impact import services as impact
from app.impact.facts import lead_facts
from app.impact.queries import figures
from app.impact.rules import LEADS
from app.leads.models import Lead
from app.leads.queries import lead_by_code
from app.ledger.queries import submission
from app.ledger.rules import Fact
from app.merging.services import merge, unmerge
from tests.companies.factories import actor_of
from tests.impact.world import BOM, COORDINATOR, lay_out
from tests.pages import Site

FIRST, SECOND = "GR-25-018", "GR-25-019"
SEEN: dict[str, Any] = {"evidence_kind": "contract", "evidence_on": None}
DOUBLE = {"cause": "same_company", "grounds": "Dubbel met een andere code"}


class Books:
    """Two companies of BOM that are one, and what the ledger says of them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        lay_out(site, code=FIRST, name="Stroomkade Opslag")
        lay_out(site, code=SECOND, name="Stroomkade Opslag B.V.")
        with site.system() as system:
            impact.load_reference(system)
            self.femke, self.coordinator = actor_of(system, BOM), actor_of(system, COORDINATOR)

    def accept(self, code: str, fact: Fact, **how: str) -> None:
        with self.site.session(self.femke) as session:
            lead = lead_by_code(session, code)
            assert lead
            seen = {**SEEN, "evidence_on": session.clock.today()}
            number = impact.submit_fact(session, lead, fact, **seen, **how).id
            session.commit()
        with self.site.session(self.coordinator) as session:
            waiting = submission(session, number)
            assert waiting
            impact.accept_fact(session, waiting)
            session.commit()

    @property
    def leads(self) -> int:
        with self.site.session(self.coordinator) as session:
            return figures(session, session.clock.today())[LEADS].value

    def merge(self, keep: str, gone: str) -> int:
        with self.site.session(self.femke) as session:
            number = merge(session, self._company(session, keep), self._company(session, gone)).id
            session.commit()
            return number

    def unmerge(self, number: int) -> None:
        with self.site.session(self.femke) as session:
            row = session.get(MergedCompany, number)
            assert row
            unmerge(session, row)
            session.commit()

    @staticmethod
    def _company(session: Any, code: str) -> Company:
        return session.scalars(select(Company).join(Lead, Lead.company_id == Company.id).where(Lead.code == code)).one()


def test_a_double_that_counts_leaves_the_count_first(site: Site) -> None:
    books = Books(site)
    books.accept(FIRST, Fact.ADMITTED)
    books.accept(SECOND, Fact.ADMITTED)
    assert books.leads == 2
    with pytest.raises(Refused, match="tellen mee in de cijfers"):
        books.merge(FIRST, SECOND)
    books.accept(SECOND, Fact.WITHDRAWN, **DOUBLE)
    assert books.leads == 1
    number = books.merge(FIRST, SECOND)
    assert books.leads == 1
    with site.session(books.femke) as session:
        lead = lead_by_code(session, SECOND)
        assert lead
        assert lead_facts(session, lead.id).withdrawn, "its page still says that it left the count"
    books.unmerge(number)
    assert books.leads == 1


def test_what_counts_stays_where_it_counts(site: Site) -> None:
    books = Books(site)
    books.accept(SECOND, Fact.ADMITTED)
    with pytest.raises(Refused, match="houd dat bedrijf aan"):
        books.merge(FIRST, SECOND)
    number = books.merge(SECOND, FIRST)
    assert books.leads == 1
    books.accept(FIRST, Fact.ADMITTED)
    assert books.leads == 1, "one company counts once, with two leads too"
    with pytest.raises(Refused, match="GR-25-018 telt intussen mee"):
        books.unmerge(number)
