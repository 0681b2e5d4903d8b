"""Passwords and roles, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import (
    DEMO_PASSWORD,
    LONGEST_PASSWORD,
    ROLES,
    ROLES_OF_KIND,
    SHORTEST_PASSWORD,
    WHAT_A_ROLE_MAY,
    password_objection,
    roles_for,
)


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "a" * 30,
        "ababababababab",
        "welkomwelkom1",
        "Wachtwoord1234",
        "femke.dewit zegt hoi",
        "x" * 201,
        DEMO_PASSWORD,
    ],
)
def test_a_password_that_is_easy_to_guess_will_not_do(password: str) -> None:
    assert password_objection(password, "femke.dewit@bom.example")


def test_a_sentence_will_do() -> None:
    assert password_objection("een zin van vier woorden", "femke.dewit@bom.example") is None


def test_demo_people_may_have_the_demo_password() -> None:
    assert password_objection(DEMO_PASSWORD, "taskforce@bom.example", is_demo=True) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_gets_an_answer_and_length_is_kept(password: str) -> None:
    if password_objection(password, "kim@org.example") is None:
        assert SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD


def test_only_the_coordinating_rom_has_coordinators() -> None:
    assert "coordinator" in roles_for("rom", is_coordinating=True)
    assert "coordinator" not in roles_for("rom", is_coordinating=False)


def test_nobody_is_administrator_and_member_at_once() -> None:
    assert not [kind for kind, roles in ROLES_OF_KIND.items() if {"administrator", "member"} <= set(roles)]


def test_every_role_says_what_it_may() -> None:
    assert ROLES.keys() == WHAT_A_ROLE_MAY.keys()
