"""The program under the logins of a database that holds the policies itself: the same pages, the same words."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from werkzeug.test import TestResponse

from app.accounts.models import Organisation
from app.db.clock import Clock
from app.jobs.running import TIDYING
from app.jobs.services import ask
from app.ledger.models import Change
from app.notices.post import post_of
from app.reports.models import Report
from config import Config
from tests.acting import actor_of
from tests.conftest import NOON
from tests.databases import Template, new_app
from tests.drafting.test_pages import publish
from tests.pages import Browser, Page, Site
from tests.rows import Held
from tests.whole.crawl import walk
from tests.working import asking, found, look_round, work

BOM, OOST, COORDINATOR = "taskforce@bom.example", "taskforce@oostnl.example", "coordinator@iq.example"
EZ, ADMIN = "ez@ez.example", "admin@groeiruimte.example"
MOST = {BOM: 9, COORDINATOR: 9, EZ: 7, ADMIN: 6}
PASSWORD = "groeiruimte-demo"
TOKEN = re.compile(r'<[^>]*name="csrf_token"[^>]*>')


@pytest.fixture(scope="module")
def sites(held: Held) -> Iterator[tuple[Site, Site]]:
    """The app as it comes in by the logins, and as it comes in above all policies, on the same rows."""
    clock = Clock(NOON)
    apps = held.app(clock), new_app(held.url.render_as_string(hide_password=False), clock)
    yield Site(apps[0], clock), Site(apps[1], clock)
    for app in apps:
        app.extensions["engine"].dispose()


@pytest.mark.parametrize("who", MOST)
def test_pages_say_the_same_with_and_without(sites: tuple[Site, Site], who: str):
    held, plain = (site.browser(who) for site in sites)
    visits = walk(lambda path, _: held.client.get(path), sites[0].app, most=MOST[who], of_a_kind=1)
    paths = [visit.path for visit in visits]
    assert len(paths) >= 6
    for path in paths:
        one, other = held.client.get(path), plain.client.get(path)
        assert one.status_code == other.status_code < 500, path
        assert words(one) == words(other), path


def words(answer: TestResponse) -> list[str]:
    """Every word of a page, in no order: a list that the database puts together in one text has none."""
    if answer.mimetype != "text/html":
        return [answer.mimetype]
    return sorted(re.findall(r"\w+", TOKEN.sub("", answer.get_data(as_text=True))))


@pytest.fixture
def site(held_template: Template) -> Iterator[Site]:
    """The app under the logins, on a copy to change."""
    clock = Clock(NOON)
    with held_template.copy() as url:
        app = Held(make_url(url)).app(clock)
        yield Site(app, clock)
        app.extensions["engine"].dispose()


def version(page: Page) -> dict[str, str]:
    return {"version": page.value("version")}


def signed_in(site: Site, email: str) -> Browser:
    """Somebody who came in by the front door."""
    browser = Browser(site.app.test_client(), site.engine)
    browser.post("/login", {"email": email, "password": PASSWORD})
    return browser


def test_from_a_lead_to_what_the_ministry_reads(site: Site):
    femke, marit, hanna = (signed_in(site, email) for email in (BOM, COORDINATOR, EZ))

    lead = {
        "name": "Zilverpad Meettechniek",
        "municipality": "Rijen",
        "technologies": ["NTS06"],
        "kinds": ["space"],
        "kind": "startup",
    }
    page = femke.post(
        "/leads/nieuw",
        {**lead, "kinds": ["space"], "asked_on": "19-11-2026", "needed_by": "mrt 2029", "scope": "holder"},
    )
    assert "Zilverpad Meettechniek" in page.words
    code = page.path.rpartition("/")[2]
    assert code in marit.get(f"/leads/{code}").words
    assert "Zilverpad" not in marit.get(f"/leads/{code}").words

    queue = marit.get("/toetsing")
    fact = re.search(r'href="(/toetsing/\d+)"', queue.text)
    assert fact is not None
    assert "Akkoord vastgelegd onder nummer" in marit.post(f"{fact[1]}/akkoord", version(marit.get(fact[1]))).words

    with site.system() as session:
        to = session.scalars(select(Organisation.id).where(Organisation.code == "OOSTNL")).one()
    offer = {"kind": "move", "to_id": str(to), "reason": "region", "answer_by": "1-12-2026", "agreed": "y"}
    address = femke.post(f"/leads/{code}/overdragen", offer).path
    jeroen = signed_in(site, OOST)
    assert "Zilverpad" not in jeroen.get(address).words
    owner = {"owner_id": jeroen.get(address).value("owner_id")}
    assert "Zilverpad Meettechniek" in jeroen.post(f"{address}/aannemen", owner).words
    assert "Zilverpad" not in femke.get(f"/leads/{code}").words

    published = publish(marit, "19-11-2026", summary="Het programma ligt op koers.")
    assert published.startswith("/voortgang/")
    assert "Het programma ligt op koers." in hanna.get("/voortgang").words
    assert "Gecontroleerd: alles klopt." in marit.post("/rapportages/controle").words

    asked = {"about": "report", "question": "Wanneer komt het volgende?"}
    assert "De vraag is gesteld." in hanna.post(f"{published}/vragen/nieuw", asked).words
    own = re.search(r'href="(/vragen/\d+)"', hanna.get("/vragen").text)
    assert own is not None
    assert "Intussen gewijzigd" in hanna.post(own[1], {**asked, "version": "0"}, status=409).words

    hanna.post("/instellingen", {"name": "Hanna L.", "language": "nl"})
    with site.system() as session:
        last = session.scalars(select(Report).order_by(Report.id.desc()).limit(1)).one()
        assert json.loads(last.document)
        told = session.scalars(select(Change).where(Change.table == "person").order_by(Change.id.desc()).limit(1)).one()
    assert told.field == "name"


def test_the_operators_commands_take_the_right_login(site: Site):
    for command in ("reference", "figures", "seal", "verify"):
        answer = site.app.test_cli_runner().invoke(args=[command])
        assert answer.exit_code == 0, (command, answer.output)
    assert site.app.test_client().get("/health").status_code == 200


def test_work_that_runs_later_runs_under_the_logins(site: Site):
    look_round(site)
    with asking(site, actor_of(site, BOM)) as session:
        number = ask(session, TIDYING).id
    olga = site.browser(ADMIN)
    olga.post(f"/beheer/achtergrond/{number}/stop")
    assert (work(site), found(site, number).status) == (1, "stopped")
    olga.post(f"/beheer/achtergrond/{number}/opnieuw")
    assert (work(site), found(site, number).status) == (1, "done")
    assert "Klaar." in site.browser(BOM).get(f"/achtergrond/{number}").words


def test_a_daily_mail_is_written_under_the_login_of_who_reads_it(site: Site, tmp_path: Path):
    site.app.extensions["post"] = post_of(Config("sqlite://", "key", mail=f"folder:{tmp_path}"))
    look_round(site)
    letters = {
        message_from_bytes(file.read_bytes(), policy=default)["To"].addresses[0].addr_spec
        for file in tmp_path.iterdir()
    }
    assert BOM in letters
    assert EZ not in letters
    assert site.browser(ADMIN).get("/beheer/mail").words.count("verstuurd") == len(letters)
    assert "ongelezen" in site.browser(BOM).post("/meldingen/gelezen", {"sort": "task", "about": "1"}).words
