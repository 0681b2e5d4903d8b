"""Companies out of a file: new ones, what changes of those we hold, and those that may be known already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.access.session import GuardedSession
from app.companies import rules
from app.companies.many import NewCompany, Parts, add_companies, add_parts, companies_to_change, rename
from app.companies.register import Borne, Register, companies_by_id
from app.companies.rules import SHORTEST_NAME, Kind, Nda, name_key
from app.db.errors import Refused
from app.imports.cells import day, kvk, line, listed, one_of, site, some_of, yes_or_no
from app.imports.columns import Field, Shape
from app.imports.identify import COMPANY_HEADS, KVK_HEADS, Match, identify, register_of
from app.imports.near import Near
from app.imports.places import place
from app.imports.rules import (
    AS_NEW,
    CHANGED_MEANWHILE,
    LOOKED_AT,
    SKIP,
    Candidate,
    Difference,
    Judged,
    Outcome,
    Problem,
    Read,
    Wanted,
)
from app.leads.services import change_kinds
from app.words import N_, Said

SAME_IN_FILE = N_("Rij %(row)s gaat over hetzelfde bedrijf.")
SAME_NAME_IN_FILE = N_("zelfde naam, in rij %(row)s van dit bestand")

FIELDS = (
    Field(
        "name",
        N_("Naam"),
        line(),
        ("bedrijf", "name", *COMPANY_HEADS),
        is_needed=True,
    ),
    Field(
        "kvk",
        N_("KvK-nummer"),
        kvk,
        KVK_HEADS,
    ),
    Field("names", N_("Handelsnamen"), listed, ("handelsnaam", "andere namen", "trade name", "trade names", "alias")),
    Field(
        "municipality_code",
        N_("Vestigingsplaats"),
        place,
        ("plaats", "gemeente", "woonplaats", "stad", "city", "town", "place", "municipality", "location"),
        shape=Shape.PLACE,
    ),
    Field("kind", N_("Soort bedrijf"), one_of("kind"), ("soort", "bedrijfstype", "type", "kind", "stage")),
    Field(
        "technologies",
        N_("NTS-technologie"),
        some_of("technologies"),
        ("technologie", "technologieen", "sleuteltechnologie", "nts", "technology", "technologies"),
    ),
    Field(
        "site", N_("Adres of terrein"), line(), ("adres", "terrein", "locatie", "straat", "address", "street", "site")
    ),
    Field("website", N_("Website"), site, ("webadres", "url", "web", "internet", "homepage")),
    Field(
        "essential",
        N_("Essentieel voor strategische autonomie"),
        yes_or_no,
        ("essentieel", "strategische autonomie", "essential", "strategic autonomy"),
    ),
    Field("nda", N_("NDA"), one_of("nda"), ("geheimhouding", "non disclosure", "nda status")),
    Field("nda_on", N_("NDA vastgelegd op"), day(), ("nda datum", "nda date", "datum nda"), shape=Shape.DAY),
)
OWN_COLUMNS = ("kind", "municipality_code", "site", "website", "essential", "nda", "nda_on")
PARTS = {"kvk": "numbers", "names": "names", "technologies": "technologies"}


# --- What becomes of each row -------------------------------------------------------------------------------


def judge(session: GuardedSession, rows: Sequence[Read], choices: Mapping[str, str]) -> list[Judged]:
    """What becomes of each row; `choices` say of a row by its number that it is new, skipped or a company of ours."""
    known = _with_chosen(session, register_of(session, rows), choices)
    near = Near(session, [row for row in rows if choices.get(str(row.number)) != LOOKED_AT])
    beside = _Beside()
    return [beside.judge(_judged(session, row, known, near, choices), choices) for row in rows]


def _judged(session: GuardedSession, row: Read, known: Register, near: Near, choices: Mapping[str, str]) -> Judged:
    title = str(row.values.get("name", row.first))
    problems = row.problems or tuple(_objections(session, row))
    if problems:
        return Judged(row.number, Outcome.REFUSED, title, row.values, problems=problems)
    found = identify(known, row.values, session.actor.organisation_id)
    if found == Match():
        found = Match(candidates=near[row.number])
    match = _chosen(found, choices.get(str(row.number)), known)
    if match.candidates:
        return Judged(row.number, Outcome.DOUBLE, title, row.values, candidates=match.candidates)
    if match.company is None:
        return Judged(row.number, Outcome.NEW, title, row.values)
    differences = tuple(_differences(_settled(row.values, match.company, session.clock.today()), match.company))
    outcome = Outcome.CHANGED if differences else Outcome.SAME
    return Judged(row.number, outcome, title, row.values, match.company.id, match.company.version, differences)


def _objections(session: GuardedSession, row: Read) -> Iterable[Problem]:
    """What is wrong with the values of a row together."""
    if len(name_key(str(row.values["name"]))) < SHORTEST_NAME:
        yield Problem("", "name", Said(rules.NAME_TOO_SHORT))
    nda_on: Any = row.values.get("nda_on")
    if nda_on is not None and nda_on > session.clock.today():
        yield Problem("", "nda_on", Said(rules.NDA_IN_FUTURE))


def _with_chosen(session: GuardedSession, known: Register, choices: Mapping[str, str]) -> Register:
    """The register with the companies that somebody chose, which may bear other names than the rows."""
    more = {int(choice) for choice in choices.values() if choice.isdecimal()} - known.companies.keys()
    return replace(known, companies={**known.companies, **companies_by_id(session, more)})


def _chosen(match: Match, choice: str | None, known: Register) -> Match:
    """What a person said of a row that may be double; a company only when it is one of those that were offered."""
    if not match.candidates or choice in (None, SKIP):
        return match
    if choice == AS_NEW:
        return Match()
    offered = [one.company_id for one in match.candidates if one.is_ours and str(one.company_id) == choice]
    return Match(known.companies[offered[0]]) if offered and offered[0] is not None else match


class _Beside:
    """The rows of a file beside each other: a second one about the same company is refused or perhaps double."""

    def __init__(self) -> None:
        self.targets: dict[int, int] = {}
        self.numbers: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def judge(self, row: Judged, choices: Mapping[str, str]) -> Judged:
        """The row, as what came before it in the file makes of it."""
        if row.outcome in (Outcome.REFUSED, Outcome.DOUBLE):
            return row
        number, key = str(row.values.get("kvk", "")), name_key(row.title)
        first = self.targets.get(row.target or 0) or self.numbers.get(number)
        if first is not None:
            problem = Problem("", "kvk" if number else "name", Said(SAME_IN_FILE, {"row": first}))
            return replace(row, outcome=Outcome.REFUSED, problems=(problem,), differences=())
        namesake = self.names.get(key)
        if row.outcome is Outcome.NEW and namesake is not None and choices.get(str(row.number)) != AS_NEW:
            double = Candidate(row.title, Said(SAME_NAME_IN_FILE, {"row": namesake}))
            return replace(row, outcome=Outcome.DOUBLE, candidates=(double,))
        self.names.setdefault(key, row.number)
        if number:
            self.numbers[number] = row.number
        if row.target is not None:
            self.targets[row.target] = row.number
        return row


def _settled(values: Mapping[str, Any], there: Borne | None, today: date) -> Mapping[str, Any]:
    """The values with what an NDA needs: one that is recorded has a day, today's where the file says none."""
    on = values.get("nda_on")
    nda = values.get("nda") or (Nda.NDA if on else None)
    if nda is None:
        return values
    if not rules.is_recorded(nda):
        return {**values, "nda": nda, "nda_on": None}
    since = there.nda_on if there is not None and there.nda == nda else None
    return {**values, "nda": nda, "nda_on": on or since or today}


