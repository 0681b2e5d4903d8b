"""The cases that the coordinator tells in the two published reports: anonymous, in words that fit more than one lead."""

from typing import NamedTuple


class Case(NamedTuple):
    """A case about the lead of a story: its title, what was tried, how it ended and what it taught."""

    lead: str
    title: str
    tried: str
    result: str
    lesson: str


FIRST = (
    Case("amperoever", "Van geen stroom naar een bouwplan",
         "Op de eigen plek kwam er niet op tijd stroom, en uit het buitenland lag er een aanbod. Met gemeente, provincie "
         "en netbeheerder is gezocht naar een plek waar het net al zwaar genoeg is.",
         "Er liggen nu plekken in Nederland naast het aanbod van buiten. Het bedrijf vergelijkt ze.",
         "Neem de netbeheerder mee voordat er een locatie is gekozen."),
    Case("zandwijk", "Een milieuzone die volliep",
         "Rond de werf kwamen woningen steeds dichterbij. Eerst is onderzocht hoeveel geluid er op de huidige plek nog "
         "bij kan, daarna zijn andere plekken vergeleken.",
         "De vergelijking loopt.",
         "Vraag naar de milieuzone vóór er een bouwplan eromheen ter inzage ligt."),
    Case("brontec", "Groeien waar de mensen zijn",
         "Een hal was snel gevonden, vakmensen niet. Met een opleiding is een leerlijn opgezet die met het bedrijf meegroeit.",
         "De eerste groep is begonnen.",
         "Een hal zonder mensen is geen aanbod: zoek ze samen."),
)  # fmt: skip

SECOND = (
    Case("grachtlicht", "Een jaar eerder aan tafel",
         "De vraag kwam lang voordat de ruimte nodig was. Zo was er tijd om drie campussen te vergelijken en samen een "
         "indeling te tekenen.",
         "Er ligt een plek die er zonder die tijd niet was geweest.",
         "Stel de vraag in fase 2: dan valt er te kiezen."),
    Case("northlyte", "Nergens genoeg stroom op tijd",
         "Vijf plekken zijn bekeken met provincies en netbeheerders, ook met tijdelijke opslag. Op geen van die plekken "
         "kon de aansluiting er op tijd zijn.",
         "Het bedrijf bouwt niet in Nederland.",
         "Wie zwaar stroom vraagt, heeft een landelijk overzicht van vrije netcapaciteit nodig."),
    Case("halvex", "Delen voordat je zelf bouwt",
         "Een eigen faciliteit was in één keer te duur. Met een kennisinstelling is gezocht naar een gedeelde lijn voor "
         "de eerste jaren.",
         "De financiering kwam daardoor dichterbij.",
         "Gedeelde apparatuur in de eerste jaren maakt de eerste ronde veel kleiner."),
)  # fmt: skip
