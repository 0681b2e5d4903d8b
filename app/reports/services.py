"""Preparing a report and publishing it: once published, nothing moves it any more (002 §5.5)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from app.access.session import GuardedSession
from app.accounts.queries import attempts_since
from app.accounts.rules import A_DAY, CHECKED_TEXT, NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import may_try, note_attempt
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.impact.rules import PROGRAMME_START
from app.ledger.models import Seal
from app.reports import cases, queries, questions, talks, verification
from app.reports.document import Issue, compose, names_in, next_number, points_at_a_lead, tidy
from app.reports.models import Report, ReportDraft
from app.reports.rules import canonical, fingerprint
from app.reports.sections import SECTIONS
from app.words import N_

IN_FUTURE = N_("Deze peildatum ligt in de toekomst. Kies een dag die voorbij is.")
TOO_EARLY = N_("Deze peildatum ligt niet na die van het vorige rapport. Wat later binnenkwam, staat in het volgende.")
BEFORE_START = N_("Deze peildatum ligt voor het begin van het programma, 1 januari 2025.")
NO_SUMMARY = N_("Schrijf een samenvatting: die leest EZ het eerst.")
NAMED = N_("Hier staat de naam van een bedrijf. EZ leest geen namen: haal die weg.")
CODED = N_("Hier staat de code of het KvK-nummer van een bedrijf. Haal die weg: EZ leest alleen aantallen en verhalen.")
HIDDEN = N_(
    "Ergens in de teksten staat de naam van een bedrijf dat je niet mag kennen. We zeggen niet welke naam en waar: "
    "haal alle namen van bedrijven weg."
)
UNCHECKED = N_(
    "De teksten zijn bewaard, maar vandaag kunnen we ze niet meer nakijken op namen van bedrijven. "
    "Open dit voorbeeld morgen opnieuw. Daarna kun je publiceren."
)
WHOLE = ""  # stands for all sections together


def start_draft(session: GuardedSession, *, reporting_date: date) -> ReportDraft:
    """The draft of a reporting date: the one there is, or a new one. Refused for a day that cannot be reported on."""
    _check_day(session, reporting_date)
    found = queries.draft_at(session, reporting_date)
    if found is not None:
        return found
    draft = ReportDraft(reporting_date=reporting_date, narrative="{}", saved_at=session.clock.now())
    draft.saved_by_id = session.actor.person_id
    session.add(draft)
    session.flush()
    return draft


def _check_day(session: GuardedSession, day: date) -> None:
    if day > session.clock.today():
        raise Refused(IN_FUTURE, field="reporting_date")
    if day < PROGRAMME_START:
        raise Refused(BEFORE_START, field="reporting_date")
    last = queries.latest(session)
    if last is not None and day <= last.reporting_date:
        raise Refused(TOO_EARLY, field="reporting_date")


def save_draft(session: GuardedSession, draft: ReportDraft, *, narrative: Mapping[str, str]) -> ReportDraft:
    """The texts of a draft, by section; what is not a section is left out."""
    texts = {name: tidy(narrative.get(name) or "") for name in SECTIONS}
    if texts == texts_of(draft):
        return draft
    draft.narrative = json.dumps(texts, ensure_ascii=False)
    draft.saved_at = session.clock.now()
    draft.saved_by_id = session.actor.person_id
    session.flush()
    return draft


def discard_draft(session: GuardedSession, draft: ReportDraft) -> None:
    """A draft goes; nothing was published."""
    cases.drop_cases(session, draft)
    session.delete(draft)
    session.flush()


def texts_of(draft: ReportDraft) -> dict[str, str]:
    """The texts of a draft by section."""
    kept: dict[str, str] = json.loads(draft.narrative)
    return {name: kept.get(name, "") for name in SECTIONS}


def preview(session: GuardedSession, draft: ReportDraft, head: Seal | None = None) -> dict[str, Any]:
    """The document as it would be published now, under a seal where there is one."""
    earlier = queries.published(session)
    documents = [json.loads(text) for text in reversed(queries.documents(session))]
    told = documents[-1] if documents else {}
    today = session.clock.now().astimezone(AMSTERDAM).date()
    since = max((one.published_at for one in earlier), default=None)
    issue = Issue(
        number=next_number([one.number for one in earlier], draft.reporting_date.year),
        published_on=today,
        previous=_previous(earlier),
        head=None if head is None else {"seal": head.number, "hash": head.hash, "ledger_hash": head.entry_hash},
        said=told.get("headlines", ()),
        earlier=documents,
        table={
            "cases": cases.told(session, draft),
            "questions": questions.told(session, since),
            "talks": talks.told(session, since),
        },
    )
    before, known = (earlier[0].reporting_date, earlier[0].ledger_number) if earlier else (None, 0)
    return compose(queries.material(session, draft.reporting_date, before, known), texts_of(draft), issue)


def _previous(earlier: Sequence[Row]) -> dict[str, str] | None:
    if not earlier:
        return None
    last = earlier[0]
    return {
        "number": last.number,
        "reporting_date": last.reporting_date.isoformat(),
        "fingerprint": last.fingerprint,
    }


def may_tell_names(session: GuardedSession, texts: Mapping[str, str]) -> bool:
    """Whether these very texts were counted within a day as held against names that the writer may not know."""
    if not any(texts.values()):
        return True
    return attempts_since(session, CHECKED_TEXT, _mark(texts), session.clock.now() - A_DAY) > 0


def count_name_check(session: GuardedSession, texts: Mapping[str, str]) -> bool:
    """Counts that these texts are held against hidden names, as what comes out tells of them (domain §6).

    To be called before `objections`, so that it stands whatever becomes of the request. The same texts again are free;
    after forty others within 24 hours it is False, and nothing is told.
    """
    if may_tell_names(session, texts):
        return True
    if not may_try(session, NAME_CHECK, NAME_CHECKS_A_DAY):
        return False
    note_attempt(session, CHECKED_TEXT, _mark(texts))
    return True


def _mark(texts: Mapping[str, str]) -> str:
    return fingerprint(canonical(dict(texts)))


def objections(session: GuardedSession, draft: ReportDraft) -> dict[str, str]:
    """What stands in the way of publishing, by section: no summary, or a name, code or number in a text.

    A name that the writer may not know is told of all texts together (WHOLE), and only once that was counted.
    """
    texts = texts_of(draft)
    known = queries.known_names(session)
    found = {name: CODED for name, text in texts.items() if points_at_a_lead(text)}
    found |= {name: NAMED for name, text in texts.items() if names_in(text, known)}
    if not texts["summary"]:
        found["summary"] = NO_SUMMARY
    if not may_tell_names(session, texts):
        found[WHOLE] = UNCHECKED
    elif _hold_one(texts, queries.hidden_names(session, known)):
        found[WHOLE] = HIDDEN
    return found


def _hold_one(texts: Mapping[str, str], names: Sequence[str]) -> bool:
    return any(names_in(text, names) for text in texts.values())


def publish(session: GuardedSession, draft: ReportDraft, *, key: str) -> Report:
    """Freezes a draft: figures at its reporting date as the ledger knows them now, texts, settings and hash.

    Refused while something stands in the way. The draft goes: publishing twice at once publishes once. The document
    names the seal under which it came out, is sealed itself, and everything is checked at once.
    """
    _check_day(session, draft.reporting_date)
    for field, message in objections(session, draft).items():
        raise Refused(message, field=field)
    for refused in cases.objections(session, draft, preview(session, draft)):
        raise refused
    document = preview(session, draft, verification.seal_now(session, key=key))
    cases.publish_cases(session, draft, document["number"])
    session.delete(draft)
    session.flush()
    text = canonical(document)
    report = Report(
        number=document["number"],
        reporting_date=draft.reporting_date,
        ledger_number=document["ledger_number"],
        published_at=session.clock.now(),
        published_by_id=session.actor.person_id,
        document=text,
        fingerprint=fingerprint(text),
    )
    session.add(report)
    session.flush()
    verification.seal_now(session, key=key)
    verification.check(session, key=key)
    return report
