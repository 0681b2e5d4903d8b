"""Moving, closing and opening a lead, and what its page and the list read."""

from datetime import date

import pytest

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.capital import services as capital
from app.cases import services as cases
from app.db.errors import Refused
from app.leads.models import LeadCourse
from app.pipeline import queries, services
from app.pipeline.models import StepMove
from app.timeline.queries import events
from tests.cases.world import Case, SessionAs, articulate, build


def course_of(session: GuardedSession, case: Case) -> LeadCourse:
    return session.query(LeadCourse).filter_by(lead_id=case.lead.id).one()


def bring_into_execution(session: GuardedSession, case: Case) -> None:
    """What the step 'Aanpak in uitvoering' asks for, all of it."""
    articulate(session, case)
    cases.save_approach(session, case.lead, plan="Plan.", plan_on=date(2026, 3, 1), agreed_on=date(2026, 6, 9))
    cases.add_action(
        session, case.lead, text="Aanvraag", due_on=date(2026, 5, 11), external=True, done_on=date(2026, 5, 11)
    )


def test_a_lead_moves_when_everything_is_there_and_the_move_is_kept(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system, complete=True)
    bom = session_as(case.actors["BOM"])
    services.move_step(bom, case.lead, to="articulating")
    bring_into_execution(bom, case)
    move = services.move_step(bom, case.lead, to="in_execution")
    assert (move.from_step, move.to_step, move.course) == ("articulating", "in_execution", "forward")
    assert course_of(bom, case).step_since == date(2026, 11, 19)


def test_a_lead_stays_while_something_is_missing(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    with pytest.raises(Refused) as refused:
        services.move_step(bom, case.lead, to="articulating", reason="Toch.", override=True)
    assert refused.value.field == "override"
    assert course_of(bom, case).step == "signalled"


def test_the_facts_of_a_complete_lead_meet_the_first_step(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    facts = queries.facts_of(session_as(case.actors["BOM"]), case.lead)
    assert (facts.target_test_positive, facts.nda_recorded, facts.has_owner) == (True, True, True)
    assert (facts.asked_kinds, facts.articulated_kinds) == (1, 0)


def test_the_coordinator_overrides_with_a_reason_and_the_timeline_says_so(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    coordinator = session_as(case.actors["IQ"])
    with pytest.raises(Refused) as refused:
        services.move_step(coordinator, case.lead, to="articulating", override=True, cause="urgent")
    assert refused.value.field == "reason"
    move = services.move_step(
        coordinator, case.lead, to="articulating", override=True, cause="urgent", reason="Besluit van de stuurgroep."
    )
    assert move.lacking is not None
    assert "target_test" in move.lacking
    why = f"urgent:{move.lacking}"
    told, _ = events(session_as(case.actors["BOM"]), case.lead.id, case.company.id, also=(("move", queries.moves),))
    assert [(event.kind, event.more, event.text) for event in told if event.what == "move"] == [
        ("override", why, "Besluit van de stuurgroep.")
    ]
    told, _ = events(coordinator, case.lead.id, case.company.id, also=(("move", queries.moves),))
    assert [(event.more, event.text) for event in told if event.what == "move"] == [(why, None)]


def test_going_back_takes_a_reason(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    bom = session_as(case.actors["BOM"])
    services.move_step(bom, case.lead, to="articulating")
    with pytest.raises(Refused) as refused:
        services.move_step(bom, case.lead, to="signalled")
    assert refused.value.field == "reason"
    services.move_step(bom, case.lead, to="signalled", reason="De vraag is vervallen.")
    assert course_of(bom, case).step == "signalled"


def test_another_organisation_moves_nothing(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    lead = session_as(case.actors["OOST"]).get(type(case.lead), case.lead.id)
    assert lead is not None
    with pytest.raises(Exception, match=r"No row|may not write") as refused:
        services.move_step(session_as(case.actors["OOST"]), lead, to="articulating")
    assert not isinstance(refused.value, Refused)
    assert system.query(StepMove).count() == 0


def test_the_coordinator_changes_the_step_and_nothing_of_the_case(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    coordinator = session_as(case.actors["IQ"])
    with pytest.raises(OutOfScope):
        cases.note_bottleneck(coordinator, case.lead, kind="grid")


def test_a_lead_closes_on_its_signed_decision_and_opens_again_with_a_reason(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system, complete=True)
    bom = session_as(case.actors["BOM"])
    with pytest.raises(Refused):
        services.close_lead(bom, case.lead, outcome="other_region")
    capital.record_decision(
        bom, case.lead, kind="other_region", signed_on=date(2026, 9, 3), municipality_code="GM0153", motive="grid"
    )
    services.close_lead(bom, case.lead, outcome="other_region", closed_on=date(2026, 9, 3))
    assert (course_of(bom, case).outcome, course_of(bom, case).closed_on) == ("other_region", date(2026, 9, 3))
    with pytest.raises(Refused):
        services.move_step(bom, case.lead, to="articulating")
    services.reopen_lead(bom, case.lead, reason="Het besluit is herzien.")
    assert course_of(bom, case).closed_on is None


def test_nowhere_in_the_netherlands_needs_its_signal(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    with pytest.raises(Refused):
        services.close_lead(bom, case.lead, outcome="nowhere", reason="Geen 40 MW voor 2030.")
    cases.raise_signal(bom, case.lead, kind="nowhere", note="Geen 40 MW voor 2030.")
    services.close_lead(bom, case.lead, outcome="nowhere", reason="Geen 40 MW voor 2030.")
    assert course_of(bom, case).outcome == "nowhere"
