"""Preparing a report and publishing it: once published, nothing moves it any more (002 §5.5)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from app.access.session import GuardedSession
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.drafting import cases, checking, queries
from app.drafting.checking import Look
from app.drafting.checklist import Line, waived
from app.drafting.document import Issue, compose, next_number
from app.drafting.merging import Merged, merge
from app.drafting.models import ReportDraft, ReportWaiver
from app.drafting.queries import Past, texts_of
from app.impact.rules import day_refused
from app.ledger.models import Seal
from app.narrative.markdown import tidy
from app.narrative.sections import SECTIONS
from app.reports import queries as reports
from app.reports import verification
from app.reports.models import Report
from app.reports.rules import canonical, fingerprint
from app.words import N_

Texts = Mapping[str, str]

TOO_EARLY = N_("Deze peildatum ligt niet na die van het vorige rapport. Wat later binnenkwam, staat in het volgende.")
NOT_LATEST = N_("Alleen het laatste rapport krijgt een verbeterde versie. Wat in een ouder rapport stond, staat vast.")
NO_REASON = N_("Schrijf waarom er een nieuwe versie komt: die reden staat in het rapport.")
GONE = N_("Dit concept is er niet meer: het is intussen gepubliceerd of verwijderd.")
NOT_CLEAR = N_("De controlelijst is nog niet klaar. Los op wat er staat, of schrijf waarom het zo mag blijven.")


@dataclass(frozen=True)
class Prepared:
    """A draft as it would be published now, every line of its check-list that something was found for, and up to which
    entry of the ledger it counts."""

    document: dict[str, Any]
    lines: list[Line]
    ledger_number: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        return not any(one.is_open for one in self.lines)


def start_draft(session: GuardedSession, *, reporting_date: date) -> ReportDraft:
    """The draft of a reporting date: the one there is, or a new one. Refused for a day that cannot be reported on."""
    _check_day(session, reporting_date)
    return queries.draft_at(session, reporting_date) or _new(session, ReportDraft(reporting_date=reporting_date), {})


def start_version(session: GuardedSession, of: Report, *, reason: str | None) -> ReportDraft:
    """A draft that will take the place of the latest report, with its texts; once more gives it another reason."""
    if not reason or not reason.strip():
        raise Refused(NO_REASON, field="reason")
    _check_day(session, of.reporting_date, of.number)
    draft = queries.draft_at(session, of.reporting_date)
    if draft is None:
        told = json.loads(of.document)
        texts = told["narrative"]
        texts["results"] = "\n\n".join(text for text in (texts.get("results"), texts.get("practice")) if text)
        draft = _new(session, ReportDraft(reporting_date=of.reporting_date, replaces=of.number), texts)
        cases.take_over(session, draft, told)
        _take_reasons(session, draft, of, told)
    draft.replaces_reason = tidy(reason)
    session.flush()
    return draft


def _take_reasons(session: GuardedSession, draft: ReportDraft, of: Report, told: Mapping[str, Any]) -> None:
    """The reasons that were given for the version before: each holds as long as what it is about is the same."""
    for line, kept in queries.given_before(session, of, told.get("waived", ())).items():
        session.add(
            ReportWaiver(
                draft_id=draft.id,
                line=line,
                about=kept.about,
                reason=kept.reason,
                waived_at=kept.at,
                waived_by_id=of.published_by_id,
            )
        )


def reword_version(session: GuardedSession, draft: ReportDraft, *, reason: str) -> ReportDraft:
    """Why a draft will take the place of a report, in other words."""
    draft.replaces_reason = tidy(reason)
    session.flush()
    return draft


def _new(session: GuardedSession, draft: ReportDraft, texts: Mapping[str, str]) -> ReportDraft:
    draft.narrative = json.dumps({name: texts.get(name, "") for name in SECTIONS}, ensure_ascii=False)
    draft.saved_at, draft.saved_by_id = session.clock.now(), session.actor.person_id
    session.add(draft)
    session.flush()
    return draft


def _check_day(session: GuardedSession, day: date, replaces: str | None = None) -> None:
    if wrong := day_refused(day, session.clock.today()):
        raise Refused(wrong, field="reporting_date")
    last = reports.latest(session)
    if replaces and (last is None or last.number != replaces):
        raise Refused(NOT_LATEST)
    if last is not None and day <= last.reporting_date and not replaces:
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


def write_draft(session: GuardedSession, draft: ReportDraft, *, typed: Texts, read: Texts, chosen: Texts) -> Merged:
    """What was typed goes into a draft but for what somebody else changed too; `read` marks what the writer began with.

    Of two who write at once the second waits, and finds what the first one wrote.
    """
    if not queries.hold_draft(session, draft.id):
        raise Refused(GONE)
    session.refresh(draft)
    merged = merge(texts_of(draft), typed, read, chosen)
    save_draft(session, draft, narrative=merged.texts)
    return merged


def discard_draft(session: GuardedSession, draft: ReportDraft) -> None:
    """A draft goes, with its cases and what was waved through in it; nothing was published."""
    cases.drop_cases(session, draft)
    for waiver in session.scalars(select(ReportWaiver).where(ReportWaiver.draft_id == draft.id)):
        session.delete(waiver)
    session.flush()
    session.delete(draft)
    session.flush()


def preview(session: GuardedSession, draft: ReportDraft) -> dict[str, Any]:
    """The document as it would be published now, but for what was waved through: for the page where it is written."""
    told = reports.told_before(session)
    material = queries.material(session, draft.reporting_date, _past(draft, told))
    said = {"cases": cases.told(session, draft, cases.cases_of(session, draft)), **checking.table(session, draft, told)}
    return compose(material, texts_of(draft), _issue(session, draft, told, said))


def prepare(
    session: GuardedSession, draft: ReportDraft, held: Look | None = None, head: Seal | None = None
) -> Prepared:
    """A draft as it would be published now, under a seal where there is one, with its check-list."""
    held = held or checking.look(session, draft)
    ground = queries.groundwork(session, draft.reporting_date, _past(draft, held.told))
    said = {"cases": cases.told(session, draft, held.cases), **held.table}
    issue = replace(_issue(session, draft, held.told, said), head=_head(head))
    document = compose(ground.material, texts_of(draft), issue)
    lines = checking.checklist(draft, held, ground, cases.objections(session, draft, document, held.cases))
    return Prepared(document | {"waived": waived(lines)}, lines, ground.material.figures.ledger_number)


def _head(seal: Seal | None) -> dict[str, Any] | None:
    return None if seal is None else {"seal": seal.number, "hash": seal.hash, "ledger_hash": seal.entry_hash}


def _past(draft: ReportDraft, told: Sequence[Row]) -> Past:
    days = tuple(one.reporting_date for one in told)
    before = queries.before(draft, told)
    return Past(before[-1].reporting_date, before[-1].ledger_number, days) if before else Past(days=days)


def _issue(session: GuardedSession, draft: ReportDraft, told: Sequence[Row], table: Mapping[str, Any]) -> Issue:
    """Which report a draft becomes: after all reports of earlier days, known to who read every version of them."""
    documents = [json.loads(one.document) for one in told]
    before = queries.before(draft, told)
    last = documents[len(before) - 1] if before else {}
    return Issue(
        number=next_number([one.number for one in told], draft.reporting_date.year, draft.replaces),
        published_on=session.clock.now().astimezone(AMSTERDAM).date(),
        previous=_name(before[-1]) if before else None,
        said=last.get("headlines", ()),
        earlier=documents,
        table=table,
        replaces=_replaced(draft, told),
    )


def _name(report: Row) -> dict[str, str]:
    return {
        "number": report.number,
        "reporting_date": report.reporting_date.isoformat(),
        "fingerprint": report.fingerprint,
    }


def _replaced(draft: ReportDraft, told: Sequence[Row]) -> dict[str, str] | None:
    """The version that a draft takes the place of, and why."""
    for one in told:
        if one.number == draft.replaces:
            return {"number": one.number, "fingerprint": one.fingerprint, "reason": draft.replaces_reason or ""}
    return None


def publish(session: GuardedSession, draft: ReportDraft, *, key: str) -> Report:
    """Freezes a draft: figures at its reporting date as the ledger knows them now, texts, settings and hash.

    Refused while a line of the check-list is open. The draft goes: publishing twice at once publishes once. The
    document names the seal under which it came out, is sealed itself, and everything is checked at once.
    """
    if not queries.hold_draft(session, draft.id):
        raise Refused(GONE)
    _check_day(session, draft.reporting_date, draft.replaces)
    held = checking.look(session, draft)
    with session.begin_nested():
        ready = prepare(session, draft, held, verification.seal_now(session, key=key))
        if not ready.is_clear:
            raise next((refused for one in ready.lines for refused in one.refused), Refused(NOT_CLEAR))
    document = ready.document
    cases.publish_cases(session, draft, document["number"])
    discard_draft(session, draft)
    text = canonical(document)
    report = Report(
        number=document["number"],
        reporting_date=draft.reporting_date,
        ledger_number=ready.ledger_number,
        published_at=session.clock.now(),
        published_by_id=session.actor.person_id,
        document=text,
        fingerprint=fingerprint(text),
        replaces=draft.replaces,
    )
    session.add(report)
    session.flush()
    verification.seal_now(session, key=key)
    verification.check(session, key=key)
    return report
