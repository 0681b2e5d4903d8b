"""An appointment of a calendar as a message."""

from collections.abc import Iterator
from typing import Any

from icalendar import Calendar

from app.db.errors import Refused
from app.documents.message import NO_DATE, SHORTENED, Message, day_of, names, one_line, shortened
from app.timeline.rules import TalkKind
from app.words import N_

MOST_BYTES = 2 * 1024 * 1024
BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)

UNREADABLE = N_("Deze afspraak is niet te lezen. Leg het gesprek zelf vast.")
NO_EVENT = N_("In dit bestand staat geen afspraak.")
TOO_LARGE = N_("Dit is meer dan één afspraak: het bestand is te groot. Sla alleen deze afspraak op.")
SEVERAL = N_("Er staan meer afspraken in. Dit is de eerste.")
REPEATS = N_("Deze afspraak komt terug. Alleen de eerste keer staat hier.")
CANCELLED = N_("Deze afspraak is afgezegd.")


def read(content: bytes) -> Message:
    """The bytes of an .ics in, its first appointment out. Refused where there is none, or it cannot be read."""
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE, field="file")
    try:
        found: list[Any] = [
            each for calendar in Calendar.from_ical(content, multiple=True) for each in calendar.walk("VEVENT")
        ]
    except BROKEN as error:
        raise Refused(UNREADABLE, field="file") from error
    if not found:
        raise Refused(NO_EVENT, field="file")
    first = found[0]
    held_on = _day(first)
    where = one_line(first.get("location") or "")
    words, was_cut = shortened(str(first.get("description") or ""))
    said = {
        NO_DATE: held_on is None,
        SEVERAL: len(found) > 1,
        REPEATS: "rrule" in first,
        CANCELLED: one_line(first.get("status") or "").upper() == "CANCELLED",
        SHORTENED: was_cut,
    }
    people = (
        (N_("Waar"), where),
        (N_("Uitgenodigd door"), names(_people(first, "organizer"))),
        (N_("Met"), names(_people(first, "attendee"))),
    )
    return Message(
        kind=TalkKind.MEETING,
        held_on=held_on,
        subject=one_line(first.get("summary") or ""),
        people=tuple((part, who) for part, who in people if who),
        body=words,
        remarks=tuple(remark for remark, holds in said.items() if holds),
    )


def _day(event: Any) -> Any:
    try:
        return day_of(event["dtstart"].dt)
    except BROKEN:
        return None


def _people(event: Any, name: str) -> Iterator[str]:
    """The names of who is invited; where there is none, what stands before the @."""
    found = event.get(name) or []
    for each in found if isinstance(found, list) else [found]:
        params = getattr(each, "params", {})
        yield str(params.get("CN") or "") or str(each).rpartition(":")[2].partition("@")[0]
