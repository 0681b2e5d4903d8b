"""A published report as a file: each form is made from the frozen document alone, so everybody gets the same one."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.reports import frozen
from app.reports.models import Report
from app.reports.paper import Paper, lay_out
from app.web.language import in_dutch
from app.words import N_


@dataclass(frozen=True)
class Form:
    """What a report can be downloaded as: its name, what it is for, and who writes papers so (imported when asked for)."""

    name: str
    use: str
    icon: str
    mimetype: str
    writer: str = ""


FORMS = {
    "pdf": Form(
        "PDF",
        N_("Om te lezen, te printen en te bewaren; ook voor wie een schermlezer gebruikt."),
        "file-type-pdf",
        "application/pdf",
        "app.reports.print",
    ),
    "docx": Form(
        "Word",
        N_("Om in verder te schrijven: met koppen en tabellen. Alleen wat hier staat is vastgesteld."),
        "file-type-docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "app.reports.word",
    ),
    "xlsx": Form(
        "Excel",
        N_("Elke tabel op een eigen blad, met de begrippen erbij. Zonder formules."),
        "file-type-xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "app.reports.sheets",
    ),
    "json": Form(
        "JSON",
        N_("Het vastgestelde document zelf, letter voor letter: het controlegetal hoort bij deze tekst."),
        "file-text",
        "application/json",
    ),
}
PAPERS = {form: one for form, one in FORMS.items() if one.writer}


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
    made: bytes = import_module(FORMS[form].writer).write(paper)
    return made
