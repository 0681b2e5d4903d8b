"""Rapportages: where the coordinator prepares, checks and publishes a report, and tells its cases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Role
from app.access.declare import allow
from app.access.request import at_once, clock, session
from app.accounts.clash import overtaken
from app.accounts.queries import last_saved
from app.drafting import cases, checking, portfolio, queries, readers, services
from app.drafting.checking import Look
from app.drafting.checklist import PLACES, REASONS, REPLACES, Line, clear, title_of
from app.drafting.document import suggested_days
from app.drafting.forms import (
    CaseForm,
    DayForm,
    NarrativeForm,
    PickForm,
    PublishForm,
    SuggestionForm,
    VersionForm,
    WaiveForm,
    tell_lead,
    typed_in,
)
from app.drafting.merging import CHOICES, Merged, mark
from app.drafting.models import ReportCase, ReportDraft
from app.narrative.sections import GROUPS, REGION_SECTIONS, REQUIRED, SECTIONS, kind_of
from app.reports import queries as reports
from app.reports import verification
from app.reports.case_telling import tell_cases
from app.reports.telling import KINDS_OF_REPORT, read
from app.web.answers import act, go, show
from app.web.clash import Clash
from app.web.forms import Form
from app.web.notation import AMSTERDAM

Saved = tuple[str, datetime] | None  # who saved last, and when

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
    """The draft of an address; where it was published the way to its report, and whatever was typed."""
    found = queries.draft(session(), draft_id)
    if found is None:
        number = queries.published_as(session(), draft_id) or abort(404)
        abort(make_response(_published(number)))
    return found


def _published(number: str) -> ResponseReturnValue:
    words = _("Dit concept is er niet meer: het is intussen gepubliceerd als rapport %(number)s.", number=number)
    if request.accept_mimetypes.best == "application/json":
        return {"words": _("Niet bewaard. %(words)s Kopieer wat je nog typte.", words=words)}, 409
    typed = typed_in(request.form)
    if not typed:
        return go(f"/voortgang/{number}", words)
    return render_template("drafting/published.html", number=number, words=words, typed=typed), 409


@bp.route("/rapportages/concept/<int:draft_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def edit(draft_id: int) -> ResponseReturnValue:
    """The texts of a report beside the figures as EZ will see them, saved by the button and while somebody types."""
    draft = _draft(draft_id)
    now, before = queries.texts_of(draft), last_saved(session(), draft.__tablename__, draft.id)
    form = NarrativeForm.of(now)
    by_itself = request.accept_mimetypes.best == "application/json"
    merged = _merged(draft, form, {} if by_itself else form.chosen()) if form.is_submitted() else None
    if by_itself and merged:
        return _while_typing(draft, form, merged, before)
    if merged and not merged.clashing and not form.is_wrong:
        return go(f"{_path(draft)}/voorbeeld", _("Concept bewaard."))
    clash = _settle(form, merged, now, before) if merged else None
    words: dict[str, Any] = {"told": read(services.preview(session(), draft)), "clash": clash, "groups": GROUPS}
    words |= {"choices": CHOICES, "mark": mark, "unsaved": request.method == "POST"}
    words |= {"required": REQUIRED[kind_of(draft.reporting_date)], "region_sections": set(REGION_SECTIONS.values())}
    return show("drafting/edit.html", form, draft=draft, marked=checking.spotted(session(), draft), **words)


def _merged(draft: ReportDraft, form: NarrativeForm, chosen: dict[str, str]) -> Merged:
    """The draft with what was typed in it: saved when the answer is that it was."""
    form.validate()
    typed, marks = form.texts(), form.marks
    return services.write_draft(session(), draft, typed=typed, read=marks, chosen=chosen)


def _while_typing(draft: ReportDraft, form: NarrativeForm, merged: Merged, before: Saved) -> ResponseReturnValue:
    """What stands under the texts while somebody types: saved when, or what was not and why. The rest is saved then."""
    typed = form.texts()
    form.know({name: mark(text) for name, text in typed.items() if text == merged.texts[name]})
    wrong = [field for field in form if field.errors]
    if wrong:
        words = _("Nog niet bewaard. %(field)s: %(why)s", field=wrong[0].label.text, why=wrong[0].errors[0])
    elif merged.clashing:
        names = ", ".join(str(form[name].label.text) for name in merged.clashing)
        words = _("Nog niet bewaard: %(sections)s. %(who)s veranderde dat intussen ook. Druk op Bewaar en kies.")
        words %= {"sections": names, "who": before[0] if before else _("een collega")}
    else:
        words = _("Bewaard om %(time)s", time=f"{draft.saved_at.astimezone(AMSTERDAM):%H:%M}")
    return {"words": words, "read": form.read.data, "unsaved": [*merged.clashing, *(field.name for field in wrong)]}


def _settle(form: NarrativeForm, merged: Merged, now: dict[str, str], before: Saved) -> Clash | None:
    """The form to be shown again: what the writer left alone as it is now, and of what both changed both texts."""
    alone = [name for name in merged.untouched if not form[name].errors]
    for name in alone:
        form[name].data = now[name]
    form.know({name: mark(now[name]) for name in alone})
    changes = [(name, now[name], form[name].data or "") for name in merged.clashing]
    return Clash(before[0] if before else _("een collega"), before[1] if before else None, changes) if changes else None


@bp.get("/rapportages/concept/<int:draft_id>/voorbeeld")
@allow(Role.COORDINATOR)
def preview(draft_id: int) -> ResponseReturnValue:
    """The report exactly as EZ will see it, with the check-list above it."""
    draft, held = _checked(draft_id)
    return _preview(draft, held, PublishForm(formdata=None, version=draft.version))


def _checked(draft_id: int, typed: Mapping[str, str] | None = None) -> tuple[ReportDraft, Look]:
    """The draft, its texts held against names that the writer may not know: that counts whatever becomes of the page.

    Reasons that are being `typed`, by their line, are held along.
    """
    draft = _draft(draft_id)
    held = checking.look(session(), draft, typed)
    if held.is_counted:
        return draft, held
    counted = at_once(lambda own: checking.count_name_check(own, held.texts))
    draft = _draft(draft_id)
    return draft, replace(held, is_counted=counted, cases=cases.cases_of(session(), draft))


def _preview(
    draft: ReportDraft,
    held: Look,
    publishing: PublishForm,
    wrong: WaiveForm | None = None,
    clash: Clash | None = None,
) -> ResponseReturnValue:
    ready = services.prepare(session(), draft, held)
    waiving = {one.key: WaiveForm.of(one, held.waivers.get(one.key)) for one in ready.lines if one.may_pass}
    if wrong is not None:
        waiving[wrong.line] = wrong
    words: dict[str, Any] = {"told": read(ready.document), "ready": ready, "clear": clear(ready.lines)}
    words |= {"publishing": publishing, "waiving": waiving, "title_of": title_of, "clash": clash}
    words |= {"reasons": [(Line.of(key), one) for key, one in held.waivers.items()], "places": PLACES}
    return show("drafting/preview.html", wrong or publishing, draft=draft, **words)


@bp.post("/rapportages/concept/<int:draft_id>/controle/<line>")
@allow(Role.COORDINATOR)
def waive(draft_id: int, line: str) -> ResponseReturnValue:
    """A line of the check-list is waved through with a reason."""
    form = WaiveForm()
    reason = form.reason.data or ""
    counted = form.validate_on_submit() and _checked(draft_id, {line: reason})[1].is_counted
    draft = _draft(draft_id)
    kept = checking.look(session(), draft)
    found = next((one for one in services.prepare(session(), draft, kept).lines if one.key == line), None)

    def lay_down() -> None:
        if found and found.may_pass:
            checking.check_reason(session(), REASONS, reason, counted=counted)
        checking.waive(session(), draft, found, reason=reason)

    if form.saves(lay_down):
        return go(f"{_path(draft)}/voorbeeld#controle", _("Vastgelegd waarom dit zo mag blijven."))
    if found is None or not found.may_pass:
        return go(f"{_path(draft)}/voorbeeld", _(checking.NEVER if found else checking.GONE), "error")
    return _preview(draft, kept, PublishForm(formdata=None, version=draft.version), form.about(found))


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
        who, at = last_saved(session(), draft.__tablename__, draft.id) or (_("een collega"), None)
        return _preview(draft, held, PublishForm(formdata=None, version=draft.version), clash=Clash(who, at, []))
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
    reason = form.reason.data or ""
    counted = form.validate_on_submit() and at_once(lambda own: checking.count_name_check(own, {REPLACES: reason}))

    def start() -> ReportDraft:
        checking.check_reason(session(), REPLACES, reason, counted=counted)
        return services.start_version(session(), found, reason=reason)

    if form.saves(start):
        return go(_path(form.made), _("Dit concept vervangt straks rapport %(number)s.", number=number))
    return show("drafting/improve.html", form, number=number, draft=None)


@bp.route("/rapportages/concept/<int:draft_id>/reden", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def reword(draft_id: int) -> ResponseReturnValue:
    """Why a draft will take the place of a report, in other words."""
    form = VersionForm()
    reason = form.reason.data or ""
    counted = form.validate_on_submit() and _checked(draft_id, {REPLACES: reason})[1].is_counted
    draft = _draft(draft_id)
    if draft.replaces is None:
        abort(404)
    if request.method == "GET":
        form = VersionForm(reason=draft.replaces_reason)

    def write() -> None:
        checking.check_reason(session(), REPLACES, reason, counted=counted)
        services.reword_version(session(), draft, reason=reason)

    if form.saves(write):
        return go(f"{_path(draft)}/voorbeeld#controle", _("De reden is aangepast."))
    return show("drafting/improve.html", form, number=draft.replaces, draft=draft)


@bp.route("/rapportages/concept/<int:draft_id>/weg", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def discard(draft_id: int) -> ResponseReturnValue:
    """What goes with a draft; at the button it goes, and nothing was published."""
    draft = _draft(draft_id)
    form = Form()
    if form.saves(lambda: services.discard_draft(session(), draft)):
        return go("/rapportages", _("Concept verwijderd. Er is niets gepubliceerd."))
    written = [SECTIONS[name].title for name, text in queries.texts_of(draft).items() if text]
    goes = {"written": written, "cases": cases.cases_of(session(), draft)}
    return show("drafting/discard.html", form, draft=draft, reasons=queries.waivers(session(), draft.id), **goes)


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
    return _tell(draft_id, case_id, CaseForm, _("Case bewaard."))


@bp.post("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/voorstel")
@allow(Role.COORDINATOR)
def take_suggestion(draft_id: int, case_id: int) -> ResponseReturnValue:
    """What was typed is saved, and the case told as exactly as enough leads allow."""
    return _tell(draft_id, case_id, SuggestionForm, _("De case vertelt nu zo veel als kan."))


def _tell(draft_id: int, case_id: int, kind: type[CaseForm], done: str) -> ResponseReturnValue:
    draft = _draft(draft_id)
    row = _case(draft, case_id)
    held, document = portfolio.known(session(), draft), services.preview(session(), draft)
    if row.lead_id not in held.traits:
        return go(_case_path(draft.id), _(cases.NOT_COUNTED), "error")
    known_to = readers.reader(session(), cases.cases_of(session(), draft), held)
    found = cases.choices(row, known_to, document)
    kept = {name: getattr(row, name) for name in cases.TEXTS} | readers.levels_of(row) | {"version": row.version}
    form = kind(data=kept).offer(held, found)
    clash = overtaken(form, row, lambda: kind(formdata=None, data=kept).offer(held, found))

    def write() -> None:
        cases.write_case(session(), row, levels=form.levels(), **form.texts())
        if form.takes_suggestion:
            cases.take_suggestion(session(), draft, row, document)

    if not clash and form.saves(write):
        return go(_case_path(draft.id, row.id), done)
    (weighed,) = cases.weigh([row], known_to, document)
    (told,) = [one for one in tell_cases(document, {}) if one.token == row.token]
    more: dict[str, Any] = {"suggested": found.suggested, "now": readers.levels_of(row), "clash": clash}
    more |= {"lead": tell_lead(held, row.lead_id), "unsaved": request.method == "POST"}
    return show("drafting/case.html", form, draft=draft, weighed=weighed, told=told, **more)


@bp.route("/rapportages/concept/<int:draft_id>/cases/<int:case_id>/weg", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def drop_case(draft_id: int, case_id: int) -> ResponseReturnValue:
    """What goes with a case; at the button it goes out of the draft."""
    draft = _draft(draft_id)
    row = _case(draft, case_id)
    form = Form()
    if form.saves(lambda: cases.drop_case(session(), row)):
        return go(_case_path(draft.id), _("Case verwijderd."))
    return show("drafting/drop.html", form, draft=draft, case=row)
