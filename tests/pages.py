"""A site to test pages on: a database of its own for each test, and browsers that are signed in.

    def test_something(site: Site) -> None:
        with site.system() as session:          # lay out what the test needs; commits at the end
            ...
        femke = site.browser("taskforce@bom.example")
        page = femke.get("/pijplijn")           # checks what every page must have, see check_page
        page = femke.post("/leads/nieuw", {...})            # follows the redirect; status=422 for a refused form
        assert "Roodspar" in page.text
        assert page.queries <= 6
        assert page.value("name") == "Roodspar"              # what a field holds; page.errors()["name"] is its error
        assert page.tree.one("h1").text == "Nieuwe lead"     # tests/markup.py; page.words is all a person reads

`site` has the reference data and the people of PEOPLE on both databases. Nothing else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.accounts.models import Person
from app.accounts.services import add_organisation, invite_person
from app.db.clock import Clock
from tests.markup import Element, read, value_of

MOST_QUERIES = 14  # two of them are the counts in the coordinator’s menu, one that of the bell
NO_QUERY = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|PRAGMA)\b", re.IGNORECASE)
NO_LABEL = ("hidden", "submit", "button", "image")

ORGANISATIONS = (
    ("BOM", "Brabantse Ontwikkelings Maatschappij", "BOM", "rom", "BOM", False),
    ("OOSTNL", "Oost NL", "Oost NL", "rom", "OOSTNL", False),
    ("INWEST", "ROM InWest", "InWest", "rom", "INWEST", False),
    ("IQ", "InnovationQuarter", "IQ", "rom", "IQ", True),
    ("NFIA", "Netherlands Foreign Investment Agency", "NFIA", "nfia", None, False),
    ("EZ", "Ministerie van Economische Zaken", "EZ", "ministry", None, False),
    ("IPO", "Interprovinciaal Overleg", "IPO", "ipo", None, False),
    ("PLATFORM", "Groeiruimte", "Groeiruimte", "platform", None, False),
)
PEOPLE = (
    ("Femke de Wit", "taskforce@bom.example", "BOM", ("member",)),
    ("Jeroen Brinkman", "taskforce@oostnl.example", "OOSTNL", ("member", "verifier")),
    ("Noor El Idrissi", "taskforce@inwest.example", "INWEST", ("member",)),
    ("Marit Kaspers", "coordinator@iq.example", "IQ", ("member", "coordinator")),
    ("Robert Sluis", "nfia@nfia.example", "NFIA", ("member",)),
    ("Hanna Lubbers", "ez@ez.example", "EZ", ("programme",)),
    ("Pieter Zwart", "ipo@ipo.example", "IPO", ("programme",)),
    ("Olga Meijer", "admin@groeiruimte.example", "PLATFORM", ("administrator",)),
)


def people(session: GuardedSession) -> None:
    """The organisations and persons that page tests sign in as."""
    made = {
        code: add_organisation(
            session, code=code, name=name, short=short, kind=kind, rom_code=rom, is_coordinating=coordinates
        )
        for code, name, short, kind, rom, coordinates in ORGANISATIONS
    }
    for name, email, code, roles in PEOPLE:
        invite_person(session, name=name, email=email, organisation=made[code], roles=roles)


@dataclass
class Page:
    """An answer that passed the checks."""

    status: int
    text: str
    path: str
    queries: int
    response: TestResponse

    @cached_property
    def tree(self) -> Element:
        """The page as elements, to look things up in: page.tree.one("table", id="aanpak").text"""
        return read(self.text)

    @property
    def words(self) -> str:
        """What a person reads on the page, on one line."""
        return self.tree.text

    def value(self, name: str) -> str:
        """What a field holds: typed text, the chosen option, the ticked boxes."""
        return value_of(self.tree, name)

    def errors(self) -> dict[str, str]:
        """Field id → what the page says is wrong with it."""
        return {error.get("id").removesuffix("-fout"): error.text for error in self.tree.all("p", class_="gr-err")}


class Browser:
    """A signed-in person's browser that checks every page it opens."""

    def __init__(self, client: FlaskClient, engine: Engine) -> None:
        self.client = client
        self.engine = engine

    def get(self, path: str, status: int = 200, most_queries: int = MOST_QUERIES) -> Page:
        """Opens a page and follows redirects within the site."""
        page = self._open("GET", path, status)
        assert page.queries <= most_queries, f"{path}: {page.queries} queries"
        return page

    def post(self, path: str, data: dict[str, Any] | None = None, status: int = 200) -> Page:
        """Sends a form and follows the redirect."""
        return self._open("POST", path, status, data=data or {})

    def _open(self, method: str, path: str, status: int, **how: Any) -> Page:
        with counted(self.engine) as statements:
            answer = self.client.open(path, method=method, follow_redirects=False, **how)
        for _hop in range(4):
            if answer.status_code not in (301, 302, 303, 307, 308):
                break
            with counted(self.engine) as statements:
                answer = self.client.get(answer.location)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} instead of {status}"
        text = "" if answer.headers.get("Content-Disposition") else answer.get_data(as_text=True)
        page = Page(status, text, answer.request.path, len(statements), answer)
        if answer.mimetype == "text/html":
            check_part(page)
            if "<html" in page.text:
                check_page(page)
        return page


