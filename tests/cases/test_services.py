"""Writing down a case: what is kept, what is refused, who may."""

from datetime import date

import pytest

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.cases import queries, services
from app.cases.models import Approach
from app.db.errors import Refused
from tests.cases.world import SessionAs, build, share


def test_an_approach_takes_shape_and_tells_when_its_conditions_were_met(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.save_approach(
        bom,
        case.lead,
        plan="Samen met de netbeheerder naar 8 MW.",
        plan_on=date(2026, 3, 1),
        agreed_on=date(2026, 6, 9),
    )
    services.add_partner(bom, case.lead, kind="grid_operator", name="De netbeheerder")
    services.add_action(
        bom, case.lead, text="Bellen met het bedrijf", due_on=date(2026, 4, 1), done_on=date(2026, 4, 1)
    )
    asked = services.add_action(
        bom, case.lead, text="Aanvraag indienen", due_on=date(2026, 5, 1), external=True, bottleneck="grid"
    )
    assert queries.case_of(bom, case.lead.id).first_external_on is None
    services.finish_action(bom, asked, done_on=date(2026, 5, 11))
    found = queries.case_of(bom, case.lead.id)
    assert found.plan == "Samen met de netbeheerder naar 8 MW."
    assert (found.plan_on, found.agreed_on, found.first_external_on) == (
        date(2026, 3, 1),
        date(2026, 6, 9),
        date(2026, 5, 11),
    )
    assert [one.text for one in found.partners] == ["De netbeheerder"]
    assert [one.text for one in found.actions] == ["Bellen met het bedrijf", "Aanvraag indienen"]


def test_a_dropped_external_action_no_longer_counts(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    action = services.add_action(
        bom, case.lead, text="Bezoek", due_on=date(2026, 5, 1), external=True, done_on=date(2026, 5, 1)
    )
    services.change_action(
        bom,
        action,
        text="Bezoek",
        due_on=date(2026, 5, 1),
        owner_id=None,
        bottleneck=None,
        external=True,
        done_on=date(2026, 5, 1),
        dropped_on=date(2026, 5, 2),
    )
    assert queries.case_of(bom, case.lead.id).first_external_on is None


@pytest.mark.parametrize(
    ("values", "field"),
    [({"plan_on": date(2027, 1, 1), "plan": "x"}, "plan_on"), ({"plan_on": date(2026, 1, 1)}, "plan")],
)
def test_a_plan_without_words_or_from_the_future_is_refused(
    system: GuardedSession, values: dict[str, object], field: str
) -> None:
    case = build(system)
    with pytest.raises(Refused) as refused:
        services.save_approach(system, case.lead, **values)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_bottleneck_noted_twice_is_one_bottleneck(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.note_bottleneck(bom, case.lead, kind="grid", tried="Aanvraag bij de netbeheerder.")
    services.note_bottleneck(bom, case.lead, kind="grid", tried="Ook de buren gevraagd.", solved_on=date(2026, 11, 1))
    found = queries.case_of(bom, case.lead.id).bottlenecks
    assert [(one.kind, one.text, one.done_on) for one in found] == [
        ("grid", "Ook de buren gevraagd.", date(2026, 11, 1))
    ]


def test_a_withdrawn_signal_can_be_raised_again(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    signal = services.raise_signal(bom, case.lead, kind="funding_gap", note="Niemand wil de ronde leiden.")
    services.withdraw_signal(bom, signal)
    assert queries.case_of(bom, case.lead.id).signals[0].dropped_on == date(2026, 11, 19)
    services.raise_signal(bom, case.lead, kind="funding_gap", note="Nog steeds niet.")
    found = queries.case_of(bom, case.lead.id).signals
    assert [(one.text, one.dropped_on) for one in found] == [("Nog steeds niet.", None)]


@pytest.mark.parametrize("words", ["Stroomkade Opslag vroeg te laat.", "Vraag in helmond eerder naar stroom."])
def test_a_lesson_may_not_name_the_company_or_its_place(system: GuardedSession, words: str) -> None:
    case = build(system)
    with pytest.raises(Refused) as refused:
        services.write_lesson(system, case.lead, bottleneck="grid", text=words)
    assert refused.value.field == "text"


def test_a_lesson_reaches_other_leads_with_the_same_bottleneck_without_telling_whose_it_is(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.write_lesson(bom, case.lead, bottleneck="grid", text="Vraag twee jaar eerder naar stroom.")
    other = session_as(case.actors["OOST"])
    assert queries.case_of(other, 0).learned_elsewhere == ()
    assert queries.case_of(other, case.lead.id).lessons[0].text == "Vraag twee jaar eerder naar stroom."
    assert queries.case_of(other, case.lead.id).plan is None


def test_programmes_become_exactly_those_chosen(system: GuardedSession) -> None:
    case = build(system)
    services.load_programmes(system)
    services.link_programmes(system, case.lead, ["MIRT", "INVESTNL"])
    services.link_programmes(system, case.lead, ["MIRT", "SECFUND"])
    assert sorted(queries.linked_programmes(system, case.lead.id)) == ["MIRT", "SECFUND"]
    services.load_programmes(system)


def test_only_the_holder_writes_the_case(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    share(system, case, "OOST")
    for code in ("OOST", "IQ"):
        stranger = session_as(case.actors[code])
        with pytest.raises(OutOfScope):
            services.save_approach(stranger, case.lead, plan="Niet van ons.", plan_on=date(2026, 3, 1))
        stranger.rollback()


def test_the_coordinator_reads_dates_and_kinds_but_no_words(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    services.save_approach(system, case.lead, plan="Geheim plan.", plan_on=date(2026, 3, 1))
    services.add_partner(system, case.lead, kind="municipality", name="Gemeente Helmond")
    services.note_bottleneck(system, case.lead, kind="grid", tried="Geheime pogingen.")
    seen = queries.case_of(session_as(case.actors["IQ"]), case.lead.id)
    assert (seen.plan, seen.plan_on, seen.partners) == (None, date(2026, 3, 1), ())
    assert [(one.kind, one.text) for one in seen.bottlenecks] == [("grid", None)]
    nothing = queries.case_of(session_as(case.actors["EZ"]), case.lead.id)
    assert (nothing.plan_on, nothing.bottlenecks, nothing.lessons) == (None, (), ())


def test_a_consent_that_ended_yesterday_shows_nothing(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    services.save_approach(system, case.lead, plan="Plan.", plan_on=date(2026, 3, 1))
    share(system, case, "OOST", ends_on=date(2026, 11, 18))
    assert session_as(case.actors["OOST"]).get(Approach, 1) is None
    assert queries.case_of(session_as(case.actors["OOST"]), case.lead.id).plan_on is None
