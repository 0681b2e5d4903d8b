"""Doubles: the queue, two companies side by side, putting together, taking apart, telling apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.clash import overtaken
from app.accounts.queries import last_saved
from app.bin.rules import WHY_LABELS
from app.companies import queries as companies
from app.companies.models import Company
from app.db.base import Base
from app.db.errors import Refused
from app.merging import queries, rules, services
from app.merging.forms import ConfirmForm, MergeForm, together
from app.merging.moves import TOLD, counts
from app.web.addresses import page_number
from app.web.answers import act, go, show
from app.web.parsing import clean

blueprint = Blueprint("merging", __name__, template_folder="templates")

QUEUE = "/bedrijven/dubbelen"
FROM_QUEUE = "lijst"  # in the address of who works through the queue: on to the next


def _own(company_id: int) -> Company:
    """The company when the actor's organisation holds it; else not found, or forbidden."""
    found = companies.company(session(), company_id) or abort(404)
    if not companies.holds(session(), found):
        abort(403)
    return found


# --- The queue ---------------------------------------------------------------------------------------------


@blueprint.get(QUEUE)
@allow(*MEMBERS)
def doubles() -> ResponseReturnValue:
    """Our companies that may be one and the same, the surest first."""
    page = page_number()
    found = queries.possible_doubles(session(), page)
    if page > found.pages:
        page = found.pages
        found = queries.possible_doubles(session(), page)
    return render_template("merging/doubles.html", found=found, page=page)


@blueprint.post(f"{QUEUE}/<int:one>/<int:other>/verschillend")
@allow(*MEMBERS)
def differ(one: int, other: int) -> ResponseReturnValue:
    """These two resemble each other and are two."""
    first, second = _own(one), _own(other)
    done = _("%(one)s en %(other)s zijn twee bedrijven.", one=first.name, other=second.name)
    back = {"text": done, "undo": f"{QUEUE}/{one}/{other}/toch"}
    services.tell_apart(session(), first, second)
    rank = _rank()
    return go(QUEUE if rank is None else _next(rank), back)


def _rank() -> int | None:
    """The place in the queue of who works through it, from the address."""
    return request.args.get(FROM_QUEUE, type=int)


def _next(rank: int) -> str:
    """The address of the two that stand at a place of the queue; of the queue itself past its end."""
    pair = queries.waiting_at(session(), max(0, rank))
    return f"/bedrijven/{pair[0]}/samenvoegen/{pair[1]}?{FROM_QUEUE}={rank}" if pair else QUEUE


@blueprint.get(f"{QUEUE}/volgende")
@allow(*MEMBERS)
def skip() -> ResponseReturnValue:
    """On to the next two of the queue; nothing is said of these."""
    return go(_next((_rank() or 0) + 1))


@blueprint.post(f"{QUEUE}/<int:one>/<int:other>/toch")
@allow(*MEMBERS)
def doubt(one: int, other: int) -> ResponseReturnValue:
    """These two may be one after all."""
    _own(one), _own(other)
    told = queries.told_apart(session(), one, other) or abort(404)
    return act(QUEUE, _("Ze staan weer in de lijst."), lambda: services.doubt_again(session(), told))


# --- Two companies beside each other -----------------------------------------------------------------------


@blueprint.get("/bedrijven/<int:company_id>/samenvoegen")
@allow(*MEMBERS)
def choose(company_id: int) -> ResponseReturnValue:
    """With which other company of ours: what resembles it, or what a person looks for."""
    company = _own(company_id)
    text = clean(request.args.get("zoek", ""))[:80]
    found = queries.others(session(), company, text)
    return render_template("merging/choose.html", company=company, found=found, text=text)


@blueprint.route("/bedrijven/<int:company_id>/samenvoegen/<int:gone_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def merge(company_id: int, gone_id: int) -> ResponseReturnValue:
    """What stays, what goes along, and who will see it; back to the queue for who came from there."""
    keep, gone = _own(company_id), _own(gone_id)
    form = _form(keep, gone)
    refusal, rank = services.objection(session(), keep, gone), _rank()
    clash = overtaken(form, Both(keep, gone), lambda: _form(keep, gone, formdata=None), lambda: _last(keep, gone))
    if not clash and form.saves(lambda: services.merge(session(), keep, gone, taken=form.taken)):
        done = _("%(gone)s is opgegaan in %(keep)s.", gone=form.made.name, keep=keep.name)
        undo = f"/bedrijven/{keep.id}/samenvoegingen/{form.made.id}/terug"
        return go(f"/bedrijven/{keep.id}" if rank is None else _next(rank), {"text": done, "undo": undo})
    counts_twice = refusal is not None and refusal.message == rules.COUNTS_TWICE
    return show(
        "merging/merge.html",
        form,
        keep=keep,
        gone=gone,
        both=queries.briefly(session(), (keep.id, gone.id)),
        clash=clash,
        refusal=refusal,
        rank=rank,
        counted=queries.counted_leads(session(), gone.id) if counts_twice else (),
        goes=_labelled(counts(session(), gone)),
        readers=queries.new_readers(session(), keep, gone),
    )


@dataclass(frozen=True)
class Both:
    """Two companies as one row that counts its changes."""

    keep: Company
    gone: Company

    @property
    def version(self) -> Any:
        """The versions of both."""
        return together(self.keep, self.gone)


def _form(keep: Company, gone: Company, **how: Any) -> MergeForm:
    fields = rules.differing(keep, gone)
    return MergeForm(keep=keep, gone=gone, fields=fields, places=queries.places(session(), (keep, gone)), **how)


def _last(keep: Company, gone: Company) -> Any:
    saved = (last_saved(session(), "company", company.id) for company in (keep, gone))
    return max(filter(None, saved), key=lambda one: one[1], default=None)


def _labelled(rows: Mapping[type[Base], int]) -> list[tuple[str, int]]:
    return [(label, rows[model]) for model, label in TOLD.items() if model in rows]


# --- Taking apart ------------------------------------------------------------------------------------------


@blueprint.route("/bedrijven/<int:company_id>/samenvoegingen/<int:merge_id>/terug", methods=["GET", "POST"])
@allow(*MEMBERS)
def take_apart(company_id: int, merge_id: int) -> ResponseReturnValue:
    """The two companies as they were; the page says what goes back and what stays."""
    keep = _own(company_id)
    merged = queries.merge_of(session(), keep.id, merge_id) or abort(404)
    form, name, gone_id = ConfirmForm(), merged.name, merged.gone_id
    if form.saves(lambda: services.unmerge(session(), merged)):
        return go(f"/bedrijven/{gone_id}", _("%(name)s is weer een bedrijf op zichzelf.", name=name))
    try:
        plan = services.undoing(session(), merged)
    except Refused as refused:
        return go(f"/bedrijven/{keep.id}", _(refused.message, **refused.values), "error")
    return show("merging/apart.html", form, keep=keep, merged=merged, told=queries.told_of(plan), why=WHY_LABELS)
