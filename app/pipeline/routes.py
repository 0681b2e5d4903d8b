"""The page of one lead, its moves and its timeline."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.clash import overtaken
from app.capital.rules import COUNTERFACTUAL_HEADINGS, COUNTRIES, DECISION_LABELS, MOTIVES, NATURES
from app.cases.rules import ACTION_LABELS, BOTTLENECK_LABELS, PARTNER_LABELS, SIGNAL_LABELS, action_state
from app.companies.rules import KINDS
from app.documents.queries import documents
from app.documents.rules import ACCEPTED_NAMES
from app.growth.queries import demand_profile
from app.growth.rules import band_words
from app.hubs.queries import own_hubs
from app.leads.door import known_lead, lead_named, own_lead
from app.leads.models import Lead
from app.leads.queries import course_of, holds
from app.leads.rules import ADVANCE_GOAL_MONTHS, PHASES, months_between
from app.matching.queries import advise
from app.matching.rules import MATCH_WORDS
from app.pipeline import queries, services
from app.pipeline.adding import ADDINGS, FIRST, days_silent, empty_form
from app.pipeline.forms import LONGEST_FILTER, CloseForm, MoveForm, ReopenForm
from app.pipeline.pack import meeting_pack
from app.pipeline.parts import lead_parts
from app.pipeline.queries import LeadHead
from app.pipeline.rules import (
    OUTCOME_LABELS,
    STEP_LABELS,
    STEPS,
    is_late,
    missing_for,
    needed_between,
    next_step,
    position,
)
from app.pipeline.telling import tell_event
from app.timeline.queries import Event, events
from app.web.addresses import page_number
from app.web.answers import go, show
from app.web.forms import Form
from app.words import N_

bp = Blueprint("pipeline", __name__, template_folder="templates")

SHORT_TIMELINE = 12
ROWS_FOR_SHORT = 60
LONG_TIMELINE = 60
TOLD = (("move", queries.moves), ("document", documents))
# What a reader may keep of a timeline: in the address, in words, as the timeline calls it.
WHAT = {
    "gesprekken": (N_("Gesprekken"), "talk"),
    "notities": (N_("Notities"), "note"),
    "taken": (N_("Taken"), "task"),
    "documenten": (N_("Documenten"), "document"),
    "wijzigingen": (N_("Wijzigingen"), "change"),
}


@bp.get("/leads/<code>")
@allow(*MEMBERS)
def lead(code: str) -> ResponseReturnValue:
    """The page where the work happens; for who may not know the company, the anonymous lead."""
    head = queries.lead_head(session(), code) or abort(404)
    if not head.is_open_book:
        demands = queries.demand_faces(session(), head.row.id)
        templates, words = lead_parts(session(), head)
        return render_template(
            "pipeline/anonymous.html",
            **words,
            parts=templates,
            head=head.row,
            demands=demands,
            own_hubs=own_hubs(session()),
            band_words=band_words,
            phase_names=PHASES,
            kind_names=KINDS,
        )
    what = request.args.get("toevoegen", "")
    what = what if what in ADDINGS else FIRST
    return render_template("pipeline/lead.html", **_lead_page(head, what, empty_form(what, clock().today())))


@bp.post("/leads/<code>/toevoegen/<what>")
@allow(*MEMBERS)
def add(code: str, what: str) -> ResponseReturnValue:
    """A talk, a task or a note from the box on the lead's page; what is wrong is told there, with all that was typed."""
    one, adding = known_lead(code), ADDINGS.get(what)
    if adding is None or adding.add is None:
        abort(404)
    form = adding.form()
    if form.saves(partial(adding.add, session(), one, form)):
        return go(f"/leads/{code}#tijdlijn", form.made)
    head = queries.lead_head(session(), code) or abort(404)
    return show("pipeline/lead.html", **_lead_page(head, what, form))


