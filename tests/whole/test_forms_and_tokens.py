"""Nobody changes what is not theirs: without a token nothing moves, and a form takes only what it asks for."""

from collections import Counter
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app import create_app
from app.access.actor import Actor, Role
from app.accounts.models import Organisation, Person
from app.companies.models import Company
from app.db.base import Base
from app.leads.models import Lead
from config import Config
from tests.acting import actor_of
from tests.databases import DOCUMENTS
from tests.pages import Browser, Site
from tests.whole.access_table import lines
from tests.whole.crawl import Explored, PaperForm, forms_on, rule_of, sheet
from tests.whole.routes import routes
from tests.whole.snapshot import Difference, Row, Rows, differences, snapshot

BOM, OOST_NL, EZ = "taskforce@bom.example", "taskforce@oostnl.example", "ez@ez.example"
COORDINATOR, ADMIN = "coordinator@iq.example", "admin@groeiruimte.example"
# What is said of a form whose token does not hold: what was typed is shown once more, and never saved by itself.
BEFORE_IT_IS_SENT_AGAIN = ("Er is nog niets opgeslagen", "Je was uitgelogd", "Deze pagina stond te lang open")
ASKS_FIRST = {"/bedrijven/contact", "/leads/nieuw"}  # a first press may be answered with a question

# What a row is and whose it is: set when it is made, by the program, and by no form afterwards.
FIXED = {
    *("id", "number", "code", "company_id", "lead_id", "holder_id", "hub_id", "submission_id", "organisation_id"),
    *("origin_rom_code", "name_key", "reverses", "session_token", "is_demo", "is_coordinating"),
    *("created_at", "recorded_at", "submitted_at", "submitted_by_id", "submitted_for_id", "accepted_by_id"),
    *("accepted_for_id", "accepted_at", "invited_at", "published_at", "published_by_id"),
}
# What an organisation adds of its own to a company that another one holds, each row under its own name (domain §6).
ADDED_BY_OTHERS = {
    "talk",
    "task",
    "document",
    "offer",
    "offer_note",
    "contact_request",
    "known_lookup",
    "disclosure",
    "value",
}
# What the coordinator moves besides with a step.
STEERED = {"lead_course", "step_move", "value"}
OWN_SETTINGS = {"name", "language", "password_hash", "session_token", "last_seen_at", "password_set_at", "version"}
ADMINISTRATION = {"person", "role_grant", "organisation", "target", "counting_setting", "instrument", "programme"}
PUBLISHED = {"report", "report_draft", "report_case", "report_waiver", "published_case"}
AT_THE_TABLE = {
    "report_question",
    "question_answer",
    "progress_talk",
    "talk_agreement",
}  # what the coordinator writes up
SEALED = {"seal", "verification"}  # added when the coordinator publishes or checks, and never changed
COUNTERS = {"code_counter"}


