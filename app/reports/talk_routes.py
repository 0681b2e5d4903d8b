"""Vragen en afspraken: what is asked about a report, answered, and agreed at the table of the progress talk."""

from collections.abc import Callable
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
from app.reports import naming, queries, questions, talks
from app.reports.models import Report
from app.reports.talk_forms import AgreementForm, AnswerForm, AskForm, RewordForm, TalkForm
from app.reports.talk_models import Agreement, ProgressTalk, ReportQuestion
from app.web.answers import act, go, show

bp = Blueprint("report_talks", __name__)

READERS = (*MEMBERS, Role.PROGRAMME)
TABLE = "/vragen"


@bp.record_once
def _count_for_the_menu(state: BlueprintSetupState) -> None:
    def waiting() -> int:
        return questions.open_questions(session()) if actor().has(Role.COORDINATOR) else 0

    state.app.extensions["menu_counts"]["questions"] = waiting


def _report(number: str) -> Report:
    return queries.report(session(), number) or abort(404)


def _looked_at(save: Callable[..., Any], *rows: Any, **answers: Any) -> Callable[[], Any]:
    """Saves words after counting that they are held against names: that stands whatever becomes of the form."""
    return lambda: save(session(), *rows, counted=at_once(wording.count_look), **answers)


@bp.get(TABLE)
@allow(*READERS)
def table() -> ResponseReturnValue:
    """Every question with its answer, those that wait first; and every talk with what was agreed."""
    asked, reports = questions.questions(session()), queries.published(session())
    return render_template(
        "reports/table.html",
        waiting=[one for one in asked if one.is_open],
        answered=[one for one in reversed(asked) if not one.is_open],
        talks=talks.talks(session()),
        reports=reports,
        last=max((one.published_at for one in reports), default=None),
        is_settled=questions.is_settled,
        about=questions.ABOUT,
        parties=talks.PARTIES,
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
    form = AskForm(data={"about": over if over in questions.ABOUT else questions.WHOLE}).offer()
    if form.saves(_looked_at(questions.ask, report, **form.answers)):
        return go(TABLE, _("De vraag is gesteld. Iedereen aan tafel leest haar; de coördinerende ROM antwoordt."))
    return show("reports/ask_form.html", form, report=report)


def _own_question(question_id: int) -> ReportQuestion:
    """A question that the reader's organisation asked; else not found, or forbidden."""
    found = questions.question(session(), question_id) or abort(404)
    if found.organisation_id != actor().organisation_id:
        abort(403)
    return found


@bp.route("/vragen/<int:question_id>", methods=["GET", "POST"])
@allow(Role.PROGRAMME)
def reword(question_id: int) -> ResponseReturnValue:
    """An own question that waits, in other words."""
    asked = _own_question(question_id)
    form = RewordForm(obj=asked)
    clash = overtaken(form, asked, lambda: RewordForm(formdata=None, obj=asked))
    if not clash and form.saves(_looked_at(questions.reword, asked, **form.answers)):
        return go(TABLE, _("De vraag is gewijzigd."))
    return show("reports/reword.html", form, asked=asked, about=questions.ABOUT, clash=clash)


@bp.post("/vragen/<int:question_id>/weg")
@allow(Role.PROGRAMME)
def withdraw(question_id: int) -> ResponseReturnValue:
    """An own question that waits is taken back."""
    asked = _own_question(question_id)
    return act(TABLE, _("De vraag is ingetrokken."), lambda: questions.withdraw(session(), asked))


@bp.route("/vragen/<int:question_id>/antwoord", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def answer(question_id: int) -> ResponseReturnValue:
    """The answer to a question, to be changed until the next report comes out."""
    asked = questions.question(session(), question_id) or abort(404)
    given = questions.answer_to(session(), asked)
    form = AnswerForm(obj=given)
    clash = overtaken(form, given, lambda: AnswerForm(formdata=None, obj=given))
    if not clash and form.saves(_looked_at(questions.answer, asked, **form.answers)):
        return go(TABLE, _("Antwoord bewaard. Iedereen aan tafel leest het nu."))
    return show("reports/answer.html", form, asked=asked, about=questions.ABOUT, clash=clash)


# --- Talks ---------------------------------------------------------------------------------------------------


@bp.route("/voortgang/<number>/gesprekken/nieuw", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def new_talk(number: str) -> ResponseReturnValue:
    """A talk that was held about a report."""
    report = _report(number)
    form = TalkForm()
    if form.saves(_looked_at(talks.record_talk, report, **form.answers)):
        return go(_at(form.made.id), _("Gesprek vastgelegd. Schrijf nu op wat er is afgesproken."))
    return show("reports/talk.html", form, report_number=report.number)


def _at(talk_id: int) -> str:
    return f"/gesprekken/{talk_id}"


def _talk(talk_id: int) -> ProgressTalk:
    return talks.talk(session(), talk_id) or abort(404)


@bp.route("/gesprekken/<int:talk_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def edit_talk(talk_id: int) -> ResponseReturnValue:
    """A talk, to change the day or who sat at the table."""
    row = _talk(talk_id)
    form = TalkForm(obj=row)
    clash = overtaken(form, row, lambda: TalkForm(formdata=None, obj=row))
    if not clash and form.saves(_looked_at(talks.change_talk, row, **form.answers)):
        return go(_at(row.id), _("Gesprek bijgewerkt."))
    return _edit(row, form, AgreementForm(formdata=None), clash=clash)


def _edit(row: ProgressTalk, form: TalkForm, agreeing: AgreementForm, **more: Any) -> ResponseReturnValue:
    (told,) = [one for one in talks.talks(session(), row.report_number) if one.talk.id == row.id]
    wrong = agreeing if agreeing.is_wrong else form
    words: dict[str, Any] = {"agreements": told.agreements, "parties": talks.PARTIES, "agreeing": agreeing}
    words["today"] = clock().today()
    return show("reports/talk.html", wrong, talking=form, report_number=row.report_number, talk=row, **words, **more)


@bp.post("/gesprekken/<int:talk_id>/afspraken")
@allow(Role.COORDINATOR)
def agree(talk_id: int) -> ResponseReturnValue:
    """What was agreed at a talk."""
    row = _talk(talk_id)
    form = AgreementForm()
    if not form.is_submitted():
        return go(_at(row.id))
    if form.saves(_looked_at(talks.agree, row, **{"party": None, "what": None} | form.answers)):
        return go(_at(row.id), _("Afspraak vastgelegd."))
    return _edit(row, TalkForm(formdata=None, obj=row), form)


def _agreement(talk_id: int, agreement_id: int) -> Agreement:
    return talks.agreement(session(), talk_id, agreement_id) or abort(404)


@bp.post("/gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/klaar")
@allow(Role.COORDINATOR)
def tick(talk_id: int, agreement_id: int) -> ResponseReturnValue:
    """An agreement is done, or is not after all."""
    row = _agreement(talk_id, agreement_id)
    return act(_at(talk_id), _("Afspraak bijgewerkt."), lambda: talks.tick(session(), row))


@bp.post("/gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/weg")
@allow(Role.COORDINATOR)
def drop(talk_id: int, agreement_id: int) -> ResponseReturnValue:
    """An agreement goes."""
    row = _agreement(talk_id, agreement_id)
    return act(_at(talk_id), _("Afspraak verwijderd."), lambda: talks.drop_agreement(session(), row))
