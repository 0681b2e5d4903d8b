"""How one does what people ask most, by role: short enough to read while doing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.actor import MEMBERS, Role
from app.web.menu import ADMINISTRATOR, COORDINATOR, PROGRAMME, VERIFIERS
from app.words import N_


@dataclass(frozen=True)
class Topic:
    """Something that people want to do: how, and the page where it begins."""

    title: str
    text: str
    path: str
    roles: tuple[Role, ...]


TOPICS = (
    Topic(
        N_("Een lead vastleggen"),
        N_("Vijf velden zijn genoeg. Wat er nog ontbreekt voor de volgende stap, staat daarna op de lead."),
        "/leads/nieuw",
        MEMBERS,
    ),
    Topic(
        N_("Een lead een stap verder zetten"),
        N_("Sleep de kaart op het bord, of kies Verplaats naar. Wat de stap vraagt, vul je in de kaart zelf in."),
        "/pijplijn?beeld=bord",
        MEMBERS,
    ),
    Topic(
        N_("Een lijst maken die je vaker nodig hebt"),
        N_("Filter de Pijplijn, kies de kolommen en bewaar het als weergave: voor jezelf of voor je organisatie."),
        "/pijplijn",
        MEMBERS,
    ),
    Topic(
        N_("Onthouden wie je wanneer weer vraagt"),
        N_("Bij Navragen staan de bedrijven zonder lead van wie de groeivraag dit kwartaal weer gesteld moet worden."),
        "/bedrijven/navragen",
        MEMBERS,
    ),
    Topic(
        N_("Delen wie een bedrijf is"),
        N_(
            "Leg op de pagina van het bedrijf een toestemming vast: met wie en tot wanneer. "
            "Daarna zien zij de naam, niet eerder."
        ),
        "/bedrijven",
        MEMBERS,
    ),
    Topic(
        N_("Laten tellen wat er is bereikt"),
        N_("Leg op de lead een feit voor. Een toetser van een andere organisatie kijkt ernaar; dan pas telt het mee."),
        "/pijplijn",
        MEMBERS,
    ),
    Topic(
        N_("Terughalen wat je verwijderde"),
        N_("Druk meteen op Ongedaan maken, of zet het binnen dertig dagen terug uit de prullenbak."),
        "/prullenbak",
        MEMBERS,
    ),
    Topic(
        N_("Een feit toetsen"),
        N_(
            "Accepteer het, vraag het terug of wijs het af met een reden. Wat je eigen organisatie voorlegde, toetst een ander."
        ),
        "/toetsing",
        VERIFIERS,
    ),
    Topic(
        N_("Uitleggen waar een cijfer vandaan komt"),
        N_(
            "Druk in het Overzicht op het getal: daar staan de leads en de regels van het grootboek waaruit het bestaat."
        ),
        "/overzicht",
        COORDINATOR,
    ),
    Topic(
        N_("Een rapport maken"),
        N_(
            "Kies de peildatum, schrijf de teksten naast de cijfers, loop de controlelijst na en publiceer. "
            "Daarna verandert het niet meer."
        ),
        "/rapportages",
        COORDINATOR,
    ),
    Topic(
        N_("Lezen hoe het programma ervoor staat"),
        N_(
            "Voortgang toont het laatste rapport. Eerdere rapporten, vergelijken en downloads staan er één klik vandaan."
        ),
        "/voortgang",
        PROGRAMME,
    ),
    Topic(
        N_("Een vraag stellen bij een cijfer"),
        N_("Druk bij het cijfer op Stel een vraag. Het antwoord staat in het volgende rapport."),
        "/voortgang",
        PROGRAMME,
    ),
    Topic(
        N_("Iemand toegang geven of ontnemen"),
        N_(
            "Nodig iemand uit en geef een rol; bij iedere rol staat wat die mag. Toegang eindigt meteen, ook op open schermen."
        ),
        "/beheer/mensen",
        ADMINISTRATOR,
    ),
)


def topics_for(roles: Iterable[Role]) -> tuple[Topic, ...]:
    """Roles in, what people of those roles want to do out."""
    held = frozenset(roles)
    return tuple(one for one in TOPICS if not held.isdisjoint(one.roles))
