"""Leads out of a file, with the companies that are not there yet; what differs of a lead that we hold is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies.many import NewCompany, Parts, add_companies
from app.companies.register import Register
from app.companies.rules import Kind, name_key
from app.db.chunks import chunks
from app.db.errors import Refused
from app.growth.models import Demand
from app.growth.services import first_demands_of, open_demands
from app.imports.cells import day, kvk, line, note, one_of, some_of
from app.imports.columns import Field, Shape
from app.imports.identify import COMPANY_HEADS, KVK_HEADS, Match, identify, register_of
from app.imports.places import place
from app.imports.rules import AS_NEW, CHANGED_MEANWHILE, Difference, Judged, Outcome, Problem, Read, Wanted
from app.leads.many import NewLead, signal_leads
from app.leads.models import Lead, LeadCourse, LeadStory
from app.leads.rules import objection_to_days, quarter_of
from app.words import N_, Said

SAME_LEAD = N_("Rij %(row)s gaat over dezelfde vraag van dit bedrijf.")
OTHER_PLACE = N_("Deze vraag staat er al met een andere plaats. Wijzig de plaats op de lead zelf.")
CLOSED = N_("Deze lead is gesloten. Heropen hem eerst.")
NO_KINDS = N_("Kies minstens een soort vraag.")

FIELDS = (
    Field("name", N_("Bedrijf"), line(), COMPANY_HEADS, is_needed=True),
    Field("kvk", N_("KvK-nummer"), kvk, KVK_HEADS),
    Field(
        "municipality_code",
        N_("Plaats waar de groei vastloopt"),
        place,
        ("plaats", "gemeente", "vestigingsplaats", "city", "town", "place", "municipality"),
        is_needed=True,
        shape=Shape.PLACE,
    ),
    Field(
        "asked_on",
        N_("Vraag gesteld op"),
        day(),
        ("gesteld op", "gevraagd op", "datum vraag", "asked on", "date asked", "datum"),
        is_needed=True,
        shape=Shape.DAY,
    ),
    Field(
        "needed_by",
        N_("Ruimte nodig per"),
        day(month_ok=True),
        ("nodig per", "nodig op", "needed by", "date needed"),
        shape=Shape.DAY,
    ),
    Field(
        "kinds", N_("Soorten vraag"), some_of("kinds"), ("wat vraagt het bedrijf", "soort vraag", "demand", "demands")
    ),
    Field("question", N_("Waar loopt de groei op vast?"), note(), ("vraag", "omschrijving", "toelichting", "question")),
    Field("phase", N_("Levensfase"), one_of("phase"), ("fase", "phase", "life phase")),
    Field("kind", N_("Soort bedrijf"), one_of("kind"), ("soort", "bedrijfstype", "kind", "stage")),
    Field("technologies", N_("NTS-technologie"), some_of("technologies"), ("technologie", "nts", "technology")),
)


@dataclass(frozen=True)
class Held:
    """A lead that we hold, as a row of a file is compared with it."""

    lead: Lead
    course: LeadCourse
    story: LeadStory
    kinds: frozenset[str]

    @property
    def version(self) -> int:
        """A number that grows with every change of what is compared."""
        return self.lead.version + self.course.version + self.story.version


def _held(session: GuardedSession, column: Any, wanted: Iterable[int]) -> list[Held]:
    found: list[Any] = []
    kinds: dict[int, set[str]] = {}
    for some in chunks(wanted):
        rows = (
            select(Lead, LeadCourse, LeadStory)
            .join(LeadCourse, LeadCourse.lead_id == Lead.id)
            .join(LeadStory, LeadStory.lead_id == Lead.id)
            .where(column.in_(some))
        )
        found += session.execute(rows).all()
        asked = select(Demand.lead_id, Demand.kind).join(Lead, Lead.id == Demand.lead_id).where(column.in_(some))
        for lead_id, kind in session.execute(asked):
            kinds.setdefault(lead_id, set()).add(kind)
    return [Held(lead, course, story, frozenset(kinds.get(lead.id, ()))) for lead, course, story in found]


# --- What becomes of each row -------------------------------------------------------------------------------


def judge(session: GuardedSession, rows: Sequence[Read], choices: Mapping[str, str]) -> list[Judged]:
    """What becomes of each row: a lead is known by its company and the day on which was asked."""
    companies = register_of(session, rows)
    leads = {
        (one.lead.company_id, one.course.asked_on): one for one in _held(session, Lead.company_id, companies.companies)
    }
    seen: dict[Any, int] = {}
    return [_judged(session, row, companies, leads, seen, choices) for row in rows]


def _judged(
    session: GuardedSession,
    row: Read,
    companies: Register,
    leads: Mapping[tuple[int, date], Held],
    seen: dict[Any, int],
    choices: Mapping[str, str],
) -> Judged:
    title, values = str(row.values.get("name", row.first)), row.values
    problems = row.problems or tuple(_objections(session, values))
    if problems:
        return Judged(row.number, Outcome.REFUSED, title, values, problems=problems)
    match = _match(companies, values, session)
    if match.candidates and choices.get(str(row.number)) != AS_NEW:
        return Judged(row.number, Outcome.DOUBLE, title, values, candidates=match.candidates)
    company = match.company.id if match.company else values.get("kvk") or name_key(title)
    earlier = seen.setdefault((company, values["asked_on"]), row.number)
    if earlier != row.number:
        problem = Problem("", "asked_on", Said(SAME_LEAD, {"row": earlier}))
        return Judged(row.number, Outcome.REFUSED, title, values, problems=(problem,))
    there = leads.get((company, values["asked_on"]))  # type: ignore[arg-type]
    if there is None:
        return Judged(row.number, Outcome.NEW, title, values)
    differences = tuple(_differences(values, there))
    if differences and (wrong := _objection_to_change(values, there)):
        return Judged(row.number, Outcome.REFUSED, title, values, problems=(wrong,))
    outcome = Outcome.CHANGED if differences else Outcome.SAME
    return Judged(row.number, outcome, there.lead.code, values, there.lead.id, there.version, differences)


def _match(known: Register, values: Mapping[str, object], session: GuardedSession) -> Match:
    """The company of a lead; growth may be stuck elsewhere than where the company is, so its place says nothing."""
    named = {field: values[field] for field in ("name", "kvk") if field in values}
    found = identify(known, named, session.actor.organisation_id)
    return replace(found, candidates=tuple(replace(one, is_ours=False) for one in found.candidates))


def _objections(session: GuardedSession, values: Mapping[str, Any]) -> Iterable[Problem]:
    wrong = objection_to_days(values["asked_on"], values.get("needed_by"), session.clock.today())
    if wrong is not None:
        yield Problem("", wrong.field, Said(wrong.template, wrong.values))
    if "kinds" not in values:
        yield Problem("", "kinds", Said(NO_KINDS))


def _objection_to_change(values: Mapping[str, Any], there: Held) -> Problem | None:
    if there.course.closed_on is not None:
        return Problem("", "", Said(CLOSED))
    if values["municipality_code"] != there.story.municipality_code:
        return Problem("", "municipality_code", Said(OTHER_PLACE))
    return None


def _differences(values: Mapping[str, Any], there: Held) -> Iterable[Difference]:
    was = {
        "municipality_code": there.story.municipality_code,
        "needed_by": there.course.needed_by,
        "question": there.story.question,
    }
    for field, before in was.items():
        if field in values and values[field] != before:
            yield Difference(field, before, values[field])
    if added := tuple(one for one in values["kinds"] if one not in there.kinds):
        yield Difference("kinds", tuple(sorted(there.kinds)), added)


# --- Doing it -----------------------------------------------------------------------------------------------


def carry_out(session: GuardedSession, rows: Sequence[Wanted]) -> None:
    """Logs the leads that are new, with their companies, and changes those that differ."""
    new = [row for row in rows if row.target is None]
    with session.one_act():
        wanted = [_lead(row, *company) for row, company in zip(new, _companies(session, new), strict=True)]
        leads = signal_leads(session, wanted)
        kinds = [row.values["kinds"] for row in new]
        first_demands_of(session, zip(leads, (one.company_id for one in wanted), kinds, strict=True))
        _change(session, [row for row in rows if row.target is not None])


def _companies(session: GuardedSession, rows: Sequence[Wanted]) -> list[tuple[int, str]]:
    """The number and kind of the company of each row: ours, or a new one, once for all rows that name it."""
    known = register_of(session, rows)
    matches = [_match(known, row.values, session).company for row in rows]
    fresh: dict[str, NewCompany] = {}
    for row, match in zip(rows, matches, strict=True):
        if match is None:
            fresh.setdefault(_key(row), _company(row.values))
    added = zip(fresh, add_companies(session, list(fresh.values())), strict=True)
    new = {key: (number, fresh[key].fields["kind"]) for key, number in added}
    return [(match.id, match.kind) if match else new[_key(row)] for row, match in zip(rows, matches, strict=True)]


def _key(row: Wanted) -> str:
    return str(row.values.get("kvk") or name_key(str(row.values["name"])))


def _company(values: Mapping[str, Any]) -> NewCompany:
    numbers = (values["kvk"],) if "kvk" in values else ()
    fields = {"kind": values.get("kind", Kind.SCALEUP), "municipality_code": values["municipality_code"]}
    return NewCompany(values["name"], fields, Parts(numbers, (), values.get("technologies", ())))


def _lead(row: Wanted, company_id: int, kind: str) -> NewLead:
    values = row.values
    return NewLead(
        company_id,
        kind,
        values["municipality_code"],
        values["asked_on"],
        values.get("needed_by"),
        values.get("question"),
        values.get("phase"),
    )


def _change(session: GuardedSession, rows: Sequence[Wanted]) -> None:
    held = {one.lead.id: one for one in _held(session, Lead.id, [row.target for row in rows if row.target])}
    for row in rows:
        there = held.get(row.target or 0)
        if there is None or there.version != row.version:
            raise Refused(CHANGED_MEANWHILE, row=row.number)
        wanted: dict[str, Any] = {one.field: one.after for one in _differences(row.values, there)}
        if "needed_by" in wanted:
            there.course.needed_by, there.lead.needed_quarter = wanted["needed_by"], quarter_of(wanted["needed_by"])
        if "question" in wanted:
            there.story.question = wanted["question"]
        there.course.last_activity_at = session.clock.now()
        if "kinds" in wanted:
            open_demands(session, lead=there.lead, kinds=wanted["kinds"])
