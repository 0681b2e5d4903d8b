"""What a write may answer when a rule forbids it."""


class Refused(Exception):
    """A rule says no: a message in Dutch for the person, and the form field it belongs to (or None)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Exception):
    """Somebody else saved the row since this person read it."""
