"""A published report as a file: who may have it, what stands in it, and what its name and properties give away."""

import json
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO

import pytest
import typst
from docx import Document
from docx.document import Document as Book
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from app.drafting.services import publish as publish_draft
from app.drafting.services import save_draft, start_draft
from app.narrative.markdown import blocks
from app.narrative.sections import SECTIONS
from app.papers.drawing import TYPEFACES
from app.papers.paper import Paper, Section
from app.papers.print import SHAPELESS, spelled_out, write
from app.reports.rules import FORMS
from tests.acting import acting
from tests.databases import SIGNING_KEY
from tests.downloaded import all_of
from tests.drafting.ready import ready
from tests.drafting.test_pages import publish, stored
from tests.impact.test_pages import accept, submit
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO, OOST, lay_out
from tests.pages import Site
from tests.reports.test_repeats import REPEATED, documents, keep

REPORT = "/voortgang/2026-1/rapport"
# The same text lies in either database, and a file is made of it alone: here the kind of database has no say.
made_of_the_document_alone = pytest.mark.parametrize("template", ["sqlite"], indirect=True)
NASTY = (
    "<script>alert(1)</script> <b>vet</b> &amp; =1+1 @SUM(A1) -2+3 +cmd|' /C calc'!A0",
    "#panic(\"x\") #set page(fill: red) $x^2$ ster* streep_ `code` \\ // weg /* weg */ @bron <anker>",
    "{{ 7*7 }} {% raw %} %(naam)s %s {0}",
    "Hallo 😀 👩‍💻 en 漢字",
    "שלום עולם en مرحبا بالعالم",
    "a\u202eb\u200bc\x0bd",
)  # fmt: skip


def nasty(site: Site, words: str = "\n".join(NASTY), sections: Iterable[str] = SECTIONS) -> None:
    """Publishes a report with everything in its texts that might be taken for more than text."""
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=date(2026, 5, 31))
        narrative = dict.fromkeys(SECTIONS, "Op koers.") | dict.fromkeys(sections, f"{words}\n\n{words}")
        save_draft(marit, draft, narrative=narrative)
        publish_draft(marit, ready(marit, draft), key=SIGNING_KEY)
        marit.commit()


@pytest.mark.parametrize("form", FORMS)
def test_who_may_read_a_report_may_download_it(site: Site, form: str) -> None:
    publish(site.browser(COORDINATOR))
    found = set()
    for email in (EZ, IPO, BOM, OOST, COORDINATOR):
        answer = site.browser(email).get(f"{REPORT}.{form}").response
        assert answer.mimetype == FORMS[form].mimetype
        assert answer.headers["Content-Disposition"] == f'attachment; filename="voortgang-2026-1.{form}"'
        assert answer.headers["Cache-Control"] == "no-store"
        found.add(all_of(answer))
    assert len(found) == 1, "not the same for everybody"
    site.browser(ADMIN).get(f"{REPORT}.{form}", status=403)
    site.browser().client.get(f"{REPORT}.{form}")


def test_the_page_of_a_report_offers_every_form(site: Site) -> None:
    publish(site.browser(COORDINATOR))
    ez = site.browser(EZ)
    links = [link.get("href") for link in ez.get("/voortgang").tree.all("a") if "download" in link.attributes]
    assert links == 2 * [f"{REPORT}.{form}" for form in FORMS], "a line at the top, and what each is for below"
    ez.client.set_cookie("taal", "en")
    assert "in Dutch, the same for everybody" in ez.get("/voortgang/2026-1").words


def test_a_report_or_a_form_that_is_not_there_is_not_found(site: Site) -> None:
    for form in FORMS:
        site.browser(EZ).get(f"/voortgang/2031-9/rapport.{form}", status=404)
    publish(site.browser(COORDINATOR))
    site.browser(EZ).get(f"{REPORT}.exe", status=404)


