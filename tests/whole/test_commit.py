"""One request, one commit: nothing is half done, what was refused left no trace, and a look at what is hidden stays."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, event, func, select

from app.access.declare import signed_in
from app.access.fence import GUARD
from app.access.request import actor, at_once, session
from app.accounts.models import Attempt, Person
from app.accounts.rules import LOOKUP
from app.accounts.services import note_attempt
from app.ledger.models import Change
from tests.pages import Site

FEMKE = "taskforce@bom.example"
ROOT = Path(__file__).resolve().parents[2]
ENDS = {"commit", "rollback"}
# Outside a request's own session, and why: the end of the request itself, the operator's commands, the player of the
# demo world (one commit per person and day), and signing in, where nobody acts yet.
MAY_END = {
    "app/access/request.py",
    "app/commands.py",
    "app/reports/cli.py",
    "app/demo/teller.py",
    "app/accounts/signin.py",
    "app/exports/routes.py",  # what went out in a file is counted when the last of it went, and the request has ended by then
    "app/jobs/running.py",  # a step of work that runs later is its own act, with one commit
    "app/access/session.py",  # of what was only read
    "app/access/rows.py",  # of a connection that is new, before anybody has it
    "app/db/engine.py",  # the same
}


def ends_in(file: Path) -> list[str]:
    """The calls in a file that end a transaction."""
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    names = [(call.func.attr, call.lineno) for call in calls if isinstance(call.func, ast.Attribute)]
    return [f"{file.relative_to(ROOT)}:{line} {name}" for name, line in names if name in ENDS]


def test_only_the_end_of_the_request_commits():
    files = [file for file in (ROOT / "app").rglob("*.py") if str(file.relative_to(ROOT)) not in MAY_END]
    assert len(files) > 100
    assert [call for file in files for call in ends_in(file)] == []


def view_that_ends(status: int):
    """A view that writes twice in two flushes, and then ends with a status."""

    @signed_in
    def view() -> ResponseReturnValue:
        me = session().get_one(Person, actor().person_id)
        me.name = "Eerst geschreven"
        session().flush()
        me.language = "en"
        session().flush()
        if status == 500:
            raise RuntimeError("half-way")
        if status in (403, 404):
            abort(status)
        return "written", status

    return view


@pytest.fixture
def writing(site_to_build_on: Site) -> Site:
    """The site with views that write and then end well or badly."""
    site = site_to_build_on
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    for status in ENDINGS:
        site.app.add_url_rule(f"/eindigt/{status}", f"ends{status}", view_that_ends(status), methods=["GET", "POST"])
    return site


ENDINGS = (200, 303, 400, 403, 404, 409, 422, 500)


def written(site: Site) -> tuple[str, str, int]:
    """Femke's name and language, and the number of lines of history, as another session finds them."""
    with site.system() as other:
        femke = other.scalars(select(Person).where(Person.email == FEMKE)).one()
        return femke.name, femke.language, other.scalars(select(func.count()).select_from(Change)).one()


@contextmanager
def commits(site: Site) -> Iterator[list[Connection]]:
    """The connections that commit meanwhile what they wrote."""
    found: list[Connection] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options()[GUARD].wrote:
            found.append(connection)

    event.listen(site.engine, "commit", note)
    try:
        yield found
    finally:
        event.remove(site.engine, "commit", note)


def test_a_request_that_ends_badly_changes_nothing(writing: Site):
    before = written(writing)
    browser = writing.browser(FEMKE)
    for status in (status for status in ENDINGS if status >= 400):
        assert browser.client.post(f"/eindigt/{status}").status_code == status
        assert written(writing) == before


def test_looking_changes_nothing_even_when_the_view_writes(writing: Site):
    before = written(writing)
    writing.browser(FEMKE).client.get("/eindigt/200")
    assert written(writing) == before


@pytest.mark.parametrize("status", [200, 303])
def test_a_request_that_ends_well_commits_once_and_all_of_it(writing: Site, status):
    browser = writing.browser(FEMKE)
    with commits(writing) as counted:
        browser.client.post(f"/eindigt/{status}")
    name, language, _history = written(writing)
    assert (name, language) == ("Eerst geschreven", "en")
    assert len(counted) == 1


# --- What stands whatever becomes of the request -------------------------------------------------------------


@signed_in
def looks_first() -> ResponseReturnValue:
    """Reads, counts a look that stands, writes, and ends with the status that was asked for."""
    me = session().get_one(Person, actor().person_id)
    looked = at_once(lambda own: note_attempt(own, LOOKUP, str(own.actor.person_id)) or own.actor.name)
    me.name = f"Na {looked}"
    session().flush()
    if request.args["status"] == "500":
        raise RuntimeError("half-way")
    return "looked", int(request.args["status"])


@signed_in
def writes_first() -> ResponseReturnValue:
    """Writes before it counts a look: as the look would undo that, it is refused."""
    me = session().get_one(Person, actor().person_id)
    me.name = "Eerst geschreven"
    if "flush" in request.args:
        session().flush()
    at_once(lambda own: note_attempt(own, LOOKUP, str(actor().person_id)))
    return "looked"


@pytest.fixture
def looking(site_to_build_on: Site) -> Site:
    """The site with a view that looks at what is hidden, and one that does so too late."""
    site = site_to_build_on
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    site.app.add_url_rule("/kijkt", "looks", looks_first, methods=["GET", "POST"])
    site.app.add_url_rule("/te-laat", "late", writes_first, methods=["POST"])
    return site


def looks(site: Site) -> int:
    with site.system() as other:
        return other.scalars(select(func.count()).select_from(Attempt)).one()


@pytest.mark.parametrize("status", [422, 500])
def test_a_look_stands_though_the_request_ends_badly(looking: Site, status):
    before = written(looking)
    browser = looking.browser(FEMKE)
    with commits(looking) as counted:
        assert browser.client.post(f"/kijkt?status={status}").status_code == status
    assert (looks(looking), written(looking), len(counted)) == (1, before, 1)


def test_a_look_and_what_is_written_after_it_both_stand(looking: Site):
    looking.browser(FEMKE).client.post("/kijkt?status=303")
    assert (looks(looking), written(looking)[0]) == (1, "Na Femke de Wit")


def test_a_look_on_a_page_stands_and_nothing_else(looking: Site):
    before = written(looking)
    assert looking.browser(FEMKE).client.get("/kijkt?status=200").status_code == 200
    assert (looks(looking), written(looking)) == (1, before)


@pytest.mark.parametrize("how", ["", "?flush"])
def test_no_look_once_something_is_written(looking: Site, how):
    before = written(looking)
    assert looking.browser(FEMKE).client.post(f"/te-laat{how}").status_code == 500
    assert (looks(looking), written(looking)) == (0, before)


def test_no_look_in_a_form_that_came_back_after_signing_in(looking: Site):
    assert looking.browser(FEMKE).client.post("/kijkt?status=200", data={"_resume": "/"}).status_code == 500
    assert looks(looking) == 0
