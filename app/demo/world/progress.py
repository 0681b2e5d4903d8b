"""What the coordinator wrote in the two published reports: anonymous, whole sentences, no months or amounts of one company."""

FIRST = {
    "summary": (
        "Het eerste jaar laat zien dat bedrijven de opschalingsvraag eerder stellen als iemand ernaar vraagt. "
        "De meeste leads zoeken ruimte en stroom tegelijk. De eerste aanpakken zijn in uitvoering."
    ),
    "practice": (
        "Van geen stroom naar een bouwplan\n"
        "Een scale-up in energieopslag kreeg in de eigen regio niet op tijd stroom en had een aanbod uit het buitenland. "
        "Met gemeente, provincie en netbeheerder vond de taskforce een plek waar dat wel kon.\n\n"
        "Een milieuzone die volliep\n"
        "Rond een maker van scheepsonderdelen kwamen woningen steeds dichterbij. Verplaatsen binnen de regio bleek "
        "mogelijk toen de gemeente vroeg meedacht."
    ),
    "lessons": (
        "Vraag in fase 2 al naar ruimte, stroom en mensen.\n"
        "Neem de netbeheerder mee voordat er een locatie is gekozen.\n"
        "Een bezoek overtuigt meer dan een lijst met locaties."
    ),
    "bottlenecks": "Stroom knelt in bijna elke regio. In West komt daar ruimte bij, in Zuid de druk op wonen.",
    "ecosystem": (
        "De brandpunten kennen elkaars aanbod nog maar gedeeltelijk. Het gezamenlijke overzicht dat dit jaar is gemaakt, "
        "wordt bij elke nieuwe lead gebruikt."
    ),
}

SECOND = {
    "summary": (
        "Het programma ligt op de lijn. Bedrijven kozen voor een andere regio en bleven daarmee in Nederland. "
        "In Zuid en Oost knelt vooral stroom, in West vooral ruimte."
    ),
    "practice": (
        "Een jaar eerder aan tafel\n"
        "Een bedrijf stelde de vraag bijna drie jaar voordat de ruimte nodig was. Daardoor kon een campus in een andere "
        "regio een cleanroom inplannen.\n\n"
        "Mensen gaven de doorslag\n"
        "Een maker van meetapparatuur vond wel een hal, maar geen vakmensen. Een opleiding in een andere regio die met "
        "het bedrijf meegroeide, maakte het verschil."
    ),
    "lessons": (
        "Stel de vraag in fase 2: dan is er tijd om te kiezen.\n"
        "Deel netcapaciteit per brandpunt: een actueel getal gaf meermaals de doorslag.\n"
        "Wie een brandpunt bezocht, koos vaker voor Nederland."
    ),
    "bottlenecks": (
        "De wachttijd voor een zware aansluiting is in de meeste regio’s langer dan de tijd die bedrijven hebben. "
        "Tijdelijke oplossingen met opslag hielpen in een paar gevallen."
    ),
    "choices": "Tijd weegt zwaarder dan kosten: bedrijven kiezen de plek waar het zeker op tijd kan.",
    "nowhere": (
        "Voor een onderzoeksfaciliteit was er in Nederland geen plek met genoeg stroom op tijd. Dat is een signaal voor "
        "het ruimtelijk economisch beleid."
    ),
    "ecosystem": (
        "Brandpunten verwijzen vaker naar elkaar. Een gedeeld beeld van wat er vrij is, blijft de belangrijkste stap naar "
        "één samenhangend ecosysteem."
    ),
}
