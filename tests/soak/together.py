"""Two people at one lead: on the board and in one form, at the very same moment. One is first, the other loses nothing."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.leads.models import Lead, LeadCourse, LeadStory
from tests.soak.client import Answer
from tests.soak.server import served
from tests.soak.whole import faults
from tests.soak.world import World, system
from tests.soak.writing import COORDINATOR, Writer

COLLEAGUE = "sam.oosting@iq.example"
FIRST, MARIT_TO, SAM_TO = "deciding", "proposing", "articulating"
Send = Callable[[], Answer]


@dataclass
class Met:
    """What came of it."""

    rounds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    crashes: int = 0
    half: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The figures that are told."""
        return {
            "rounds": dict(self.rounds),
            "outcomes": dict(self.outcomes),
            "lost": len(self.lost),
            "5xx": self.crashes,
            "half": len(self.half),
            "wrong": [*self.lost, *self.half][:20],
        }


def meet(made: World, rounds: int, seed: int) -> Met:
    """So many times two people save the same form, and so many times they move the same card."""
    place, found = made.lay(f"together-{seed}"), Met()
    app = place.app()
    before = faults(app)
    with served(place, made.folder / "together.log") as server:
        marit, sam = (
            Writer(server.port, email, seed * 10 + number) for number, email in enumerate((COORDINATOR, COLLEAGUE))
        )
        for writer in (marit, sam):
            writer.client.sign_in(writer.email)
        marit._lead()
        (code,) = marit.codes
        for _round in range(rounds):
            _one_form(app, found, code, marit, sam)
            _one_card(app, found, code, marit, sam)
    found.half += sorted(faults(app) - before)
    app.extensions["engine"].dispose()
    return found


def _one_form(app: Flask, found: Met, code: str, *people: Writer) -> None:
    path, words = f"/leads/{code}/gegevens", [writer._word() for writer in people]
    forms = [{**writer.client.form(path), "question": word} for writer, word in zip(people, words, strict=True)]
    answers = _at_once(
        [lambda w=w, form=form: w.client.post(path, form) for w, form in zip(people, forms, strict=True)]
    )
    with system(app) as session:
        there = session.scalar(
            select(LeadStory.question).join(Lead, Lead.id == LeadStory.lead_id).where(Lead.code == code)
        )
    _judge(found, "form", answers, words, there)


def _one_card(app: Flask, found: Met, code: str, *people: Writer) -> None:
    path, reasons = f"/leads/{code}/stap", [writer._word() for writer in people]
    first = people[0].client
    first.post(path, {**first.form(path), "step": FIRST, "reason": "weer vooraan", "override": "y", "cause": "urgent"})
    steps = (MARIT_TO, SAM_TO)
    forms = [
        {**writer.client.form(path), "step": step, "reason": reason}
        for writer, step, reason in zip(people, steps, reasons, strict=True)
    ]
    answers = _at_once(
        [lambda w=w, form=form: w.client.post(path, form) for w, form in zip(people, forms, strict=True)]
    )
    with system(app) as session:
        there = session.scalar(
            select(LeadCourse.step).join(Lead, Lead.id == LeadCourse.lead_id).where(Lead.code == code)
        )
    _judge(found, "card", answers, list(steps), there, typed=reasons)


def _at_once(sends: list[Send]) -> list[Answer]:
    """All of them at the same moment."""
    ready, answers = threading.Barrier(len(sends)), [Answer(0, "", "")] * len(sends)

    def go(place: int) -> None:
        ready.wait()
        answers[place] = sends[place]()

    threads = [threading.Thread(target=go, args=(place,)) for place in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _judge(
    found: Met, what: str, answers: list[Answer], words: list[str], there: str | None, typed: list[str] | None = None
) -> None:
    """One was done and is what is there; the other was told so, with all that was typed."""
    found.rounds[what] += 1
    found.crashes += sum(answer.status >= 500 for answer in answers)
    done = [place for place, answer in enumerate(answers) if answer.is_done]
    found.outcomes[" ".join(sorted(str(answer.status) for answer in answers))] += 1
    if len(done) != 1:
        found.lost.append(f"{what}: {len(done)} of two who saved the same version were told that it was done")
        return
    (first,) = done
    second = answers[1 - first]
    if there != words[first]:
        found.lost.append(f"{what}: what was done first is not there")
    if second.status != 409 or escape((typed or words)[1 - first]) not in second.text:
        found.lost.append(f"{what}: the second was answered {second.status} and does not see again what they typed")


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many meetings on one of the databases."""
    return meet(made, count, seed).figures()
