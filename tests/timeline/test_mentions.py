"""Colleagues who are named with @ in a talk: who is meant, who is told, and who is not."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.notices import queries
from app.notices.telling import tell
from app.timeline.mentions import named
from app.timeline.models import Mention
from app.timeline.services import change_talk, record_talk, remove_talk
from tests.cases.world import BEGAN, SessionAs, build, share

PEOPLE = [(1, "Femke de Wit"), (2, "Bram Jansen"), (3, "Bram de Boer"), (4, "Zoë Ås")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bel @Femke even", {1}),
        ("@femke de wit, @Zoe en @bram", {1, 4}),
        ("@Bram de Boer.", {3}),
        ("jan@femke.nl of femke", set()),
        ("@Femkes @ Femke @niemand", set()),
        ("", set()),
    ],
)
def test_who_is_meant_by_a_name_behind_an_at(text: str, found: set[int]) -> None:
    assert named(text, PEOPLE) == found


def test_a_colleague_who_is_named_is_told_and_nobody_else(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    share(system, case, "OOST")
    bram = Person(name="Bram de Boer", email="bram@case.example", organisation_id=case.organisations["BOM"].id)
    bram.session_token, bram.invited_at = "bram", BEGAN
    system.add(bram)
    system.flush()
    bom = session_as(case.actors["BOM"])
    talk = record_talk(bom, case.lead, said="@Bram, bel je even? En @Iemand van Oost NL", held_on=date(2026, 11, 19))
    colleague = session_as(replace(case.actors["BOM"], person_id=bram.id))
    (row,) = queries.notices(colleague)
    assert (row.part, row.code, tell(row, row.at.date()).path) == ("mention", "GR-25-018", "/leads/GR-25-018")
    assert queries.notices(session_as(case.actors["OOST"])) == [], "of another organisation"
    change_talk(bom, talk, said="Bram belt", held_on=date(2026, 11, 19))
    assert queries.notices(colleague) == []
    change_talk(bom, talk, said="@bram belt", agreed="@Bram", held_on=date(2026, 11, 19))
    change_talk(bom, talk, said="@bram belt", agreed="@Bram", held_on=date(2026, 11, 19))
    assert len(queries.notices(colleague)) == 1
    moved = session_as(replace(case.actors["IQ"], person_id=bram.id))
    assert queries.notices(moved) == [], "who went to work elsewhere may not read it"
    remove_talk(bom, talk)
    assert bom.scalars(select(Mention.id)).all() == []