def _lead_page(head: LeadHead, adds: str, add_form: Form) -> dict[str, Any]:
    row = head.row
    actor = session().actor
    told, more = events(session(), row.id, row.company_id, size=ROWS_FOR_SHORT, also=TOLD)
    upcoming = None if row.closed_on else next_step(row.step)
    templates, words = lead_parts(session(), head)
    profile = demand_profile(session(), row.id)
    case, capital = queries.work_of(session(), row.id)
    return {
        **words,
        "parts": templates,
        "profile": profile,
        "advice": advise(session(), row, profile),
        "match_words": MATCH_WORDS,
        "head": row,
        "lead": row,
        "known": head.is_known,
        "is_holder": row.holder_id is not None and row.holder_id == actor.organisation_id,
        "is_coordinator": actor.has(Role.COORDINATOR),
        "steps": _track(head),
        "upcoming": STEP_LABELS[upcoming] if upcoming else None,
        "upcoming_step": upcoming,
        "needed": needed_between(row.step, upcoming) if upcoming else (),
        "missing": missing_for(row.step, upcoming, head.facts) if upcoming else (),
        "facts": head.facts,
        "advance": months_between(row.asked_on, row.needed_by) if row.needed_by else None,
        "advance_goal": ADVANCE_GOAL_MONTHS,
        "months_left": months_between(clock().today(), row.needed_by) if row.needed_by else None,
        "case": case,
        "capital": capital,
        "events": told[:SHORT_TIMELINE],
        "more_events": more or len(told) > SHORT_TIMELINE,
        "form": add_form,
        "adds": adds,
        "addings": ADDINGS,
        "accepted": ACCEPTED_NAMES,
        "silent": None if row.closed_on else days_silent(told, clock().today()),
        **_timeline_parts(row.holder_id),
        **_words(),
    }


def _words() -> dict[str, Any]:
    return {
        "bottleneck_labels": BOTTLENECK_LABELS,
        "signal_labels": SIGNAL_LABELS,
        "partner_labels": PARTNER_LABELS,
        "action_labels": ACTION_LABELS,
        "action_state": action_state,
        "outcome_labels": OUTCOME_LABELS,
        "decision_labels": DECISION_LABELS,
        "counterfactual_headings": COUNTERFACTUAL_HEADINGS,
        "countries": COUNTRIES,
        "motives": MOTIVES,
        "natures": NATURES,
        "today": clock().today(),
        "is_late": is_late,
        "phase_names": PHASES,
        "kind_names": KINDS,
    }


def _timeline_parts(holder_id: int | None) -> dict[str, Any]:
    own = session().actor.organisation_id
    holder = holder_id is not None and holder_id == own

    def may_write(event: Event) -> bool:
        return holder or event.organisation_id == own

    return {"tell_event": tell_event, "may_write": may_write, "today": clock().today()}


def _track(head: LeadHead) -> list[dict[str, Any]]:
    """The step track: title, state, and the day each step was reached."""
    now = position(head.row.step)
    closed = head.row.closed_on is not None
    found = []
    for step in STEPS:
        place = position(step)
        state = "done" if place < now or (closed and place == now) else "now" if place == now else "later"
        day = head.reached[step] or (head.row.step_since if place == now else None)
        found.append({"title": _(STEP_LABELS[step]), "state": state, "day": day if place <= now else None})
    return found


def _steered_lead(code: str) -> Lead:
    """The lead, when the actor's organisation holds it or coordinates; else not found, or forbidden."""
    one = lead_named(code)
    if not (holds(session(), one) or session().actor.has(Role.COORDINATOR)):
        abort(403)
    return one


