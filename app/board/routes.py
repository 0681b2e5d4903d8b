"""*Pijplijn*: the leads of one filter, as a table and as a board; and the views that people keep of it."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.clash import overtaken
from app.board import listing, queries, services, undone
from app.board.columns import BY_CHOICE, COLUMN_LABELS, NUMBERS, SHOWN, Column
from app.board.deeds import DEED_OF, DEEDS, form_of, undo_deed
from app.board.filter import (
    DIMENSIONS,
    EVERYTHING,
    KIND_WORDS,
    LONGEST_TEXT,
    SHARED_LABELS,
    STATUS_LABELS,
    WHOSE_LABELS,
    YEARS,
    Filter,
    Lists,
    chips,
    quarter_word,
    read_filter,
    read_place,
    tell_quarter,
)
from app.board.forms import DropForm, ViewForm
from app.board.models import SavedView
from app.board.picking import picked
from app.board.telling import Telling
from app.board.together import MOST_TOGETHER
from app.board.unread import unread
from app.leads.rules import PHASES, months_between, quarter_of
from app.ledger.batches import outlook, recording
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS, STEPS, Step, is_silent
from app.pipeline.telling import strip
from app.web.answers import go, show
from app.web.language import text_of_number as ngettext
from app.web.notation import number

bp = Blueprint("board", __name__, template_folder="templates")

VIEWS = "/pijplijn/weergaven"
TOGETHER = "/pijplijn/samen"
FEW = 5  # codes in one message


def _asked() -> list[tuple[str, str]]:
    return list(request.args.items(multi=True))


def _is_part() -> bool:
    """Whether only a part of the page is asked for, to stand in a page that is there already."""
    return "HX-Request" in request.headers


@bp.get("/pijplijn")
@allow(*MEMBERS)
def table() -> ResponseReturnValue:
    """The leads of a filter, fifty a page, as a table or as a board of the six steps."""
    asked = _asked()
    opened = listing.opened(session(), asked)
    wanted, first = opened.wanted, opened.offered.default
    if not asked and first:
        return redirect(f"/pijplijn?{first.query or EVERYTHING}")
    if not all(word for _name, word in asked):  # a form sends what was left empty along
        typed = [(name, word) for name, word in asked if word]
        return redirect(f"/pijplijn?{urlencode(typed)}" if unread(asked, opened.offered.lists) else wanted.path())
    if wanted.board:
        return _board(opened, asked)
    place, all_ = read_place(asked), opened.totals
    found = listing.leads(session(), wanted, place, total=all_.all.leads if all_.is_exact else None)
    if place and (not found.rows or (place.back and not found.previous)):
        return redirect(wanted.path())
    return render_template(
        "board/table.html",
        found=found,
        shown=frozenset(wanted.columns),
        is_wide=len(wanted.columns) > len(SHOWN),
        heads=[(each, _(COLUMN_LABELS[each])) for each in (Column.LEAD, *wanted.columns)],
        numbers=NUMBERS,
        deeds=DEEDS,
        picks=urlencode(wanted.choice),
        **_frame(opened),
        **_words(),
    )


def _board(opened: listing.Opened, asked: list[tuple[str, str]]) -> ResponseReturnValue:
    """The board, or more cards of one of its columns."""
    wanted = opened.wanted
    only = Step(request.args["kolom"]) if request.args.get("kolom") in set(Step) else None
    if not only:
        columns = listing.board(session(), wanted, opened.totals)
    else:
        columns = {only: listing.column(session(), wanted, only, read_place(asked))}
        if _is_part():
            return render_template("board/more.html", step=only, page=columns[only], wanted=wanted, **_words())
    return render_template(
        "board/board.html",
        columns=columns,
        only=only,
        **_frame(opened),
        **_words(),
    )


@bp.get("/pijplijn/totaal")
@allow(*MEMBERS)
def totals() -> ResponseReturnValue:
    """All leads of a filter counted, and what was entered for them, however many there are."""
    opened = listing.opened(session(), _asked(), most=None)
    return render_template(
        "board/sums.html" if _is_part() else "board/totals.html",
        wanted=opened.wanted,
        totals=opened.totals,
        steps=STEP_LABELS,
        is_part=_is_part() and opened.wanted.board,
    )


def _frame(opened: listing.Opened) -> dict[str, Any]:
    """What stands around the leads: the filter, its chips, the columns and the views, and what all add up to."""
    wanted, views = opened.wanted, opened.offered.views
    own = wanted.query()
    return {
        "wanted": wanted,
        "totals": opened.totals,
        "chips": chips(wanted, opened.offered.lists),
        "unread": unread(_asked(), opened.offered.lists),
        "typed": urlencode(_asked()),
        "views": views,
        "opened": next((view for view in views if view.query == own), None),
        "column_options": [(each, COLUMN_LABELS[each]) for each in BY_CHOICE],
    }


@bp.get("/pijplijn/filter")
@allow(*MEMBERS)
def choose() -> ResponseReturnValue:
    """The form of the filter, filled in as the address says."""
    lists = queries.offered(session()).lists
    wanted = read_filter(_asked(), lists)
    return render_template(
        "board/filter_form.html" if _is_part() else "board/filter.html",
        wanted=wanted,
        unread=unread(_asked(), lists),
        typed_least=request.args.get("minimaal", "")[:LONGEST_TEXT],
        choices=_choices(wanted, lists),
        steps=STEP_LABELS,
        word_of=lambda day: quarter_word(day) if day else "",
    )


def _choices(wanted: Filter, lists: Lists) -> dict[str, list[tuple[str, Any]]]:
    """What each list of the filter's form offers, by the name of its dimension."""
    offers: dict[str, Any] = {
        "rom": lists.roms,
        "hub": lists.hubs,
        "kind": KIND_WORDS,
        "phase": PHASES,
        "technology": lists.technologies,
        "owner": lists.owners,
        "whose": WHOSE_LABELS,
        "consent": SHARED_LABELS,
        "status": STATUS_LABELS,
    }
    days = {*(quarter for year in YEARS for quarter in _quarters(year)), *filter(None, (wanted.since, wanted.before))}
    quarters = [(quarter_word(day), tell_quarter(day)) for day in sorted(days)]
    names = {each.field: each.name for each in DIMENSIONS}
    listed = {names[field]: [(str(key), label) for key, label in found.items()] for field, found in offers.items()}
    return {**listed, names["since"]: quarters, names["before"]: quarters}