def _differences(values: Mapping[str, object], there: Borne) -> Iterable[Difference]:
    """What the filled cells of a row change of a company; numbers, names and technologies only come along."""
    name = " ".join(str(values["name"]).split())
    if name != there.name:
        yield Difference("name", there.name, name)
    for field in OWN_COLUMNS:
        if field in values and values[field] != getattr(there, field):
            yield Difference(field, getattr(there, field), values[field])
    for field in PARTS:
        if added := _added(values, there, field):
            yield Difference(field, tuple(sorted(getattr(there, PARTS[field]))), added)


def _added(values: Mapping[str, object], there: Borne, field: str) -> tuple[str, ...]:
    """The numbers, names or technologies of a row that a company lacks."""
    given: Any = values.get(field, ())
    if field == "kvk":
        given = (given,) if given else ()
    if field == "names":
        known = {there.name_key, *map(name_key, there.names)}
        return tuple({name_key(one): one for one in given if name_key(one) not in known}.values())
    return tuple(one for one in given if one not in getattr(there, PARTS[field]))


# --- Doing it -----------------------------------------------------------------------------------------------


def carry_out(session: GuardedSession, rows: Sequence[Wanted]) -> None:
    """Adds what is new and changes what differs: as many statements for a thousand rows as for one."""
    today = session.clock.today()
    new = [_new(_settled(row.values, None, today)) for row in rows if row.target is None]
    if new:
        add_companies(session, new)
    changed = [row for row in rows if row.target is not None]
    if changed:
        with session.one_act():
            _change(session, changed, today)


def _new(values: Mapping[str, Any]) -> NewCompany:
    given = {field: values[field] for field in OWN_COLUMNS if field in values}
    numbers = (values["kvk"],) if "kvk" in values else ()
    parts = Parts(numbers, values.get("names", ()), values.get("technologies", ()))
    return NewCompany(values["name"], {"kind": Kind.SCALEUP, "essential": False, "nda": Nda.UNKNOWN, **given}, parts)


def _change(session: GuardedSession, rows: Sequence[Wanted], today: date) -> None:
    targets = [row.target for row in rows if row.target is not None]
    known, held = companies_by_id(session, targets), companies_to_change(session, targets)
    parts, of_other_kind = [], []
    for row in rows:
        company, there = held.get(row.target or 0), known.get(row.target or 0)
        if company is None or there is None or company.version != row.version:
            raise Refused(CHANGED_MEANWHILE, row=row.number)
        wanted: dict[str, Any] = {
            one.field: one.after for one in _differences(_settled(row.values, there, today), there)
        }
        if "kind" in wanted:
            of_other_kind.append(company)
        parts.append((company.id, Parts(**{PARTS[field]: wanted.pop(field) for field in PARTS if field in wanted})))
        if "name" in wanted:
            rename(company, str(wanted.pop("name")))
        for field, value in wanted.items():
            setattr(company, field, value)
    add_parts(session, parts)
    if of_other_kind:
        change_kinds(session, of_other_kind)
