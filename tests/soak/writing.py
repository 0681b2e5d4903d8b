"""What people write while the program is killed: each write with a word of its own, to be found again."""

import random
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select

from app.companies.models import Company
from app.db.clock import Clock
from app.documents.models import Document
from app.leads.models import Lead, LeadStory
from app.ledger.models import Entry, Value
from app.pipeline.rules import STEPS
from app.timeline.models import Talk, Task
from tests.soak.client import Answer, Client, NoAnswer
from tests.soak.world import system

COORDINATOR = "coordinator@iq.example"
PEOPLE = (COORDINATOR, "taskforce@bom.example", "taskforce@oostnl.example", "taskforce@inwest.example")
LINES = 40  # of the ledger of the demo world, that may be taken back


@dataclass(frozen=True)
class Write:
    """Something that was sent, and whether the server said that it was done; None where it said nothing."""

    what: str
    word: str
    about: str
    is_done: bool | None
    status: int = 0


class Writer:
    """A person who writes as fast as the answers come."""

    def __init__(self, port: int, email: str, seed: int) -> None:
        self.client, self.email = Client(port), email
        self.chance = random.Random(seed)
        self.codes: list[str] = []
        self.writes: list[Write] = []
        self.numbers = count(1)
        self.lines = list(range(1, LINES))
        self.seed = seed

    def write_until(self, stop: threading.Event) -> None:
        """Writes until told to stop, or until the connection breaks."""
        while not stop.is_set():
            acts = (
                [self._lead]
                if len(self.codes) < 2
                else [self._lead, self._edit, self._talk, self._task, self._document]
            )
            if self.email == COORDINATOR and self.codes:
                acts += [self._move, self._move, self._line]
            try:
                self.chance.choice(acts)()
            except NoAnswer:
                return

    def _word(self) -> str:
        return f"soak-{self.seed}-{next(self.numbers)}-{self.chance.randrange(10**9)}"

    def _send(
        self, what: str, word: str, about: str, path: str, fields: dict, file: tuple[str, bytes] | None = None
    ) -> Answer:
        try:
            answer = self.client.post(path, fields, file)
        except NoAnswer:
            self.writes.append(Write(what, word, about, None))
            raise
        self.writes.append(Write(what, word, about, answer.is_done, answer.status))
        return answer

    def _lead(self) -> None:
        today = Clock().today()
        fields = {
            "name": (word := self._word()),
            "municipality": "Eindhoven",
            "technologies": "NTS01",
            "kinds": ["space", "energy"],
            "question": f"Ruimte voor {word}?",
            "confirmed": "y",
            "kind": "scaleup",
            "scope": "holder",
            "asked_on": today.isoformat(),
            "needed_by": (today + timedelta(days=900)).isoformat(),
        }
        answer = self._send("lead", word, "", "/leads/nieuw", fields)
        if answer.is_done:
            self.codes.append(answer.location.rpartition("/")[2])

    def _talk(self) -> None:
        code, word = self.chance.choice(self.codes), self._word()
        fields = {"said": word, "kind": "meeting", "held_on": Clock().today().isoformat()}
        self._send("talk", word, code, f"/leads/{code}/toevoegen/gesprek", fields)

    def _task(self) -> None:
        code, word = self.chance.choice(self.codes), self._word()
        self._send(
            "task",
            word,
            code,
            f"/leads/{code}/toevoegen/taak",
            {"title": word, "due_on": "over 2 weken", "owner_id": ""},
        )

    def _document(self) -> None:
        code, word = self.chance.choice(self.codes), self._word()
        content = f"{word}\n".encode() * self.chance.randrange(1, 20_000)
        self._send("document", word, code, f"/leads/{code}/documenten/nieuw", {}, (f"{word}.txt", content))

    def _edit(self) -> None:
        code, word = self.chance.choice(self.codes), self._word()
        path = f"/leads/{code}/gegevens"
        self._send("edit", word, code, path, {**self.client.form(path), "question": word})

    def _move(self) -> None:
        code, word = self.chance.choice(self.codes), self._word()
        path = f"/leads/{code}/stap"
        fields = {"step": self.chance.choice(STEPS), "reason": word, "override": "y", "cause": "urgent"}
        self._send("move", word, code, path, {**self.client.form(path), **fields})

    def _line(self) -> None:
        """A line of the ledger is taken back, as long as there are any."""
        if not self.lines or self.chance.random() < 0.7:
            return
        number = self.lines.pop(self.chance.randrange(len(self.lines)))
        path = f"/toetsing/grootboek/{number}"
        self._send("ledger", word := self._word(), str(number), path, {"cause": "mistake", "reason": word})


def lost(app: Flask, writes: Iterable[Write]) -> Iterator[str]:
    """What the server said was done, and is not there."""
    with system(app) as session:
        places = {
            "carry out": set(session.scalars(select(Company.name))),
            "lead": set(session.scalars(select(Company.name).join(Lead, Lead.company_id == Company.id))),
            "talk": set(session.scalars(select(Talk.said))),
            "task": set(session.scalars(select(Task.title))),
            "document": {name.removesuffix(".txt") for name in session.scalars(select(Document.name)) if name},
            "ledger": set(session.scalars(select(Value.text).join(Entry, Entry.reason_id == Value.id))),
        }
        texts = set(session.scalars(select(Value.text).where(Value.text.like("soak-%"))))
        questions = dict(
            session.execute(select(Lead.code, LeadStory.question).join(LeadStory, LeadStory.lead_id == Lead.id)).all()
        )
    last: dict[str, set[str]] = {}
    for one in writes:
        if one.is_done and one.word and one.word not in places.get(one.what, texts):
            yield f"{one.what} {one.word} was done and is not there"
        if one.what == "edit" and one.is_done is not False:
            last[one.about] = {one.word} | (last.get(one.about, set()) if one.is_done is None else set())
    for code, words in last.items():
        was_all_unanswered = all(one.is_done is None for one in writes if one.what == "edit" and one.about == code)
        if questions.get(code) not in words and not was_all_unanswered:
            yield f"the question of {code} is not the last one that was saved"
