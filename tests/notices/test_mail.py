"""The daily mail: to whom, with what, once, and again when the server did not take it. Sent to a server that listens."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.services import end_access
from app.companies.models import Consent
from app.db.clock import AMSTERDAM, Clock
from app.jobs.models import Job
from app.jobs.rules import RETRY_AFTER, OutOfReach
from app.leads.models import Lead
from app.leads.services import follow
from app.notices import services
from app.notices.post import Post, post_of
from app.notices.rules import SORTS, How
from app.timeline.services import add_task, record_talk
from config import Config
from tests.acting import acting
from tests.companies.factories import company_of, share
from tests.leads.factories import lead_of
from tests.pages import Site
from tests.working import look_round

FEMKE, NOOR, OLGA = "taskforce@bom.example", "taskforce@inwest.example", "admin@groeiruimte.example"
SITE = "https://groeiruimte.example"
THURSDAY = date(2026, 11, 19)


@dataclass
class Letters:
    """What was sent, and whether the server takes anything."""

    sent: list[EmailMessage] = field(default_factory=list)
    is_down: bool = False

    def send(self, message: EmailMessage) -> None:
        if self.is_down:
            raise OutOfReach("down")
        self.sent.append(message)

    def to(self, email: str) -> list[EmailMessage]:
        """The letters to an address."""
        return [letter for letter in self.sent if email in letter["To"]]


@pytest.fixture
def letters(site: Site) -> Iterator[Letters]:
    """What the site sends, kept here; the round of today has been made, so that the next one is tomorrow's."""
    found, before = Letters(), site.app.extensions["post"]
    look_round(site)
    site.app.extensions["post"] = Post(found.send, "groeiruimte@groeiruimte.example", SITE)
    yield found
    site.app.extensions["post"] = before


@pytest.fixture
def code(site: Site) -> str:
    """A lead of BOM's with a task for Femke on Friday, which Noor follows by consent."""
    with site.system() as session:
        company = company_of(session, "BOM", name="Roodspar Meettechniek")
        share(session, company, "INWEST", scope="named")
        lead = lead_of(session, company)
        code = lead.code
    with acting(site, FEMKE) as session:
        add_task(session, lead, title="Bel Roodspar", due_on=THURSDAY + timedelta(days=1))
    with acting(site, NOOR) as session:
        follow(session, lead)
    return code


def morning(site: Site, days: int = 1) -> None:
    """The worker looks round at seven, so many days after Thursday."""
    day = THURSDAY + timedelta(days=days)
    at = site.clock.now().astimezone(AMSTERDAM)
    site.clock.set(at.replace(year=day.year, month=day.month, day=day.day, hour=7, minute=0))
    look_round(site)


def text(letter: EmailMessage) -> str:
    found = letter.get_body()
    assert found is not None
    return str(found.get_content())


def choose(session: GuardedSession, how: How) -> None:
    services.choose(session, dict.fromkeys(SORTS, how))


def test_a_mail_holds_codes_and_links_and_comes_once(site: Site, letters: Letters, code: str):
    morning(site)
    (letter,) = letters.sent
    assert letter["To"] == "Femke de Wit <taskforce@bom.example>"
    assert letter["Subject"] == "Groeiruimte: één melding"
    assert f"{code}  Een taak is voor vandaag" in text(letter)
    assert f"{SITE}/leads/{code}" in text(letter)
    assert "Roodspar" not in letter.as_string()
    morning(site, 4)
    assert len(letters.sent) == 1


def test_it_is_written_as_its_reader_sees_it_when_it_is_sent_in_their_language(site: Site, letters: Letters, code: str):
    with acting(site, NOOR) as session:
        choose(session, How.MAIL)
        session.get_one(Person, session.actor.person_id).language = "en"
    with acting(site, FEMKE) as session:
        lead = session.scalars(select(Lead)).one()
        record_talk(session, lead, said="Roodspar wil door.", held_on=THURSDAY)
    morning(site)
    (letter,) = letters.to(NOOR)
    assert letter["Subject"] == "Groeiruimte: one notice"
    assert f"{code}  Something changed on a lead that you follow" in text(letter)
    with acting(site, FEMKE) as session:
        record_talk(session, lead, said="Roodspar wil niet meer.", held_on=THURSDAY)
        session.scalars(select(Consent)).one().withdrawn_on = THURSDAY
    morning(site, 4)
    assert len(letters.to(NOOR)) == 1