def _quarters(year: int) -> list[Any]:
    """The first days that are offered of a year: of every quarter when it is near, else of the year itself."""
    near = 0 <= year - clock().today().year <= 2
    months = (1, 4, 7, 10) if near else (1,)
    return [quarter_of(clock().today().replace(year=year, month=month, day=1)) for month in months]


def _words() -> dict[str, Any]:
    """What a lead is told with, each worked out once for a page."""
    return {
        "steps": STEP_LABELS,
        "all_steps": STEPS,
        "step_names": {step: _(name) for step, name in STEP_LABELS.items()},
        "outcome_names": {outcome: _(name) for outcome, name in OUTCOME_LABELS.items()},
        "phases": {phase: _("Fase %(phase)s", phase=phase) + " " + _(name) for phase, name in PHASES.items()},
        "today": clock().today(),
        "tell": Telling(clock().today()),
        "is_silent": is_silent,
        "months_between": months_between,
        "strip": strip,
        "organisation_id": session().actor.organisation_id,
        "is_coordinator": session().actor.has(Role.COORDINATOR),
    }


# --- Many leads at once --------------------------------------------------------------------------------------


@bp.post(f"{TOGETHER}/<what>")
@allow(*MEMBERS)
def together(what: str) -> ResponseReturnValue:
    """One deed for the leads that were picked: first what would come of it, and once that was seen, the deed."""
    deed = DEEDS.get(what) or abort(404)
    wanted = read_filter(queries.pairs(request.form.get("terug", "")), queries.offered(session()).lists)
    codes = request.form.getlist("lead")
    leads = picked(session(), wanted if "alle" in request.form else None, codes)
    if not leads:
        return go(wanted.path(), _("Kies eerst een of meer leads."), "error")
    if len(leads) > MOST_TOGETHER:
        return go(wanted.path(), _("Meer dan %(most)s leads tegelijk gaat niet.", most=number(MOST_TOGETHER)), "error")
    form, foreseen = form_of(deed, session()), None
    if form.validate_on_submit():
        foreseen = deed.outlook(session(), leads, form.answers)
        changing = [line.lead for line in foreseen.changing]
        if form.agrees(foreseen.seal(form.answers)) and changing:
            with recording(session(), deed.kind, str(len(changing))) as batch:
                deed.do(session(), changing, form.answers)
            done = ngettext("%(num)s lead gewijzigd.", "%(num)s leads gewijzigd.", len(changing))
            return go(wanted.path(), {"text": done, "undo": f"{TOGETHER}/{batch.id}/terug?{wanted.query()}"})
    return show(
        "board/together.html",
        form,
        deed=deed,
        wanted=wanted,
        leads=leads,
        is_all="alle" in request.form,
        has_agreed="doe" in request.form,
        outlook=foreseen,
    )


