"""Submitting facts of a lead, verifying them, and the coordinator's overview of the figures."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.clash import overtaken
from app.accounts.queries import colleagues
from app.capital.queries import investment as find_investment
from app.capital.rules import COUNTERFACTUAL_LABELS
from app.cases.rules import SIGNAL_LABELS
from app.impact import facts, overview, queries, services
from app.impact.comparison import REGIONS, STAGE_FACTS, Difference
from app.impact.conditions import LABELS
from app.impact.definitions import DEFINITIONS
from app.impact.dossier import contradictions, entries_of_company, submission_differs
from app.impact.facts import FactState
from app.impact.forms import AcceptForm, FactForm, JudgeForm, ReverseForm, StandForm, WithdrawForm
from app.impact.stand import Stand, last_line, look
from app.impact.telling import ICONS, checks, fact_title, flow_chart, kpis, tell_difference, write_value
from app.leads.door import lead_named
from app.leads.models import Lead
from app.ledger import queries as ledger
from app.ledger.models import Submission
from app.ledger.rules import CAPITAL_FACTS, CAUSES, CHANGEABLE, EVIDENCE, REASONS, STATUSES, WITHDRAWALS, Fact, Status
from app.ledger.services import withdraw_submission
from app.pipeline.parts import add_lead_part
from app.pipeline.queries import roms
from app.pipeline.rules import STEP_LABELS
from app.web.answers import act, go, show
from app.web.clash import Clash

bp = Blueprint("impact", __name__, template_folder="templates")

SLUGS = {
    Fact.ADMITTED: "toelating",
    Fact.APPROACH_STARTED: "aanpak",
    Fact.REALISED: "besluit",
    Fact.BECAME_SCALEUP: "scale-up",
    Fact.WITHDRAWN: "intrekken",
}
FACT_OF = {slug: fact for fact, slug in SLUGS.items()}
JUDGES = (Role.COORDINATOR, Role.VERIFIER)


@bp.record_once
def _count_for_the_menu(state: BlueprintSetupState) -> None:
    state.app.extensions["menu_counts"]["verification"] = lambda: queries.count_for_me(session())


add_lead_part("impact/facts.html", lambda session_, head: {"counted": facts.lead_facts(session_, head.row.id)})


@bp.app_template_filter("as_fact")
def as_fact(code: str) -> Fact:
    """The fact of a row that holds its code."""
    return Fact(code)


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {
        "fact_title": fact_title,
        "fact_icons": ICONS,
        "fact_states": STATUSES,
        "fact_path": fact_path,
        "condition_labels": LABELS,
        "judge_reasons": REASONS,
        "withdrawals": WITHDRAWALS,
        "definitions": DEFINITIONS,
        "write_value": write_value,
        "tell_difference": _tell_difference,
        "money_facts": CAPITAL_FACTS,
    }


def _tell_difference(difference: Difference) -> str:
    return tell_difference(difference, roms(session()) if difference.what in REGIONS else {})


def fact_path(code: str, state: FactState) -> str:
    """The address at which a fact of a lead is submitted."""
    if state.investment is not None:
        return f"/leads/{code}/feiten/kapitaal/{state.investment.id}"
    return f"/leads/{code}/feiten/{SLUGS[state.fact]}"


# --- The holder submits ------------------------------------------------------------------------------------


@bp.route("/leads/<code>/feiten/<slug>", methods=["GET", "POST"])
@allow(*MEMBERS)
def submit(code: str, slug: str) -> ResponseReturnValue:
    """One fact of a lead goes before a verifier."""
    fact = FACT_OF.get(slug) or abort(404)
    return _submit(code, fact, None)


@bp.route("/leads/<code>/feiten/kapitaal/<int:investment_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def submit_capital(code: str, investment_id: int) -> ResponseReturnValue:
    """One amount of a lead goes before a verifier."""
    lead = lead_named(code)
    row = find_investment(session(), lead.id, investment_id) or abort(404)
    return _submit(code, STAGE_FACTS[row.stage], investment_id)


def _state_of(lead: Lead, fact: Fact, investment_id: int | None) -> FactState:
    found = facts.lead_facts(session(), lead.id)
    if not found.may_submit:
        abort(403)
    return found.of(fact, investment_id) or abort(404)


def _submit(code: str, fact: Fact, investment_id: int | None) -> ResponseReturnValue:
    lead = lead_named(code)
    state = _state_of(lead, fact, investment_id)
    waits = state.submission if state.state in CHANGEABLE else None
    waiting = ledger.submission(session(), waits.id) if waits is not None else None
    form = _fact_form(fact, waiting)
    clash = overtaken(form, waiting, lambda: _fact_form(fact, waiting, formdata=None))
    if not clash and form.saves(lambda: _bring(lead, state, waiting, form)):
        return go(f"/leads/{lead.code}#telt-mee", _("Feit ligt ter toetsing."))
    note = _note(waiting)
    return show("impact/submit.html", form, lead=lead, state=state, waiting=waiting, note=note, clash=clash)


def _fact_form(fact: Fact, waiting: Submission | None, **how: Any) -> FactForm:
    form = (WithdrawForm if fact is Fact.WITHDRAWN else FactForm)(obj=waiting, data=_filled(waiting), **how)
    form.seen_by_id.choices = colleagues(session(), session().actor.organisation_id)
    return form


def _note(waiting: Submission | None) -> str | None:
    return ledger.text_of(session(), waiting.decision_reason_id) if waiting is not None else None


def _filled(waiting: Submission | None) -> dict[str, Any]:
    if waiting is None:
        return {"seen_by_id": session().actor.person_id}
    return {
        "seen_by_id": waiting.evidence_seen_by_id,
        "grounds": ledger.text_of(session(), waiting.grounds_id),
    }


def _bring(lead: Lead, state: FactState, waiting: Submission | None, form: FactForm) -> None:
    typed = form.answers
    if state.fact in CAPITAL_FACTS and state.investment is not None:
        typed["investment"] = find_investment(session(), lead.id, state.investment.id)
    if waiting is None:
        services.submit_fact(session(), lead, state.fact, **typed)
    else:
        services.mend_fact(session(), lead, waiting, **typed)


@bp.post("/leads/<code>/feiten/terugnemen/<int:submission_id>")
@allow(*MEMBERS)
def take_back(code: str, submission_id: int) -> ResponseReturnValue:
    """The holder takes a fact back before it is judged."""
    lead = lead_named(code)
    found = ledger.submission(session(), submission_id)
    if found is None or found.lead_id != lead.id:
        abort(404)
    if not facts.lead_facts(session(), lead.id).may_submit:
        abort(403)
    done = _("Feit teruggenomen. Het ligt niet meer ter toetsing.")
    return act(f"/leads/{lead.code}#telt-mee", done, lambda: withdraw_submission(session(), found))


# --- The verifier judges -----------------------------------------------------------------------------------


@bp.get("/toetsing")
@allow(*JUDGES)
def verification() -> ResponseReturnValue:
    """The queue of facts."""
    return render_template(
        "impact/queue.html",
        queue=queries.queue(session()),
        decided=queries.decided(session()),
        evidence=EVIDENCE,
        today=clock().today(),
    )


def _waiting(submission_id: int) -> Submission:
    return ledger.submission(session(), submission_id) or abort(404)


@bp.get("/toetsing/<int:submission_id>")
@allow(*JUDGES)
def judge(submission_id: int) -> ResponseReturnValue:
    """One fact with all that a verifier may see of it."""
    return _detail(_waiting(submission_id), JudgeForm(formdata=None), "")


def _detail(found: Submission, form: JudgeForm, verb: str, clash: Clash | None = None) -> ResponseReturnValue:
    form.version.data = form.version.data or str(found.version)
    return show(
        "impact/judge.html",
        form,
        verb=verb,
        clash=clash,
        found=queries.about(session(), found),
        submission=found,
        conditions=ledger.conditions(found),
        effect=queries.effect(session(), found, clock().today()) if found.status == Status.OPEN else (),
        objection=services.why_not_judge(session(), found),
        differ=submission_differs(session(), found) if found.status == Status.OPEN else (),
        counterfactuals=COUNTERFACTUAL_LABELS,
        evidence=EVIDENCE,
    )


@bp.post("/toetsing/<int:submission_id>/akkoord")
@allow(*JUDGES)
def accept(submission_id: int) -> ResponseReturnValue:
    """The fact is accepted and counts."""
    found = _waiting(submission_id)
    if AcceptForm().is_stale(found):
        abort(409)
    return act(
        "/toetsing",
        lambda entry: _("Akkoord vastgelegd onder nummer %(number)s.", number=entry.number),
        lambda: services.accept_fact(session(), found),
        back=f"/toetsing/{submission_id}",
    )


@bp.post("/toetsing/<int:submission_id>/<verb>")
@allow(*JUDGES)
def decline(submission_id: int, verb: str) -> ResponseReturnValue:
    """The fact goes back for more (terug), or is refused (afwijzen); both with a reason."""
    decide = {"terug": services.ask_fact_back, "afwijzen": services.refuse_fact}.get(verb) or abort(404)
    found = _waiting(submission_id)
    form = JudgeForm()
    clash = overtaken(form, found, lambda: JudgeForm(formdata=None, version=found.version))
    if not clash and form.saves(lambda: decide(session(), found, **form.answers)):
        return go("/toetsing", _("Feit teruggevraagd.") if verb == "terug" else _("Feit afgewezen."))
    return _detail(found, form, verb, clash)


@bp.route("/toetsing/grootboek/<int:number>", methods=["GET", "POST"])
@allow(*JUDGES)
def ledger_line(number: int) -> ResponseReturnValue:
    """One line of the ledger, what leans on it, and taking it back."""
    entry = ledger.entry(session(), number) or abort(404)
    form = ReverseForm()
    if form.saves(lambda: services.reverse_entry(session(), entry, **form.answers)):
        done = _("Regel %(number)s teruggedraaid met regel %(by)s.", number=number, by=form.made.number)
        return go(f"/toetsing/grootboek/{number}", done)
    leaning = ledger.dependents(session(), entry)
    differ = contradictions(session(), entries_of_company(session(), entry.company_id), only=number)
    return show(
        "impact/line.html",
        form,
        entry=entry,
        line=queries.behind(session(), [number])[0],
        dependents=queries.behind(session(), [one.number for one in leaning]),
        reversed_by=ledger.reversed_by(session(), number),
        objection=services.why_not_judge(session(), entry),
        causes=CAUSES,
        differ=differ[0].differences if differ else (),
        reads_figures=session().actor.has(Role.COORDINATOR),
        counterfactuals=COUNTERFACTUAL_LABELS,
    )


# --- The coordinator's overview ----------------------------------------------------------------------------


@bp.get("/overzicht")
@allow(Role.COORDINATOR)
def home() -> ResponseReturnValue:
    """The figures against their targets today, and what asks for attention."""
    day = overview.read_day(request.args.get("peildatum", ""), clock().today())
    found = overview.overview(session(), day, clock().today())
    query = f"?peildatum={day}" if day != clock().today() else ""
    return render_template(
        "impact/overview.html",
        found=found,
        kpis=kpis(found.figures, found.awaiting, query),
        checks=checks(found),
        check_total=len(overview.CHECKS),
        flow_chart=flow_chart(found.flows),
        query=query,
        steps=STEP_LABELS,
        signal_labels=SIGNAL_LABELS,
        today=clock().today(),
        evidence=EVIDENCE,
    )


@bp.get("/overzicht/stand")
@allow(Role.COORDINATOR)
def stand() -> ResponseReturnValue:
    """The figures at any reporting date, as known at any line of the ledger, and what was learned since."""
    form, wanted = _asked_stand()
    found = look(session(), wanted)
    return render_template(
        "impact/stand.html",
        form=form,
        found=found,
        kpis=kpis(found.then, {}, wanted.query(clock().today())),
        query=wanted.query(clock().today()),
        today=clock().today(),
    )


def _asked_stand() -> tuple[StandForm, Stand]:
    """The form of an address and the stand it asks for; what cannot be read is left out, and the form says so."""
    form = StandForm(last_line(session()), clock().today(), formdata=request.args)
    form.validate()
    day = None if form.peildatum.errors else form.peildatum.data
    return form, Stand(day or clock().today(), None if form.regel.errors else form.regel.data)


@bp.get("/overzicht/<code>")
@allow(Role.COORDINATOR)
def behind(code: str) -> ResponseReturnValue:
    """The ledger entries and leads behind one figure."""
    wanted = _asked_stand()[1]
    asked = request.args.get
    found = overview.behind_figure(
        session(),
        code,
        wanted,
        rom=asked("rom", ""),
        kind=asked("soort", ""),
        out=asked("uit", ""),
        into=asked("in", ""),
    )
    return render_template(
        "impact/behind.html",
        found=found or abort(404),
        definition=DEFINITIONS[code],
        stand=wanted,
        query=wanted.query(clock().today()),
        today=clock().today(),
        evidence=EVIDENCE,
    )
