"""What may not be said at the table, and until when an answer may change."""

from datetime import datetime

from app.words import N_

NO_QUESTION = N_("Schrijf de vraag op.")
NO_ANSWER = N_("Schrijf het antwoord op.")
ALREADY_ANSWERED = N_("Deze vraag is al beantwoord. Stel een nieuwe vraag.")
IN_REPORT = N_("Deze vraag staat met haar antwoord al in een rapport. Stel een nieuwe vraag.")
ALREADY_PUBLISHED = N_("Dit antwoord staat al in een volgend rapport en verandert niet meer.")
IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg het gesprek vast als het is geweest.")
TOO_EARLY = N_("Dit gesprek gaat over het rapport tot en met %(day)s. Kies een latere dag.")
AFTER_DUE = N_("Wat is afgesproken moet al op %(day)s klaar zijn. Kies die dag of een eerdere.")
DUE_TOO_EARLY = N_("Deze dag ligt voor het gesprek. Kies de dag van het gesprek of een latere.")
NOBODY = N_("Schrijf op wie er aan tafel zat.")
NOTHING = N_("Schrijf op wat er is afgesproken.")
NO_PARTY = N_("Kies wie dit doet.")


def is_settled(answered_at: datetime, published_at: datetime | None) -> bool:
    """Whether an answer stands in a report that came out after it."""
    return published_at is not None and answered_at < published_at