@bp.route("/leads/<code>/stap", methods=["GET", "POST"])
@allow(*MEMBERS)
def move(code: str) -> ResponseReturnValue:
    """The lead goes to another step."""
    one = _steered_lead(code)
    course = course_of(session(), one)  # read first: whoever saves it from here on makes this one stale
    head = queries.lead_head(session(), code) or abort(404)
    form = MoveForm(version=head.row.version)
    if not form.is_submitted():
        form.step.data = request.args.get("naar") or next_step(head.row.step)
        form.back.data = request.args.get("terug", "")[:LONGEST_FILTER]
    clash = overtaken(form, course, partial(MoveForm, formdata=None, step=head.row.step, version=head.row.version))
    if not clash and form.saves(lambda: services.move_step(session(), one, **_step(form))):
        back = f"/pijplijn?{form.back.data}" if form.back.data else f"/leads/{code}"
        moved = _("%(lead)s staat nu in %(step)s.", lead=head.row.company or code, step=_(STEP_LABELS[form.step.data]))
        return _gone(back, moved) if _in_place() else go(back, moved)
    to = form.step.data if form.step.data in STEP_LABELS else None
    return show(
        "pipeline/move_in_place.html" if _in_place() else "pipeline/move.html",
        form,
        lead=head.row,
        head=head.row,
        facts=head.facts,
        to=to,
        back=bool(to) and position(to) < position(head.row.step),
        needed=needed_between(head.row.step, to) if to else (),
        missing=missing_for(head.row.step, to, head.facts) if to else (),
        may_override=session().actor.has(Role.COORDINATOR),
        is_holder=head.row.holder_id == session().actor.organisation_id,
        step_labels=STEP_LABELS,
        clash=clash,
    )


def _in_place() -> bool:
    """Whether the answer comes to stand in a page that is there already: in the card of a board."""
    return "HX-Request" in request.headers


def _gone(path: str, message: str) -> ResponseReturnValue:
    """On to a page from within another one."""
    flash(message)
    return "", 204, {"HX-Redirect": path}


def _step(form: MoveForm) -> dict[str, Any]:
    return {
        "to": form.step.data,
        "reason": form.reason.data or "",
        "override": form.override.data,
        "cause": form.cause.data,
    }


@bp.route("/leads/<code>/afsluiten", methods=["GET", "POST"])
@allow(*MEMBERS)
def close(code: str) -> ResponseReturnValue:
    """The lead ends with an outcome: for who holds it alone."""
    one = own_lead(code)
    course = course_of(session(), one)
    head = queries.lead_head(session(), code) or abort(404)
    form = CloseForm(version=head.row.version)
    if not form.is_submitted():
        form.outcome.data = head.facts.decision
    saved = partial(CloseForm, formdata=None, outcome=head.row.outcome, version=head.row.version)
    clash = overtaken(form, course, saved)
    if not clash and form.saves(lambda: services.close_lead(session(), one, **form.answers)):
        return go(f"/leads/{code}", _("Lead gesloten."))
    return show("pipeline/close.html", form, lead=head.row, clash=clash)


@bp.route("/leads/<code>/heropenen", methods=["GET", "POST"])
@allow(*MEMBERS)
def reopen(code: str) -> ResponseReturnValue:
    """A closed lead opens again: for who holds it alone."""
    one = own_lead(code)
    form = ReopenForm()
    if form.saves(lambda: services.reopen_lead(session(), one, **form.answers)):
        return go(f"/leads/{code}", _("Lead heropend."))
    return show("pipeline/reopen.html", form, lead=one)


@bp.get("/leads/<code>/meenemen")
@allow(*MEMBERS)
def pack(code: str) -> ResponseReturnValue:
    """One page to take along on a visit: for who may know the company."""
    head = queries.lead_head(session(), code) or abort(404)
    if not (head.is_open_book and head.is_known):
        abort(404)
    return render_template("pipeline/pack.html", **meeting_pack(session(), head))


@bp.get("/leads/<code>/tijdlijn")
@allow(*MEMBERS)
def timeline(code: str) -> ResponseReturnValue:
    """Everything that happened on a lead, sixty lines a page; `wat` keeps one kind."""
    head = queries.lead_head(session(), code) or abort(404)
    if not head.is_open_book:
        abort(404)
    page = page_number()
    what = request.args.get("wat", "")
    what = what if what in WHAT else ""
    told, more = events(
        session(),
        head.row.id,
        head.row.company_id,
        page=page,
        size=LONG_TIMELINE,
        also=TOLD,
        only=WHAT[what][1] if what else None,
    )
    return render_template(
        "pipeline/timeline.html",
        lead=head.row,
        events=told,
        more=more,
        page=page,
        what=what,
        kinds={"": _("Alles"), **{key: _(label) for key, (label, _kind) in WHAT.items()}},
        is_holder=head.row.holder_id is not None and head.row.holder_id == session().actor.organisation_id,
        **_timeline_parts(head.row.holder_id),
    )
