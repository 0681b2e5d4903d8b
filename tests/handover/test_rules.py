"""How an offer stands, which consent covers it, and what it must say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.companies.rules import Scope
from app.handover.rules import LAPSED, MOST_DAYS, OPEN, REASONS, Kind, Outcome, covers, objection_to_offer, state_of

TODAY = date(2026, 11, 19)
OURS, THEIRS, STRANGERS = 1, 2, 3
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


@given(st.sampled_from([None, *Outcome]), DAYS, DAYS)
def test_what_became_of_it_stands_and_only_what_waits_lapses(outcome: str | None, until: date, today: date) -> None:
    state = state_of(outcome, until, today)
    assert state == (outcome or (OPEN if today <= until else LAPSED))


@given(st.sampled_from(Kind), st.sampled_from(Scope), st.booleans())
def test_another_holder_takes_a_consent_that_names_them(kind: Kind, scope: Scope, names_them: bool) -> None:
    covered = covers(kind, scope, names_them=names_them)
    if covered and kind is Kind.MOVE:
        assert scope is Scope.NAMED
    if covered:
        assert scope is Scope.TASKFORCE or names_them
    if scope in (Scope.MINISTRY, Scope.HOLDER):
        assert not covered


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"kind": "gift"}, "kind"),
        ({"to_id": OURS}, "to_id"),
        ({"to_id": STRANGERS}, "to_id"),
        ({"to_id": None}, "to_id"),
        ({"reason": "why not"}, "reason"),
        ({"answer_by": TODAY}, None),
        ({"answer_by": TODAY - timedelta(days=1)}, "answer_by"),
        ({"answer_by": TODAY + timedelta(days=MOST_DAYS + 1)}, "answer_by"),
        ({"kind": "move", "reads_on": True}, None),
        ({"reads_on": True}, "reads_on"),
    ],
)
def test_what_an_offer_must_say(change: dict[str, object], field: str | None) -> None:
    said = {"kind": "share", "to_id": THEIRS, "reason": next(iter(REASONS)), "answer_by": TODAY + timedelta(days=28)}
    given_ = {"holder_id": OURS, "others": [THEIRS], "reads_on": False, "today": TODAY, **said, **change}
    objection = objection_to_offer(**given_)  # type: ignore[arg-type]
    assert (objection and objection.field) == field
