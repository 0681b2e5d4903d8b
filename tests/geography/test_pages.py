"""Who is signed in gets names of places while typing."""

from tests.pages import Site

PLACES = "/plaatsen?municipality=Heng"


def test_a_member_gets_suggestions_in_one_question(site: Site) -> None:
    page = site.browser("taskforce@bom.example").get(PLACES)
    assert '<option value="Hengelo (O.)"></option>' in page.text
    assert '<option value="Hengelo (Gld), gemeente Bronckhorst"></option>' in page.text
    assert "<html" not in page.text
    assert page.queries <= 3


def test_what_is_typed_first_counts_and_strange_text_finds_nothing(site: Site) -> None:
    browser = site.browser("taskforce@bom.example")
    for strange in ("/plaatsen", "/plaatsen?q=", "/plaatsen?q=%ff", "/plaatsen?q=" + "x" * 3000, "/plaatsen?q=%25_"):
        assert browser.get(strange).text.strip() == ""


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    assert site.browser().get(PLACES).path == "/login"
