"""Addresses that no link leads to get an answer all the same."""

import pytest

from app.web.addresses import MOST_PAGES, MOST_ROWS, page_number, row_number
from tests.pages import Site

BOM = "taskforce@bom.example"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), (str(MOST_ROWS), MOST_ROWS), (str(MOST_ROWS + 1), None), ("9" * 400, None), ("-1", None), ("²", None)],
)
def test_a_hidden_number_is_one_that_a_row_can_have(typed, number):
    assert row_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "page"), [("", 1), ("0", 1), ("-3", 1), ("twee", 1), ("2", 2), ("9" * 30, MOST_PAGES)]
)
def test_a_list_has_a_first_page_and_a_last(site: Site, typed, page):
    with site.app.test_request_context(f"/pijplijn?pagina={typed}"):
        assert page_number() == page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pijplijn?q=%00", 400),
        ("/pijplijn?%00=1", 400),
        ("/leads/GR%00", 404),
        ("/leads/GR-25-001/taken/99999999999999999999", 404),
        ("/pijplijn?pagina=99999999999999999999", 200),
        ("/pijplijn?q=%ED%A0%80", 200),
    ],
)
def test_an_address_that_nobody_could_type_gets_a_clear_answer(site: Site, address, status):
    site.browser(BOM).get(address, status=status)
