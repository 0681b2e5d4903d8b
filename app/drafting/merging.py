"""Two who write the same draft: what each of them changed is put together, section by section. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.reports.rules import fingerprint
from app.words import N_

THEIRS, MINE, BOTH = "theirs", "mine", "both"
CHOICES = {
    THEIRS: N_("Wat er nu staat"),
    MINE: N_("Wat jij typte"),
    BOTH: N_("Allebei, onder elkaar"),
}


def mark(text: str) -> str:
    """What a text is known by: the beginning of its hash, and nothing for no text."""
    return fingerprint(text)[:12] if text else ""


@dataclass(frozen=True)
class Merged:
    """The texts by section after merging, what the writer left as it was, and what both changed and nobody chose."""

    texts: Mapping[str, str]
    untouched: frozenset[str]
    clashing: tuple[str, ...]


def merge(
    now: Mapping[str, str], typed: Mapping[str, str], read: Mapping[str, str], chosen: Mapping[str, str]
) -> Merged:
    """What stands there now and what was typed in, by section; `read` holds the marks of what the writer began with.

    Of a section that both changed the text stays as it stands, until somebody chose: `chosen` says which it is to be,
    and of which text that was asked (`mine:` and a mark).
    """
    made = {name: _one(now[name], text, read.get(name, ""), chosen.get(name, "")) for name, text in typed.items()}
    return Merged(
        {name: text if (text := made.get(name)) is not None else kept for name, kept in now.items()},
        frozenset(name for name in now if name not in typed or mark(typed[name]) == read.get(name, "")),
        tuple(name for name, text in made.items() if text is None),
    )


def _one(now: str, typed: str, read: str, chosen: str) -> str | None:
    """One text out of two; None where both changed it and nobody chose."""
    if typed == now or mark(typed) == read:
        return now
    if mark(now) == read:
        return typed
    choice, _sign, asked = chosen.partition(":")
    texts = {THEIRS: now, MINE: typed, BOTH: f"{now}\n\n{typed}".strip()}
    return texts.get(choice) if asked == mark(now) else None
