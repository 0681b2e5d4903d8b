"""The anonymous cases of a draft: picked by code, told as exactly as enough leads allow, published under a token."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.cells.coarseness import (
    COARSEST,
    Levels,
    Shown,
    options,
    show,
    suggestion,
)
from app.db.errors import Refused
from app.drafting.models import ReportCase, ReportDraft
from app.drafting.portfolio import Known, known
from app.drafting.readers import Reader, levels_of, reader
from app.impact import queries as impact
from app.leads.models import Lead
from app.narrative.markdown import tidy
from app.reports.models import PublishedCase
from app.words import N_

TEXTS = {
    "title": N_("Titel"),
    "tried": N_("Wat is er geprobeerd?"),
    "result": N_("Hoe liep het af?"),
    "lesson": N_("De les"),
}
FIELD = "cases"
NOT_COUNTED = N_("Deze lead telt op de peildatum niet mee. Een case gaat over een lead die is toegelaten.")
TWICE = N_("Over deze lead staat al een case in dit concept.")
NO_WAY = N_("Er zijn nog te weinig leads om deze case anoniem te vertellen.")
UNWRITTEN = N_("De case over %(code)s heeft nog geen titel, of zegt niet wat er is geprobeerd.")
TOO_FINE = N_(
    "Wat de case over %(code)s laat zien, past op minder dan %(least)s leads. Vertel haar grover: anders is te zien over "
    "welk bedrijf zij gaat."
)
TOGETHER = N_(
    "Samen met de cases in dit concept is te zien over welk bedrijf een case in een eerder rapport gaat (%(code)s). Vertel "
    "de cases in dit concept grover, of haal er een weg."
)
TELLS_HIDDEN = N_(
    "De case over %(code)s verraadt iets over een aantal dat dit rapport niet toont. Laat de regio, de uitkomst of de "
    "soort vraag weg."
)


# --- The cases of a draft ------------------------------------------------------------------------------------


def cases_of(session: GuardedSession, draft: ReportDraft) -> Sequence[ReportCase]:
    """The cases of a draft, in the order in which they were picked."""
    return session.scalars(select(ReportCase).where(ReportCase.draft_id == draft.id).order_by(ReportCase.id)).all()


def case(session: GuardedSession, draft: ReportDraft, case_id: int) -> ReportCase | None:
    """One case of a draft, or None."""
    found = select(ReportCase).where(ReportCase.id == case_id, ReportCase.draft_id == draft.id)
    return session.scalars(found).one_or_none()


def pick_case(session: GuardedSession, draft: ReportDraft, *, lead_id: int) -> ReportCase:
    """A case about a lead that counts, to be written; as coarse as can be. Refused when there is one already."""
    lead = session.get(Lead, lead_id)
    if lead is None or lead.id not in impact.figures(session, draft.reporting_date).leads:
        raise Refused(NOT_COUNTED, field="lead_id")
    if any(one.lead_id == lead.id for one in cases_of(session, draft)):
        raise Refused(TWICE, field="lead_id")
    row = ReportCase(draft_id=draft.id, lead_id=lead.id, company_id=lead.company_id, token=_new_token())
    row.levels = json.dumps(dict(COARSEST))
    session.add(row)
    session.flush()
    return row


def _new_token() -> str:
    """A word that follows from nothing: it leads to a lead only where that is written down."""
    return secrets.token_hex(8)


def take_over(session: GuardedSession, draft: ReportDraft, document: Mapping[str, Any]) -> None:
    """The cases of the version that a draft will replace, each under a token of its own."""
    words = {one["token"]: one for one in document.get("cases", ())}
    published = select(PublishedCase).where(PublishedCase.report_number == document["number"])
    for kept in session.scalars(published.order_by(PublishedCase.id)):
        row = ReportCase(draft_id=draft.id, lead_id=kept.lead_id, company_id=kept.company_id, token=_new_token())
        session.add(row)
        write_case(session, row, levels=levels_of(kept), **{name: words[kept.token][name] for name in TEXTS})


def write_case(session: GuardedSession, row: ReportCase, *, levels: Levels, **texts: str | None) -> ReportCase:
    """The words of a case, and how exactly each trait is told; unknown levels become the coarsest."""
    row.levels = json.dumps({**COARSEST, **levels})
    for name in TEXTS:
        setattr(row, name, tidy(texts.get(name) or ""))
    session.flush()
    return row


def take_suggestion(
    session: GuardedSession, draft: ReportDraft, row: ReportCase, document: Mapping[str, Any]
) -> ReportCase:
    """The case at the finest levels that enough leads share; refused where there are none."""
    held = known(session, draft)
    found = choices(row, reader(session, cases_of(session, draft), held), document).suggested
    if found is None:
        raise Refused(NO_WAY)
    row.levels = json.dumps(found)
    session.flush()
    return row


def drop_case(session: GuardedSession, row: ReportCase) -> None:
    """A case goes out of the draft."""
    session.delete(row)
    session.flush()


def drop_cases(session: GuardedSession, draft: ReportDraft) -> None:
    """All cases of a draft go with it."""
    for row in cases_of(session, draft):
        session.delete(row)
    session.flush()


# --- How exactly ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weighed:
    """A case beside all other leads: what is shown, how many leads that fits, and what is wrong with it."""

    row: ReportCase
    code: str
    shown: Mapping[str, Shown]
    fitting: int
    least: int
    tells_hidden: bool

    @property
    def is_fine(self) -> bool:
        """Whether nobody can tell which lead it is about."""
        return self.fitting >= self.least and not self.tells_hidden


def weigh(rows: Iterable[ReportCase], known_to: Reader, document: Mapping[str, Any]) -> list[Weighed]:
    """How many leads each case of a draft fits, beside all other cases and all reports; out of the count: none."""
    held, least = known_to.held, document["settings"]["smallest_cell"]
    found = []
    for row in rows:
        one, levels = held.traits.get(row.lead_id), levels_of(row)
        shown = show(one, levels) if one else dict.fromkeys(levels)
        tells_hidden = one is not None and known_to.tells_hidden(row.lead_id, levels, document)
        code = held.codes.get(row.lead_id, "")
        found.append(Weighed(row, code, shown, known_to.left(row.lead_id), least, tells_hidden))
    return found


@dataclass(frozen=True)
class Choices:
    """What may be chosen for a case: what each level shows and how many leads then fit, and the finest that will do."""

    shown: Mapping[str, Mapping[str, Shown]]
    fitting: Mapping[str, Mapping[str, int]]
    suggested: Mapping[str, str] | None


def choices(row: ReportCase, known_to: Reader, document: Mapping[str, Any]) -> Choices:
    """The levels of a case beside all other leads and cases."""
    one, levels = known_to.held.traits[row.lead_id], levels_of(row)
    possible, least = known_to.possible(row.lead_id), document["settings"]["smallest_cell"]
    fitting = options(possible, one, levels)
    return Choices(
        shown={
            trait: {level: show(one, {**COARSEST, trait: level})[trait] for level in known_levels}
            for trait, known_levels in fitting.items()
        },
        fitting=fitting,
        suggested=suggestion(possible, one, least, lambda way: known_to.tells_hidden(row.lead_id, way, document)),
    )


def objections(
    session: GuardedSession,
    draft: ReportDraft,
    document: Mapping[str, Any],
    rows: Sequence[ReportCase] | None = None,
) -> list[Refused]:
    """What has to change before the cases of a draft may be published, each told of its lead's code."""
    rows = cases_of(session, draft) if rows is None else rows
    if not rows:
        return []
    known_to, found = reader(session, rows, known(session, draft)), []
    weighed = weigh(rows, known_to, document)
    for one in weighed:
        if not one.row.title or not one.row.tried:
            found.append(Refused(UNWRITTEN, FIELD, code=one.code))
        if one.fitting < one.least:
            found.append(Refused(TOO_FINE, FIELD, code=one.code, least=one.least))
        elif one.tells_hidden:
            found.append(Refused(TELLS_HIDDEN, FIELD, code=one.code))
    if all(one.fitting >= one.least for one in weighed):
        told = known_to.given_away(rows, document["settings"]["smallest_cell"])
        found += [Refused(TOGETHER, FIELD, code=known_to.held.codes.get(lead_id, "")) for lead_id in told]
    return found


