"""Talks, tasks and the one timeline."""

from datetime import UTC, date, datetime

import pytest

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.cases import services as cases
from app.db.clock import Clock
from app.db.errors import Refused
from app.leads.models import LeadCourse, LeadStory
from app.ledger.models import Value
from app.timeline import queries, services
from tests.cases.world import Case, SessionAs, build, share


def titles(session: GuardedSession, case: Case) -> list[tuple[str, str | None]]:
    """What kind of events the reader sees, with their words."""
    found, _ = queries.events(session, case.lead.id, case.company.id)
    return [(event.what, event.text) for event in found]


def test_a_talk_and_a_task_stand_in_the_timeline_newest_first(
    system: GuardedSession, session_as: SessionAs, clock: Clock
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.record_talk(bom, case.lead, said="Akkoord komt op 24 november.", held_on=date(2026, 11, 13), kind="call")
    clock.set(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    services.add_task(bom, case.lead, title="Akkoord ophalen", due_on=date(2026, 11, 24))
    seen = titles(bom, case)
    assert seen.index(("task", "Akkoord ophalen")) < seen.index(("talk", "Akkoord komt op 24 november."))


def test_the_first_open_task_is_the_next_step_of_the_lead(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.add_task(bom, case.lead, title="Later", due_on=date(2026, 12, 20))
    first = services.add_task(bom, case.lead, title="Eerst", due_on=date(2026, 12, 1))

    def shown() -> tuple[str | None, date | None]:
        story = bom.query(LeadStory).filter_by(lead_id=case.lead.id).one()
        course = bom.query(LeadCourse).filter_by(lead_id=case.lead.id).one()
        return story.next_step, course.next_on

    assert shown() == ("Eerst", date(2026, 12, 1))
    services.finish_task(bom, first)
    assert shown() == ("Later", date(2026, 12, 20))
    services.reopen_task(bom, first)
    assert shown() == ("Eerst", date(2026, 12, 1))


def test_an_organisation_with_consent_adds_its_own_and_leaves_ours_alone(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    share(system, case, "OOST")
    ours = services.record_talk(system, case.lead, said="Van ons.", held_on=date(2026, 11, 1))
    oost = session_as(case.actors["OOST"])
    services.record_talk(oost, case.lead, said="Bezoek gepland.", held_on=date(2026, 11, 4))
    services.add_task(oost, case.lead, title="Rondleiding regelen", due_on=date(2026, 12, 1))
    assert ("talk", "Bezoek gepland.") in titles(session_as(case.actors["BOM"]), case)
    theirs = queries.talk(oost, case.lead.id, ours.id)
    assert theirs is not None
    with pytest.raises(OutOfScope):
        services.change_talk(oost, theirs, said="Anders.", held_on=date(2026, 11, 1), kind="call")


def test_after_consent_ends_the_other_sees_not_even_its_own_words(
    system: GuardedSession, session_as: SessionAs, clock: Clock
) -> None:
    case = build(system)
    share(system, case, "OOST", ends_on=date(2026, 11, 30))
    services.record_talk(session_as(case.actors["OOST"]), case.lead, said="Ons bezoek.", held_on=date(2026, 11, 4))
    clock.set(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    assert titles(session_as(case.actors["OOST"]), case) == []
    assert ("talk", "Ons bezoek.") in titles(session_as(case.actors["BOM"]), case)


@pytest.mark.parametrize(
    ("said", "held_on", "field"), [(" ", date(2026, 11, 1), "said"), ("Ja.", date(2026, 11, 20), "held_on")]
)
def test_an_empty_talk_or_one_still_to_come_is_refused(
    system: GuardedSession, said: str, held_on: date, field: str
) -> None:
    case = build(system)
    with pytest.raises(Refused) as refused:
        services.record_talk(system, case.lead, said=said, held_on=held_on)
    assert refused.value.field == field


def test_changes_tell_who_what_before_and_after(system: GuardedSession, session_as: SessionAs, clock: Clock) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    action = cases.add_action(bom, case.lead, text="Aanvraag 5 MW", due_on=date(2026, 12, 1))
    clock.set(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    cases.change_action(
        bom,
        action,
        text="Aanvraag 8 MW",
        due_on=date(2026, 12, 8),
        owner_id=case.persons["BOM"].id,
        bottleneck="grid",
        external=True,
        done_on=None,
    )
    newest = queries.events(bom, case.lead.id, case.company.id)[0][0]
    told = {change.field: (change.before, change.after) for change in newest.changes}
    assert newest.who == "Iemand van BOM"
    assert told["text_id"] == ("Aanvraag 5 MW", "Aanvraag 8 MW")
    assert told["due_on"] == ("2026-12-01", "2026-12-08")
    assert told["owner_id"] == (None, "Iemand van BOM")


def test_erasing_a_talk_wipes_its_words_and_their_history_but_not_that_it_was(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    talk = services.record_talk(bom, case.lead, said="Privé van de directeur.", held_on=date(2026, 11, 1))
    services.change_talk(bom, talk, said="Privé, tweede versie.", held_on=date(2026, 11, 1), kind="call")
    services.erase_talk(bom, talk)
    left = [text for text in system.scalars(system.query(Value.text).statement) if text]
    assert not [text for text in left if "Privé" in text]
    found, _ = queries.events(bom, case.lead.id, case.company.id, only="talk")
    assert [(event.day, event.text, event.erased) for event in found] == [(date(2026, 11, 1), None, True)]


def test_a_long_timeline_comes_in_pages(system: GuardedSession) -> None:
    case = build(system)
    for day in range(1, 8):
        services.record_talk(system, case.lead, said=f"Dag {day}", held_on=date(2026, 11, day))
    first, more = queries.events(system, case.lead.id, case.company.id, size=5, only="talk")
    last, done = queries.events(system, case.lead.id, case.company.id, size=5, page=2, only="talk")
    assert [event.text for event in first] == ["Dag 7", "Dag 6", "Dag 5", "Dag 4", "Dag 3"]
    assert [event.text for event in last] == ["Dag 2", "Dag 1"]
    assert (more, done) == (True, False)


def test_the_ministry_and_strangers_see_no_event(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    services.record_talk(system, case.lead, said="Geheim.", held_on=date(2026, 11, 1))
    for code in ("EZ", "OOST", "IQ"):
        assert titles(session_as(case.actors[code]), case) == []
