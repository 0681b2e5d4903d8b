"""How a preview says what a row holds and what changes, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from app.access.session import GuardedSession
from app.geography.queries import municipalities, technologies
from app.imports.cells import with_commas
from app.imports.kinds import Kind
from app.imports.rules import Judged
from app.words import N_, Said

YES_NO = {True: N_("Ja"), False: N_("Nee")}
NOTHING = "–"


class Telling:
    """The names of places and technologies, and the labels of a kind's lists and fields."""

    def __init__(self, session: GuardedSession, kind: Kind) -> None:
        self.kind = kind
        self.labels = {one.code: one.label for one in kind.fields}
        self.names: dict[str, Mapping[Any, Any]] = {
            **kind.lists,
            "municipality_code": {row.code: row.name for row in municipalities(session)},
            "technologies": {row.code: Said(row.short) for row in technologies(session)},
        }

    def label(self, field: str) -> str:
        """The label of a field; a word that is none stays."""
        return self.labels.get(field, field)

    def value(self, field: str, value: Any) -> Any:
        """A value as a sentence may hold it: the label of a code, words with commas between."""
        if value is None or value == ():
            return NOTHING
        if isinstance(value, tuple):
            return with_commas(self.value(field, one) for one in value)
        if isinstance(value, bool):
            return Said(YES_NO[value])
        names = self.names.get(field, {})
        return Said(names[value]) if isinstance(names.get(value), str) else names.get(value, value)

    def values(self, row: Judged) -> list[tuple[str, Any]]:
        """What a new row holds besides what it is called: label and value."""
        return [
            (one.label, self.value(one.code, row.values[one.code]))
            for one in self.kind.fields
            if one.code in row.values and row.values[one.code] != row.title
        ]
