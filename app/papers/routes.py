"""The files of a published report, and what it tells a province or municipality."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import at_once, session
from app.geography.queries import area, provinces
from app.papers.downloads import PAPERS, file_name, set_down, write
from app.papers.extract import extract, lay_out
from app.papers.forms import AreaForm
from app.reports import naming, queries
from app.reports.models import Report
from app.reports.rules import FORMS
from app.reports.telling import read_text
from app.web.answers import file, go
from app.web.language import in_dutch

bp = Blueprint("papers", __name__, template_folder="templates")

READERS = (*MEMBERS, Role.PROGRAMME)


def _report(number: str) -> Report:
    return queries.report(session(), number) or abort(404)


@bp.get("/voortgang/<number>/rapport.<form>")
@allow(*READERS)
def download(number: str, form: str) -> ResponseReturnValue:
    """A published report as a file to keep."""
    found = _report(number)
    if form not in FORMS:
        abort(404)
    return file(write(found, form, _names(number, form)), file_name(found, form), FORMS[form].mimetype)


def _names(number: str, form: str) -> Mapping[str, str]:
    """The names that this reader may know today in a report, by token: that they have them stands whatever follows."""
    named = naming.names_in_report(session(), number)
    if named:
        at_once(lambda own: naming.note_reading(own, number, named, form=form))
    return naming.by_token(named)


# --- What it tells a province or municipality ----------------------------------------------------------------


@bp.get("/voortgang/<number>/uittreksel")
@allow(*READERS)
def choose(number: str) -> ResponseReturnValue:
    """For which province or municipality."""
    report = _report(number)
    form = AreaForm(formdata=request.args)
    if "gemeente" in request.args and form.validate():
        return go(f"/voortgang/{number}/uittreksel/{form.gemeente.data}")
    return render_template(
        "papers/extract_choice.html", form=form, told=read_text(report.document), provinces=provinces(session())
    )


@bp.get("/voortgang/<number>/uittreksel/<code>")
@allow(*READERS)
def for_area(number: str, code: str) -> ResponseReturnValue:
    """The bottlenecks of the programme regions in which a province or municipality lies."""
    report = _report(number)
    place = area(session(), code) or abort(404)
    told = read_text(report.document)
    return render_template(
        "papers/extract.html", told=told, found=extract(told, place), address=request.path, forms=PAPERS
    )


@bp.get("/voortgang/<number>/uittreksel/<code>/rapport.<form>")
@allow(*READERS)
def download_extract(number: str, code: str, form: str) -> ResponseReturnValue:
    """An extract as a file to keep."""
    report = _report(number)
    place = area(session(), code) or abort(404)
    if form not in PAPERS:
        abort(404)
    with in_dutch():
        told = read_text(report.document)
        content = set_down(lay_out(report, told, extract(told, place)), form)
    return file(content, f"uittreksel-{number}-{place.code}.{form}", PAPERS[form].mimetype)
