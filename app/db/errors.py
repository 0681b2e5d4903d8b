"""What a write may answer when a rule forbids it."""


class Refused(Exception):
    """A rule says no: a message in Dutch for the person with the values in it, and the form field it belongs to."""

    def __init__(self, message: str, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values


class Stale(Exception):
    """Somebody else saved the row since this person read it."""
