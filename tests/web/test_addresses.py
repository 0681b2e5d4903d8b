"""Addresses that no link leads to get an answer all the same."""

from io import BytesIO

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


@pytest.mark.parametrize("bare", [b"\xff\xfe", b"\xed\xa0\x80", "é".encode(), b"%zz"])
def test_bytes_that_no_browser_sends_are_read_as_far_as_they_go(site: Site, bare: bytes):
    sent = {"QUERY_STRING": f"q={bare.decode('latin-1')}"}
    for client in (site.browser(BOM).client, site.browser().client):
        for path in ("/pijplijn", "/bestaat-niet"):
            assert client.get(path, environ_overrides=sent).status_code in (200, 302, 404)
        assert client.post("/taal", data={"taal": "nl"}, environ_overrides=sent).status_code == 302


def test_a_page_before_that_is_no_address_is_none(site: Site):
    for referrer in ("//[::1", "http://[", "elders"):
        answer = site.browser().client.post("/leads/nieuw", data={"name": "Proef"}, headers={"Referer": referrer})
        assert answer.status_code == 401, referrer


def test_a_file_where_words_are_asked_is_nothing_typed(site: Site):
    page = site.browser(BOM).post("/instellingen", {"name": (BytesIO(b"x"), "naam.txt"), "language": "nl"}, status=422)
    assert "name" in page.errors()
    sent = {"name": "Proef", "question": (BytesIO(b"x"), "vraag.txt"), "municipality": (BytesIO(b"x"), "plaats.txt")}
    assert "municipality" in site.browser(BOM).post("/leads/nieuw", sent, status=422).errors()


def test_what_has_no_name_is_left_out_of_a_form_that_comes_back(site: Site):
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\nja\r\n--x--\r\n"
    answer = site.browser().client.post("/leads/nieuw", data=nameless, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 401
