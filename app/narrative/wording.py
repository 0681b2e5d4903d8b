"""What somebody writes for everybody at the table is searched for names before anybody else reads it (note 16)."""

from collections.abc import Iterable, Mapping
from math import ceil

from app.access.actor import Role
from app.access.session import GuardedSession
from app.accounts.rules import ASKED_NAMES_A_DAY, NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import may_try
from app.db.errors import Refused
from app.narrative import identification, queries
from app.narrative.identification import CODE, KINDS, NAME, NUMBER, PERSON
from app.narrative.markdown import plain
from app.words import N_

NAMED = N_("Hier staat de naam van een bedrijf. Anderen lezen dit ook: haal die weg.")
CODED = N_("Hier staat de code of het KvK-nummer van een bedrijf. Haal die weg.")
REFUSALS = {NAME: NAMED, PERSON: NAMED, CODE: CODED, NUMBER: CODED}
HIDDEN = N_("Hierin staat de naam van een bedrijf. We zeggen niet welke: haal alle namen van bedrijven weg.")
WORDS_A_LOOK = 80
NO_MORE = N_("Vandaag kunnen we niets meer nakijken op namen van bedrijven. Bewaar je tekst en probeer het morgen.")


def count_look(session: GuardedSession, texts: Iterable[str | None]) -> bool:
    """Counts that words are held against hidden names, as what comes out tells of them; False over the day's limit.

    To be called before `check_words`, so that it stands whatever becomes of the request. Who follows the programme may
    know no name at all: they get fewer looks than the coordinator. A long text is more looks, as more names fit in it.
    """
    most = NAME_CHECKS_A_DAY if session.actor.has(Role.COORDINATOR) else ASKED_NAMES_A_DAY
    words = sum(len(text.split()) for text in texts if text)
    return may_try(session, NAME_CHECK, most, cost=max(1, ceil(words / WORDS_A_LOOK)))


def check_words(session: GuardedSession, texts: Mapping[str, str | None], *, counted: bool) -> None:
    """Refuses words with the code, number or name of a company: beside the field where the writer may know the name,
    of all of them together where not, and then only once that was counted."""
    written = {field: text for field, text in texts.items() if text}
    known = queries.known_names(session)
    for field, text in written.items():
        for one in identification.find(text, known):
            if not KINDS[one.kind].may_stay:
                raise Refused(REFUSALS.get(one.kind, KINDS[one.kind].words), field=field)
    if not counted:
        raise Refused(NO_MORE)
    hidden = queries.hidden_names(session, known)
    if identification.worst([plain(written.values())], hidden) == identification.NAME:
        raise Refused(HIDDEN)
