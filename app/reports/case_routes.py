"""The pages on which the coordinator picks leads for a draft and tells their cases."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Role
from app.access.declare import allow
from app.access.request import session
from app.accounts.clash import overtaken
from app.companies.readings import name_reading
from app.companies.rules import READ_AS
from app.reports import cases, naming, queries, services
from app.reports.case_forms import CaseForm, PickForm, tell_lead
from app.reports.case_models import ReportCase
from app.reports.case_telling import tell_cases
from app.reports.models import ReportDraft
from app.web.answers import act, go, show

bp = Blueprint("report_cases", __name__)


def _draft(draft_id: int) -> ReportDraft:
    return queries.draft(session(), draft_id) or abort(404)


def _case(draft: ReportDraft, case_id: int) -> ReportCase:
    return cases.case(session(), draft, case_id) or abort(404)


def _at(draft_id: int, case_id: int | None = None) -> str:
    path = f"/rapportages/concept/{draft_id}/cases"
    return path if case_id is None else f"{path}/{case_id}"


@bp.route("/rapportages/concept/<int:draft_id>/cases", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def all_of(draft_id: int) -> ResponseReturnValue:
    """The cases of a draft with how many leads each fits; a new one begins with the code of its lead."""
    draft = _draft(draft_id)
    held, rows = cases.known(session(), draft), cases.cases_of(session(), draft)
    form = PickForm().offer(held, {row.lead_id for row in rows})
    if form.saves(lambda: cases.pick_case(session(), draft, **form.answers)):
        return go(_at(draft.id, form.made.id))
    weighed = cases.weigh(session(), rows, held, services.preview(session(), draft))
    return show("reports/cases.html", form, draft=draft, weighed=weighed)


@bp.route("/rapportages/concept/<int:draft_id>/cases/<int:case_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def one(draft_id: int, case_id: int) -> ResponseReturnValue:
    """A case: its words, how exactly it is told, and how many leads that fits."""
    draft = _draft(draft_id)
    row = _case(draft, case_id)
    held, document = cases.known(session(), draft), services.preview(session(), draft)
    if row.lead_id not in held.traits:
        return go(_at(draft.id), _(cases.NOT_COUNTED), "error")
    found = cases.choices(session(), row, held, document)
    kept = {name: getattr(row, name) for name in cases.TEXTS} | cases.levels_of(row) | {"version": row.version}
    form = CaseForm(data=kept).offer(held, found)
    clash = overtaken(form, row, lambda: CaseForm(formdata=None, data=kept).offer(held, found))
    if not clash and form.saves(lambda: cases.write_case(session(), row, levels=form.levels(), **form.texts())):
        return go(_at(draft.id, row.id), _("Case bewaard."))
    (weighed,) = cases.weigh(session(), [row], held, document)
    (told,) = [one for one in tell_cases(document, {}) if one.token == row.token]
    more: dict[str, Any] = {"suggested": found.suggested, "now": cases.levels_of(row)}
    lead = tell_lead(held, row.lead_id)
    return show("reports/case.html", form, draft=draft, weighed=weighed, told=told, lead=lead, clash=clash, **more)


@bp.post("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/voorstel")
@allow(Role.COORDINATOR)
def take_suggestion(draft_id: int, case_id: int) -> ResponseReturnValue:
    """The case is told as exactly as enough leads allow."""
    draft = _draft(draft_id)
    row = _case(draft, case_id)

    def take() -> None:
        cases.take_suggestion(session(), draft, row, services.preview(session(), draft))

    return act(_at(draft.id, row.id), _("De case vertelt nu zo veel als kan."), take)


@bp.post("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/weg")
@allow(Role.COORDINATOR)
def drop(draft_id: int, case_id: int) -> ResponseReturnValue:
    """A case goes out of the draft."""
    draft = _draft(draft_id)
    cases.drop_case(session(), _case(draft, case_id))
    return go(_at(draft.id), _("De case is uit het concept."))


# --- Who has a file with a name ------------------------------------------------------------------------------

NAMES = "/rapportages/namen"


@bp.get(NAMES)
@allow(Role.COORDINATOR)
def names() -> ResponseReturnValue:
    """Who has a version of a report that named a company, by the code of its lead."""
    return render_template("reports/names.html", kept=naming.kept(session()), read_as=READ_AS)


@bp.post(f"{NAMES}/<int:reading_id>/gevraagd")
@allow(Role.COORDINATOR)
def recall(reading_id: int) -> ResponseReturnValue:
    """Whoever has a file with a name was asked to destroy it."""
    reading = name_reading(session(), reading_id) or abort(404)
    done = _("Vastgelegd dat om vernietigen is gevraagd.")
    return act(NAMES, done, lambda: naming.recall(session(), reading))
