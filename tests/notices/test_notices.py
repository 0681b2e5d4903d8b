"""What there is to tell somebody, as true and as hidden as all they see; what was read; and what one chose to hear."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from app.access.session import GuardedSession
from app.companies.models import Consent
from app.db.clock import Clock
from app.leads.services import follow
from app.ledger.models import Submission
from app.notices import queries, services
from app.notices.models import MAILED
from app.notices.rules import SORTS, How, chosen, wants_mail
from app.timeline.services import add_task, change_task, finish_task, record_talk
from tests.cases.world import Case, SessionAs, build, share

TODAY = date(2026, 11, 19)
DAY = timedelta(days=1)


@pytest.fixture
def case(system: GuardedSession) -> Case:
    """A lead of BOM that its member there owns."""
    found = build(system)
    found.course.owner_id = found.persons["BOM"].id
    system.flush()
    return found


def told(session: GuardedSession) -> list[str]:
    """The sorts of what the actor is told, the read ones in brackets."""
    return [f"({row.part})" if row.is_read else row.part for row in queries.notices(session)]


def asked_back(session: GuardedSession, case: Case, person: str = "BOM") -> Submission:
    about = {"lead_id": case.lead.id, "company_id": case.company.id}
    submission = Submission(
        **about,
        fact="admitted",
        holds_on=TODAY,
        status="asked_back",
        submitted_by_id=case.persons[person].id,
        submitted_for_id=case.organisations["BOM"].id,
        submitted_at=session.clock.now(),
        decided_at=session.clock.now(),
    )
    session.add(submission)
    session.flush()
    return submission


def test_a_task_is_told_from_its_day_on_until_it_is_done(system: GuardedSession, session_as: SessionAs, case: Case):
    bom = session_as(case.actors["BOM"])
    task = add_task(bom, case.lead, title="Bel de netbeheerder", due_on=TODAY + DAY)
    assert told(bom) == []
    change_task(bom, task, title="Bel de netbeheerder", due_on=TODAY)
    (row,) = queries.notices(bom)
    assert (row.part, row.code, row.name, row.what) == (
        "task",
        "GR-25-018",
        "Stroomkade Opslag",
        "Bel de netbeheerder",
    )
    assert told(session_as(case.actors["OOST"])) == []
    finish_task(bom, task)
    assert told(bom) == []


def test_what_a_verifier_asks_back_is_told_to_who_submitted_it_and_to_the_owner(
    system: GuardedSession, session_as: SessionAs, case: Case
):
    asked_back(system, case, "IQ")
    assert told(session_as(case.actors["BOM"])) == ["asked_back"]
    assert told(session_as(case.actors["IQ"])) == ["asked_back"]
    assert told(session_as(case.actors["OOST"])) == []


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_consent_is_told_sixty_days_before_it_ends(
    system: GuardedSession, session_as: SessionAs, case: Case, days: int, is_told: bool
):
    share(system, case, "OOST", ends_on=TODAY + days * DAY)
    assert told(session_as(case.actors["BOM"])) == (["consent"] if is_told else [])


def test_a_consent_that_was_renewed_or_withdrawn_is_not_told(system: GuardedSession, session_as: SessionAs, case: Case):
    ends = share(system, case, "OOST", ends_on=TODAY + 10 * DAY)
    bom = session_as(case.actors["BOM"])
    assert told(bom) == ["consent"]
    renewed = Consent(company_id=case.company.id, scope="named", granted_on=TODAY, ends_on=TODAY + 400 * DAY)
    system.add(renewed)
    system.flush()
    assert told(bom) == []
    renewed.withdrawn_on = TODAY
    system.flush()
    assert told(bom) == ["consent"]
    ends.withdrawn_on = TODAY
    system.flush()
    assert told(bom) == []


def test_who_follows_a_lead_hears_of_what_others_change_and_not_of_their_own(
    system: GuardedSession, session_as: SessionAs, case: Case, clock: Clock
):
    share(system, case, "OOST")
    bom, oost = session_as(case.actors["BOM"]), session_as(case.actors["OOST"])
    for session in (bom, oost):
        follow(session, case.lead)
    clock.set(clock.now() + timedelta(hours=1))
    record_talk(bom, case.lead, said="Ze willen door.", held_on=TODAY)
    assert (told(oost), told(bom)) == (["followed"], [])
    clock.set(clock.now() + 15 * DAY)
    assert told(oost) == []


def test_once_consent_has_ended_only_the_code_is_left_and_no_change_is_told(
    system: GuardedSession, session_as: SessionAs, case: Case, clock: Clock
):
    consent = share(system, case, "OOST", ends_on=TODAY + DAY)
    oost, bom = session_as(case.actors["OOST"]), session_as(case.actors["BOM"])
    follow(oost, case.lead)
    add_task(oost, case.lead, title="Stuur Stroomkade de kaart", due_on=TODAY)
    record_talk(bom, case.lead, said="Ze willen door.", held_on=TODAY)
    assert sorted(told(oost)) == ["consent", "followed", "task"]
    consent.withdrawn_on = TODAY
    system.flush()
    assert told(oost) == []


def test_what_was_read_is_new_again_once_it_changed(
    system: GuardedSession, session_as: SessionAs, case: Case, clock: Clock
):
    oost, bom = session_as(case.actors["OOST"]), session_as(case.actors["BOM"])
    share(system, case, "OOST")
    follow(oost, case.lead)
    record_talk(bom, case.lead, said="Ze willen door.", held_on=TODAY)
    task = add_task(bom, case.lead, title="Bel", due_on=TODAY, owner_id=case.persons["OOST"].id)
    assert queries.unread(oost) == 2

    assert services.mark_read(oost, "task", task.id) == 1
    assert (told(oost), queries.unread(oost)) == (["followed", "(task)"], 1)
    assert services.mark_read(oost) == 1
    assert (sorted(told(oost)), queries.unread(oost)) == (["(followed)", "(task)"], 0)

    clock.set(clock.now() + DAY)
    record_talk(bom, case.lead, said="Toch niet.", held_on=TODAY)
    change_task(bom, task, title="Bel", due_on=TODAY + DAY, owner_id=case.persons["OOST"].id)
    assert (sorted(told(oost)), queries.unread(oost)) == (["followed", "task"], 2)


def test_what_one_turned_off_is_not_told(system: GuardedSession, session_as: SessionAs, case: Case):
    bom = session_as(case.actors["BOM"])
    add_task(bom, case.lead, title="Bel", due_on=TODAY)
    asked_back(system, case)
    services.choose(bom, {**dict.fromkeys(SORTS, How.HERE), "task": How.OFF})
    assert (told(bom), queries.unread(bom)) == (["asked_back"], 1)
    services.choose(bom, dict.fromkeys(SORTS, How.MAIL))
    assert sorted(told(bom)) == ["asked_back", "task"]


def test_a_mail_holds_what_was_neither_read_nor_mailed(system: GuardedSession, session_as: SessionAs, case: Case):
    bom = session_as(case.actors["BOM"])
    task = add_task(bom, case.lead, title="Bel", due_on=TODAY)
    asked_back(system, case)

    def to_mail(sorts: Iterable[str] = SORTS) -> list[str]:
        return [row.part for row in queries.notices_to_mail(bom, frozenset(sorts))]

    assert to_mail() == ["task", "asked_back"]
    assert to_mail(["asked_back"]) == ["asked_back"]
    services.mark_read(bom, "task", task.id)
    services.mark(bom, queries.notices_to_mail(bom, frozenset(SORTS)), MAILED)
    assert to_mail() == []
    assert queries.unread(bom) == 1


def test_what_is_usual_holds_until_one_chose():
    assert wants_mail({}) == {"task", "asked_back", "mention", "consent", "handover"}
    assert wants_mail({"task": "off", "followed": "mail"}) == {
        "asked_back",
        "mention",
        "consent",
        "handover",
        "followed",
    }
    assert set(chosen({})) == set(SORTS)


def test_marks_of_long_ago_go(system: GuardedSession, session_as: SessionAs, case: Case, clock: Clock):
    bom = session_as(case.actors["BOM"])
    add_task(bom, case.lead, title="Bel", due_on=TODAY)
    services.mark_read(bom)
    assert told(bom) == ["(task)"]
    clock.set(clock.now() + 401 * DAY)
    services.forget_old_marks(system)
    assert told(bom) == ["task"]
