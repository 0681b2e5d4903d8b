"""What the coordinator wrote in the published reports: anonymous, whole sentences, no months or amounts of one company."""

FIRST = {
    "summary": (
        "Het eerste jaar laat zien dat bedrijven de opschalingsvraag **eerder stellen als iemand ernaar vraagt**. "
        "De meeste leads zoeken ruimte en stroom tegelijk. De eerste aanpakken zijn in uitvoering."
    ),
    "results": (
        "De taskforce begon met een lijst van bedrijven die hun plek ontgroeien, en staat nu met een groot deel van hen "
        "aan tafel. Een toegelaten lead is daarbij pas het begin: het werk zit in de aanpak die erop volgt.\n\n"
        "- In elke regio is een vast aanspreekpunt, ook voor bedrijven die buiten een brandpunt zitten.\n"
        "- Gemeente, provincie en netbeheerder zitten bij de meeste aanpakken vanaf het begin aan tafel.\n"
        "- Wat een bedrijf vraagt staat in vijf vaste soorten op papier, zodat een aanbod ernaast kan liggen."
    ),
    "bottlenecks": (
        "Stroom knelt in bijna elke regio, en ruimte met genoeg milieuruimte bijna overal waar gewoond wordt. Mensen "
        "vinden lukt de meeste bedrijven nog, maar zij zien het kantelen."
    ),
    "region_zuid": "De druk op wonen telt hier mee: wie honderd mensen aanneemt, heeft honderd woningen nodig.",
    "region_west": "Hallen met de juiste milieuruimte zijn schaars en worden vaak voor woningbouw opgekocht.",
    "lessons": (
        "1. Vraag in fase 2 al naar ruimte, stroom en mensen.\n"
        "2. Neem de netbeheerder mee voordat er een locatie is gekozen.\n"
        "3. Een bezoek overtuigt meer dan een lijst met locaties."
    ),
    "hubs": (
        "De brandpunten kennen elkaars aanbod nog maar gedeeltelijk. Het gezamenlijke overzicht dat dit jaar is gemaakt, "
        "wordt bij elke nieuwe lead gebruikt."
    ),
    "ecosystem": (
        "Van één ecosysteem is nog geen sprake. Wel verwijzen brandpunten nu naar elkaar als zij zelf geen plek hebben, "
        "en dat deden zij een jaar geleden niet."
    ),
}

SECOND = {
    "summary": (
        "Het programma ligt **op koers**. Bedrijven kozen voor een andere regio en bleven daarmee in Nederland. "
        "In Zuid en Oost knelt vooral stroom, in West vooral ruimte."
    ),
    "results": (
        "Voor het eerst zetten bedrijven hun handtekening onder een vestiging in een andere regio. Dat is waar het "
        "programma om begonnen is: *een bedrijf dat anders naar het buitenland was gegaan, groeit nu hier*.\n\n"
        "### Wat de cijfers zeggen\n\n"
        "- De portefeuille groeit in het tempo dat voor deze jaren is afgesproken.\n"
        "- Van een aanpak naar een besluit duurt het langer dan verwacht: de vergunning en het net bepalen het tempo.\n"
        "- Een deel van de leads groeit in de eigen regio. Zij tellen niet als andere regio, maar zijn wel behouden.\n\n"
        "### Wat de cijfers niet zeggen\n\n"
        "Of deze bedrijven zonder de taskforce waren vertrokken, is nooit met zekerheid te zeggen. Bij elk bedrag in dit "
        "rapport is vastgelegd waarom wij dat denken, en heeft iemand van een andere organisatie dat getoetst."
    ),
    "bottlenecks": (
        "De wachttijd voor een zware aansluiting is in de meeste regio’s langer dan de tijd die bedrijven hebben. Wat in "
        "een paar gevallen hielp:\n\n"
        "- opslag naast de fabriek, zodat een kleinere aansluiting volstaat;\n"
        "- een contract waarin het bedrijf op piekuren terugschakelt;\n"
        "- een plek op een terrein waar een ander bedrijf capaciteit overhoudt.\n\n"
        "Geen van de drie is een oplossing voor een hele regio."
    ),
    "region_noord": "Ruimte is er, en er is stroom in de buurt van de havens. Ervaren technici zijn schaarser dan elders.",
    "region_oost": "De netbeheerder denkt vroeg mee, maar voor wie veel vermogen vraagt blijft de wachtlijst lang.",
    "region_zuid": (
        "Bedrijven willen dicht bij hun toeleveranciers blijven en nemen daarvoor een kleinere hal voor lief. Woningen "
        "voor nieuwe mensen bepalen steeds vaker of een uitbreiding doorgaat."
    ),
    "region_west": "Hallen met genoeg milieuruimte verdwijnen sneller dan dat er nieuwe bij komen.",
    "region_midden": "De vraag is klein maar veeleisend: laboratoria en trillingsvrije vloeren vlak bij de kennisinstellingen.",
    "choices": (
        "Tijd weegt zwaarder dan kosten: bedrijven kiezen de plek waar het **zeker op tijd** kan. Daarna komen mensen, en "
        "pas daarna de prijs van grond. Wie een brandpunt bezocht, koos vaker voor Nederland dan wie een lijst kreeg."
    ),
    "nowhere": (
        "Voor een onderzoeksfaciliteit was er in Nederland geen plek met genoeg stroom op tijd. Dat is een signaal voor "
        "het ruimtelijk-economisch beleid: *wie ruimte reserveert zonder vermogen, reserveert niets*."
    ),
    "lessons": (
        "1. Stel de vraag in fase 2: dan is er tijd om te kiezen.\n"
        "2. Deel netcapaciteit per brandpunt: een actueel getal gaf meermaals de doorslag.\n"
        "3. Breng een bedrijf naar het brandpunt, niet het brandpunt naar het bedrijf.\n"
        "4. Leg ook vast waarom een bedrijf nee zei. Daar leert de volgende aanpak het meest van."
    ),
    "hubs": (
        "Brandpunten verwijzen vaker naar elkaar, en een deel van hen houdt nu samen bij wat er vrij is. Het lukt het "
        "best waar dezelfde technologie op twee plekken zit:\n\n"
        "- de een heeft de onderzoekers, de ander de hallen;\n"
        "- een bedrijf begint op de ene plek en groeit door op de andere."
    ),
    "ecosystem": (
        "Een gedeeld beeld van wat er vrij is, blijft de belangrijkste stap naar één samenhangend ecosysteem. Dat beeld is "
        "er nu voor ruimte en stroom, en nog niet voor mensen en woningen."
    ),
    "experiment": (
        "Begeleiding die vóór het programma alleen voor buitenlandse investeerders bestond, werkt ook voor bedrijven van "
        "hier. Wat het kost is vooral tijd: een aanpak vraagt maanden overleg met partijen die elkaar nog niet kennen."
    ),
}

REASONS = {
    "waiting": (
        "Het bewijs is bij de houder opgevraagd en komt na de peildatum. Wordt het feit alsnog getoetst, dan staat het als "
        "correctie in het volgende rapport."
    ),
}
