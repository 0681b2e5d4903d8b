"""One request, one commit: nothing is half done, and what was refused left no trace."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, event, func, select

from app.access.declare import signed_in
from app.access.request import actor, session
from app.accounts.models import Person
from app.ledger.models import Change
from tests.pages import Site

FEMKE = "taskforce@bom.example"
ROOT = Path(__file__).resolve().parents[2]
ENDS = {"commit", "rollback"}
# Outside a request's own session, and why: the end of the request itself, the operator's commands, the player of the
# demo world (one commit per person and day), and signing in, where nobody acts yet.
MAY_END = {"app/access/request.py", "app/commands.py", "app/demo/teller.py", "app/accounts/signin.py"}


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
    """The connections that commit meanwhile."""
    found: list[Connection] = []

    def note(connection: Connection) -> None:
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
