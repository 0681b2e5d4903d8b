"""Adding, downloading and taking away a document as people do it."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from app.documents.message import READERS
from app.documents.models import Document
from app.documents.rules import MOST_BYTES, MOST_SENT
from app.documents.store import Store
from tests.documents.files import PDF, SAMPLES
from tests.pages import Browser, Page, Site
from tests.pipeline.test_pages import BOM, COORDINATOR, EZ, OOST, lay_out

LEAD = "/leads/GR-25-018"
NEW = f"{LEAD}/documenten/nieuw"


@pytest.fixture
def at_lead(site: Site, tmp_path: Path) -> Iterator[Site]:
    """A lead of BOM, and a folder of the test's own."""
    shared = site.app.extensions["documents"]
    site.app.extensions["documents"] = Store(tmp_path / "documents")
    lay_out(site)
    yield site
    site.app.extensions["documents"] = shared


def send(browser: Browser, content: bytes = PDF, name: str = "Offerte.pdf", status: int = 200) -> Page:
    return browser.post(NEW, {"file": (BytesIO(content), name)}, status=status)


def number(site: Site) -> int:
    with site.system() as session:
        return session.scalars(select(Document.id).order_by(Document.id.desc()).limit(1)).one()


def test_a_document_is_added_told_and_downloaded(at_lead: Site) -> None:
    femke = at_lead.browser(BOM)
    page = send(femke, name="Offerte fase 2 – Café.pdf")
    assert "Offerte fase 2 – Café.pdf toegevoegd." in page.words
    answer = femke.client.get(f"{LEAD}/documenten/{number(at_lead)}")
    assert answer.data == PDF
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Offerte%20fase%202%20%E2%80%93%20Caf%C3%A9.pdf" in headers["Content-Disposition"]
    assert (headers["Content-Type"], headers["Content-Length"]) == ("application/pdf", str(len(PDF)))
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_every_type_that_is_taken_comes_back_as_it_was(at_lead: Site) -> None:
    femke = at_lead.browser(BOM)
    for name, content in (SAMPLES[code] for code in SAMPLES if code not in READERS):
        send(femke, content, name)
        assert femke.client.get(f"{LEAD}/documenten/{number(at_lead)}").data == content
    assert "Hal.jpg" in femke.get(f"{LEAD}/tijdlijn?wat=documenten").words
    assert "Akkoord komt op" not in femke.get(f"{LEAD}/tijdlijn?wat=documenten").words


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ\x90", "a.pdf", "Dit is een programma"),
        (b"", "a.pdf", "Dit bestand is leeg"),
        (PDF, "a.png", "maar de inhoud is die van een .pdf"),
        (b"\0" * (MOST_BYTES + 1), "a.pdf", "hoogstens 25 MB past"),
    ],
    ids=["program", "empty", "name", "large"],
)
def test_what_is_not_taken_is_said_beside_the_field(at_lead: Site, content: bytes, name: str, why: str) -> None:
    page = send(at_lead.browser(BOM), content, name, status=422)
    assert why in page.errors()["file"]


def test_without_a_file_one_is_asked_for(at_lead: Site) -> None:
    page = at_lead.browser(BOM).post(NEW, {"file": "Proef"}, status=422)
    assert page.errors() == {"file": "Kies een bestand."}


def test_what_is_far_too_large_is_not_even_read(at_lead: Site) -> None:
    said = {"CONTENT_LENGTH": str(MOST_SENT + 1), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = at_lead.browser(BOM).client.post(NEW, environ_overrides=said)
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_others_do_not_find_it(at_lead: Site) -> None:
    send(at_lead.browser(BOM))
    path = f"{LEAD}/documenten/{number(at_lead)}"
    for email, status in ((OOST, 404), (COORDINATOR, 404), (EZ, 403)):
        for address in (path, f"{path}/weg", NEW):
            at_lead.browser(email).get(address, status=status)
        assert "Offerte.pdf" not in at_lead.browser(email).client.get(LEAD).text


def test_a_document_goes_once_somebody_is_sure(at_lead: Site) -> None:
    femke = at_lead.browser(BOM)
    send(femke)
    path = f"{LEAD}/documenten/{number(at_lead)}"
    assert "Je haalt Offerte.pdf weg" in femke.get(f"{path}/weg").words
    page = femke.post(f"{path}/weg")
    assert "Document weggehaald." in page.words
    assert "Offerte.pdf" not in page.tree.one("main").text
    femke.get(path, status=404)


def test_a_file_that_is_gone_or_changed_is_told_in_words(at_lead: Site) -> None:
    femke = at_lead.browser(BOM)
    send(femke)
    store: Store = at_lead.app.extensions["documents"]
    (file,) = store.folder.glob("??/*")
    for harm in (lambda: file.write_bytes(PDF[:-1] + b"x"), file.unlink):
        harm()
        page = femke.get(f"{LEAD}/documenten/{number(at_lead)}", status=404)
        assert "Het bestand ontbreekt op de server" in page.words


def test_the_sweep_says_what_it_did_and_what_is_lacking(at_lead: Site) -> None:
    femke = at_lead.browser(BOM)
    send(femke)
    first = number(at_lead)
    send(femke, PDF + b"\n")
    femke.post(f"{LEAD}/documenten/{first}/weg")
    store: Store = at_lead.app.extensions["documents"]
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))
    run = at_lead.app.test_cli_runner()
    answer = run.invoke(args=["sweep"])
    assert (answer.exit_code, answer.output) == (0, "1 files removed, 1 kept\n")
    (left,) = store.folder.glob("??/*")
    left.unlink()
    answer = run.invoke(args=["sweep"])
    assert answer.exit_code == 1
    assert left.name in answer.output
