"""The figures at any reporting date as known at any line of the ledger, and what was learned of that day since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from app.access.session import GuardedSession
from app.impact import queries, rules
from app.impact.queries import Behind
from app.web.notation import typed_date


@dataclass(frozen=True)
class Stand:
    """A reporting date, and the last line of the ledger that is taken into account (None: all lines)."""

    day: date
    as_of: int | None = None

    def query(self, today: date, **more: str) -> str:
        """What stands after the path of an address that shows this; today as known now needs no words."""
        parts = {
            "peildatum": typed_date(self.day) if self.day != today else "",
            "regel": "" if self.as_of is None else str(self.as_of),
        }
        given = {name: value for name, value in (parts | more).items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True)
class Learned:
    """What the lines after a ledger number changed in one figure of the same day: lines that came in and went out."""

    code: str
    was: int
    now: int
    joined: tuple[int, ...]
    left: tuple[int, ...]


def learned(then: rules.Figures, now: rules.Figures) -> list[Learned]:
    """Each figure and line that is counted from other lines now than was known then."""
    return [
        Learned(
            code,
            then.lines[code].value,
            now.lines[code].value,
            joined=tuple(sorted(set(now.lines[code].entries) - set(then.lines[code].entries))),
            left=tuple(sorted(set(then.lines[code].entries) - set(now.lines[code].entries))),
        )
        for code in then.lines
        if then.lines[code].entries != now.lines[code].entries
    ]


@dataclass(frozen=True)
class Seen:
    """The figures of a day as known then, and as known now, with the lines that make the difference by number."""

    stand: Stand
    then: rules.Figures
    learned: Sequence[Learned]
    lines: Mapping[int, Behind]


def look(session: GuardedSession, stand: Stand) -> Seen:
    """What the figures of a day were said to be at a ledger number, and what is known of that day now."""
    then = queries.figures(session, stand.day, stand.as_of)
    changes = learned(then, queries.figures(session, stand.day))
    numbers = {number for one in changes for number in (*one.joined, *one.left)}
    return Seen(stand, then, changes, {one.number: one for one in queries.behind(session, sorted(numbers))})


def last_line(session: GuardedSession) -> int:
    """The number of the last line of the ledger; 0 before the first."""
    return max((entry.number for entry in queries.entries(session)), default=0)
