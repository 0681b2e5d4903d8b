"""What every figure means, in words: the same text stands in the tooltips and in the list of terms (002 §5.5)."""

from dataclasses import dataclass

from app.impact.rules import APPROACHES, CAPITAL, EXPECTED, LEADS, OWN_REGION, REALISED, SCALEUPS, SPENT
from app.words import N_


@dataclass(frozen=True)
class Definition:
    """A term on the screen: its name, what it means, where that comes from."""

    name: str
    meaning: str
    source: str


AGREED = N_("Afgesproken in het Meerjarenprogramma 2025–2028, paragraaf 5.5.")
READING = N_("Uitleg van de taskforce bij paragraaf 5.5.")

DEFINITIONS = {
    LEADS: Definition(
        N_("Leads in portefeuille"),
        N_(
            "Bedrijven met een opschalingsvraag die zijn toegelaten. Een bedrijf telt één keer, vanaf "
            "de eerste toelating, en blijft tellen als het afvalt. Alleen een vergissing of dubbeling gaat eruit."
        ),
        AGREED,
    ),
    APPROACHES: Definition(
        N_("Aanpakken in uitvoering"),
        N_(
            "Bedrijven waarvoor een plan van aanpak, minstens één uitgewerkte vraag, het akkoord van het bedrijf en "
            "een eerste actie met een partij van buiten er alle vier zijn."
        ),
        READING,
    ),
    REALISED: Definition(
        N_("In andere regio gerealiseerd"),
        N_(
            "Bedrijven met een getekend besluit voor een vestiging of investering in Nederland, buiten het werkgebied "
            "van de ROM waar de groei knelt. Een voornemen telt niet."
        ),
        READING,
    ),
    SCALEUPS: Definition(
        N_("Waarvan nieuwe scale-ups"),
        N_(
            "Het deel van ‘in andere regio gerealiseerd’ dat bij toelating een startup was en nu aantoonbaar een "
            "scale-up is. Een bedrijf telt één keer."
        ),
        READING,
    ),
    CAPITAL: Definition(
        N_("Behouden vermogen"),
        N_(
            "Besloten investeringen van alle leads samen die anders niet zouden zijn gedaan, of niet in Nederland. "
            "Alleen besluiten van na de toelating. Verwacht en gerealiseerd vermogen staan apart en tellen niet mee."
        ),
        AGREED,
    ),
    OWN_REGION: Definition(
        N_("In eigen regio gegroeid"),
        N_(
            "Bedrijven die met een getekend besluit in het werkgebied van hun eigen ROM groeien. Zij tellen niet als "
            "andere regio, wel voor het behouden vermogen."
        ),
        READING,
    ),
    EXPECTED: Definition(
        N_("Verwacht vermogen"), N_("Investeringen waarover nog niet is getekend. Zij tellen niet mee."), READING
    ),
    SPENT: Definition(
        N_("Gerealiseerd vermogen"),
        N_("Investeringen die zijn uitgegeven. Zij staan naast het besloten vermogen en worden er niet bij opgeteld."),
        READING,
    ),
    "pro_rata": Definition(
        N_("Naar rato"),
        N_(
            "Een rechte lijn van 1 januari 2025 tot en met 31 december 2028, dag voor dag. Zij is alleen voor de leads "
            "in portefeuille afgesproken."
        ),
        AGREED,
    ),
    "indicative": Definition(
        N_("Indicatief"),
        N_("Dezelfde rechte lijn bij de andere doelen. Zij is niet afgesproken en dient alleen ter oriëntatie."),
        READING,
    ),
    "reporting_date": Definition(
        N_("Peildatum"),
        N_(
            "De dag tot en met welke feiten meetellen: gewoonlijk 31 mei en 30 november. Een vastgesteld rapport "
            "verandert niet meer. Wat later met een eerdere datum binnenkomt, staat in het volgende rapport."
        ),
        READING,
    ),
    "advance": Definition(
        N_("Voorsprong"),
        N_(
            "Het aantal maanden tussen de dag waarop de vraag is gesteld en de dag waarop de ruimte nodig is. Vanaf 24 "
            "maanden noemen wij de vraag vroeg gesteld. Het is een benadering, geen bewijs."
        ),
        READING,
    ),
    "flows": Definition(
        N_("In en uit per regio"),
        N_(
            "Per programmaregio het aantal leads dat van daar naar een ander werkgebied ging, en het aantal dat er "
            "kwam. De twee worden nooit bij elkaar opgeteld."
        ),
        READING,
    ),
    "hidden": Definition(
        N_("Niet getoond"),
        N_(
            "Uitsplitsingen onder 3 tonen wij niet, en waar nodig ook een aantal ernaast niet. Zo is geen bedrijf te "
            "herkennen. De vijf landelijke cijfers zijn altijd volledig."
        ),
        READING,
    ),
    "verified": Definition(
        N_("Getoetst"),
        N_(
            "Een feit telt pas als iemand van een andere organisatie dan die het indiende het heeft getoetst. Dan komt "
            "het in het grootboek, met de dag waarop het gold en de dag waarop het is vastgelegd."
        ),
        READING,
    ),
}
