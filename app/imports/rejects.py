"""The file of what was not taken: each row as it came, with what is wrong with it; to mend and import again."""

import io
from collections.abc import Iterable

from flask_babel import gettext as _
from xlsxwriter import Workbook

from app.imports.rules import OUTCOMES, Judged, Outcome, Problem, Table, shown
from app.web.formats import said

PLAIN = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WHY_WIDTH = 60


def rejects(table: Table, rows: Iterable[Judged]) -> bytes:
    """A sheet of Excel with words only: nothing in it runs."""
    cells = dict(table.rows)
    kept = io.BytesIO()
    with Workbook(kept, PLAIN) as book:
        sheet = book.add_worksheet(_("Niet geïmporteerd"))
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 2)
        sheet.set_column(1, 1, WHY_WIDTH)
        sheet.write_row(0, 0, [_("Rij in je bestand"), _("Wat er aan de hand is"), *table.heads], bold)
        for place, row in enumerate(rows, start=1):
            sheet.write_number(place, 0, row.number)
            texts = [why(row), *(shown(cell) for cell in cells[row.number])]
            for column, text in enumerate(texts, start=1):
                sheet.write_string(place, column, text)
    return kept.getvalue()


def why(row: Judged) -> str:
    """What is the matter with a row; of what may be double only rows of the file, no names: those may be closed again."""
    if row.outcome is Outcome.DOUBLE:
        reasons = [said(one.reason) for one in row.candidates if one.company_id is None]
        return ": ".join([_(OUTCOMES[Outcome.DOUBLE]), *([", ".join(reasons)] if reasons else [])])
    return " ".join(problem_text(one) for one in row.problems)


def problem_text(problem: Problem) -> str:
    """Where the problem is, and the reason: C14 (KvK-nummer): …"""
    where = f"{problem.cell} " if problem.cell else ""
    label = f"({_(problem.field)})" if problem.field else ""
    return f"{f'{where}{label}'.strip()}: {said(problem.said)}" if where or label else said(problem.said)
