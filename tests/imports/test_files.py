"""Files as people have them: what is read of them, and what is refused in words."""

import struct
from datetime import date
from typing import Any

import pytest

from app.db.errors import Refused
from app.imports.csv_file import read_csv, separator_of
from app.imports.files import read_file
from app.imports.rules import (
    DAMAGED,
    EMPTY_FILE,
    MOST_ROWS,
    NO_TABLE,
    OLD_EXCEL,
    OTHER_OFFICE,
    PIVOT,
    SWOLLEN,
    TOO_FAR,
    TOO_LARGE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Odd,
    shown,
    table_of,
)
from tests.imports.sheets import as_csv, as_xlsx, repacked

ROWS = [["Naam", "Plaats"], ["Café Zon", "’s-Hertogenbosch"], ["Prijs € 5", "Súdwest"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_coding_and_separator_are_found_out(coding: str, separator: str) -> None:
    assert read_file(as_csv(ROWS, separator, coding)).rows == ROWS


def test_a_separator_that_the_file_says_is_believed() -> None:
    found = read_csv(b"sep=,\r\nNaam,Plaats\r\nA;B,Oss\r\n")
    assert found.separator == ","
    assert table_of(found, 2).rows == ((3, ["A;B", "Oss"]),)


def test_commas_in_words_do_not_make_a_separator() -> None:
    assert separator_of('Naam;Plaats\n"Jansen, Pietersen";Oss\nA, B;C, D\n') == ";"


def test_quotes_and_line_ends_within_a_cell_stay_one_cell() -> None:
    found = read_csv(b'Naam;Plaats\n"De ""Zon""\nB.V.";Oss\n')
    assert [shown(cell) for cell in found.rows[1]] == ['De "Zon" B.V.', "Oss"]


def test_a_workbook_gives_words_numbers_and_days() -> None:
    found = read_file(as_xlsx([["Naam", "KvK", "Dag"], ["A", 6070325, date(2026, 5, 31)]]))
    assert (found.sheet, found.sheets) == ("Bedrijven", ("Bedrijven",))
    assert [shown(cell) for cell in found.rows[1]] == ["A", "6070325", "31-5-2026"]


def test_formulas_merged_cells_and_errors_are_odd() -> None:
    def odd(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, "=B2&C2", None, "x")
        sheet.merge_range(2, 0, 3, 0, "samen")
        sheet.write_formula(4, 0, "=NA()", None, "#N/A")

    rows = read_file(as_xlsx([["Naam", "Plaats"], ["", "Oss"], ["", "Oss"], ["", "Oss"], ["", "Oss"]], odd)).rows
    assert [isinstance(row[0], Odd) for row in rows] == [False, True, False, True, True]
    assert "A3" in str(rows[3][0].said)


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as why:
        read_file(content)
    return why.value.message


def test_what_is_no_table_is_refused_in_words() -> None:
    assert refused(b"") == EMPTY_FILE
    assert refused(b"%PDF-1.7 ...") == NO_TABLE
    assert refused(b"<html><table>") == NO_TABLE
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == OLD_EXCEL
    assert refused(b"PK\x03\x04 not really") == DAMAGED
    assert refused(repacked(as_xlsx(ROWS), **{"xl/workbook.xml": b""})) in (OTHER_OFFICE, DAMAGED)
    assert refused(as_csv([["x"] * 300])) == TOO_MANY_COLUMNS
    assert refused(as_xlsx([["x"] * 300])) == TOO_MANY_COLUMNS
    assert refused(b"a\n" * (MOST_ROWS + 1)) == TOO_MANY_ROWS
    assert refused(b"a;b;c;d\n" * 2_000_000) == TOO_LARGE


def test_a_pivot_table_is_refused_as_such() -> None:
    relation = (
        b'<Relationships><Relationship Id="rId1" Type="x/pivotTable" Target="../pivotTables/p1.xml"/></Relationships>'
    )
    assert refused(repacked(as_xlsx(ROWS), **{"xl/worksheets/_rels/sheet1.xml.rels": relation})) == PIVOT
    assert refused(as_csv([["Rijlabels", "Som van bedrag"], ["Oss", "5"]])) == PIVOT


def test_one_cell_far_away_does_not_make_a_giant_of_a_sheet() -> None:
    far = as_xlsx(ROWS, lambda book, sheet: sheet.write(1_000_000, 1, "x"))
    assert refused(far) == TOO_FAR
    assert refused(as_xlsx(ROWS, lambda book, sheet: sheet.write(1, 16_000, "x"))) == TOO_MANY_COLUMNS


def test_a_bomb_is_not_unpacked() -> None:
    bomb = repacked(as_xlsx(ROWS), **{"xl/media/image1.bin": b"\0" * (90 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert refused(bomb) == SWOLLEN


def test_a_part_that_lies_about_its_size_is_not_read_on() -> None:
    content = bytearray(repacked(as_xlsx(ROWS), **{SHEET: b"<worksheet>" + b" " * 5_000_000}))
    place = content.rindex(SHEET.encode()) - 46 + 24  # the size in the list of parts
    content[place : place + 4] = struct.pack("<I", 1000)
    assert refused(bytes(content)) == SWOLLEN
