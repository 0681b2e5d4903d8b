"""Vragen en afspraken: what is asked about a report, answered, and agreed at the table of the progress talk."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import actor, at_once, clock, session
from app.accounts.clash import overtaken
from app.narrative import wording
from app.reports import naming
from app.reports import queries as reports
from app.reports.models import Report
from app.reports.rules import ABOUT, PARTIES, WHOLE
from app.talks import queries, services
from app.talks.forms import AgreementForm, AnswerForm, AskForm, DropForm, RewordForm, TalkForm
from app.talks.models import Agreement, ProgressTalk, ReportQuestion
from app.talks.rules import is_settled
from app.web.answers import act, binned, go, show

bp = Blueprint("talks", __name__, template_folder="templates")

READERS = (*MEMBERS, Role.PROGRAMME)
TABLE = "/vragen"


@bp.record_once
def _count_for_the_menu(state: BlueprintSetupState) -> None:
    def waiting() -> int:
        return queries.open_questions(session()) if actor().has(Role.COORDINATOR) else 0

    state.app.extensions["menu_counts"]["questions"] = waiting


def _report(number: str) -> Report:
    return reports.report(session(), number) or abort(404)


def _looked_at(save: Callable[..., Any], *rows: Any, **answers: Any) -> Callable[[], Any]:
    """Saves words after counting that they are held against names: that stands whatever becomes of the form."""
    words = [one for one in answers.values() if isinstance(one, str)]
    return lambda: save(session(), *rows, counted=at_once(partial(wording.count_look, texts=words)), **answers)


@bp.get(TABLE)
@allow(*READERS)
def table() -> ResponseReturnValue:
    """Every question with its answer, those that wait first; and every talk with what was agreed."""
    asked, published = queries.questions(session()), reports.published(session())
    return render_template(
        "talks/table.html",
        waiting=[one for one in asked if one.is_open],
        answered=[one for one in reversed(asked) if not one.is_open],
        talks=queries.talks(session()),
        reports=published,
        last=max((one.published_at for one in published), default=None),
        is_settled=is_settled,
        about=ABOUT,
        parties=PARTIES,
        today=clock().today(),
        recalls=naming.waiting(session()) if actor().has(Role.COORDINATOR) else 0,
    )


# --- Questions -----------------------------------------------------------------------------------------------


@bp.route("/voortgang/<number>/vragen/nieuw", methods=["GET", "POST"])
@allow(Role.PROGRAMME)
def ask(number: str) -> ResponseReturnValue:
    """A question about a figure or a part of a published report."""
    report = _report(number)
    over = request.args.get("over")
    form = AskForm(data={"about": over if over in ABOUT else WHOLE}).offer()
    if form.saves(_looked_at(services.ask, report, **form.answers)):
        return go(TABLE, _("De vraag is gesteld. Iedereen aan tafel leest haar; de coördinerende ROM antwoordt."))
    return show("talks/ask_form.html", form, report=report)


def _own_question(question_id: int) -> ReportQuestion:
    """A question that the reader's organisation asked; else not found, or forbidden."""
    found = queries.question(session(), question_id) or abort(404)
    if found.organisation_id != actor().organisation_id:
        abort(403)
    return found


@bp.route("/vragen/<int:question_id>", methods=["GET", "POST"])
@allow(Role.PROGRAMME)
def reword(question_id: int) -> ResponseReturnValue:
    """An own question in other words, until it stands in a report with its answer."""
    asked = _own_question(question_id)
    form = RewordForm(obj=asked)
    clash = overtaken(form, asked, lambda: RewordForm(formdata=None, obj=asked))
    if not clash and form.saves(_looked_at(services.reword, asked, **form.answers)):
        return go(TABLE, _("De vraag is gewijzigd."))
    given = queries.answer_to(session(), asked)
    return show("talks/reword.html", form, asked=asked, given=given, about=ABOUT, clash=clash)


@bp.route("/vragen/<int:question_id>/weg", methods=["GET", "POST"])
@allow(Role.PROGRAMME)
def withdraw(question_id: int) -> ResponseReturnValue:
    """An own question that waits is taken back, once the asker is sure."""
    asked, form = _own_question(question_id), DropForm()
    if form.saves(lambda: services.withdraw(session(), asked)):
        return go(TABLE, _("De vraag is ingetrokken."))
    return show("talks/withdraw.html", form, asked=asked, about=ABOUT)


