"""The one source of time: a clock enters a session together with its actor."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock:
    """Tells the moment (UTC) and the day (in Amsterdam); a fixed moment stands still until it is set."""

    def __init__(self, moment: datetime | Callable[[], datetime] | None = None) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment, in UTC."""
        if self._moment is None:
            return datetime.now(UTC)
        return self._moment() if callable(self._moment) else self._moment

    def today(self) -> date:
        """The calendar day in the Netherlands."""
        return self.now().astimezone(AMSTERDAM).date()

    def set(self, moment: datetime) -> None:
        """Puts the clock at a moment, for worlds and tests that tell their own time."""
        self._moment = moment
