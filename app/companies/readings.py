"""Who read a company's name in a report, and who was asked to destroy the file in which it stands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies import rules
from app.companies.models import MergedCompany, NameReading, NameRecall
from app.companies.rules import ON_PAGE
from app.db.errors import Refused


def name_readings(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """Who at the ministry read the company's name in which report and form, and was asked to destroy it, the newest first."""
    gone = select(MergedCompany.gone_id).where(MergedCompany.company_id == company_id)
    return session.execute(
        _readings().where(or_(NameReading.company_id == company_id, NameReading.company_id.in_(gone)))
    ).all()


def kept_names(session: GuardedSession) -> Sequence[Any]:
    """Every file with a name in it that the reader may hear of, by the code of its lead's company, the newest first."""
    return session.execute(_readings().where(NameReading.form != ON_PAGE)).all()


def _readings() -> Any:
    return (
        select(
            NameReading.id,
            NameReading.company_id,
            NameReading.report_number,
            NameReading.token,
            NameReading.form,
            NameReading.at,
            Person.name.label("person"),
            Organisation.short.label("organisation"),
            NameRecall.asked_at,
        )
        .join(Organisation, Organisation.id == NameReading.organisation_id)
        .outerjoin(Person, Person.id == NameReading.person_id)
        .outerjoin(NameRecall, NameRecall.reading_id == NameReading.id)
        .order_by(NameReading.at.desc(), NameReading.id.desc())
    )


def name_reading(session: GuardedSession, reading_id: int) -> NameReading | None:
    """One time that a name was read, or None where the reader may not hear of it."""
    return session.scalars(select(NameReading).where(NameReading.id == reading_id)).one_or_none()


def note_recall(session: GuardedSession, reading: NameReading, *, is_agreed: bool) -> None:
    """Whoever has a file with the name was asked to destroy it; once is enough. Refused while the consent holds."""
    if is_agreed:
        raise Refused(rules.STILL_AGREED)
    if reading.form == rules.ON_PAGE:
        raise Refused(rules.ONLY_READ)
    asked = select(NameRecall.id).where(NameRecall.reading_id == reading.id).limit(1)
    if session.execute(asked).first():
        return
    recall = NameRecall(reading_id=reading.id, company_id=reading.company_id, asked_at=session.clock.now())
    recall.asked_by_id = session.actor.person_id
    session.add(recall)
    session.flush()