def texts(rows: Iterable[ReportCase]) -> dict[str, str]:
    """The words of all cases, each under a name of its own: to be searched as the sections are."""
    return {f"case-{row.id}": "\n".join(getattr(row, name) for name in TEXTS) for row in rows}


# --- Into the document ---------------------------------------------------------------------------------------


def told(session: GuardedSession, draft: ReportDraft, rows: Sequence[ReportCase]) -> list[dict[str, Any]]:
    """The cases as the document holds them: what is shown and a token; no code, no name."""
    held = known(session, draft) if rows else None
    return [_told(row, held) for row in rows if held]


def _told(row: ReportCase, held: Known) -> dict[str, Any]:
    one = held.traits.get(row.lead_id)
    shown = show(one, levels_of(row)) if one else dict.fromkeys(COARSEST)
    return {"token": row.token, **held.plain(shown), **{name: getattr(row, name) for name in TEXTS}}


def publish_cases(session: GuardedSession, draft: ReportDraft, number: str) -> None:
    """Which lead each token of a published report stands for; the cases of the draft go."""
    for row in cases_of(session, draft):
        session.add(
            PublishedCase(
                token=row.token,
                report_number=number,
                lead_id=row.lead_id,
                company_id=row.company_id,
                levels=row.levels,
                published_at=session.clock.now(),
            )
        )
    drop_cases(session, draft)
