"""Rapportages, where the coordinator prepares and publishes; Voortgang, where everybody at the table reads."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import actor, at_once, clock, session
from app.accounts.clash import overtaken
from app.impact.definitions import DEFINITIONS
from app.narrative.sections import GROUPS, REGION_SECTIONS, REQUIRED, kind_of
from app.reports import cases, checking, comparing, naming, queries, services, verification
from app.reports.checking import Look
from app.reports.checklist import clear, title_of
from app.reports.document import suggested_days
from app.reports.forms import DayForm, NarrativeForm, PublishForm, VersionForm, WaiveForm
from app.reports.models import Report, ReportDraft
from app.reports.questions import ABOUT
from app.reports.rules import FORMS
from app.reports.telling import KINDS_OF_REPORT, read, read_text
from app.web.answers import act, go, show
from app.web.clash import Clash
from app.web.language import language
from app.web.notation import AMSTERDAM

bp = Blueprint("reports", __name__, template_folder="templates")

READERS = (*MEMBERS, Role.PROGRAMME)


def _key() -> str:
    key: str = current_app.extensions["settings"].signing_key
    return key


def _checked_on() -> verification.Checked | None:
    return verification.last_check(session(), key=_key())


# --- Everybody at the table reads ----------------------------------------------------------------------------


@bp.get("/voortgang")
@allow(*READERS)
def latest() -> ResponseReturnValue:
    """The latest published progress."""
    found = queries.latest(session())
    if found is None:
        return render_template("reports/none.html")
    return _progress(found)


@bp.get("/voortgang/<number>")
@allow(*READERS)
def one(number: str) -> ResponseReturnValue:
    """A published report by its number."""
    return _progress(_published(number))


def _published(number: str) -> Report:
    return queries.report(session(), number) or abort(404)


def _progress(found: Report) -> ResponseReturnValue:
    names = _names(found.number)
    told = read_text(found.document, names)
    others = [one for one in queries.published(session()) if one.number != found.number]
    more: dict[str, Any] = {"forms": FORMS, "checked": _checked_on(), "others": others}
    newer = queries.replaced_by(session(), found.number)
    body = _body(found.number, found.document, tuple(sorted(names.items())), actor().has(Role.PROGRAMME), language())
    return render_template("reports/progress.html", report=found, told=told, body=body, newer=newer, **more)


@lru_cache(maxsize=16)
def _body(number: str, text: str, names: tuple[tuple[str, str], ...], asks: bool, _language: str) -> Markup:
    """What a report says is written once for all who know the same names: it never changes, and it is long."""
    asking = {"path": f"/voortgang/{number}/vragen/nieuw", "about": ABOUT} if asks else None
    body = current_app.jinja_env.get_template("reports/body.html")
    told = read_text(text, dict(names))
    return Markup(body.render(told=told, number=number, asking=asking))  # noqa: S704 - what a template made


def _names(number: str) -> Mapping[str, str]:
    """The names that this reader may know today in a report, by token: that they read them stands whatever follows."""
    named = naming.names_in_report(session(), number)
    if new := naming.unread(session(), number, named):
        at_once(lambda own: naming.note_reading(own, number, new))
    return naming.by_token(named)


@bp.get("/voortgang/eerder")
@allow(*READERS)
def earlier() -> ResponseReturnValue:
    """Every published report, the latest first."""
    told = [read_text(text) for text in queries.documents(session())]
    return render_template("reports/earlier.html", told=told)


@bp.get("/voortgang/vergelijk")
@allow(*READERS)
def compare() -> ResponseReturnValue:
    """Two published reports side by side; without a choice the last two."""
    reports = queries.published(session())
    if len(reports) < 2:
        return render_template("reports/compare.html", found=None)
    chosen = (request.args.get("van", reports[1].number), request.args.get("met", reports[0].number))
    before, after = (read_text(_published(number).document) for number in chosen)
    return render_template("reports/compare.html", found=comparing.compare(before, after), reports=reports)


@bp.get("/begrippen")
@allow(*READERS)
def terms() -> ResponseReturnValue:
    """What every figure means and how it is counted."""
    return render_template("reports/terms.html", definitions=DEFINITIONS)


# --- The coordinator prepares --------------------------------------------------------------------------------


@bp.route("/rapportages", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def reports() -> ResponseReturnValue:
    """Drafts and published reports; a new one begins with its reporting date."""
    found = queries.published(session())
    suggested = suggested_days(clock().today(), found[0].reporting_date if found else None)
    form = DayForm(reporting_date=suggested[0] if suggested else None)
    if form.saves(lambda: services.start_draft(session(), **form.answers)):
        return go(f"/rapportages/concept/{form.made.id}")
    more: dict[str, Any] = {"reports": found, "drafts": queries.drafts(session()), "kind_of": kind_of}
    more |= {"replaced": {one.replaces for one in found}, "kinds_of_report": KINDS_OF_REPORT}
    return show("reports/list.html", form, checked=_checked_on(), kinds=verification.KINDS, **more)


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
    return show("reports/edit.html", form, draft=draft, marked=checking.spotted(session(), draft), **words)


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
    return show("reports/preview.html", wrong or publishing, draft=draft, **words)


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
    found = _published(number)
    form = VersionForm()
    if form.saves(lambda: services.start_version(session(), found, **form.answers)):
        return go(_path(form.made), _("Dit concept vervangt straks rapport %(number)s.", number=number))
    return show("reports/improve.html", form, report=found)


@bp.post("/rapportages/concept/<int:draft_id>/weg")
@allow(Role.COORDINATOR)
def discard(draft_id: int) -> ResponseReturnValue:
    """A draft goes; nothing was published."""
    services.discard_draft(session(), _draft(draft_id))
    return go("/rapportages", _("Concept weggegooid. Er is niets gepubliceerd."))