@bp.route("/vragen/<int:question_id>/antwoord", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def answer(question_id: int) -> ResponseReturnValue:
    """The answer to a question, to be changed until the next report comes out."""
    asked = queries.question(session(), question_id) or abort(404)
    given = queries.answer_to(session(), asked)
    form = AnswerForm(obj=given)
    clash = overtaken(form, given, lambda: AnswerForm(formdata=None, obj=given))
    if not clash and form.saves(_looked_at(services.answer, asked, **form.answers)):
        return go(TABLE, _("Antwoord bewaard. Iedereen aan tafel leest het nu."))
    return show("talks/answer.html", form, asked=asked, about=ABOUT, clash=clash)


# --- Talks ---------------------------------------------------------------------------------------------------


@bp.route("/voortgang/<number>/gesprekken/nieuw", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def new_talk(number: str) -> ResponseReturnValue:
    """A talk that was held about a report."""
    report = _report(number)
    form = TalkForm()
    if form.saves(_looked_at(services.record_talk, report, **form.answers)):
        return go(_at(form.made.id), _("Gesprek vastgelegd. Schrijf nu op wat er is afgesproken."))
    return show("talks/talk.html", form, report_number=report.number)


def _at(talk_id: int) -> str:
    return f"/gesprekken/{talk_id}"


def _talk(talk_id: int) -> ProgressTalk:
    return queries.talk(session(), talk_id) or abort(404)


@bp.route("/gesprekken/<int:talk_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def edit_talk(talk_id: int) -> ResponseReturnValue:
    """A talk, to change the day or who sat at the table."""
    row = _talk(talk_id)
    form = TalkForm(obj=row)
    clash = overtaken(form, row, lambda: TalkForm(formdata=None, obj=row))
    if not clash and form.saves(_looked_at(services.change_talk, row, **form.answers)):
        return go(_at(row.id), _("Gesprek bijgewerkt."))
    return _edit(row, form, AgreementForm(formdata=None), clash=clash)


@bp.route("/gesprekken/<int:talk_id>/weg", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def drop_talk(talk_id: int) -> ResponseReturnValue:
    """A talk that was not; the page says what goes with it."""
    row, form = _talk(talk_id), DropForm()
    if form.saves(lambda: services.drop_talk(session(), row)):
        return go(TABLE, binned(_("Gesprek verwijderd."), form.made.id))
    agreements = queries.agreements(session(), row.id)
    return show("talks/drop.html", form, talk=row, agreements=agreements, parties=PARTIES)


def _edit(row: ProgressTalk, form: TalkForm, agreeing: AgreementForm, **more: Any) -> ResponseReturnValue:
    (told,) = [one for one in queries.talks(session(), row.report_number) if one.talk.id == row.id]
    wrong = agreeing if agreeing.is_wrong else form
    words: dict[str, Any] = {"agreements": told.agreements, "parties": PARTIES, "agreeing": agreeing}
    words["today"] = clock().today()
    return show("talks/talk.html", wrong, talking=form, report_number=row.report_number, talk=row, **words, **more)


@bp.post("/gesprekken/<int:talk_id>/afspraken")
@allow(Role.COORDINATOR)
def agree(talk_id: int) -> ResponseReturnValue:
    """What was agreed at a talk."""
    row = _talk(talk_id)
    form = AgreementForm()
    if not form.is_submitted():
        return go(_at(row.id))
    if form.saves(_looked_at(services.agree, row, **{"party": None, "what": None} | form.answers)):
        return go(_at(row.id), _("Afspraak vastgelegd."))
    return _edit(row, TalkForm(formdata=None, obj=row), form)


def _agreement(talk_id: int, agreement_id: int) -> Agreement:
    return queries.agreement(session(), talk_id, agreement_id) or abort(404)


@bp.post("/gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/klaar")
@allow(Role.COORDINATOR)
def tick(talk_id: int, agreement_id: int) -> ResponseReturnValue:
    """An agreement is done, or is not after all."""
    row = _agreement(talk_id, agreement_id)
    return act(_at(talk_id), _("Afspraak bijgewerkt."), lambda: services.tick(session(), row))


@bp.route("/gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/weg", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def drop(talk_id: int, agreement_id: int) -> ResponseReturnValue:
    """An agreement goes, once the coordinator is sure."""
    row, form = _agreement(talk_id, agreement_id), DropForm()
    if form.saves(lambda: services.drop_agreement(session(), row)):
        return go(_at(talk_id), binned(_("Afspraak verwijderd."), form.made.id))
    return show("talks/drop_agreement.html", form, talk=_talk(talk_id), one=row, parties=PARTIES, today=clock().today())
