"""A published report as a file: each form is made from the frozen document alone, so everybody gets the same one."""

from collections.abc import Mapping
from importlib import import_module

from app.papers.drawing import drawn_ahead
from app.papers.paper import Paper, lay_out
from app.reports import frozen
from app.reports.models import Report
from app.reports.rules import FORMS
from app.web.language import in_dutch

# Who writes papers so: imported when asked for.
WRITERS = {"pdf": "app.papers.print", "docx": "app.papers.word", "xlsx": "app.papers.sheets"}
DRAWN = ("pdf", "docx")  # with pictures
PAPERS = {form: FORMS[form] for form in WRITERS}


def file_name(report: Report, form: str) -> str:
    """The name of a download, which tells no more than the number: voortgang-2026-1.pdf."""
    return f"voortgang-{report.number}.{form}"


def write(report: Report, form: str, names: Mapping[str, str]) -> bytes:
    """A published report in one of FORMS, in Dutch as it was published, with the names this reader may know by token."""
    if form == frozen.FORM:
        return frozen.write(report, names)
    with in_dutch():
        return set_down(lay_out(report, names), form)


def set_down(paper: Paper, form: str) -> bytes:
    """A paper as a PDF, Word or Excel file."""
    charts = [chart for section in paper.sections for chart in section.charts] if form in DRAWN else []
    with drawn_ahead(charts):
        made: bytes = import_module(WRITERS[form]).write(paper)
    return made
