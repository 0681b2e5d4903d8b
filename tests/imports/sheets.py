"""Files to import: tables of rows as CSV, and workbooks with what goes wrong in them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from xlsxwriter import Workbook

Rows = Iterable[Iterable[Any]]


def as_csv(rows: Rows, separator: str = ";", coding: str = "utf-8") -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=separator).writerows(rows)
    return kept.getvalue().encode(coding)


def as_xlsx(rows: Rows, more: Callable[[Workbook, Any], None] | None = None) -> bytes:
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Bedrijven")
        days = book.add_format({"num_format": "d-m-yyyy"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(number, place, value, days)
                else:
                    sheet.write(number, place, value)
        if more:
            more(book, sheet)
    return kept.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with some parts (dots for slashes in their names) replaced or added."""
    wanted = {name.replace("__", "/"): value for name, value in parts.items()}
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, value in wanted.items():
            new.writestr(name, value)
    return kept.getvalue()