@dataclass
class Takings:
    """What one person's requests may have moved, given what there was before."""

    before: Rows
    actor: Actor

    def may_have_moved(self, one: Difference) -> bool:
        """Whether this is theirs: by the holder of the company, by their role, or by being their own addition."""
        row = one.after or one.before or {}
        if one.table == "person":
            own = row["id"] == self.actor.person_id and one.changed <= OWN_SETTINGS
            return own or self.actor.has(Role.ADMINISTRATOR)
        if one.before is not None and one.after is not None and one.changed & FIXED:
            return False
        if one.table in ADMINISTRATION:
            return self.actor.has(Role.ADMINISTRATOR)
        if one.table in PUBLISHED | AT_THE_TABLE and self.actor.has(Role.COORDINATOR):
            return True
        if one.table == "report_question":
            return self.actor.has(Role.PROGRAMME) and row["organisation_id"] == self.actor.organisation_id
        if one.table in PUBLISHED | AT_THE_TABLE:
            return False
        if one.table == "name_recall" and self.actor.has(Role.COORDINATOR):
            return one.before is None
        if one.table in SEALED:
            return one.before is None and self.actor.has(Role.COORDINATOR)
        if not self.actor.is_member:
            return False
        if one.table in COUNTERS:
            return True
        if "company_id" in row or one.table == "company":
            return self._about_a_company(one, row)
        return self._about_a_hub(row) or row.get("person_id") == self.actor.person_id

    def _about_a_company(self, one: Difference, row: Row) -> bool:
        own = self.actor.organisation_id
        if one.table == "entry":
            return one.before is None and self._may_record(row)
        if one.table == "submission" and self._holder(row) != own:
            return self._may_decide(row)
        if self._holder(row) == own:
            return one.table != "submission" or row["submitted_for_id"] == own or self._may_decide(row)
        if one.table in STEERED and self.actor.has(Role.COORDINATOR):
            return True
        if one.table == "value":
            return one.before is None  # a reason, or what was said: read by whoever may read the row that names it
        return one.table in ADDED_BY_OTHERS and own in (row.get("organisation_id"), row.get("by_id"))

    def _holder(self, row: Row) -> object:
        if "holder_id" in row:
            return row["holder_id"]
        company = self.before.get(("company", row["company_id"]))
        return company["holder_id"] if company else self.actor.organisation_id

    def _may_decide(self, row: Row) -> bool:
        return self.actor.has(Role.COORDINATOR, Role.VERIFIER) and row["submitted_for_id"] != self.actor.organisation_id

    def _may_record(self, row: Row) -> bool:
        if row["reverses"]:
            return self.actor.has(Role.COORDINATOR, Role.VERIFIER) and row["accepted_by_id"] == self.actor.person_id
        submitted = self.before.get(("submission", row["submission_id"]))
        fresh = submitted is None  # submitted just now, so by themselves: nobody accepts their own
        return not fresh and self._may_decide(submitted) and row["accepted_by_id"] == self.actor.person_id

    def _about_a_hub(self, row: Row) -> bool:
        hub = self.before.get(("hub", row.get("hub_id", row.get("id"))))
        return hub is not None and hub["rom_code"] == self.actor.rom_code


@pytest.fixture(scope="module")
def guarded(demo_site: Site) -> Site:
    """The demo world served as in production: every form needs its token."""
    url = str(demo_site.engine.url.render_as_string(hide_password=False))
    return Site(create_app(Config(url, "test", documents=DOCUMENTS), demo_site.clock), demo_site.clock)


def someones_values(site: Site) -> dict[str, object]:
    """What stands for the parts of an address: things that exist."""
    with site.system() as session:
        lead = session.scalars(select(Lead).order_by(Lead.id)).first()
        assert lead is not None
        return {"code": lead.code, "company_id": lead.company_id, "kind": "energy", "what": "gesprek"}


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("email", [BOM, COORDINATOR, EZ, ADMIN, None])
def test_without_its_token_no_form_does_anything(guarded: Site, email: str | None):
    before = snapshot(guarded)
    client = guarded.browser(email).client
    table, values = lines(), someones_values(guarded)
    roles = actor_of(guarded, email).roles if email else {"visitor"}
    for route in routes(guarded.app):
        if route.method != "POST":
            continue
        for sent in ({"name": "Zonder bewijs"}, {"name": "Vals bewijs", "csrf_token": "made-up"}):
            answer = client.post(route.path(values), data=sent)
            if table["POST", route.rule].isdisjoint(roles):
                assert answer.status_code in (302, 401, 403), str(route)
            elif email and route.rule == "/login":
                assert answer.status_code == 303, "who is in already has nothing to do there"
            else:
                assert answer.status_code == (400 if email or route.rule == "/login" else 401), str(route)
                assert any(words in answer.text for words in BEFORE_IT_IS_SENT_AGAIN), str(route)
    assert [str(each) for each in differences(before, snapshot(guarded))] == []


