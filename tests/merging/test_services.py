import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.companies import queries as companies
from app.companies.known import look_up_known
from app.companies.models import Company, MergedCompany, TradeName
from app.companies.services import set_kvk, set_technologies
from app.db.errors import Refused
from app.index.models import SearchText
from app.leads.models import Lead, LeadCourse, PhaseRecord
from app.leads.services import record_phase
from app.ledger.models import Value
from app.ledger.undoing import Why
from app.merging import moves, rules
from app.merging.queries import possible_doubles
from app.merging.services import merge, objection, tell_apart, undoing, unmerge
from app.timeline.models import Talk
from app.timeline.services import record_talk
from tests.companies.factories import ContactFactory, actor_of, company_of, create, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL = "taskforce@bom.example", "taskforce@oostnl.example"


@dataclass
class Two:
    """Two companies of BOM that are one, each with a lead; the second is shared with Oost NL."""

    site: Site
    femke: Actor
    jeroen: Actor
    keep: int
    gone: int
    lead: str

    @contextmanager
    def acting(self, actor: Actor | None = None) -> Iterator[GuardedSession]:
        with self.site.session(actor or self.femke) as session:
            yield session
            session.commit()

    def both(self, session: GuardedSession) -> tuple[Company, Company]:
        found = [companies.company(session, number) for number in (self.keep, self.gone)]
        assert found[0]
        assert found[1]
        return found[0], found[1]

    def merge(self, *taken: str) -> int:
        with self.acting() as session:
            return merge(session, *self.both(session), taken=taken).id

    def unmerge(self, number: int) -> None:
        with self.acting() as session:
            row = session.get(MergedCompany, number)
            assert row
            unmerge(session, row)


@pytest.fixture
def two(site: Site) -> Two:
    with site.system() as system:
        keep = company_of(system, "BOM", name="Roodspar Composieten", municipality_code=None)
        set_kvk(system, keep, ["01234567"])
        set_technologies(system, keep, ["NTS01"])
        lead_of(system, keep)
        gone = company_of(system, "BOM", name="Roodspar Composieten Holding B.V.", site="Werf", kind="startup")
        set_kvk(system, gone, ["76543210"])
        set_technologies(system, gone, ["NTS01", "NTS02"])
        lead = lead_of(system, gone)
        create(system, ContactFactory, company_id=gone.id)
        share(system, gone, "OOSTNL")
        femke, jeroen = actor_of(system, BOM), actor_of(system, OOSTNL)
        two = Two(site, femke, jeroen, keep.id, gone.id, lead.code)
    with two.acting() as session:
        held = session.scalars(select(Lead).where(Lead.code == two.lead)).one()
        record_phase(session, held, phase=3, since=date(2026, 1, 5), evidence="Eerste serie geleverd")
        record_talk(session, held, kind="call", held_on=date(2026, 2, 3), said="Zoekt een hal")
    return two


def test_all_of_one_company_goes_to_the_other(two: Two) -> None:
    two.merge("site", "municipality")
    with two.acting() as session:
        assert companies.company(session, two.gone) is None
        head = companies.company_head(session, two.keep)
        assert head
        assert (head.name, head.site, head.municipality, head.kind) == (
            "Roodspar Composieten",
            "Werf",
            "Eindhoven",
            "scaleup",
        )
        assert companies.kvk_numbers(session, two.keep) == ["01234567", "76543210"]
        assert companies.technologies_of(session, two.keep) == ["NTS01", "NTS02"]
        assert [row.name for row in companies.trade_names(session, two.keep)] == ["Roodspar Composieten Holding B.V."]
        assert len(companies.contacts(session, two.keep)) == 1
        leads = session.execute(select(Lead.code, Lead.kind).where(Lead.company_id == two.keep)).all()
        assert two.lead in {row.code for row in leads}
        assert {row.kind for row in leads} == {"scaleup"}
        for model in (LeadCourse, PhaseRecord, Talk):
            assert two.gone not in set(session.scalars(select(model.company_id)))
        found = select(SearchText.company_id).where(SearchText.source != "company")
        assert set(session.scalars(found)) == {two.keep}
    with two.acting(two.jeroen) as session:
        assert companies.company(session, two.keep) is not None, "a consent goes along"
        said = select(Value.text).join(PhaseRecord, PhaseRecord.evidence_id == Value.id)
        assert session.scalars(said).all() == ["Eerste serie geleverd"], "and so do the words"


def test_the_name_that_went_still_finds_the_company(two: Two) -> None:
    two.merge("name")
    with two.acting() as session:
        assert [row.id for row in look_up_known(session, name="Roodspar Composieten").visible] == [two.keep]
        assert [row.id for row in look_up_known(session, name="Roodspar Composieten Holding").visible] == [two.keep]


