"""A list as a file, page by page: what was written is let go before the next rows are asked for."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from app.exports.cells import Value, plain, typed
from app.exports.lists import Column
from app.exports.rules import Form

Pages = Iterable[Sequence[Any]]
BOM = "﻿"
CHUNK = 64 * 1024
NOTHING_RUNS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST, NARROWEST = 40, 10


class Counted:
    """Pages of rows, and how many rows have come by."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.rows = pages, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for page in self.pages:
            self.rows += len(page)
            yield page


def as_csv(columns: Sequence[Column], pages: Pages) -> Iterator[bytes]:
    """Semicolons, a mark of UTF-8 and Dutch numbers: what Dutch Excel opens by itself. The head goes out at once."""
    yield (BOM + _lines([[column.head for column in columns]])).encode()
    for page in pages:
        yield _lines([typed(column.of(row)) for column in columns] for row in page).encode()


def _lines(rows: Iterable[Sequence[str]]) -> str:
    held = StringIO()
    csv.writer(held, delimiter=";", lineterminator="\r\n").writerows(rows)
    return held.getvalue()


def as_workbook(columns: Sequence[Column], pages: Pages) -> Iterator[bytes]:
    """One sheet with typed cells, nothing that runs and nothing hidden; made beside the memory, in a file that goes."""
    with TemporaryFile() as held:
        _write(held, columns, pages)
        held.seek(0)
        while part := held.read(CHUNK):
            yield part


def _write(held: IO[bytes], columns: Sequence[Column], pages: Pages) -> None:
    with Workbook(held, {**NOTHING_RUNS, "constant_memory": True}) as book:
        book.set_properties({"author": "Groeiruimte"})
        sheet = book.add_worksheet()
        head, euro = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": '"€" #,##0'})
        day = book.add_format({"num_format": "d-m-yyyy"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(WIDEST, max(NARROWEST, 2 * len(column.head))))
            sheet.write_string(0, place, column.head, head)
        line = 0
        for page in pages:
            for row in page:
                line += 1
                for place, column in enumerate(columns):
                    _cell(sheet, line, place, column.of(row), euro if column.is_euro else None, day)


def _cell(sheet: Any, line: int, place: int, value: Value, number: Any, day: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, place, plain(value))
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, day)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, place, value, number)


WRITERS = {Form.CSV: as_csv, Form.XLSX: as_workbook}