def temptations(site: Site, email: str) -> dict[str, str]:
    """For every column of every table a value that the sender would like and that is not theirs to set."""
    actor = actor_of(site, email)
    with site.system() as session:
        foreign = session.scalars(select(Company).where(Company.holder_id != actor.organisation_id)).first()
        assert foreign is not None
        lead = session.scalars(select(Lead).where(Lead.company_id == foreign.id)).first()
        stranger = session.scalars(select(Person).where(Person.organisation_id == foreign.holder_id)).first()
        ours = session.scalars(select(Organisation).where(Organisation.id == actor.organisation_id)).one()
    columns = {column.key for mapper in Base.registry.mappers for column in mapper.column_attrs}
    values = dict.fromkeys(sorted(columns), "7")
    values |= {name: "1-1-2025" for name in columns if name.endswith(("_on", "_by", "since", "until"))}
    values |= {name: "2025-01-01T09:00:00+00:00" for name in columns if name.endswith("_at")}
    values |= {
        "company_id": str(foreign.id),
        "lead_id": str(lead.id if lead else 1),
        "holder_id": str(ours.id),
        "organisation_id": str(foreign.holder_id),
        "submitted_for_id": str(foreign.holder_id),
        "submitted_by_id": str(stranger.id if stranger else 1),
        "decided_by_id": str(actor.person_id),
        "accepted_by_id": str(actor.person_id),
        "origin_rom_code": "IMPULS",
        "rom_code": "IMPULS",
        "status": "accepted",
        "role": "administrator",
        "code": "GR-99-999",
        "number": "999999",
        "is_demo": "",
        "is_coordinating": "y",
    }
    return values


def as_it_stands_now(browser: Browser, form: PaperForm) -> PaperForm | None:
    """The same form on its page of this moment; None once it is gone."""
    found = sheet(browser.client.get(form.page, follow_redirects=True), form.page)
    return next((each for each in found.forms if (each.action, each.names) == (form.action, form.names)), None)


def send_everything(site: Site, email: str, forms: list[PaperForm]) -> tuple[Counter[int], list[str]]:
    """Sends every form with all that it does not ask for, and every address blindly; statuses, odd answers."""
    browser, extra = site.browser(email), temptations(site, email)
    statuses, odd = Counter[int](), []

    def send(address: str, data: dict[str, object]) -> None:
        answer = browser.client.post(address, data=data)
        status, is_file = answer.status_code, "attachment" in answer.headers.get("Content-Disposition", "")
        statuses[status] += 1
        if status >= 500 or (status == 200 and not is_file and rule_of(site.app, address) not in ASKS_FIRST):
            odd.append(f"{status} {address}")

    for form in forms:
        now = as_it_stands_now(browser, form) if "version" in form.names else form
        if now is not None:
            unasked = {name: value for name, value in extra.items() if name not in now.names}
            send(now.action, {**unasked, **now.filled_in()})
    values = someones_values(site)
    for route in routes(site.app):
        if route.method == "POST" and route.rule != "/logout":
            send(route.path(values), dict(extra))
    return statuses, odd


@pytest.mark.parametrize(
    ("demo_template", "email"),
    [*(("sqlite", email) for email in (BOM, COORDINATOR, EZ, ADMIN)), ("postgresql", OOST_NL)],
    indirect=["demo_template"],
)
def test_a_form_takes_what_it_asks_for_and_nothing_else(demo_copy: Site, explored: Explored, email: str):
    before = snapshot(demo_copy)
    actor = actor_of(demo_copy, email)
    statuses, odd = send_everything(demo_copy, email, forms_on(explored(demo_copy, email), demo_copy.app))
    assert odd == [], "a form that is sent answers with a redirect, or says what is wrong with a status of 4xx"
    taken = Takings(before, actor)
    moved = list(differences(before, snapshot(demo_copy)))
    assert [str(each) for each in moved if not taken.may_have_moved(each)] == []
    if email == BOM:
        assert statuses[302] + statuses[303] > 10, statuses
        assert moved
