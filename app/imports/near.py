"""Which companies of ours, or earlier rows of the file, a row that seems new resembles: a slip of the pen, or a holding."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.access.session import GuardedSession
from app.companies.alike import signs
from app.companies.likeness import Ground, Pair, Signs, newcomers
from app.companies.models import Company
from app.imports.rules import Candidate, Read
from app.words import N_, Said

MOST_COMPARED = 4_000_000  # rows times companies: more would keep the page waiting, and stands in Dubbelen afterwards
MOST_OFFERED = 3

REASONS = {
    Ground.GROUP: N_("zelfde naam zonder woorden als holding of groep"),
    Ground.WEBSITE: N_("zelfde website"),
    Ground.SPELLING: N_("bijna dezelfde naam"),
}
IN_FILE = N_("%(why)s als %(name)s, in rij %(row)s van dit bestand")


class Near:
    """What the rows of a file resemble; nothing where there is too much to compare."""

    def __init__(self, session: GuardedSession, rows: Sequence[Read]) -> None:
        read = [_signs(row) for row in rows if not row.problems]
        ours = signs(session, Company.holder_id == session.actor.organisation_id) if read else []
        self.is_told = len(read) * (len(ours) + len(read)) <= MOST_COMPARED
        self.found: Mapping[int, list[Candidate]] = self._compared(read, ours) if self.is_told else {}

    def __getitem__(self, number: int) -> tuple[Candidate, ...]:
        """What a row may be double with, by its number; what says most first."""
        return tuple(self.found.get(number, ())[:MOST_OFFERED])

    @staticmethod
    def _compared(read: Sequence[Signs], ours: Sequence[Signs]) -> Mapping[int, list[Candidate]]:
        found = defaultdict[int, list[Candidate]](list)
        for pair in newcomers(read, ours):
            if pair.grounds[0] in REASONS and not pair.is_doubtful:
                found[-pair.one.id].append(_candidate(pair))
        return found


def _signs(row: Read) -> Signs:
    """A row as companies are compared; it bears its number below nought."""
    values: Mapping[str, Any] = row.values
    return Signs(
        -row.number,
        (values["name"], *values.get("names", ())),
        frozenset({values["kvk"]} if "kvk" in values else ()),
        values.get("website"),
        values.get("municipality_code"),
    )


def _candidate(pair: Pair) -> Candidate:
    other, why = pair.other, Said(REASONS[pair.grounds[0]])
    if other.id > 0:
        return Candidate(other.names[0], why, company_id=other.id, is_ours=True)
    return Candidate(other.names[0], Said(IN_FILE, {"why": why, "name": other.names[0], "row": -other.id}))
