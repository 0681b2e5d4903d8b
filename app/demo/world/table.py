"""What was asked, answered and agreed about the two published reports."""

from typing import NamedTuple


class Question(NamedTuple):
    """A question of somebody, so many days after the report came out; and the answer, when there is one."""

    who: str
    after: int
    about: str
    words: str
    answered_after: int | None = None
    answer: str = ""


class Agreement(NamedTuple):
    """What a party does by when (days after the talk), and when it was done."""

    party: str
    words: str
    due_after: int | None = None
    done_after: int | None = None


class Talk(NamedTuple):
    """A progress talk, so many days after the report came out."""

    after: int
    attendees: str
    agreements: tuple[Agreement, ...]


FIRST = (
    (
        Question("hanna", 3, "bottlenecks", "Welke knelpunten lossen zich op als er meer netcapaciteit komt, en welke niet?",
                 40, "Stroom is in de meeste regio’s het eerste knelpunt. Ruimte en mensen blijven ook knellen als er "
                 "stroom is: de helft van de leads noemt er meer dan één."),
        Question("pieter", 6, "flows", "Wanneer is er genoeg gerealiseerd om de stromen tussen regio’s te kunnen zien?",
                 40, "Zodra er per regio minstens drie bedrijven zijn verhuisd. Tot dan staat alleen het landelijke aantal er."),
    ),
    Talk(7, "Hanna Lubbers (EZ)\nPieter Zwart (IPO)\nRobert Sluis (NFIA)\nMarit Kaspers (coördinerende ROM)", (
        Agreement("coordinator", "Laat in het volgende rapport zien wat bedrijven de doorslag gaf.", 160, 150),
        Agreement("ministry", "Bespreek met de netbeheerders een landelijk overzicht van vrije capaciteit.", 120, 131),
        Agreement("ipo", "Vraag de provincies welke brandpunten zij zelf zien.", 90, 84),
    )),
)  # fmt: skip

SECOND = (
    (
        Question("hanna", 2, "leads_portefeuille", "Hoeveel van deze leads zouden zonder het programma ook zijn gekomen?",
                 21, "Dat weten we niet precies. Bij behouden vermogen vragen we altijd wat er anders was gebeurd; bij een "
                 "lead nog niet. We nemen dat op in de eerste gesprekken."),
        Question("pieter", 30, "cases", "Kan de case over te weinig stroom ook met een voorbeeld uit een andere regio worden "
                 "aangevuld?"),
    ),
    Talk(12, "Hanna Lubbers (EZ)\nPieter Zwart (IPO)\nMarit Kaspers (coördinerende ROM)", (
        Agreement("taskforce", "Vraag bij elk eerste gesprek wat het bedrijf zonder hulp had gedaan.", 60, 48),
        Agreement("ministry", "Neem de netcapaciteit per brandpunt op in het ruimtelijk economisch beleid.", 120),
        Agreement("nfia", "Zet buitenlandse aanbiedingen naast die van de brandpunten, zonder namen."),
    )),
)  # fmt: skip
