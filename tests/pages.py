"""A site to test pages on: a database of its own for each test, and browsers that are signed in.

    def test_something(site: Site) -> None:
        with site.system() as session:          # lay out what the test needs; commits at the end
            ...
        femke = site.browser("taskforce@bom.example")
        page = femke.get("/pijplijn")           # checks what every page must have, see Browser.check
        page = femke.post("/leads/nieuw", {...})            # follows the redirect; status=422 for a refused form
        assert "Roodspar" in page.text
        assert page.queries <= 6

`site` has the reference data and the people of PEOPLE on both databases. Nothing else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
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

MOST_QUERIES = 12
NO_QUERY = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|PRAGMA)\b", re.IGNORECASE)

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


class Outline(HTMLParser):
    """What a page is made of, as far as every page must have it."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.language = ""
        self.title = ""
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.unsafe_forms = 0
        self.tokens = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what the checks ask after."""
        values = dict(attrs)
        self.headings += tag == "h1"
        self._in_title = tag == "title"
        if tag == "html":
            self.language = values.get("lang") or ""
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label" and values.get("for"):
            self.labelled.add(str(values["for"]))
        if tag in ("input", "select", "textarea") and values.get("type") not in ("hidden", "submit", "button"):
            self.fields.append(values)
        if "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(self.get_starttag_text() or tag)
        self.unsafe_forms += tag == "form" and (values.get("method") or "get").lower() == "post"
        self.tokens += values.get("name") == "csrf_token"

    def handle_data(self, data: str) -> None:
        """Keeps the words of the title."""
        if self._in_title:
            self.title += data


@dataclass
class Page:
    """An answer that passed the checks."""

    status: int
    text: str
    path: str
    queries: int
    response: TestResponse
    outline: Outline


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
        page = Page(status, answer.get_data(as_text=True), answer.request.path, len(statements), answer, Outline())
        if answer.mimetype == "text/html":
            page.outline.feed(page.text)
            if "<html" in page.text:
                self.check(page)
        return page

    def check(self, page: Page) -> None:
        """What holds for every page: one heading, a title, a language, labels, tokens, and a strict policy."""
        found = page.outline
        assert found.headings == 1, f"{page.path}: {found.headings} h1"
        assert found.title.strip(" ·\n"), f"{page.path}: no title"
        assert found.language in ("nl", "en"), page.path
        assert not found.inline, f"{page.path}: {found.inline[:3]}"
        assert len(found.ids) == len(set(found.ids)), f"{page.path}: double ids {sorted(doubles(found.ids))}"
        assert found.tokens >= found.unsafe_forms, f"{page.path}: a form without a token"
        silent = [field for field in found.fields if not is_labelled(field, found.labelled)]
        assert not silent, f"{page.path}: fields without a label {silent[:3]}"
        assert "script-src 'self'" in page.response.headers["Content-Security-Policy"]
        assert "{{" not in page.text
        assert "{%" not in page.text


def doubles(ids: list[str]) -> set[str]:
    """The ids that occur more than once."""
    return {one for one in ids if ids.count(one) > 1}


def is_labelled(field: dict[str, str | None], labelled: set[str]) -> bool:
    """Whether a field has a label, of whichever kind."""
    return field.get("id") in labelled or "aria-label" in field or "aria-labelledby" in field


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
                person = session.scalars(select(Person).where(Person.email == email)).one()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = f"{person.id}.{person.session_token}"
                cookie["_fresh"] = True
        return Browser(client, self.engine)
