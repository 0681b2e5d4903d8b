"""An e-mail or an appointment becomes a talk once somebody has looked at it."""

from datetime import date
from email.message import EmailMessage
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.errors import Refused
from app.documents import appointment, mail
from app.documents.message import MOST_WORDS, NO_DATE, NO_WORDS, SHORTENED, Message, read_message, words_of_html
from app.documents.models import Document
from app.documents.store import Store
from app.timeline.models import Talk
from tests.documents.files import CALENDAR, MAIL, PDF
from tests.documents.test_pages import LEAD, NEW, at_lead  # noqa: F401
from tests.pages import Browser, Page, Site
from tests.pipeline.test_pages import BOM, OOST


def written(body: str = "Dag Femke,\n\nDe netbeheerder komt op 3 december.", **headers: str) -> EmailMessage:
    """An e-mail as a mail program writes it."""
    made = EmailMessage()
    made["From"] = "Jan de Boer <jan@bedrijf.example>"
    made["To"] = '"Wit, Femke de" <taskforce@bom.example>, info@netbeheer.example'
    made["Subject"] = headers.pop("subject", "Stroom in Helmond – café")
    made["Date"] = headers.pop("date", "Tue, 17 Nov 2026 23:30:00 +0000")
    made.set_content(body)
    return made


def test_who_when_about_what_and_the_words() -> None:
    found = read_message("eml", bytes(written()))
    assert (found.kind, found.held_on, found.subject) == ("mail", date(2026, 11, 18), "Stroom in Helmond – café")
    assert found.people == (("Van", "Jan de Boer"), ("Aan", "Wit, Femke de, info"))
    assert found.body == "Dag Femke,\n\nDe netbeheerder komt op 3 december."
    assert found.remarks == ()


def test_a_page_becomes_text_and_nothing_of_it_runs() -> None:
    made = written()
    made.set_content("<p>Dag<script>alert(1)</script> &amp; welkom</p><ul><li>een</ul><!-- weg -->", subtype="html")
    assert read_message("eml", bytes(made)).body == "Dag & welkom\n\n- een"


@pytest.mark.parametrize("bad", ["<a", "<!--", "<![", "<", "</", "&", "<p x='"])
def test_a_page_that_never_ends_is_read_all_the_same(bad: str) -> None:
    assert len(words_of_html(bad * 100_000)) <= 200_000


def test_attachments_are_offered_and_what_is_of_outlook_is_told() -> None:
    made = written()
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="Offerte.pdf")
    made.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    made.add_attachment(written(subject="Doorgestuurd"))
    found = read_message("eml", bytes(made))
    assert [(one.name, one.content[:5]) for one in found.attachments] == [
        ("Offerte.pdf", b"%PDF-"),
        ("Doorgestuurd.eml", b"From:"),
    ]
    assert found.remarks == (mail.TNEF,)


def raw(headers: bytes, body: bytes) -> Message:
    return read_message("eml", b"From: a@b.example\r\nSubject: x\r\n" + headers + b"\r\n\r\n" + body)


def test_bad_encodings_are_read_as_what_they_are() -> None:
    assert raw(b"Content-Type: text/plain; charset=onzin", "café".encode()).body == "café"
    assert raw(b"Content-Type: text/plain; charset=utf-8", "café € 5".encode("cp1252")).body == "café € 5"
    assert raw(b"Content-Type: text/plain; charset=us-ascii", b"\x81\x8d").body == ""


def test_what_is_missing_is_said() -> None:
    assert raw(b"", b"").remarks == (NO_WORDS, NO_DATE)
    for day in (b"Date: gisteren", b"Date: Mon, 31 Feb 2026 25:00:00 +9999"):
        assert raw(day, b"x").held_on is None
    long = raw(b"", b"woord " * 2_000_000)
    assert len(long.body) <= MOST_WORDS + 2
    assert SHORTENED in long.remarks
    assert raw(b"Content-Type: application/pkcs7-mime", b"MIIB").remarks[0] == mail.SECRET


def test_messages_in_messages_without_end_are_answered() -> None:
    content = b"x"
    for number in range(300):
        mark = f"b{number}".encode()
        head = b"Content-Type: multipart/mixed; boundary=" + mark
        content = head + b"\r\n\r\n--" + mark + b"\r\n" + content + b"\r\n--" + mark + b"--\r\n"
    answered(b"From: a@b.example\r\n" + content)


def answered(content: bytes) -> Message | None:
    try:
        return read_message("eml", content)
    except Refused:
        return None


LINES = st.sampled_from(
    [
        b"From: =?utf-8?q?=ff?= <a@",
        b"Date: Tue, ",
        b"Subject: =?x?b?!!?=",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: text/html; charset=",
        b"Content-Transfer-Encoding: base64",
        b"--b",
        b"--b--",
        b"",
        b"To: a,,;:<>",
        MAIL,
    ]
)


@given(st.lists(st.one_of(LINES, st.binary(max_size=60)), max_size=12).map(b"\r\n".join))
def test_any_bytes_of_a_mail_are_answered_or_refused(content: bytes) -> None:
    answered(content)


def event(*lines: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    ).encode()


