"""Everybody finds how to do what their role does, and every key and every topic leads to a page that is there."""

import pytest

from app.access.actor import Role
from app.help.rules import TOPICS
from app.web.shortcuts import SHORTCUTS, shortcut_paths
from tests.pages import Site

PEOPLE = ("taskforce@bom.example", "coordinator@iq.example", "ez@ez.example", "admin@groeiruimte.example")


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("email", PEOPLE)
def test_every_topic_and_every_key_leads_to_a_page_of_ones_own(demo_site: Site, email: str) -> None:
    browser = demo_site.browser(email)
    page = browser.get("/hulp")
    topics = [link.get("href") for link in page.tree.one("section", **{"aria-labelledby": "zo-doe-je-het"}).all("a")]
    assert topics
    paths = {link.get("data-shortcuts") for link in page.tree.all("a") if link.get("data-shortcuts")}
    assert len(paths) == 1
    for path in {*topics, *(one.path for one in SHORTCUTS if one.path and one.path in str(paths))}:
        assert browser.client.get(path, follow_redirects=True).status_code == 200, path


def test_keys_are_told_apart_and_reach_every_role() -> None:
    for role in Role:
        keys = [one.keys for one in SHORTCUTS if role in one.roles]
        assert len(keys) == len(set(keys))
        assert not {key for key in shortcut_paths({role}) if " " not in key} & {"g"}, "g begins other keys"
    for role in (Role.MEMBER, Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR):
        assert any(role in topic.roles for topic in TOPICS)
