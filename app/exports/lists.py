"""The lists that can be exported: of each its columns, and its rows as they come, a thousand at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from flask_babel import gettext as _

from app.access.session import GuardedSession
from app.board import listing
from app.board import queries as board
from app.board.filter import chips, read_filter
from app.companies.rules import KINDS as COMPANY_KINDS
from app.companies.rules import NDA_STATES
from app.exports import queries
from app.exports.cells import Value
from app.geography.queries import roms, technologies
from app.growth.rules import KIND_NAMES, MEASURE, Kind, Measure
from app.hubs import filter as hub_filter
from app.hubs.queries import cards
from app.hubs.rules import CERTAINTY_NAMES
from app.leads.rules import PHASES, months_between
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS
from app.web.formats import said
from app.words import N_

AT_A_TIME = 1000
Pairs = Sequence[tuple[str, str]]


def _as_it_is(value: Value) -> Value:
    return value


@dataclass(frozen=True)
class Column:
    """A column of a file: its head, what a row has there, what is said of that, and whether it is money."""

    head: str
    of: Callable[[Any], Any]
    said: Callable[[Any], Value] = _as_it_is
    is_euro: bool = False


@dataclass(frozen=True)
class Told:
    """What a filter asks, as an address and in words, and the page of the list."""

    query: str
    words: Sequence[str]
    back: str


@dataclass(frozen=True)
class List:
    """One list: its names, its columns, how its filter is read, and its rows in pages."""

    title: str
    file: str
    columns: Callable[[], tuple[Column, ...]]
    told: Callable[[GuardedSession, Pairs], Told]
    pages: Callable[[GuardedSession, str], Iterator[Sequence[Any]]]


# --- Leads ---------------------------------------------------------------------------------------------------


def _lead_columns() -> tuple[Column, ...]:
    steps, outcomes = ({key: _(label) for key, label in labels.items()} for labels in (STEP_LABELS, OUTCOME_LABELS))
    phases, kinds = ({key: _(label) for key, label in labels.items()} for labels in (PHASES, KIND_NAMES))
    hot = _("(knelpunt)")

    def asked(told: str | None) -> str:
        one_by_one = sorted(told.split(",")) if told else ()
        return ", ".join(kinds[Kind(one.rstrip("!"))] + (f" {hot}" if one.endswith("!") else "") for one in one_by_one)

    return (
        Column(_("Code"), attrgetter("code")),
        Column(_("Bedrijf"), attrgetter("company")),
        Column(_("Gemeente"), attrgetter("municipality")),
        Column(_("Regio"), attrgetter("rom")),
        Column(_("Vraag"), attrgetter("kinds"), asked),
        Column(_("Fase"), attrgetter("phase"), phases.get),
        Column(_("Stap"), attrgetter("step"), steps.get),
        Column(_("Gesteld op"), attrgetter("asked_on")),
        Column(_("Nodig op"), attrgetter("needed_by")),
        Column(_("Nodig in kwartaal van"), attrgetter("needed_quarter")),
        Column(_("Voorsprong (maanden)"), attrgetter("asked_on", "needed_by"), _advance),
        Column(_("Verwacht (€)"), attrgetter("expected"), is_euro=True),
        Column(_("Besloten (€)"), attrgetter("decided"), is_euro=True),
        Column(_("Gerealiseerd (€)"), attrgetter("realised"), is_euro=True),
        Column(_("Eigenaar"), attrgetter("owner")),
        Column(_("Volgende stap"), attrgetter("next_step")),
        Column(_("Volgende stap op"), attrgetter("next_on")),
        Column(_("Laatste activiteit"), attrgetter("last_activity_at"), lambda moment: moment and moment.date()),
        Column(_("Uitkomst"), attrgetter("outcome"), outcomes.get),
        Column(_("Gesloten op"), attrgetter("closed_on")),
    )


def _advance(days: tuple[date | None, date | None]) -> int | None:
    asked, needed = days
    return months_between(asked, needed) if asked and needed else None


def _lead_filter(session: GuardedSession, pairs: Pairs) -> Told:
    lists = board.offered(session).lists
    wanted = read_filter(pairs, lists)
    words = [f"{_(chip.label)}: {said(chip.value)}" for chip in chips(wanted, lists)]
    return Told(wanted.query(), words, wanted.path())


def _leads(session: GuardedSession, query: str) -> Iterator[Sequence[Any]]:
    wanted, place = read_filter(board.pairs(query), board.offered(session).lists), None
    while True:
        page = listing.leads(session, wanted, place, AT_A_TIME)
        yield page.rows
        place = page.following
        if place is None:
            return


# --- Companies -----------------------------------------------------------------------------------------------


def _company_columns() -> tuple[Column, ...]:
    kinds, ndas = ({key: _(label) for key, label in labels.items()} for labels in (COMPANY_KINDS, NDA_STATES))
    return (
        Column(_("Bedrijf"), attrgetter("name")),
        Column(_("KvK-nummers"), attrgetter("numbers")),
        Column(_("Gemeente"), attrgetter("municipality")),
        Column(_("Website"), attrgetter("website")),
        Column(_("Soort"), attrgetter("kind"), kinds.get),
        Column(_("NDA"), attrgetter("nda"), ndas.get),
        Column(_("Houder"), attrgetter("holder")),
        Column(_("Leads"), attrgetter("codes")),
    )


def _company_filter(_session: GuardedSession, pairs: Pairs) -> Told:
    wanted = queries.company_filter(pairs)
    words = [_("Zoek: %(text)s", text=wanted.text)] if wanted.text else []
    words += [_(queries.ONLY[wanted.only])] if wanted.only else []
    return Told(wanted.query, words, f"/bedrijven?{wanted.query}")


def _companies(session: GuardedSession, query: str) -> Iterator[Sequence[Any]]:
    return queries.companies(session, queries.company_filter(board.pairs(query)), AT_A_TIME)


# --- Hubs and what they have ---------------------------------------------------------------------------------


def _supply_columns() -> tuple[Column, ...]:
    kinds, sure = ({key: _(label) for key, label in labels.items()} for labels in (KIND_NAMES, CERTAINTY_NAMES))

    def size(part: str) -> Callable[[Any], Value]:
        return lambda row: row[2] and _size(MEASURE[row[2].measure], getattr(row[2], part))

    return (
        Column(_("Brandpunt"), lambda row: row[0].name),
        Column(_("Code"), lambda row: row[0].code),
        Column(_("Plaats"), lambda row: row[0].place),
        Column(_("Regio"), lambda row: row[0].rom_short),
        Column(_("Locatie"), lambda row: row[1] and row[1].site),
        Column(_("Soort"), lambda row: row[1] and kinds[row[1].kind]),
        Column(_("Wat"), lambda row: row[2] and _(MEASURE[row[2].measure].label)),
        Column(_("Eenheid"), lambda row: row[2] and _unit(MEASURE[row[2].measure])),
        Column(_("Keuze"), lambda row: row[2] and _choice(row[2])),
        Column(_("Totaal"), size("total")),
        Column(_("Bezet"), size("taken")),
        Column(_("In gesprek"), size("in_talks")),
        Column(_("Vrij"), size("free")),
        Column(_("Vanaf"), lambda row: row[1] and row[1].available_from),
        Column(_("Tot"), lambda row: row[1] and row[1].until),
        Column(_("Zekerheid"), lambda row: row[1] and sure[row[1].certainty]),
        Column(_("Toelichting"), lambda row: row[1] and row[1].remark),
    )


def _size(measure: Measure, stored: int | None) -> Value:
    if stored is None or measure.choices:
        return None
    return Decimal(stored).scaleb(-measure.places) if measure.places else stored


def _unit(measure: Measure) -> str:
    return _(measure.unit) if measure.unit else ""


def _choice(amount: Any) -> str | None:
    return _(dict(MEASURE[amount.measure].choices).get(amount.choice, amount.choice)) if amount.choice else None


def _hub_filter(session: GuardedSession, pairs: Pairs) -> Told:
    known = _hub_lists(session)
    wanted, _wrong = hub_filter.read_filter(dict(pairs), **known)
    words = [f"{_(chip.label)}: {said(chip.value)}" for chip in hub_filter.chips(wanted, **known)]
    return Told(wanted.query(), words, f"/brandpunten?{wanted.query()}")


def _hub_lists(session: GuardedSession) -> dict[str, dict[str, str]]:
    return {
        "roms": {row.code: row.short for row in roms(session)},
        "technologies": {row.code: row.short for row in technologies(session)},
    }


def _supply(session: GuardedSession, query: str) -> Iterator[Sequence[Any]]:
    """A row a measure of a supply; a brandpunt of which nothing is known has one row."""
    wanted, _wrong = hub_filter.read_filter(dict(board.pairs(query)), **_hub_lists(session))
    for one in hub_filter.choose(cards(session), wanted):
        if one.passes:
            offerings = one.card.profile.supply or [None]
            yield [(one.card, each, amount) for each in offerings for amount in (each and each.amounts) or [None]]


# --- Tasks ---------------------------------------------------------------------------------------------------


def _task_columns() -> tuple[Column, ...]:
    return (
        Column(_("Taak"), attrgetter("title")),
        Column(_("Wie"), attrgetter("owner")),
        Column(_("Klaar op"), attrgetter("due_on")),
        Column(_("Gedaan op"), attrgetter("done_on")),
        Column(_("Lead"), attrgetter("code")),
        Column(_("Bedrijf"), attrgetter("company")),
        Column(_("Van organisatie"), attrgetter("organisation")),
    )


def _task_filter(_session: GuardedSession, pairs: Pairs) -> Told:
    mine = ("wie", "ik") in pairs
    return Told("wie=ik" if mine else "", [_("Alleen van mij") if mine else _("Van mijn organisatie")], "/mijn-werk")


def _tasks(session: GuardedSession, query: str) -> Iterator[Sequence[Any]]:
    return queries.tasks(session, query == "wie=ik", AT_A_TIME)


LISTS = {
    "leads": List(N_("Leads"), "leads", _lead_columns, _lead_filter, _leads),
    "bedrijven": List(N_("Bedrijven"), "bedrijven", _company_columns, _company_filter, _companies),
    "aanbod": List(N_("Brandpunten en aanbod"), "brandpunten", _supply_columns, _hub_filter, _supply),
    "taken": List(N_("Taken"), "taken", _task_columns, _task_filter, _tasks),
}
