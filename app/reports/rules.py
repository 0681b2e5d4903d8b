"""How a report is frozen: one text, and its hash (002 §5.5)."""

import hashlib
import json
from collections.abc import Mapping, Sequence

# Since 2 a cell may be a repeated {"value", "as_of"}; since 3 texts are Markdown, and changes, the trend of all figures and
# brandpunten are in it.
FORMAT = "groeiruimte/voortgang/3"


def canonical(document: Mapping[str, object]) -> str:
    """A document as the one text it can be: sorted keys, no spare whitespace, no floats, characters as they are."""
    _refuse_floats(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(text: str) -> str:
    """The SHA-256 of a canonical document, in 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a report holds whole numbers and texts, no floats")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys of a report are texts")
            _refuse_floats(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _refuse_floats(inner)
