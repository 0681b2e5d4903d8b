"""The check-list of a draft: what it is held against, and waving a line through with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from app.access.session import GuardedSession
from app.access.unchanged import while_unchanged
from app.accounts.queries import attempts_since
from app.accounts.rules import A_DAY, CHECKED_TEXT, NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import may_try, note_attempt
from app.db.errors import Refused
from app.drafting import cases, queries
from app.drafting.checklist import CASES, REASONS, REPLACES, UNCHECKED, Line, Searched, Waiver, lines
from app.drafting.checklist import spotted as spotted_in
from app.drafting.models import ReportCase, ReportDraft, ReportWaiver
from app.drafting.queries import Groundwork
from app.narrative import identification
from app.narrative.identification import Known
from app.narrative.markdown import blocks, tidy
from app.narrative.queries import hidden_names, known_names
from app.narrative.sections import kind_of
from app.reports import queries as reports
from app.reports.rules import canonical, fingerprint
from app.talks import queries as talks
from app.words import N_

NAMED = N_("Haal ‘%(words)s’ weg: een reden staat in het rapport, en zegt niet over wie het gaat.")
HIDDEN = N_(
    "Hierin staat de naam van een bedrijf dat je niet mag kennen, of een woord dat ook zo’n naam is. We zeggen niet "
    "welke. Schrijf de reden anders."
)
NEVER = N_("Dit kan niet met een reden blijven staan: pas de tekst aan.")
GONE = N_("Deze regel is er niet meer: de tekst of het dossier is intussen veranderd.")


@dataclass(frozen=True)
class Look:
    """All texts of a draft, the reasons given for it too, and whether they were counted as held against hidden names."""

    texts: Mapping[str, str]
    waivers: Mapping[str, Waiver]
    is_counted: bool
    cases: Sequence[ReportCase] = ()
    table: Mapping[str, Any] = field(default_factory=dict)
    told: Sequence[Row] = ()


def look(session: GuardedSession, draft: ReportDraft, typed: Mapping[str, str] | None = None) -> Look:
    """The texts of a draft as they will be searched, with reasons that are being typed, by line. Three queries."""
    typed = typed or {}
    waivers = queries.waivers(session, draft.id)
    rows, told = cases.cases_of(session, draft), reports.told_before(session)
    said = table(session, draft, told)
    texts = queries.texts_of(draft) | cases.texts(rows)
    texts |= talks.question_texts(said["questions"]) | talks.talk_texts(said["talks"])
    texts[REPLACES] = tidy(typed.get(REPLACES) or draft.replaces_reason or "")
    reasons = {line: one.reason for line, one in waivers.items()} | {
        line: reason.strip() for line, reason in typed.items() if line != REPLACES
    }
    texts[REASONS] = "\n\n".join(reason for _line, reason in sorted(reasons.items()))
    texts = {name: text for name, text in texts.items() if text or name not in (REPLACES, REASONS)}
    return Look(texts, waivers, may_tell_names(session, texts), rows, said, told)


def table(session: GuardedSession, draft: ReportDraft, told: Sequence[Row]) -> dict[str, Any]:
    """What was asked and agreed at the table since the report before, worked out anew only after something changed."""
    since = max((one.published_at for one in queries.before(draft, told)), default=None)

    def find() -> dict[str, Any]:
        return {"questions": talks.questions_told(session, since), "talks": talks.talks_told(session, since)}

    return while_unchanged(session, ("table", since), find)


def may_tell_names(session: GuardedSession, texts: Mapping[str, str]) -> bool:
    """Whether these very texts were counted within a day as held against names that the writer may not know."""
    if not any(texts.values()):
        return True
    return attempts_since(session, CHECKED_TEXT, _mark(texts), session.clock.now() - A_DAY) > 0


def count_name_check(session: GuardedSession, texts: Mapping[str, str]) -> bool:
    """Counts that these texts are held against hidden names, as what comes out tells of them (domain §6).

    To be called before the check-list is drawn up, so that it stands whatever becomes of the request. The same texts
    again are free; after forty others within 24 hours it is False, and nothing is told.
    """
    if may_tell_names(session, texts):
        return True
    if not may_try(session, NAME_CHECK, NAME_CHECKS_A_DAY):
        return False
    note_attempt(session, CHECKED_TEXT, _mark(texts))
    return True


def _mark(texts: Mapping[str, str]) -> str:
    return fingerprint(canonical(dict(texts)))


def checklist(draft: ReportDraft, held: Look, ground: Groundwork, refused: Sequence[Refused]) -> list[Line]:
    """Every line of a draft that something was found for; `refused` is what is wrong with its cases."""
    hidden = _worst(held.texts, ground.hidden) if held.is_counted else UNCHECKED
    searched = Searched(ground.known, hidden)
    found = lines(kind_of(draft.reporting_date), held.texts, searched, ground.doubts, held.waivers)
    return [Line(CASES, refused=tuple(refused)), *found] if refused else found


def spotted(session: GuardedSession, draft: ReportDraft) -> dict[str, list[Line]]:
    """What stands in the texts that the writer may be told of, by section: shown where they are written. One query."""
    names = known_names(session)
    return {name: list(spotted_in(name, text, names)) for name, text in queries.texts_of(draft).items()}


def _worst(texts: Mapping[str, str], hidden: Known) -> str | None:
    """A word in the reasons themselves is as bad as a name: there it says which word was meant."""
    if identification.worst([blocks(texts.get(REASONS, ""))], hidden):
        return identification.NAME
    return identification.worst(map(blocks, texts.values()), hidden)


def check_reason(session: GuardedSession, section: str, reason: str, *, counted: bool) -> None:
    """Refuses a reason that says who a company is, by the words where the writer may know them; of others it is told
    only once that was counted. What may stay in other texts may not stay in a reason for a line."""
    known, text = known_names(session), blocks(reason)
    for one in identification.spot(text, known):
        if section == REASONS or not identification.KINDS[one.kind].may_stay:
            raise Refused(NAMED, field="reason", words=one.words)
    worst = identification.worst([text], hidden_names(session, known)) if counted else None
    if worst == identification.NAME or (worst and section == REASONS):
        raise Refused(HIDDEN, field="reason")


def waive(session: GuardedSession, draft: ReportDraft, line: Line | None, *, reason: str) -> ReportWaiver:
    """A line is waved through for what it is about now; once more gives it another reason. Refused where that may not be."""
    if line is None:
        raise Refused(GONE)
    if not line.may_pass:
        raise Refused(NEVER, field="reason")
    made = queries.waiver(session, draft.id, line.key) or ReportWaiver(draft_id=draft.id, line=line.key)
    made.about, made.reason = line.mark, reason.strip()
    made.waived_at, made.waived_by_id = session.clock.now(), session.actor.person_id
    session.add(made)
    session.flush()
    return made


def unwaive(session: GuardedSession, draft: ReportDraft, key: str) -> None:
    """A line stands in the way again."""
    found = queries.waiver(session, draft.id, key)
    if found is not None:
        session.delete(found)
        session.flush()
