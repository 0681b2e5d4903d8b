"""A list as a file, page by page and column by column: what was written is let go before the next rows are asked for."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from io import BytesIO, RawIOBase, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from app.exports.cells import Value, plain, typed
from app.exports.lists import Column
from app.exports.rules import Form

Pages = Iterable[Sequence[Any]]
BOM = "﻿"
SHEET, ROWS_END = "xl/worksheets/sheet1.xml", b"</sheetData>"
WIDEST, NARROWEST = 40, 10
FIRST_DAY = date(1899, 12, 30)  # of Excel
MOST_KEPT = 10_000
QUICK = 1  # how hard a workbook is pressed: it is on its way while it is made


class Counted:
    """Pages of rows, and how many rows have come by."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.rows = pages, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for page in self.pages:
            self.rows += len(page)
            yield page


class Texts(dict[Value, str]):
    """What stands in the file for each value of a column: the same ones come again and again."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        self.text = text

    def __missing__(self, value: Any) -> str:
        text = self.text(value)
        return self.setdefault(value, text) if len(self) < MOST_KEPT else text


def _in_columns(page: Sequence[Any], columns: Sequence[Column], texts: Sequence[Texts]) -> Iterator[Iterator[str]]:
    return (map(said.__getitem__, map(column.of, page)) for column, said in zip(columns, texts, strict=True))


def as_csv(columns: Sequence[Column], pages: Pages) -> Iterator[bytes]:
    """Semicolons, a mark of UTF-8 and Dutch numbers: what Dutch Excel opens by itself. The head goes out at once."""
    yield (BOM + _lines([[column.head for column in columns]])).encode()
    texts = [Texts(_text(column.said)) for column in columns]
    for page in pages:
        yield _lines(zip(*_in_columns(page, columns, texts), strict=True)).encode()


def _text(said: Callable[[Any], Value]) -> Callable[[Any], str]:
    return lambda value: typed(said(value))


def _lines(rows: Iterable[Sequence[str]]) -> str:
    held = StringIO()
    csv.writer(held, delimiter=";", lineterminator="\r\n").writerows(rows)
    return held.getvalue()


def as_workbook(columns: Sequence[Column], pages: Pages) -> Iterator[bytes]:
    """One sheet with typed cells, nothing that runs and nothing hidden; on its way while its rows are asked for."""
    empty, day, euro = _empty(columns)
    head, end = empty.pop(SHEET).split(ROWS_END)
    texts = [Texts(_cell(column.said, day, euro if column.is_euro else 0)) for column in columns]
    letters = [f'<c r="{xl_col_to_name(place)}' for place in range(len(columns))]
    sink, line = _Sink(), 1
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=QUICK) as book:
        for name, part in empty.items():
            book.writestr(name, part)
        with book.open(_dated(SHEET), "w") as sheet:
            sheet.write(head)
            yield sink.taken()
            for page in pages:
                rows = []
                for cells in zip(*_in_columns(page, columns, texts), strict=True):
                    line += 1
                    told = "".join([f"{at}{line}{cell}" for at, cell in zip(letters, cells, strict=True) if cell])
                    rows.append(f'<row r="{line}">{told}</row>')
                sheet.write("".join(rows).encode())
                yield sink.taken()
            sheet.write(ROWS_END + end)
    yield sink.taken()


class _Sink(RawIOBase):
    """What a workbook is written to, and taken from as it grows."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """What was written since."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def _empty(columns: Sequence[Column]) -> tuple[dict[str, bytes], int, int]:
    """The parts of a workbook with its heads alone, and the numbers of its forms of a day and of euros."""
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"author": "Groeiruimte"})
        sheet = book.add_worksheet()
        head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "d-m-yyyy"})
        euro = book.add_format({"num_format": '"€" #,##0'})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(WIDEST, max(NARROWEST, 2 * len(column.head))))
            sheet.write_string(0, place, column.head, head)
        numbers = day._get_xf_index(), euro._get_xf_index()
    with ZipFile(held) as made:
        return {name: made.read(name) for name in made.namelist()}, *numbers


def _dated(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def _cell(said: Callable[[Any], Value], day: int, euro: int) -> Callable[[Any], str]:
    """What stands of a cell after its place: its form and its value, as Excel keeps them; nothing for an empty one."""

    def cell(value: Any) -> str:
        shown = said(value)
        if isinstance(shown, str):
            return f'" t="inlineStr"><is><t xml:space="preserve">{escape(plain(shown), quote=False)}</t></is></c>'
        if isinstance(shown, date):
            return f'" s="{day}"><v>{(shown - FIRST_DAY).days}</v></c>'
        if isinstance(shown, int | Decimal):
            return f'" s="{euro}"><v>{shown}</v></c>' if euro else f'"><v>{shown}</v></c>'
        return ""

    return cell


WRITERS = {Form.CSV: as_csv, Form.XLSX: as_workbook}