def test_an_appointment_tells_when_where_and_with_whom() -> None:
    found = read_message(
        "ics",
        event(
            "DTSTART:20261117T233000Z",
            "SUMMARY:Bezoek hal",
            "LOCATION:Helmond\\, Stroomkade",
            "ORGANIZER;CN=Jan de Boer:mailto:jan@bedrijf.example",
            "ATTENDEE:mailto:femke@bom.example",
            "DESCRIPTION:Eerst de hal\\, dan de kade.",
            "RRULE:FREQ=WEEKLY",
        ),
    )
    assert (found.kind, found.held_on, found.subject) == ("meeting", date(2026, 11, 18), "Bezoek hal")
    assert found.people == (("Waar", "Helmond, Stroomkade"), ("Uitgenodigd door", "Jan de Boer"), ("Met", "femke"))
    assert found.body == "Eerst de hal, dan de kade."
    assert found.remarks == (appointment.REPEATS,)


def test_a_calendar_without_an_appointment_is_refused_in_words() -> None:
    for content, why in ((CALENDAR, appointment.NO_EVENT), (b"BEGIN:VCALENDAR\r\nonzin", appointment.UNREADABLE)):
        with pytest.raises(Refused) as refused:
            read_message("ics", content)
        assert refused.value.message == why
    assert read_message("ics", event("DTSTART:onzin", "SUMMARY:x")).remarks == (NO_DATE,)


PIECES = st.sampled_from(
    [
        "DTSTART:",
        "DTSTART;TZID=Nergens:20261117T100000",
        "ATTENDEE;CN=",
        "RRULE:FREQ=",
        "SUMMARY",
        ":",
        ";",
        "BEGIN:VEVENT",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=8))
def test_any_appointment_is_answered_or_refused(lines: list[str]) -> None:
    try:
        read_message("ics", event(*[line.encode(errors="replace").decode() for line in lines]))
    except Refused:
        return


# --- As people do it -------------------------------------------------------------------------------------------


def drop(browser: Browser, content: bytes, name: str = "Bericht.eml", status: int = 200) -> Page:
    return browser.post(NEW, {"file": (BytesIO(content), name)}, status=status)


def with_offer() -> bytes:
    made = written()
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="Offerte.pdf")
    made.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="setup.exe")
    return bytes(made)


def counts(site: Site) -> tuple[int, int]:
    with site.system() as session:
        return session.query(Talk).count(), session.query(Document).count()


def test_a_mail_is_looked_at_before_anything_is_kept(at_lead: Site) -> None:  # noqa: F811
    before = counts(at_lead)
    femke = at_lead.browser(BOM)
    page = drop(femke, with_offer())
    assert page.tree.one("h1").text == "Klopt dit gesprek?"
    assert "De netbeheerder komt op 3 december." in page.value("said")
    assert "Van: Jan de Boer" in page.value("said")
    assert (page.value("held_on"), page.value("kind")) == ("18-11-2026", "mail")
    assert "setup.exe: Dit is een programma." in page.words
    assert counts(at_lead) == before

    wrong = femke.post(page.path, {"said": "Eigen woorden", "held_on": "31-2-2026"}, status=422)
    assert (wrong.value("said"), counts(at_lead)) == ("Eigen woorden", before)
    done = femke.post(
        page.path, {"said": "Ingekort", "held_on": "18-11-2026", "kind": "mail", "attached": ["0"], "keep": "y"}
    )
    assert "Ingekort" in done.words
    assert counts(at_lead) == (before[0] + 1, before[1] + 2)
    kept = femke.get(f"{LEAD}/tijdlijn?wat=documenten").words
    assert "Offerte.pdf" in kept
    assert "Stroom in Helmond – café.eml" in kept


def test_an_attachment_that_was_not_offered_is_not_kept(at_lead: Site) -> None:  # noqa: F811
    page = drop(at_lead.browser(BOM), with_offer())
    answer = at_lead.browser(BOM).post(page.path, {"said": "x", "held_on": "18-11-2026", "attached": ["1"]}, status=422)
    assert answer.errors() == {"attached": "Kies alleen uit de mogelijkheden."}


def test_a_message_is_for_who_added_it_to_this_lead_alone(at_lead: Site) -> None:  # noqa: F811
    page = drop(at_lead.browser(BOM), bytes(written()))
    at_lead.browser(OOST).get(page.path, status=404)
    at_lead.browser(BOM).get(page.path[:-2] + "xx", status=404)


def test_a_message_that_was_swept_is_asked_for_again(at_lead: Site) -> None:  # noqa: F811
    femke = at_lead.browser(BOM)
    page = drop(femke, bytes(written()))
    store: Store = at_lead.app.extensions["documents"]
    for file in store.folder.glob("??/*"):
        file.unlink()
    assert "Dit bericht is te lang blijven liggen" in femke.get(page.path).words


def test_what_is_still_to_come_is_told(at_lead: Site) -> None:  # noqa: F811
    page = drop(at_lead.browser(BOM), event("DTSTART:20261201T100000Z", "SUMMARY:Bezoek"), "afspraak.ics")
    assert "Deze afspraak moet nog komen." in page.words
    assert "geen afspraak" in drop(at_lead.browser(BOM), CALENDAR, "leeg.ics", status=422).errors()["file"]