@bp.get(TOGETHER)
@allow(*MEMBERS)
def done_together() -> ResponseReturnValue:
    """What colleagues did with many leads at once, as long as it can be undone here."""
    return render_template("board/done.html", done=undone.done_together(session(), DEED_OF), deed_of=DEED_OF)


@bp.route(f"{TOGETHER}/<int:batch_id>/terug", methods=["GET", "POST"])
@allow(*MEMBERS)
def undo_together(batch_id: int) -> ResponseReturnValue:
    """What was done at once is undone: what goes back, and what stays as somebody changed it since."""
    batch, form = undone.batch_by_id(session(), DEED_OF, batch_id) or abort(404), DropForm()
    back = read_filter(_asked(), queries.offered(session()).lists).path()
    if form.saves(lambda: undo_deed(session(), batch)):
        return go(back, _undone(form.made))
    told = undone.told(session(), outlook(session(), batch, whole_leads=True)) if not batch.undone_by_id else None
    words = {"deed": DEED_OF[batch.kind], "why_it_stays": undone.WHY_IT_STAYS}
    return show("board/undo.html", form, batch=batch, told=told, back=back, **words)


def _undone(told: undone.Told) -> str:
    stays = [code for codes in told.staying.values() for code in codes]
    back = ngettext("%(num)s lead is zoals hij was.", "%(num)s leads zijn zoals ze waren.", len(told.back))
    if not stays:
        return back
    few = ", ".join(stays[:FEW]) + (" …" if len(stays) > FEW else "")
    return f"{back} {_('Deze blijven, want ze zijn sindsdien gewijzigd: %(codes)s.', codes=few)}"


# --- Views that are kept -------------------------------------------------------------------------------------


@bp.get(VIEWS)
@allow(*MEMBERS)
def views() -> ResponseReturnValue:
    """The views that the reader may open: their own, and those of their organisation."""
    offered = queries.offered(session())
    told = [
        (view, chips(read_filter(queries.pairs(view.query), offered.lists), offered.lists)) for view in offered.views
    ]
    return render_template("board/views.html", told=told)


@bp.route(f"{VIEWS}/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def keep() -> ResponseReturnValue:
    """The filter of the address is kept under a name."""
    lists = queries.offered(session()).lists
    wanted, form = read_filter(_asked(), lists), ViewForm()
    if form.saves(lambda: services.save_view(session(), wanted, **form.answers)):
        return go(wanted.path(), _("Weergave ‘%(name)s’ bewaard.", name=form.name.data))
    return show("board/view.html", form, wanted=wanted, chips=chips(wanted, lists), view=None)


def _own_view(view_id: int) -> SavedView:
    return queries.view_by_id(session(), view_id) or abort(404)


@bp.route(f"{VIEWS}/<int:view_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def change(view_id: int) -> ResponseReturnValue:
    """A view of one's own gets another name, is shared or not, opens first or not."""
    view, lists = _own_view(view_id), queries.offered(session()).lists
    wanted, form = read_filter(queries.pairs(view.query), lists), ViewForm(obj=view)
    clash = overtaken(form, view, lambda: ViewForm(formdata=None, obj=view))
    if not clash and form.saves(lambda: services.change_view(session(), view, **form.answers)):
        return go(VIEWS, _("Weergave ‘%(name)s’ bewaard.", name=form.name.data))
    return show("board/view.html", form, wanted=wanted, chips=chips(wanted, lists), view=view, clash=clash)


@bp.route(f"{VIEWS}/<int:view_id>/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def drop(view_id: int) -> ResponseReturnValue:
    """A view of one's own goes, once the person is sure."""
    view, form = _own_view(view_id), DropForm()
    if form.saves(lambda: services.remove_view(session(), view)):
        return go(VIEWS, _("Weergave verwijderd."))
    return show("board/drop.html", form, view=view)