def test_who_has_no_access_or_wants_none_gets_no_mail(site: Site, letters: Letters, code: str):
    with acting(site, FEMKE) as session:
        choose(session, How.HERE)
    morning(site)
    assert letters.sent == []
    with acting(site, FEMKE) as session:
        choose(session, How.MAIL)
    with acting(site, OLGA) as session:
        end_access(session, session.scalars(select(Person).where(Person.email == FEMKE)).one())
    morning(site, 4)
    assert letters.sent == []


def test_there_is_no_mail_at_the_weekend(site: Site, letters: Letters, code: str):
    morning(site, 2)
    assert letters.sent == []
    morning(site, 4)
    assert len(letters.sent) == 1


def test_what_the_server_did_not_take_is_sent_later(site: Site, letters: Letters, code: str):
    letters.is_down = True
    morning(site)
    with site.system() as session:
        mail = session.scalars(select(Job).where(Job.trouble.is_not(None))).one()
        assert (mail.trouble, mail.status) == ("unreachable", "waiting")
    assert "de mailserver" in site.browser(OLGA).get("/beheer/mail").words
    letters.is_down = False
    site.clock.set(site.clock.now() + RETRY_AFTER[0])
    look_round(site)
    assert len(letters.to(FEMKE)) == 1
    page = site.browser(OLGA).get("/beheer/mail")
    (row,) = [one.text for one in page.tree.all("tr") if FEMKE in one.text]
    assert "verstuurd" in row
    assert code not in page.text


class Talking(socketserver.StreamRequestHandler):
    """A mail server of a few words, that keeps what it is given."""

    kept: list[str] = []

    def handle(self) -> None:
        self._say("220 here")
        lines: list[str] = []
        is_body = False
        while line := self.rfile.readline().decode():
            if is_body and line == ".\r\n":
                self.kept.append("".join(lines))
                is_body = False
                self._say("250 taken")
            elif is_body:
                lines.append(line)
            elif line.upper().startswith("DATA"):
                is_body = True
                self._say("354 go on")
            elif line.upper().startswith("QUIT"):
                return self._say("221 bye")
            else:
                self._say("250 fine")
        return None

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def letter_by(post: Post, clock: Clock) -> EmailMessage:
    return post.letter(
        "Femke\r\nBcc: x@x.example", FEMKE, subject="Één melding", text="Dag.\n", number="a-1", clock=clock
    )


def test_a_mail_server_gets_the_letter(clock: Clock):
    with socketserver.TCPServer(("127.0.0.1", 0), Talking) as server:
        threading.Thread(target=server.handle_request).start()
        post = post_of(
            Config("sqlite://", "key", mail=f"smtp://127.0.0.1:{server.server_address[1]}", mail_from="g@x.nl")
        )
        assert post is not None
        post.send(letter_by(post, clock))
    found = message_from_string(Talking.kept.pop(), policy=default)
    assert (found["To"], found["Subject"]) == (f'"Femke Bcc: x@x.example" <{FEMKE}>', "Één melding")
    assert (found["From"], found["Message-ID"], found["Bcc"]) == ("Groeiruimte <g@x.nl>", "<a-1@x.nl>", None)


def test_a_server_that_is_not_there_is_out_of_reach(clock: Clock):
    with socketserver.TCPServer(("127.0.0.1", 0), Talking) as server:
        nowhere = f"smtp://127.0.0.1:{server.server_address[1]}"
    post = post_of(Config("sqlite://", "key", mail=nowhere))
    assert post is not None
    with pytest.raises(OutOfReach):
        post.send(letter_by(post, clock))


def test_who_develops_finds_the_mail_in_a_folder(tmp_path: Path, clock: Clock):
    post = post_of(Config("sqlite://", "key", mail=f"folder:{tmp_path / 'mail'}"))
    assert post is not None
    post.send(letter_by(post, clock))
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "a-1@localhost.eml"
    assert "Dag." in file.read_text()


def test_a_way_to_send_that_is_unknown_stops_the_program():
    assert post_of(Config("sqlite://", "key")) is None
    with pytest.raises(RuntimeError, match="MAIL is"):
        post_of(Config("sqlite://", "key", mail="pigeon:x"))
