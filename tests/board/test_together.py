"""Many leads at once: what would come of it, the deed, and the way back."""

import sys
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import event, select

from app.access.session import GuardedSession
from app.board.deeds import OWNER, STEP, TASK, Deed, undo_deed
from app.board.filter import Filter
from app.board.picking import picked
from app.board.together import (
    HIDDEN,
    NOT_HELD,
    OWNER_ELSEWHERE,
    SAME_OWNER,
    Hands,
    outlook_of_owner,
    outlook_of_step,
    outlook_of_task,
)
from app.board.undone import told
from app.board.unread import unread
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.batches import outlook, recording
from app.pipeline.models import StepMove
from app.pipeline.rules import CLOSED, NEEDS_REASON_BACK, SAME_STEP, LeadFacts
from app.timeline.models import Task
from app.timeline.services import record_talk
from tests.board.test_filter import LISTS
from tests.cases.world import SessionAs, build, company_with_lead
from tests.pages import Browser, Page, Site
from tests.pipeline.test_pages import BOM, COORDINATOR, OOST, lay_out

READY = LeadFacts(target_test_positive=True, nda_recorded=True, has_owner=True, asked_kinds=1)
LACKING = "Nog nodig: Past in de doelgroep, NDA vastgelegd."
OURS, THEIRS = 1, 2


@dataclass
class Picked:
    """A lead as the list gives it."""

    id: int = 1
    code: str = "GR-26-001"
    version: int = 1
    company: str | None = "Stroomkade"
    holder_id: int | None = OURS
    step: str = "signalled"
    owner_id: int | None = 7
    owner: str | None = "Femke"
    owner_organisation_id: int | None = OURS
    closed_on: date | None = None


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        (Picked(), None),
        (Picked(owner_id=8), SAME_OWNER),
        (Picked(holder_id=THEIRS), NOT_HELD),
        (Picked(company=None, holder_id=None), HIDDEN),
    ],
)
def test_only_leads_of_ones_own_get_another_owner(lead: Picked, why: str | None) -> None:
    [line] = outlook_of_owner([lead], Hands(OURS, is_coordinator=True), owner_id=8, owner="Bram").lines
    assert (line.why and line.why.template) == why


@pytest.mark.parametrize(
    ("lead", "owner", "why"),
    [
        (Picked(), "Bram", None),
        (Picked(), None, None),
        (Picked(holder_id=THEIRS, owner_organisation_id=THEIRS), "Bram", None),
        (Picked(holder_id=THEIRS, owner_organisation_id=THEIRS), None, OWNER_ELSEWHERE),
        (Picked(owner_organisation_id=None), None, OWNER_ELSEWHERE),
        (Picked(closed_on=date(2026, 1, 1)), "Bram", CLOSED),
        (Picked(company=None), "Bram", HIDDEN),
    ],
)
def test_a_task_goes_to_open_leads_whose_company_one_knows(lead: Picked, owner: str | None, why: str | None) -> None:
    [line] = outlook_of_task([lead], Hands(OURS), title="100% bellen", owner=owner).lines
    assert (line.why and line.why.template) == why
    assert why or str(line.after) == f"100% bellen ({owner or 'Femke'})"


@pytest.mark.parametrize(
    ("lead", "facts", "step", "why"),
    [
        (Picked(), READY, "articulating", None),
        (Picked(), LeadFacts(has_owner=True, asked_kinds=1), "articulating", LACKING),
        (Picked(), READY, "signalled", SAME_STEP),
        (Picked(step="articulating"), READY, "signalled", NEEDS_REASON_BACK),
        (Picked(closed_on=date(2026, 1, 1)), READY, "articulating", CLOSED),
        (Picked(holder_id=THEIRS), READY, "articulating", NOT_HELD),
    ],
)  # fmt: skip
def test_a_step_is_set_by_the_rules_of_a_single_lead(
    lead: Picked, facts: LeadFacts, step: str, why: str | None
) -> None:
    [line] = outlook_of_step([lead], Hands(OURS), facts={1: facts}, step=step, reason="").lines
    assert (str(line.why) if line.why else None) == why


def test_the_coordinator_moves_leads_of_others_and_nobody_overrides() -> None:
    hidden, hands = Picked(company=None, holder_id=None), Hands(THEIRS, is_coordinator=True)
    assert outlook_of_step([hidden], hands, facts={1: READY}, step="articulating", reason="").changing
    assert outlook_of_step([hidden], hands, facts={1: LeadFacts()}, step="articulating", reason="Moet.").staying