def check_page(page: Page) -> None:
    """What holds for every page: one heading, a title, a language, and a strict policy for the browser."""
    tree, headers = page.tree, page.response.headers
    headings = tree.all("h1")
    assert len(headings) == 1, f"{page.path}: {len(headings)} h1"
    assert headings[0].text, f"{page.path}: an empty h1"
    assert tree.all("title")[0].text.strip(" ·") not in ("", "Groeiruimte"), f"{page.path}: no title"
    assert tree.one("html").get("lang") in ("nl", "en"), page.path
    assert len(tree.all("main")) == 1, page.path
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store", page.path
    ids = [element.get("id") for element in tree.walk() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{page.path}: double ids {sorted({one for one in ids if ids.count(one) > 1})}"


def check_part(page: Page) -> None:
    """What holds for a page and for a part of one: escaped, nothing inline, fields and buttons with a name."""
    tree = page.tree
    for leaked in ("{{", "{%", "&lt;svg", "&amp;amp;"):
        assert leaked not in page.text, f"{page.path}: {leaked}"
    for element in tree.walk():
        inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert not inline, f"{page.path}: {element.tag} {element.attributes}"
    for form in tree.all("form"):
        if form.get("method").lower() == "post":
            assert form.all("input", name="csrf_token"), f"{page.path}: a form without a token {form.attributes}"
    labelled = {label.get("for") for label in tree.all("label")}
    for field in tree.all("input", "select", "textarea"):
        named = field.get("type") in NO_LABEL or field.get("id") in labelled or field.inside("label")
        named = named or bool(field.get("aria-label") or field.get("aria-labelledby"))
        assert named, f"{page.path}: a field without a label {field.attributes}"
    for control in tree.all("a", "button", "summary"):
        assert control.text or control.get("aria-label"), f"{page.path}: no name on {control.tag} {control.attributes}"


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that run meanwhile, but for transactions and settings."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if not NO_QUERY.match(sql):
            statements.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@dataclass
class Site:
    """The app on a database of its own."""

    app: Flask
    clock: Clock

    @property
    def engine(self) -> Engine:
        """The engine that the app uses."""
        engine: Engine = self.app.extensions["engine"]
        return engine

    @contextmanager
    def session(self, actor: Actor) -> Iterator[GuardedSession]:
        """A session for an actor, committed at the end."""
        with open_session(self.engine, actor, self.clock, write=True) as session:
            yield session
            session.commit()

    def system(self) -> Any:
        """A session of the system, to lay out what a test needs."""
        return self.session(Actor.system("test"))

    def browser(self, email: str | None = None) -> Browser:
        """The browser of a person who is signed in already, or of a visitor."""
        client = self.app.test_client()
        if email is not None:
            with self.system() as session:
                key = session.execute(select(Person.id, Person.session_token).where(Person.email == email)).one()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = f"{key.id}.{key.session_token}"
                cookie["_fresh"] = True
        return Browser(client, self.engine)