def test_taken_apart_both_are_as_they_were(two: Two) -> None:
    def seen() -> list[object]:
        with two.acting() as session:
            return [
                (
                    session.execute(select(Company.name, Company.kind, Company.site).where(Company.id == number)).one(),
                    companies.kvk_numbers(session, number),
                    companies.technologies_of(session, number),
                    companies.contacts(session, number),
                    companies.consents(session, number),
                    session.execute(select(Lead.code, Lead.kind).where(Lead.company_id == number)).all(),
                    session.scalars(select(Value.text).where(Value.company_id == number).order_by(Value.id)).all(),
                )
                for number in (two.keep, two.gone)
            ]

    before = seen()
    two.unmerge(two.merge("name", "kind", "site"))
    after = seen()
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert set(before[1][-1]) <= set(after[1][-1])
    with two.acting() as session:
        assert session.scalars(select(TradeName)).all() == []


def test_what_was_added_to_a_lead_since_goes_back_with_it_and_what_was_changed_stays(two: Two) -> None:
    number = two.merge()
    with two.acting() as session:
        lead = session.scalars(select(Lead).where(Lead.code == two.lead)).one()
        record_talk(session, lead, kind="visit", held_on=date(2026, 3, 3), said="Hal bekeken")
        row = session.get(MergedCompany, number)
        assert row
        made = session.scalars(select(TradeName)).one()
        made.name = "Roodspar Beheer"
        session.flush()
        (kept,) = undoing(session, row).kept
        assert (kept.row[0], kept.why) == ("trade_name", Why.CHANGED)
    two.unmerge(number)
    with two.acting() as session:
        talks = session.scalars(select(Talk).where(Talk.company_id == two.gone).order_by(Talk.id)).all()
        assert [talk.said for talk in talks] == ["Zoekt een hal", "Hal bekeken"]


def test_the_last_merge_is_taken_apart_first(two: Two) -> None:
    first = two.merge()
    with two.site.system() as system:
        third = company_of(system, "BOM", name="Heliotroop").id
    with two.acting() as session:
        into, here = companies.company(session, third), companies.company(session, two.keep)
        assert into
        assert here
        second = merge(session, into, here).id
    two.unmerge(second)
    two.unmerge(first)
    with two.acting() as session:
        assert [row.company_id for row in session.scalars(select(Lead).where(Lead.code == two.lead))] == [two.gone]


def test_only_our_own_and_not_with_itself(two: Two) -> None:
    with two.site.system() as system:
        theirs = company_of(system, "OOSTNL", name="Roodspar")
        share(system, theirs, "BOM")
        number = theirs.id
    with two.acting() as session:
        keep, gone = two.both(session)
        other = companies.company(session, number)
        assert other
        assert str(objection(session, keep, keep)).startswith("Dit is hetzelfde")
        assert str(objection(session, keep, other)).startswith("Dit bedrijf is van een andere")
        assert objection(session, keep, gone) is None


def test_what_merging_does_not_know_stops_it(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(moves.LINKS, (Talk, "company_id"))
    with two.acting() as session, pytest.raises(Refused) as refused:
        merge(session, *two.both(session))
    assert refused.value.values == {"name": "Roodspar Composieten Holding B.V.", "what": "talk"}


def test_merging_knows_every_column_that_points_at_a_company() -> None:
    known = {(model.__tablename__, column) for model, column in moves.LINKS}
    assert known == {(table.name, column) for table, column in moves.links()}


def test_the_queue_holds_what_nobody_told_apart(two: Two) -> None:
    with two.acting() as session:
        (double,) = possible_doubles(session).rows
        assert (double.one.id, double.other.id) == (two.keep, two.gone)
        assert double.why[0] == "Zelfde naam zonder woorden als holding of groep"
        tell_apart(session, *two.both(session))
        assert possible_doubles(session).total == 0
    with two.acting(two.jeroen) as session:
        assert possible_doubles(session).total == 0


@pytest.mark.parametrize("template", ["postgresql"], indirect=True, scope="session")  # SQLite has one writer at a time
def test_two_at_once_merge_it_once(two: Two) -> None:
    """The second waits for the first and then hears that it is gone."""
    with two.site.system() as system:
        third = company_of(system, "BOM", name="Heliotroop").id
    told: list[str] = []

    def second() -> None:
        with two.acting() as session:
            into, gone = companies.company(session, third), companies.company(session, two.gone)
            assert into
            assert gone
            ready.set()
            try:
                merge(session, into, gone)
            except Refused as refused:
                told.append(refused.message)

    ready = threading.Event()
    with two.acting() as session:
        merge(session, *two.both(session))
        other = threading.Thread(target=second)
        other.start()
        ready.wait(10)
    other.join(20)
    assert told == [rules.GONE_MEANWHILE]
