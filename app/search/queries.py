"""Looks for words in what the reader may see: names, codes and texts, on either database in the same way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, union_all

from app.access.policy import constant
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.companies.models import Company, TradeName
from app.companies.rules import name_key
from app.hubs.models import Hub
from app.index.keeping import fields_of
from app.index.looking import dialect_of, holding, indexed, parameters
from app.index.models import SearchText
from app.index.rules import plain
from app.leads.models import Lead
from app.search import rules
from app.search.rules import FORGIVEN, FORGIVING, GROUPS, Fit, Hit

MOST, OF_A_KIND = 200, 60  # rows that are weighed: of all kinds, and of each where there are more
MOST_LIKELY = 400
MOST_COMPANIES = 20  # whose leads are shown besides

# What a thing is called, its number within its kind, its address, and what stands under it.
Named = tuple[str | None, int, str, str]


def search(session: GuardedSession, typed: str) -> dict[str, list[Hit]]:
    """What the reader may see that fits the words: by kind in the order of GROUPS, the best first."""
    words = rules.words_of(typed)
    pieces = rules.pieces_of(words)
    if not pieces:
        return {}
    rows = _rows(session, typed, pieces)
    hits = _hits(rows, partial(rules.fit, words=words, typed=plain(typed)))
    if not hits:
        _add_likely(session, words, hits)
    _add_leads(session, hits)
    return {kind: hits[kind] for kind in GROUPS if hits.get(kind)}


def _rows(session: GuardedSession, typed: str, pieces: Sequence[str]) -> Sequence[Any]:
    """The rows that hold the pieces; of pieces that stand in very many rows some of each kind."""
    given = parameters(pieces)
    found = session.ask(_holding_all(dialect_of(session), len(pieces)), **given, asked=rules.asked(pieces))
    if len(found) < MOST:
        return found
    asked = {kind: rules.asked(pieces, kind) for kind in GROUPS}
    some = session.ask(_some_of_each(dialect_of(session), len(pieces)), **given, **asked, key=name_key(typed))
    return session.ask(BY_NUMBER, numbers=[row.id for row in some])


def _likely_rows(session: GuardedSession, pieces: Sequence[str], sure: Sequence[str]) -> Sequence[Any]:
    """The rows of names that hold one of the pieces, and all words of which it is sure how they are written."""
    given = parameters((*sure, *pieces))
    asked = rules.asked_any(pieces, sure)
    return session.ask(_holding_one(dialect_of(session), len(sure), len(pieces)), **given, asked=asked)


# --- Statements that are made once for as many pieces --------------------------------------------------------


@cache
def _holding_all(dialect: str, count: int) -> Prepared:
    """Rows whose text holds all the pieces."""
    return Prepared(_with_names(indexed(dialect, "asked", select(*SHOWN))).where(*holding(count)).limit(MOST))


@cache
def _holding_one(dialect: str, sure: int, count: int) -> Prepared:
    """Rows of names that hold all of the first pieces, and one of the others."""
    names = or_(*(SearchText.kind == constant(kind) for kind in FORGIVING))
    found = _with_names(indexed(dialect, "asked", select(*SHOWN)))
    pieces = holding(sure + count)
    return Prepared(found.where(names, *pieces[:sure], or_(*pieces[sure:])).limit(MOST_LIKELY))


@cache
def _some_of_each(dialect: str, count: int) -> Prepared:
    """The numbers of rows whose text holds all the pieces, some of each kind, and of companies of exactly the name `key`."""
    parts = [
        indexed(dialect, kind, select(SearchText.id))
        .where(SearchText.kind == constant(kind), *holding(count))
        .limit(OF_A_KIND)
        for kind in GROUPS
    ]
    return Prepared(union_all(*(select(part.subquery().c.id) for part in (*parts, *_named()))))


def _named() -> Iterator[Select[Any]]:
    """Companies of exactly this name: of a common piece there may be more than are weighed."""
    key: Any = bindparam("key")
    for named in (
        select(Company.id).where(Company.name_key == key),
        select(TradeName.company_id).where(TradeName.name_key == key),
    ):
        is_named = SearchText.row_id.in_(named)
        yield select(SearchText.id).where(SearchText.source == constant("company"), is_named).limit(OF_A_KIND)


SHOWN: Any = (
    SearchText.source,
    SearchText.row_id,
    SearchText.kind,
    SearchText.text,
    SearchText.company_id,
    SearchText.lead_id,
    Company.name.label("company"),
    Lead.code.label("lead"),
    Hub.code.label("hub"),
    Hub.name.label("hub_name"),
)


def _with_names(found: Select[Any]) -> Select[Any]:
    return (
        found.outerjoin(Company, Company.id == SearchText.company_id)
        .outerjoin(Lead, Lead.id == SearchText.lead_id)
        .outerjoin(Hub, Hub.id == SearchText.hub_id)
    )


BY_NUMBER = Prepared(
    _with_names(select(*SHOWN)).where(
        SearchText.id.in_(bindparam("numbers", expanding=True)),
        # of a company that became another nothing is found: its names went along
        or_(SearchText.source != constant("company"), Company.id.is_not(None)),
    ),
)
LEADS = Prepared(
    select(Lead.id, Lead.code, Lead.company_id)
    .where(Lead.company_id.in_(bindparam("companies", expanding=True)))
    .order_by(Lead.code)
)


# --- Rows become things that can be opened -----------------------------------------------------------------


def _hits(rows: Iterable[Any], fits: Callable[[str], Fit]) -> dict[str, list[Hit]]:
    """The best row of each thing, by kind; the best first. What fits nowhere after all is left out."""
    best: dict[tuple[str, int], Hit] = {}
    for row in rows:
        found = fits(row.text)
        hit = _hit(row, found) if found.score else None
        if hit is None:
            continue
        before = best.get((hit.kind, hit.key))
        if before is None or before.score < hit.score:
            best[hit.kind, hit.key] = hit
    kinds: dict[str, list[Hit]] = {}
    for hit in sorted(best.values(), key=lambda one: (-one.score, one.name.casefold())):
        kinds.setdefault(hit.kind, []).append(hit)
    return kinds


def _hit(row: Any, found: Fit) -> Hit | None:
    lines = row.text.split("\n")
    name, key, href, under = NAMES[row.kind](row, lines)
    if name is None:
        return None
    shown = rules.marked(lines[found.line], found.marks)
    reason = rules.REASONS.get((row.source, fields_of(row.source)[found.line]), "")
    title = [(name, False)] if reason else shown
    return Hit(row.kind, key, name, href, found.score, title, under, reason, shown if reason else ())


def _company(row: Any, _lines: Sequence[str]) -> Named:
    return row.company, row.company_id, f"/bedrijven/{row.company_id}", ""


def _lead(row: Any, _lines: Sequence[str]) -> Named:
    return row.lead, row.lead_id, f"/leads/{row.lead}", row.company or ""


def _hub(row: Any, _lines: Sequence[str]) -> Named:
    return row.hub_name, row.row_id, f"/brandpunten/{row.hub}", ""


def _contact(row: Any, lines: Sequence[str]) -> Named:
    return lines[0] or lines[1], row.row_id, f"/bedrijven/{row.company_id}#contacten", row.company or ""


def _talk(row: Any, _lines: Sequence[str]) -> Named:
    number = row.row_id if row.source == "talk" else -row.row_id
    return row.company, number, f"/leads/{row.lead}#tijdlijn", row.lead or ""


NAMES: dict[str, Callable[[Any, Sequence[str]], Named]] = {
    "company": _company,
    "lead": _lead,
    "hub": _hub,
    "contact": _contact,
    "talk": _talk,
}


def _add_likely(session: GuardedSession, words: Sequence[str], hits: dict[str, list[Hit]]) -> None:
    """Adds names that differ by a typing error from what was typed."""
    pieces = [each for word in rules.likely_pieces(words) for each in word]
    if not pieces:
        return
    rows = _likely_rows(session, pieces, [word for word in words if len(word) < min(FORGIVEN)])
    likely = _hits(rows, partial(rules.forgiving_fit, words=words))
    for kind, found in likely.items():
        known = {hit.key for hit in hits.get(kind, ())}
        hits.setdefault(kind, []).extend(hit for hit in found if hit.key not in known)


def _add_leads(session: GuardedSession, hits: dict[str, list[Hit]]) -> None:
    """Adds the leads of the companies that were found."""
    companies = {hit.key: hit for hit in hits.get("company", ())[:MOST_COMPANIES]}
    if not companies:
        return
    known = {hit.key for hit in hits.get("lead", ())}
    for lead in session.ask(LEADS, companies=list(companies)):
        if lead.id not in known:
            of = companies[lead.company_id]
            code = [(lead.code, False)]
            found = Hit("lead", lead.id, lead.code, f"/leads/{lead.code}", of.score, code, of.name, of.reason, of.parts)
            hits.setdefault("lead", []).append(found)
