"""A report as an Excel workbook: a sheet for each table and text, nothing that runs, nothing hidden."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.narrative.markdown import as_text
from app.papers.paper import Cell, Paper, Section, printable

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
LONGEST = 32_000  # characters; Excel refuses a cell of more than 32,767
WIDE, NARROW, PROSE = 34, 18, 100
LINE, TITLE_LINE, TALLEST = 15, 26, 400  # points; Excel refuses a row over 409
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#0a333a"},
    "head": {"bold": True, "bg_color": "#dcebec", "bottom": 1, "bottom_color": "#0f5560", "text_wrap": True},
    "number_head": {"align": "right"},
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "strong": {"bold": True, "text_wrap": True},
    "note": {"font_color": "#4b5b60", "text_wrap": True},
    "number": {"num_format": "#,##0.##", "align": "right"},
    "whole": {"num_format": "#,##0", "align": "right"},
    "euro": {"num_format": '"€" #,##0', "align": "right"},
    "word": {"align": "right", "font_color": "#4b5b60", "text_wrap": True},
}
LOOKS["number_head"] = LOOKS["head"] | LOOKS["number_head"]


def write(paper: Paper) -> bytes:
    """A report as a paper in, the bytes of a workbook out."""
    held = BytesIO()
    with Workbook(held, SAFE) as book:
        moment = datetime.combine(paper.published, time(12))
        book.set_properties({"title": paper.title, "author": "Groeiruimte", "created": moment})
        looks = {
            name: book.add_format({"font_name": "Calibri", "valign": "top"} | look) for name, look in LOOKS.items()
        }
        _words(_sheet(book, "Rapport", paper), paper.title, list(_about(paper)), looks)
        *parts, terms = [section for section in paper.sections if section.table]
        for section in parts:
            _table(_sheet(book, section.name, paper), section, looks)
        _words(_sheet(book, "Teksten", paper), "Teksten", list(_texts(paper)), looks)
        _table(_sheet(book, terms.name, paper), terms, looks)
    return held.getvalue()


def _sheet(book: Workbook, name: str, paper: Paper) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&LGroeiruimte, rapport {paper.number}&R&P / &N")
    return sheet


def _about(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "Rapport", paper.number
    yield "Soort", paper.kind
    yield "Peildatum", paper.reporting_date
    yield "Gepubliceerd", f"{paper.published_on} door de coördinerende ROM"
    yield "Controlegetal (SHA-256)", paper.fingerprint
    yield "Bron", paper.source


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    for block in paper.intro:
        yield "Samenvatting", as_text([block])
    for section in paper.sections:
        for point in section.points:
            yield section.title, point
        for title, words in section.cases:
            yield section.title, f"{title}\n{words}".strip()
        for words in section.paragraphs:
            yield section.title, words
        for block in section.blocks:
            yield section.title, as_text([block])


def _words(sheet: Worksheet, title: str, rows: Sequence[tuple[str, str]], looks: dict[str, Format]) -> None:
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 1, PROSE)
    sheet.set_row(0, TITLE_LINE)
    sheet.write_string(0, 0, title, looks["title"])
    parts = [(name, part) for name, words in rows for part in _fitting(words)]
    for row, (name, words) in enumerate(parts, start=2):
        sheet.set_row(row, _height([(name, WIDE), (words, PROSE)]))
        sheet.write_string(row, 0, name, looks["strong"])
        sheet.write_string(row, 1, words, looks["text"])


def _table(sheet: Worksheet, section: Section, looks: dict[str, Format]) -> None:
    table = section.table
    assert table is not None
    numeric = table.numeric
    others = [NARROW if column in numeric else PROSE // 2 for column in range(1, len(table.heads))]
    widths = [WIDE, *others]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, TITLE_LINE)
    sheet.write_string(0, 0, section.title, looks["title"])
    sheet.write_string(1, 0, section.hint)
    sheet.set_row(3, _height(zip(table.heads, widths, strict=True)))
    for column, head in enumerate(table.heads):
        sheet.write_string(3, column, head, looks["number_head" if column in numeric else "head"])
    for row, cells in enumerate(table.rows, start=4):
        sheet.set_row(row, _height(zip([one.words for one in cells], widths, strict=True)))
        for column, one in enumerate(cells):
            _write(sheet, row, column, one, column in numeric, looks)
    sheet.freeze_panes(4, 1)
    if table.note:
        row = 5 + len(table.rows)
        sheet.set_row(row, _height([(table.note, WIDE + NARROW)]))
        sheet.merge_range(row, 0, row, max(3, len(table.heads) - 1), table.note, looks["note"])


def _write(sheet: Worksheet, row: int, column: int, one: Cell, numeric: bool, looks: dict[str, Any]) -> None:
    if one.number is None:
        sheet.write_string(row, column, one.words, looks["word" if numeric else "text"])
    else:
        whole = one.number == one.number.to_integral_value()
        look = "euro" if one.euros else "whole" if whole else "number"
        sheet.write_number(row, column, float(one.number), looks[look])


def _height(told: Iterable[tuple[str, int]]) -> int:
    """How many points a row takes in which these texts are wrapped within these widths: a program may not reckon it."""
    lines = max(sum(1 + len(line) // (width - 4) for line in words.split("\n")) for words, width in told)
    return min(TALLEST, LINE * lines)


def _fitting(words: str) -> Iterator[str]:
    """A text in parts that a cell can hold, without the marks that XML refuses."""
    seen = printable(words)
    for begin in range(0, max(1, len(seen)), LONGEST):
        yield seen[begin : begin + LONGEST]
