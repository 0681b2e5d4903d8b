"""The side bar: who sees which entries, and which one a page stands under."""

import pytest

from app.access.actor import Role
from app.web.menu import current_entry, entries_for


def _paths(*roles: str) -> list[str]:
    return [entry.path for entry in entries_for(Role(role) for role in roles)]


def test_a_member_starts_at_their_own_work():
    assert _paths("member") == ["/mijn-werk", "/pijplijn", "/brandpunten", "/bedrijven", "/voortgang"]


def test_the_coordinator_starts_at_the_overview_and_verifies():
    assert _paths("coordinator")[:2] == ["/overzicht", "/toetsing"]


def test_a_verifier_is_a_member_who_verifies():
    assert set(_paths("member", "verifier")) == {*_paths("member"), "/toetsing"}
    assert _paths("verifier") == _paths("member", "verifier")


def test_the_programme_sees_progress_and_no_leads():
    assert _paths("programme") == ["/voortgang", "/vragen", "/voortgang/eerder", "/begrippen"]


def test_an_administrator_sees_no_company_and_no_lead():
    assert all(path.startswith("/beheer") for path in _paths("administrator"))


def test_a_visitor_has_no_menu():
    assert _paths("visitor") == []


def test_who_holds_two_roles_sees_both_menus_and_no_entry_twice():
    paths = _paths("member", "coordinator")
    assert set(paths) == {*_paths("member"), *_paths("coordinator")}
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/pijplijn", "/pijplijn"),
        ("/pijplijn/bord", "/pijplijn"),
        ("/pijplijnen", None),
        ("/voortgang/eerder", "/voortgang/eerder"),
        ("/voortgang/eerder/2026-1", "/voortgang/eerder"),
        ("/voortgang/2026-1", "/voortgang"),
        ("/iets-anders", None),
    ],
)
def test_a_page_stands_under_the_entry_nearest_to_it(path, found):
    entry = current_entry(entries_for([Role.MEMBER, Role.PROGRAMME]), path)
    assert (entry and entry.path) == found