@made_of_the_document_alone
def test_a_reader_of_english_gets_the_same_file(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    ez = site.browser(EZ)
    for form in FORMS:
        dutch = all_of(ez.get(f"{REPORT}.{form}").response)
        ez.client.set_cookie("taal", "en")
        assert all_of(ez.get(f"{REPORT}.{form}").response) == dutch
        ez.client.delete_cookie("taal")


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
@made_of_the_document_alone
def test_a_value_that_repeats_an_earlier_report_says_so_in_a_file_too(site: Site, form: str) -> None:
    for document, day in zip(documents(), (date(2026, 5, 31), date(2026, 11, 30)), strict=True):
        keep(site, document, day)
    told = " ".join(all_of(site.browser(EZ).get(f"/voortgang/2026-2/rapport.{form}").response).split())
    assert f"{REPEATED[1:]}: Energie." in told
    assert REPEATED[1:] not in all_of(site.browser(EZ).get(f"{REPORT}.{form}").response)


def test_json_is_the_frozen_text_to_the_letter(site: Site) -> None:
    nasty(site)
    (report,) = stored(site)
    assert site.browser(EZ).get(f"{REPORT}.json").response.get_data() == report.document.encode()


# --- Excel ---------------------------------------------------------------------------------------------------


def workbook(site: Site) -> tuple[CalamineWorkbook, bytes]:
    content = site.browser(EZ).get(f"{REPORT}.xlsx").response.get_data()
    return CalamineWorkbook.from_filelike(BytesIO(content)), content


def rows(book: CalamineWorkbook, sheet: str) -> list[list]:
    return [[one for one in row if one != ""] for row in book.get_sheet_by_name(sheet).to_python()]


@made_of_the_document_alone
def test_a_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    book, _content = workbook(site)
    expected = [
        "Rapport",
        "Cijfers",
        "Verloop",
        "Soorten vraag",
        "Naast de cijfers",
        "Teksten",
        "Begrippen",
    ]
    assert [name for name in book.sheet_names if name in expected] == expected
    assert all(sheet.visible == SheetVisibleEnum.Visible for sheet in book.sheets_metadata)
    figures = rows(book, "Cijfers")
    assert figures[3] == ["Cijfer", "Stand", "Doel eind 2028", "Lijn op de peildatum", "Soort lijn"]
    assert figures[4] == ["Leads in portefeuille", 1, 40, 14.1, "naar rato"]
    assert figures[8][2:] == [1_500_000_000, 529_800_000, "indicatief"]
    assert ["Ruimte", "niet getoond"] in rows(book, "Soorten vraag")
    assert ["Wat de taskforce leerde", "1. Stel de vraag vroeg.\n2. Een bezoek overtuigt."] in rows(book, "Teksten")
    assert ["Wat knelt, en wat is er geprobeerd", "Stroom knelt overal."] in rows(book, "Teksten")
    assert rows(book, "Begrippen")[4][0] == "Leads in portefeuille"
    (report,) = stored(site)
    assert ["Controlegetal (SHA-256)", report.fingerprint] in rows(book, "Rapport")


@made_of_the_document_alone
def test_a_workbook_runs_nothing_hides_nothing_and_tells_nothing_of_who_made_it(site: Site) -> None:
    nasty(site)
    book, content = workbook(site)
    found = [one for row in rows(book, "Teksten") for one in row]
    for words in NASTY[:5]:
        assert any(words in one for one in found), words
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        properties = parts.read("docProps/core.xml").decode() + parts.read("docProps/app.xml").decode()
        names = parts.namelist()
    for sheet in sheets:
        for mark in ("<f>", "<f ", "hidden=", "hyperlink"):
            assert mark not in sheet
    assert not [name for name in names if "external" in name or "comment" in name or "vba" in name]
    assert "<dc:creator>Groeiruimte</dc:creator>" in properties
    assert "Marit" not in properties


@made_of_the_document_alone
def test_a_text_longer_than_a_cell_goes_on_in_the_next(site: Site) -> None:
    long = "Een lange zin zonder einde. " * 7_000
    nasty(site, long, ["summary"])
    book, _content = workbook(site)
    kept = "".join(row[1] for row in rows(book, "Teksten") if row[0:1] == ["Samenvatting"])
    assert long.strip() in kept


# --- PDF -----------------------------------------------------------------------------------------------------


def pdf(site: Site) -> PdfReader:
    return PdfReader(BytesIO(site.browser(EZ).get(f"{REPORT}.pdf").response.get_data()))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@made_of_the_document_alone
def test_a_pdf_is_tagged_says_its_language_and_holds_the_report(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    reader = pdf(site)
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert "/StructTreeRoot" in root
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data().decode()
    assert reader.metadata.title == "Voortgang tot en met 31 mei 2026"
    assert reader.metadata.author == "Groeiruimte"
    (report,) = stored(site)
    for number, page in enumerate(reader.pages, start=1):
        words = " ".join(page.extract_text().split())
        assert f"{number} van {len(reader.pages)}" in words
        assert report.fingerprint in words
        assert "rapport 2026-1" in words
    text = text_of(reader)
    for words in ("Inhoud", "doel 40 in 2028", "naar rato 14,1", "niet getoond", "Een bezoek overtuigt.", "Naar rato"):
        assert words in text, words
    fonts = {font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert any("Figtree" in font for font in fonts)


@made_of_the_document_alone
def test_what_looks_like_typst_or_markup_is_printed_as_text(site: Site) -> None:
    nasty(site)
    text = text_of(pdf(site))
    for words in (*NASTY[:3], "[grinning face]", "[woman][personal computer]", "[cjk unified ideograph-6f22]"):
        assert words in text, words
    for letter in "שלםمرع":
        assert letter in text
    assert "49" not in re.findall(r"\d+", text.replace("7*7", ""))


@made_of_the_document_alone
def test_a_very_long_text_is_printed_whole(site: Site) -> None:
    long = "\n\n".join(f"Alinea {number}: {'woorden ' * 50}" for number in range(120))
    nasty(site, long, ["summary"])
    text = text_of(pdf(site))
    assert text.count("Alinea 119:") == 2


def test_a_word_longer_than_a_line_goes_on_in_the_next_and_is_copied_whole() -> None:
    word, address = "w" * 220, "https://www.voorbeeld.nl/" + "stuk/" * 60
    section = Section("Lang", "Lang", cases=[(word, f"Zie {address}")], blocks=blocks(f"Voor **{word}** na."))
    days = {"reporting_date": "31 mei 2026", "published": date(2026, 6, 1), "published_on": "1 juni 2026"}
    paper = Paper("Lang", "2026-1", "Juni", fingerprint="f" * 64, source="", intro=(), sections=[section], **days)
    (page,) = PdfReader(BytesIO(write(paper))).pages
    lines = page.extract_text().split("\n")
    assert max(map(len, lines)) < 130
    assert ("".join(lines).count(word), "".join(lines).count(address)) == (2, 1)


def typeset(*texts: str) -> None:
    """Sets texts as PDF/UA-1 in the typefaces of a report; an error where a sign has no shape."""
    typst.compile(
        b'#set document(title: "x")\n#for text in json(bytes(sys.inputs.texts)) { par(text) }',
        font_paths=[str(TYPEFACES)],
        ignore_system_fonts=True,
        sys_inputs={"texts": json.dumps(texts)},
        pdf_standards=["ua-1"],
    )


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_set(words: str) -> None:
    typeset(spelled_out(words))


def test_every_sign_that_is_set_as_it_is_has_a_shape() -> None:
    signs = [chr(code) for code in range(32, 0x3000) if not SHAPELESS.match(chr(code))]
    typeset(" ".join(signs), "".join(signs))


# --- Word ----------------------------------------------------------------------------------------------------


def word_document(site: Site) -> tuple[Book, bytes]:
    content = site.browser(EZ).get(f"{REPORT}.docx").response.get_data()
    return Document(BytesIO(content)), content


@made_of_the_document_alone
def test_a_word_document_has_real_headings_tables_and_lists(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    book, _content = word_document(site)
    styled = {(line.style.name, line.text) for line in book.paragraphs}
    for line in (
        ("Title", "Voortgang tot en met 31 mei 2026"),
        ("Heading 1", "De vijf cijfers"),
        ("Heading 1", "Wat knelt, en wat is er geprobeerd"),
        ("Heading 2", "Van geen stroom naar een plan"),
        ("List Number", "Een bezoek overtuigt."),
        ("Normal", "Stroom knelt overal."),
    ):
        assert line in styled
    assert [run.text for line in book.paragraphs for run in line.runs if run.bold] == ["overal"]
    figures = book.tables[0]
    assert [cell.text for cell in figures.rows[1].cells] == ["Leads in portefeuille", "1", "40", "14,1", "naar rato"]
    assert "w:tblHeader" in figures.rows[0]._tr.xml
    (report,) = stored(site)
    assert report.fingerprint in " ".join(line.text for line in book.sections[0].footer.paragraphs)


@made_of_the_document_alone
def test_every_numbered_list_of_a_word_document_begins_at_one(site: Site) -> None:
    publish(site.browser(COORDINATOR), results="1. een\n2. twee\n   - diep\n\nTussen.\n\n1. weer een")
    book, _content = word_document(site)
    counts = [line._p.pPr.numPr.numId.val for line in book.paragraphs if line.style.name == "List Number"]
    assert len(set(counts)) == 3, "two lists of the results, and the lessons"
    assert "List Bullet 2" in {line.style.name for line in book.paragraphs}


@made_of_the_document_alone
def test_a_word_document_tells_nothing_of_who_made_it_and_takes_text_as_text(site: Site) -> None:
    nasty(site)
    book, content = word_document(site)
    text = "\n".join(line.text for line in book.paragraphs)
    for words in NASTY[:5]:
        assert words in text, words
    about = book.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("Groeiruimte", "", "")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        names = " ".join(parts.namelist())
        inside = "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    for part in ("thumbnail", "comments", "vba", "embeddings"):
        assert part not in names
    for told in ("Marit", "python-docx", "<w:hyperlink", "HYPERLINK"):
        assert told not in inside