def test_who_agrees_has_seen_what_comes_of_it() -> None:
    def seal(lead: Picked, **answers: Any) -> str:
        return outlook_of_owner([lead], Hands(OURS), owner_id=8, owner="Bram").seal(answers)

    assert seal(Picked(), owner_id=8) == seal(Picked(), owner_id=8)
    assert len({seal(Picked(), owner_id=8), seal(Picked(version=2), owner_id=8), seal(Picked(), owner_id=9)}) == 3


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("minimaal=veel&vraag=space", "is geen bedrag of aantal"),
        ("minimaal=5.000", "kies bij ‘5.000’ ook een soort vraag"),
        ("minimaal=8,5&vraag=talent", "te veel cijfers achter de komma voor Talent"),
        ("eigenaar=8", "Eigenaar: ‘8’ kennen we niet."),
        ("minimaal=5.000&vraag=space&status=open&q=+&regio=", ""),
    ],
)
def test_what_is_not_understood_is_said(typed: str, why: str) -> None:
    said = unread(parse_qsl(typed, keep_blank_values=True), LISTS)
    assert [str(one) for one in said.values() if why in str(one)] if why else not said


# --- With a database ----------------------------------------------------------------------------------------


def leads_of(session: GuardedSession, how_many: int) -> Any:
    """So many leads of BOM that may go to the second step, and their case."""
    case = build(session, complete=True)
    for number in range(1, how_many):
        company_with_lead(
            session, case.organisations["BOM"], case.persons["BOM"], f"Bedrijf {number}", complete=True,
            code=f"GR-26-{number:03}",
        )  # fmt: skip
    return case


def done(session: GuardedSession, deed: Deed, answers: dict[str, Any]) -> Any:
    """A deed for all leads that the actor finds, as the page does it."""
    foreseen = deed.outlook(session, picked(session, Filter(), ()), answers)
    with recording(session, deed.kind) as batch:
        deed.do(session, [line.lead for line in foreseen.changing], answers)
    return batch


def test_every_deed_is_done_and_undone(system: GuardedSession, session_as: SessionAs) -> None:
    case = leads_of(system, 3)
    bom, me = session_as(case.actors["BOM"]), case.persons["BOM"].id
    system.query(LeadCourse).update({LeadCourse.owner_id: case.persons["OOST"].id})
    answers: list[tuple[Deed, dict[str, Any]]] = [
        (OWNER, {"owner_id": me}),
        (TASK, {"title": "Bel", "due_on": date(2026, 12, 1), "owner_id": me}),
        (STEP, {"step": "articulating"}),
    ]
    before = standing(bom)
    batches = [done(bom, deed, given) for deed, given in answers]
    assert set(standing(bom)) == {("articulating", me, date(2026, 12, 1), "Bel")}
    assert (bom.query(Task).count(), bom.query(StepMove).count()) == (3, 3)
    for batch in reversed(batches):
        assert len(undo_deed(bom, batch).back) == 3
    assert standing(bom) == before
    assert bom.query(Task).count() == 0
    last = bom.query(StepMove).order_by(StepMove.id.desc()).first()
    assert last
    assert (last.course, last.from_step, last.to_step) == ("back", "articulating", "signalled")


def standing(session: GuardedSession) -> list[Any]:
    columns = LeadCourse.step, LeadCourse.owner_id, LeadCourse.next_on, LeadStory.next_step
    session.expire_all()
    found = select(*columns).join(LeadStory, LeadStory.lead_id == LeadCourse.lead_id).order_by(LeadCourse.lead_id)
    return [tuple(row) for row in session.execute(found)]


def test_a_lead_that_was_changed_since_stays_whole(system: GuardedSession, session_as: SessionAs) -> None:
    case = leads_of(system, 2)
    bom = session_as(case.actors["BOM"])
    batch = done(bom, STEP, {"step": "articulating"})
    lead = bom.get_one(Lead, case.lead.id)
    record_talk(bom, lead, said="Gebeld.", held_on=date(2026, 11, 19))
    bom.query(LeadCourse).filter_by(lead_id=lead.id).one().step = "in_execution"
    bom.flush()
    foreseen = told(bom, outlook(bom, batch, whole_leads=True))
    assert (list(foreseen.back.values()), list(foreseen.staying.values())) == (["GR-26-001"], [["GR-25-018"]])
    undo_deed(bom, batch)
    assert {row[0] for row in standing(bom)} == {"in_execution", "signalled"}
    assert bom.query(StepMove).filter_by(lead_id=lead.id).count() == 1


def test_fifty_leads_ask_as_much_as_two(system: GuardedSession, session_as: SessionAs) -> None:
    asked: list[str] = []
    event.listen(system.get_bind(), "before_cursor_execute", lambda _c, _u, sql, *_rest: asked.append(sql))
    case = leads_of(system, 2)
    bom = session_as(case.actors["BOM"])
    counts = []
    for number in range(2):
        asked.clear()
        done(bom, TASK, {"title": f"Bel {number}", "due_on": date(2026, 12, 1), "owner_id": case.persons["BOM"].id})
        counts.append(len([sql for sql in asked if sql.startswith("SELECT")]))
        for more in range(48 * (1 - number)):
            company_with_lead(
                system, case.organisations["BOM"], case.persons["BOM"], f"Meer {more}", complete=True,
                code=f"GR-27-{more:03}",
            )  # fmt: skip
    assert counts[1] <= counts[0] + 2


