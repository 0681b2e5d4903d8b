"""Rapportages: where the coordinator prepares, checks and publishes a report, and tells its cases."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Role
from app.access.declare import allow
from app.access.request import at_once, clock, session
from app.accounts.clash import overtaken
from app.drafting import cases, checking, portfolio, queries, readers, services
from app.drafting.checking import Look
from app.drafting.checklist import clear, title_of
from app.drafting.document import suggested_days
from app.drafting.forms import (
    CaseForm,
    DayForm,
    NarrativeForm,
    PickForm,
    PublishForm,
    VersionForm,
    WaiveForm,
    tell_lead,
)
from app.drafting.models import ReportCase, ReportDraft
from app.narrative.sections import GROUPS, REGION_SECTIONS, REQUIRED, kind_of
from app.reports import queries as reports
from app.reports import verification
from app.reports.case_telling import tell_cases
from app.reports.telling import KINDS_OF_REPORT, read
from app.web.answers import act, go, show
from app.web.clash import Clash
from app.web.notation import AMSTERDAM

bp = Blueprint("drafting", __name__, template_folder="templates")


def _key() -> str:
    key: str = current_app.extensions["settings"].signing_key
    return key


def _checked_on() -> verification.Checked | None:
    return verification.last_check(session(), key=_key())


@bp.route("/rapportages", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def overview() -> ResponseReturnValue:
    """Drafts and published reports; a new one begins with its reporting date."""
    found = reports.published(session())
    suggested = suggested_days(clock().today(), found[0].reporting_date if found else None)
    form = DayForm(reporting_date=suggested[0] if suggested else None)
    if form.saves(lambda: services.start_draft(session(), **form.answers)):
        return go(f"/rapportages/concept/{form.made.id}")
    more: dict[str, Any] = {"reports": found, "drafts": queries.drafts(session()), "kind_of": kind_of}
    more |= {"replaced": {one.replaces for one in found}, "kinds_of_report": KINDS_OF_REPORT}
    return show("drafting/list.html", form, checked=_checked_on(), kinds=verification.KINDS, **more)


@bp.post("/rapportages/controle")
@allow(Role.COORDINATOR)
def check() -> ResponseReturnValue:
    """Checks at once that every published figure still follows from the ledger."""

    def told(found: verification.Checked) -> str | None:
        return _("Gecontroleerd: alles klopt.") if found.sound else None

    return act("/rapportages", told, lambda: verification.check(session(), key=_key()))


def _draft(draft_id: int) -> ReportDraft:
    return queries.draft(session(), draft_id) or abort(404)


@bp.route("/rapportages/concept/<int:draft_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def edit(draft_id: int) -> ResponseReturnValue:
    """The texts of a report beside the figures as EZ will see them, saved by the button and while somebody types."""
    draft = _draft(draft_id)
    kept = queries.texts_of(draft) | {"version": draft.version}
    form = NarrativeForm(data=kept)
    clash = overtaken(form, draft, lambda: NarrativeForm(formdata=None, data=kept))
    saved = not clash and form.saves(lambda: services.save_draft(session(), draft, narrative=form.texts()))
    if request.accept_mimetypes.best == "application/json":
        return _while_typing(draft, form, clash)
    if saved:
        return go(f"/rapportages/concept/{draft.id}/voorbeeld", _("Concept bewaard."))
    words: dict[str, Any] = {"told": read(services.preview(session(), draft)), "clash": clash, "groups": GROUPS}
    words |= {"required": REQUIRED[kind_of(draft.reporting_date)], "region_sections": set(REGION_SECTIONS.values())}
    return show("drafting/edit.html", form, draft=draft, marked=checking.spotted(session(), draft), **words)


def _while_typing(draft: ReportDraft, form: NarrativeForm, clash: Clash | None) -> ResponseReturnValue:
    """What stands under the texts while somebody types: saved when, or why not."""
    if clash:
        words = _("%(who)s bewaarde dit concept intussen. Wat je typte staat er nog: druk op Bewaar en kies.")
        return {"words": words % {"who": clash.who}}, 409
    for field in form:
        if field.errors:
            words = _("Nog niet bewaard. %(field)s: %(why)s", field=field.label.text, why=field.errors[0])
            return {"words": words, "wrong": field.name}, 422
    at = draft.saved_at.astimezone(AMSTERDAM)
    return {"words": _("Bewaard om %(time)s", time=f"{at:%H:%M}"), "version": draft.version}


@bp.get("/rapportages/concept/<int:draft_id>/voorbeeld")
@allow(Role.COORDINATOR)
def preview(draft_id: int) -> ResponseReturnValue:
    """The report exactly as EZ will see it, with the check-list above it."""
    draft, held = _checked(draft_id)
    return _preview(draft, held, PublishForm(formdata=None, version=draft.version))


def _checked(draft_id: int) -> tuple[ReportDraft, Look]:
    """The draft, its texts held against names that the writer may not know: that counts whatever becomes of the page."""
    draft = _draft(draft_id)
    held = checking.look(session(), draft)
    if held.is_counted:
        return draft, held
    counted = at_once(lambda own: checking.count_name_check(own, held.texts))
    draft = _draft(draft_id)
    return draft, replace(held, is_counted=counted, cases=cases.cases_of(session(), draft))


def _preview(
    draft: ReportDraft, held: Look, publishing: PublishForm, wrong: WaiveForm | None = None
) -> ResponseReturnValue:
    ready = services.prepare(session(), draft, held)
    waiving = {one.key: WaiveForm.of(one, held.waivers.get(one.key)) for one in ready.lines if one.may_pass}
    if wrong is not None:
        waiving[wrong.line] = wrong
    words: dict[str, Any] = {"told": read(ready.document), "ready": ready, "clear": clear(ready.lines)}
    words |= {"publishing": publishing, "waiving": waiving, "title_of": title_of}
    return show("drafting/preview.html", wrong or publishing, draft=draft, **words)


@bp.post("/rapportages/concept/<int:draft_id>/controle/<line>")
@allow(Role.COORDINATOR)
def waive(draft_id: int, line: str) -> ResponseReturnValue:
    """A line of the check-list is waved through with a reason."""
    draft = _draft(draft_id)
    held = checking.look(session(), draft)
    found = next((one for one in services.prepare(session(), draft, held).lines if one.key == line), None)
    form = WaiveForm()
    if form.saves(lambda: checking.waive(session(), draft, found, reason=form.reason.data or "")):
        return go(f"{_path(draft)}/voorbeeld#controle", _("Vastgelegd waarom dit zo mag blijven."))
    if found is None or not found.may_pass:
        return go(f"{_path(draft)}/voorbeeld", _(checking.NEVER if found else checking.GONE), "error")
    return _preview(draft, held, PublishForm(formdata=None, version=draft.version), form.about(found))


@bp.post("/rapportages/concept/<int:draft_id>/controle/<line>/terug")
@allow(Role.COORDINATOR)
def unwaive(draft_id: int, line: str) -> ResponseReturnValue:
    """A line stands in the way again."""
    draft = _draft(draft_id)
    checking.unwaive(session(), draft, line)
    return go(f"{_path(draft)}/voorbeeld#controle", _("Deze regel vraagt weer om aandacht."))


def _path(draft: ReportDraft) -> str:
    return f"/rapportages/concept/{draft.id}"


@bp.post("/rapportages/concept/<int:draft_id>/publiceer")
@allow(Role.COORDINATOR)
def publish(draft_id: int) -> ResponseReturnValue:
    """The draft becomes a report that never changes."""
    form = PublishForm()
    if not form.is_submitted():  # it comes back after signing in: the preview counts what it tells
        return go(f"/rapportages/concept/{draft_id}/voorbeeld")
    draft, held = _checked(draft_id)
    if form.is_stale(draft):
        abort(409)
    if not form.saves(lambda: services.publish(session(), draft, key=_key())):
        if queries.draft(session(), draft_id) is None:
            return go("/rapportages", _(services.GONE), "error")
        return _preview(draft, held, form)
    number = form.made.number
    done = _("Rapport %(number)s is gepubliceerd. EZ, IPO en de taskforce lezen het nu.", number=number)
    return go(f"/voortgang/{number}", done)


@bp.route("/rapportages/<number>/verbeter", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def improve(number: str) -> ResponseReturnValue:
    """A draft that will take the place of the latest report begins with why."""
    found = reports.report(session(), number) or abort(404)
    form = VersionForm()
    if form.saves(lambda: services.start_version(session(), found, **form.answers)):
        return go(_path(form.made), _("Dit concept vervangt straks rapport %(number)s.", number=number))
    return show("drafting/improve.html", form, report=found)


@bp.post("/rapportages/concept/<int:draft_id>/weg")
@allow(Role.COORDINATOR)
def discard(draft_id: int) -> ResponseReturnValue:
    """A draft goes; nothing was published."""
    services.discard_draft(session(), _draft(draft_id))
    return go("/rapportages", _("Concept weggegooid. Er is niets gepubliceerd."))


# --- Anonymous cases -------------------------------------------------------------------------------------------


def _case(draft: ReportDraft, case_id: int) -> ReportCase:
    return cases.case(session(), draft, case_id) or abort(404)


def _case_path(draft_id: int, case_id: int | None = None) -> str:
    path = f"/rapportages/concept/{draft_id}/cases"
    return path if case_id is None else f"{path}/{case_id}"


@bp.route("/rapportages/concept/<int:draft_id>/cases", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def cases_of(draft_id: int) -> ResponseReturnValue:
    """The cases of a draft with how many leads each fits; a new one begins with the code of its lead."""
    draft = _draft(draft_id)
    held, rows = portfolio.known(session(), draft), cases.cases_of(session(), draft)
    form = PickForm().offer(held, {row.lead_id for row in rows})
    if form.saves(lambda: cases.pick_case(session(), draft, **form.answers)):
        return go(_case_path(draft.id, form.made.id))
    known_to = readers.reader(session(), rows, held)
    weighed = cases.weigh(rows, known_to, services.preview(session(), draft))
    return show("drafting/cases.html", form, draft=draft, weighed=weighed)


@bp.route("/rapportages/concept/<int:draft_id>/cases/<int:case_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def case(draft_id: int, case_id: int) -> ResponseReturnValue:
    """A case: its words, how exactly it is told, and how many leads that fits."""
    draft = _draft(draft_id)
    row = _case(draft, case_id)
    held, document = portfolio.known(session(), draft), services.preview(session(), draft)
    if row.lead_id not in held.traits:
        return go(_case_path(draft.id), _(cases.NOT_COUNTED), "error")
    known_to = readers.reader(session(), cases.cases_of(session(), draft), held)
    found = cases.choices(row, known_to, document)
    kept = {name: getattr(row, name) for name in cases.TEXTS} | readers.levels_of(row) | {"version": row.version}
    form = CaseForm(data=kept).offer(held, found)
    clash = overtaken(form, row, lambda: CaseForm(formdata=None, data=kept).offer(held, found))
    if not clash and form.saves(lambda: cases.write_case(session(), row, levels=form.levels(), **form.texts())):
        return go(_case_path(draft.id, row.id), _("Case bewaard."))
    (weighed,) = cases.weigh([row], known_to, document)
    (told,) = [one for one in tell_cases(document, {}) if one.token == row.token]
    more: dict[str, Any] = {"suggested": found.suggested, "now": readers.levels_of(row)}
    lead = tell_lead(held, row.lead_id)
    return show("drafting/case.html", form, draft=draft, weighed=weighed, told=told, lead=lead, clash=clash, **more)


@bp.post("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/voorstel")
@allow(Role.COORDINATOR)
def take_suggestion(draft_id: int, case_id: int) -> ResponseReturnValue:
    """The case is told as exactly as enough leads allow."""
    draft = _draft(draft_id)
    row = _case(draft, case_id)

    def take() -> None:
        cases.take_suggestion(session(), draft, row, services.preview(session(), draft))

    return act(_case_path(draft.id, row.id), _("De case vertelt nu zo veel als kan."), take)


@bp.post("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/weg")
@allow(Role.COORDINATOR)
def drop_case(draft_id: int, case_id: int) -> ResponseReturnValue:
    """A case goes out of the draft."""
    draft = _draft(draft_id)
    cases.drop_case(session(), _case(draft, case_id))
    return go(_case_path(draft.id), _("De case is uit het concept."))
