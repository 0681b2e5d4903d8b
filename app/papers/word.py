"""A report as a Word document to go on writing in: real headings and tables, and properties that name nobody."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as Book
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.narrative.markdown import HEADING as HEADING_BLOCK
from app.narrative.markdown import NUMBERS, Block
from app.papers.drawing import picture, png
from app.papers.paper import Paper, Section, Table, printable
from app.reports.charts import Chart

INK, GREY, DEEP = RGBColor(0x17, 0x26, 0x2A), RGBColor(0x4B, 0x5B, 0x60), RGBColor(0x0A, 0x33, 0x3A)
PANEL, RULE = "DCEBEC", "B9C6C9"
HEAT = ("FFFFFF", "F0F6F6", "DCEBEC", "8FBCC0")
TYPEFACE = "Calibri"
SIZES = {"Normal": 10.5, "Title": 24, "Heading 1": 15, "Heading 2": 12}
OWN_STYLES = {"Toelichting": (9, GREY), "Tabeltekst": (9, INK), "Tabelgetal": (9, INK), "Voettekst klein": (7.5, GREY)}
TITLE, HEADING, CASE, TEXT = "Title", "Heading1", "Heading2", "Normal"  # by their ids: looking a style up takes long
POINT, NUMBERED, GOES_ON, NOTE, CELL, NUMBER, FOOT = (
    "ListBullet",
    "ListNumber",
    "ListContinue",
    "Toelichting",
    "Tabeltekst",
    "Tabelgetal",
    "Voettekstklein",
)
LEVELS = ("", "2", "3")  # of lists in lists
WIDTH = 170  # millimetres between the margins of A4
WIDTHS = {"large": 165, "small": 85, "bars": 105, "pairs": 105, "few": 130, "map": 120}  # the same, of charts by size
CAPTION = CASE
NARROWEST, WIDEST = 16, 70  # characters that the share of a column is reckoned by; numbers take the least


def write(paper: Paper) -> bytes:
    """A report as a paper in, the bytes of a Word document out."""
    held = BytesIO()
    book = Document()
    _properties(book, paper)
    _styles(book)
    _page(book, paper)
    _opening(book, paper)
    for section in paper.sections:
        _section(book, section)
    book.save(held)
    return held.getvalue()


def _properties(book: Book, paper: Paper) -> None:
    moment = datetime.combine(paper.published, time(12))
    about = book.core_properties
    about.title, about.author, about.language = paper.title, "Groeiruimte", "nl-NL"
    about.comments = about.last_modified_by = about.keywords = about.subject = ""
    about.created = about.modified = moment
    about.revision = 1
    links = book.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[name]  # the picture of the empty page that the library starts from


def _styles(book: Book) -> None:
    for name, size in SIZES.items():
        style = book.styles[name]
        style.font.name, style.font.size = TYPEFACE, Pt(size)
        style.font.color.rgb = INK if name == "Normal" else DEEP
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[theme]
    for name, (size, colour) in OWN_STYLES.items():
        style = cast(ParagraphStyle, book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        style.base_style = book.styles["Normal"]
        style.font.size, style.font.color.rgb = Pt(size), colour
        if name.startswith("Tabel"):
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    book.styles["Tabelgetal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _under(book.styles["Normal"].element.get_or_add_rPr(), "w:lang", {"w:val": "nl-NL"})
    for border in list(book.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _page(book: Book, paper: Paper) -> None:
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    foot = page.footer.paragraphs[0]
    _write(foot, FOOT, f"Groeiruimte, rapport {paper.number}. Bladzijde ")
    _field(foot, "PAGE")
    foot.add_run(" van ")
    _field(foot, "NUMPAGES")
    last = page.footer.add_paragraph()
    _write(last, FOOT, f"Controlegetal van het vastgestelde document (SHA-256) {paper.fingerprint}")


def _opening(book: Book, paper: Paper) -> None:
    _say(book, NOTE, f"Gepubliceerd op {paper.published_on} door de coördinerende ROM")
    _say(book, TITLE, paper.title)
    _say(book, NOTE, f"{paper.kind}, rapport {paper.number}. Meerjarenprogramma 2025–2028.")
    _prose(book, paper.intro)
    _say(book, NOTE, paper.source)


def _section(book: Book, section: Section) -> None:
    _say(book, HEADING, section.title)
    if section.hint:
        hint = _say(book, NOTE, section.hint[:1].upper() + section.hint[1:] + ".")
        hint.paragraph_format.keep_with_next = True
    for chart in section.charts:
        _chart(book, chart)
    if section.table:
        _table(book, section.table)
    for title, words in section.cases:
        _say(book, CASE, title)
        _say(book, TEXT, words)
    for point in section.points:
        _say(book, POINT, point)
    for words in section.paragraphs:
        _say(book, TEXT, words)
    _prose(book, section.blocks)


def _prose(book: Book, blocks: Iterable[Block]) -> None:
    """Blocks as paragraphs in the styles of Word: its own headings, points and numbers."""
    for one in blocks:
        if one.items:
            _list(book, one, 0)
        else:
            _spans(book.add_paragraph(), CASE if one.kind == HEADING_BLOCK else TEXT, one)


def _list(book: Book, found: Block, depth: int) -> None:
    """A list with what stands in its points; every numbered one begins at 1."""
    style = (NUMBERED if found.kind == NUMBERS else POINT) + LEVELS[depth]
    number = _numbering(book, style) if found.kind == NUMBERS else None
    for item in found.items:
        for place, one in enumerate(item):
            if one.items:
                _list(book, one, min(depth + 1, len(LEVELS) - 1))
                continue
            line = book.add_paragraph()
            _spans(line, style if place == 0 else GOES_ON + LEVELS[depth], one)
            if number is not None and place == 0:
                line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _numbering(book: Book, style: str) -> int:
    """A count of its own for one more list in a style: without it Word counts on from the list before."""
    counts = book.part.numbering_part.element
    kept = next(one for one in book.styles.element.style_lst if one.styleId == style).pPr.numPr.numId.val
    new = counts.add_num(counts.num_having_numId(kept).abstractNumId.val)
    new.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(new.numId)


def _spans(line: Paragraph, style: str, block: Block) -> None:
    line._p.style = style
    for one in block.spans:
        run = line.add_run(printable(one.text))
        run.bold, run.italic = one.bold or None, one.italic or None


def _chart(book: Book, chart: Chart) -> None:
    drawn = picture(chart)
    if drawn is None:
        return
    if chart.size == "small":
        _say(book, CAPTION, chart.title).paragraph_format.keep_with_next = True
    line = book.add_paragraph()
    line.paragraph_format.keep_with_next = True
    shape = line.add_run().add_picture(BytesIO(png(drawn)), width=Mm(WIDTHS[chart.size]))
    about = shape._inline.docPr
    about.set("name", chart.title)
    about.set("descr", chart.alt)
    _say(book, NOTE, chart.text)


def _table(book: Book, table: Table) -> None:
    grid = book.add_table(rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _lines(grid._tbl.tblPr)
    widths = _widths(table)
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    head, *rows = grid._tbl.tr_lst
    _under(head.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})
    _fill(head, table.heads, widths, table.numeric, bold=True)
    for cell in head.tc_lst:
        _under(cell.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": PANEL})
    for row, cells in zip(rows, table.rows, strict=True):
        _under(row.get_or_add_trPr(), "w:cantSplit", {"w:val": "true"})
        _fill(row, [one.words for one in cells], widths, table.numeric)
        for cell, one in zip(row.tc_lst, cells, strict=True):
            if one.level:
                _under(
                    cell.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": HEAT[one.level]}
                )
    _say(book, NOTE, table.note).paragraph_format.space_before = Pt(4)


def _widths(table: Table) -> list[Mm]:
    """How wide each column is, by the longest of its texts."""
    columns = zip(table.heads, *([one.words for one in cells] for cells in table.rows), strict=True)
    longest = [
        NARROWEST if column in table.numeric else min(WIDEST, max(NARROWEST, *map(len, texts)))
        for column, texts in enumerate(columns)
    ]
    return [Mm(WIDTH * one / sum(longest)) for one in longest]


def _fill(row: CT_Row, texts: Sequence[str], widths: Sequence[Mm], numeric: Sequence[int], bold: bool = False) -> None:
    for column, (cell, words, width) in enumerate(zip(row.tc_lst, texts, widths, strict=True)):
        cell.width = width
        line = Paragraph(cell.p_lst[0], None)  # type: ignore[arg-type]  # its part is asked for by name only
        run = _write(line, NUMBER if column in numeric else CELL, words)
        run.bold = bold or column == 0 or None


def _say(book: Book, style: str, words: str) -> Paragraph:
    line = book.add_paragraph()
    _write(line, style, words)
    return line


def _write(line: Paragraph, style: str, words: str) -> Run:
    """Words in a paragraph, as they are: a line end becomes a line break."""
    line._p.style = style
    return line.add_run(printable(words))


def _field(line: Paragraph, name: str) -> None:
    """What Word counts itself: PAGE or NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    line._p.append(field)
    field.append(line.add_run("1")._r)


def _lines(properties: BaseOxmlElement) -> None:
    """Thin lines between the rows of a table and none beside them."""
    borders = _under(properties, "w:tblBorders", {})
    for side in ("top", "bottom", "insideH"):
        _under(borders, f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": RULE})
    for side in ("left", "right", "insideV"):
        _under(borders, f"w:{side}", {"w:val": "nil"})


def _under(element: BaseOxmlElement, tag: str, values: dict[str, str]) -> BaseOxmlElement:
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(name), value)
    element.append(made)
    return made