def test_a_stranger_picks_what_they_see_and_changes_nothing(system: GuardedSession, session_as: SessionAs) -> None:
    case = leads_of(system, 1)
    oost = session_as(case.actors["OOST"])
    [row] = picked(oost, None, [case.lead.code])
    assert (row.company, row.step, row.owner) == (None, None, None)
    assert not OWNER.outlook(oost, [row], {"owner_id": case.persons["OOST"].id}).changing


# --- On the screen ------------------------------------------------------------------------------------------


def agreed(browser: Browser, path: str, data: dict[str, Any]) -> Page:
    """Looks at what would change and agrees to it."""
    seen = browser.post(path, {**data, "seen": ""})
    return browser.post(path, {**data, "seen": seen.value("seen"), "doe": "ja"})


def test_picked_leads_get_another_owner_after_a_look_and_the_message_offers_the_way_back(site: Site) -> None:
    lay_out(site)
    lay_out(site, code="GR-25-019", name="Roodspar")
    femke = site.browser(BOM)
    table = femke.get("/pijplijn?sorteer=lead")
    assert len(table.tree.all("input", name="lead")) == 2
    opened = femke.post("/pijplijn/samen/taak", {"terug": "sorteer=lead", "lead": ["GR-25-018", "GR-25-019"]})
    assert not opened.errors()
    picks = {"terug": "sorteer=lead", "lead": ["GR-25-018", "GR-25-019"]}
    empty = femke.post("/pijplijn/samen/taak", {**picks, "seen": ""}, status=422)
    assert set(empty.errors()) == {"title", "due_on"}
    task = {**picks, "title": "Bel met de directie", "due_on": "1-12-2026"}
    foreseen = femke.post("/pijplijn/samen/taak", {**task, "seen": ""})
    assert "2 leads veranderen" in foreseen.words
    assert "Bel met de directie (Femke de Wit)" in foreseen.words
    other = femke.post("/pijplijn/samen/taak", {**task, "title": "Mail", "seen": foreseen.value("seen"), "doe": "ja"})
    assert "Kijk nog even" in other.words
    made = agreed(femke, "/pijplijn/samen/taak", task)
    assert "2 leads gewijzigd." in made.words
    way_back = made.tree.one("div", class_="gr-toast").one("form").get("action")
    assert way_back.endswith("/terug?sorteer=lead")
    assert "2 leads worden weer zoals ze waren: GR-25-018, GR-25-019." in femke.get(way_back).words
    assert "Taak toevoegen: 2 leads" in femke.get("/pijplijn/samen").words
    assert "2 leads zijn zoals ze waren." in femke.post(way_back).words
    assert "Dit is al ongedaan gemaakt." in femke.get(way_back).words
    site.browser(OOST).get(way_back, status=404)


def test_all_leads_of_a_filter_move_and_what_may_not_says_why(site: Site) -> None:
    lay_out(site)
    lay_out(site, code="GR-25-019", name="Roodspar", complete=False)
    femke = site.browser(BOM)
    moves = {"terug": "stap=signalled", "alle": "ja", "step": "articulating"}
    foreseen = femke.post("/pijplijn/samen/stap", {**moves, "seen": ""})
    assert "1 lead verandert" in foreseen.words
    assert "Nog nodig: Past in de doelgroep" in foreseen.words
    assert "1 lead gewijzigd." in agreed(femke, "/pijplijn/samen/stap", moves).words
    late = femke.post("/pijplijn/samen/stap", {**moves, "seen": foreseen.value("seen"), "doe": "ja"})
    assert "Zo verandert er niets." in late.words


def test_nothing_picked_an_unknown_deed_and_too_many(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(site)
    lay_out(site, code="GR-25-019", name="Roodspar")
    femke = site.browser(BOM)
    assert "Kies eerst een of meer leads." in femke.post("/pijplijn/samen/stap", {"lead": "GR-99-999"}).words
    femke.post("/pijplijn/samen/weg", {"lead": "GR-25-018"}, status=404)
    monkeypatch.setattr(sys.modules["app.board.routes"], "MOST_TOGETHER", 1)
    assert "Meer dan 1 leads tegelijk gaat niet." in femke.post("/pijplijn/samen/stap", {"alle": "ja"}).words


def test_the_coordinator_sees_codes_alone(site: Site) -> None:
    lay_out(site)
    page = site.browser(COORDINATOR).post("/pijplijn/samen/stap", {"alle": "ja", "step": "articulating", "seen": ""})
    assert "GR-25-018" in page.words
    assert "Stroomkade" not in page.text


def test_a_filter_that_is_not_understood_is_told_and_kept_as_typed(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    page = femke.get("/pijplijn?minimaal=veel&vraag=space&regio=&status=open")
    assert "Minimaal: ‘veel’ is geen bedrag of aantal." in page.words
    form = femke.get("/pijplijn/filter?minimaal=veel&vraag=space")
    assert form.value("minimaal") == "veel"
    assert "is geen bedrag of aantal" in form.words
