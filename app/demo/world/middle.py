"""Midden: leads that Horizon and ROM Utrecht Region hold; and companies that were asked and have no lead yet."""

from datetime import date

from app.demo.story import Bid, Calendar, Demand, Fact, Match, Money, Plan, Portfolio, Share, Signed, Story, Talk, Todo


def middle(day: Calendar) -> tuple[Story, ...]:
    """Horizon's and ROM Utrecht Region's leads."""
    return (
        Story(
            key="grachtlicht", name="Grachtlicht Fotonica", holder="ROMUTRECHT", owner="yasmin", place="Hilversum",
            technologies=("NTS01", "NTS07"), kind="startup", phase=2, kvk="90051001",
            asked=date(2025, 4, 7), logged=date(2025, 4, 10), needed=date(2026, 9, 1),
            question="Optische rekenchips testen naast een meetlab. In Hilversum is dat er niet.",
            tested=date(2025, 5, 19), contact=("Olaf Ruiter", "oprichter"),
            demands=(Demand("space", {"lab": "900", "cleanroom": "200"}, date(2026, 9, 1), "", "Geen lab in de stad.",
                            ("no", "no", "yes"), on=date(2025, 6, 2)),
                     Demand("talent", {"wo": "20"}, date(2026, 9, 1), "", "", ("partly", "yes", "yes"),
                            on=date(2025, 6, 2))),
            shares=(Share(date(2025, 6, 2), "named", ("INWEST", "IQ")),),
            steps=(("articulating", date(2025, 5, 21)), ("in_execution", date(2025, 9, 1)),
                   ("proposing", date(2025, 9, 22)), ("deciding", date(2025, 12, 15)), ("realising", date(2026, 3, 9))),
            plan=Plan(date(2025, 7, 7), "Meetlabs op reisafstand bezoeken, zodat het team mee kan.",
                      (("site_owner", "Amsterdam Science Park"),), date(2025, 8, 11),
                      (Todo("Meetlab in Amsterdam bezoeken", date(2025, 8, 29), date(2025, 7, 7), date(2025, 8, 28),
                            "yasmin", "room", True),)),
            bottlenecks=(("room", date(2025, 6, 2), ""),),
            lessons=(("room", date(2026, 3, 30), "Een bezoek met het hele team beslist meer dan een offerte."),),
            matches=(Match("BP-ASP", (("proposed", date(2025, 9, 22), ""), ("visited", date(2025, 10, 16), ""),
                                      ("offer", date(2025, 12, 8), ""), ("chosen", date(2026, 3, 5), ""))),),
            signed=Signed(date(2026, 3, 5), "other_region", "Amsterdam", motive="cluster", why="Het meetlab is de buurman."),
            money=(Money("expected", 38_000_000, date(2026, 3, 1), date(2025, 9, 22), "laboratory"),
                   Money("decided", 38_000_000, date(2026, 3, 5), date(2026, 3, 10), "laboratory", "not_in_nl",
                         "De investeerder had een lab in München klaar.", "accept", date(2026, 3, 24))),
            facts=(Fact("admitted", date(2025, 6, 2), date(2025, 6, 4), "talk", judged=date(2025, 6, 13)),
                   Fact("approach_started", date(2025, 8, 28), date(2025, 9, 2), judged=date(2025, 9, 10)),
                   Fact("realised", date(2026, 3, 5), date(2026, 3, 10), "contract", judged=date(2026, 3, 24))),
            outcome=("other_region", date(2026, 9, 14), ""),
        ),
        Story(
            key="domkern", name="Domkern Biotech", holder="ROMUTRECHT", owner="yasmin", place="Utrecht",
            technologies=("NTS04",), kind="scaleup", phase=3, kvk="90051002",
            asked=date(2026, 3, 16), logged=date(2026, 3, 19), needed=date(2028, 5, 1),
            question="Labs op het Science Park zijn vol; de helft van het team woont in de stad.",
            tested=date(2026, 7, 27), contact=("Ilse van Rooij", "directeur"),
            demands=(Demand("space", {"lab": "1700"}, date(2028, 5, 1), "", "Geen lab vrij.", ("no", "partly", "yes"),
                            on=date(2026, 8, 3)),
                     Demand("housing", {"homes": "40"}, date(2028, 5, 1), on=date(2026, 8, 3))),
            shares=(Share(date(2026, 8, 3), "taskforce"),),
            steps=(("articulating", date(2026, 7, 29)), ("in_execution", date(2026, 10, 12)),
                   ("proposing", date(2026, 10, 26))),
            plan=Plan(date(2026, 9, 7), "Een lab binnen drie kwartier reizen.", (("municipality", "Gemeente Utrecht"),),
                      date(2026, 9, 28), (Todo("Vrije labs opvragen in Leiden en Wageningen", date(2026, 10, 9),
                                               date(2026, 9, 7), date(2026, 10, 8), "yasmin", "room", True),)),
            bottlenecks=(("room", date(2026, 8, 3), ""),),
            matches=(Match("BP-LBSP", (("proposed", date(2026, 10, 26), ""),)),
                     Match("BP-WUR", (("proposed", date(2026, 10, 26), ""), ("visited", day.ago(9), "")))),
            money=(Money("expected", 24_000_000, date(2027, 12, 1), date(2026, 10, 12), "laboratory"),),
            facts=(Fact("admitted", date(2026, 8, 3), date(2026, 8, 5), "talk", judged=date(2026, 8, 17)),),
            talks=(Talk(day.ago(9), "Bezoek aan Wageningen: de labs zijn goed, de reis is lang.", kind="visit"),),
            tasks=(Todo("Bezoek Leiden plannen", day.ahead(4), day.ago(9), who="yasmin"),),
        ),
        Story(
            key="polderwind", name="Polderwind Aandrijvingen", holder="HORIZON", owner="daan", place="Almere",
            technologies=("NTS06",), kind="scaleup", phase=3, kvk="90052001",
            asked=date(2025, 11, 3), logged=date(2025, 11, 6), needed=date(2027, 6, 1),
            question="Een hal met kraan van 40 ton; in Almere ligt er geen, in Lelystad wel.",
            tested=date(2026, 4, 13),
            demands=(Demand("space", {"hall": "5400"}, date(2027, 6, 1), "", "", ("no", "yes", "yes"),
                            on=date(2026, 4, 20)),),
            steps=(("articulating", date(2026, 4, 15)), ("in_execution", date(2026, 6, 29)),
                   ("proposing", date(2026, 7, 13)), ("deciding", date(2026, 8, 31)), ("realising", date(2026, 10, 5))),
            plan=Plan(date(2026, 5, 18), "Hallen in Flevoland eerst.", (("municipality", "Gemeente Lelystad"),),
                      date(2026, 6, 15), (Todo("Hal in Lelystad bezichtigen", date(2026, 6, 26), date(2026, 5, 18),
                                               date(2026, 6, 25), "daan", "room", True),)),
            bottlenecks=(("room", date(2026, 4, 20), ""),),
            matches=(Match("BP-MITC", (("proposed", date(2026, 7, 13), ""), ("visited", date(2026, 7, 23), ""))),),
            signed=Signed(date(2026, 10, 1), "own_region", "Lelystad", motive="room", why="De mensen kunnen blijven wonen."),
            money=(Money("expected", 27_000_000, date(2026, 10, 1), date(2026, 6, 29), "building"),
                   Money("decided", 27_000_000, date(2026, 10, 1), date(2026, 10, 6), "building", "not_in_nl",
                         "Er lag een optie op een hal in Emden.", "accept", date(2026, 10, 20))),
            facts=(Fact("admitted", date(2026, 6, 1), date(2026, 6, 3), "talk", judged=date(2026, 6, 12)),
                   Fact("approach_started", date(2026, 6, 25), date(2026, 6, 30), judged=date(2026, 7, 8)),
                   Fact("realised", date(2026, 10, 1), date(2026, 10, 6), "contract", judged=date(2026, 10, 20))),
            tasks=(Todo("Oplevering bijwonen", day.ahead(90), date(2026, 10, 6), who="daan"),),
        ),
        Story(
            key="vlootstroom", name="Vlootstroom Laadsystemen", holder="HORIZON", owner="daan", place="Lelystad",
            technologies=("NTS08",), kind="startup", phase=2, kvk="90052002",
            asked=date(2026, 9, 7), logged=date(2026, 9, 10), needed=date(2028, 8, 1),
            question="Laders voor binnenvaart; testen vraagt water en 2 MW.",
            tested=date(2026, 10, 26),
            demands=(Demand("energy", {"offtake": "2"}, date(2028, 8, 1), on=date(2026, 11, 2)),
                     Demand("space", {"hall": "700"}, date(2028, 8, 1))),
            steps=(("articulating", date(2026, 10, 28)),),
            bottlenecks=(("grid", date(2026, 11, 2), ""),),
            talks=(Talk(day.ago(13), "Ze wachten op een antwoord van de netbeheerder."),),
        ),
    )


def portfolio(day: Calendar) -> tuple[Portfolio, ...]:
    """Companies in the portfolio without a lead: the question was asked, the answer was not yet (002 §4.3)."""
    return (
        Portfolio("Heidelicht Sensing", "BOM", "femke", "Veldhoven", ("NTS05",), "startup", date(2026, 9, 8),
                  "Nog geen groeivraag; eerst de tweede klant.", date(2027, 3, 8)),
        Portfolio("Heidelight Sensing B.V.", "BOM", "thijs", "Veldhoven", (), "startup", date(2026, 10, 13),
                  "Belt in het voorjaar terug.", date(2027, 4, 13)),
        Portfolio("Dommelstaal Robotica", "BOM", "thijs", "Tilburg", ("NTS06",), "scaleup", date(2026, 2, 10),
                  "Verbouwt nu zelf; over een halfjaar opnieuw vragen.", day.ago(12)),
        Portfolio("Rijnzicht Cyber", "OOSTNL", "annelies", "Apeldoorn", ("NTS10",), "scaleup", date(2026, 6, 15),
                  "Kan groeien in hetzelfde gebouw.", date(2027, 6, 15)),
        Portfolio("Vechtkristal Optiek", "ROMUTRECHT", "yasmin", "Amersfoort", ("NTS01",), "startup", date(2026, 10, 5),
                  "Denkt over een pilotlijn in 2029.", date(2027, 4, 5)),
        Portfolio("Maasduin Celtherapie", "LIOF", "petra", "Maastricht", ("NTS04",), "startup", date(2026, 8, 24),
                  "Wacht op de uitkomst van de studie.", date(2027, 2, 24)),
        Portfolio("Spaarnevlam Energie", "INWEST", "noor", "Haarlem", ("NTS08",), "startup", date(2026, 5, 18),
                  "Zoekt eerst financiering.", day.ahead(20)),
    )


def bids(day: Calendar) -> tuple[Bid, ...]:
    """Places offered against a code: one the company took up, one it did not, two that wait."""
    return (
        Bid("nevelin", "BP-HTCE", "thijs", date(2026, 2, 16), "Een meetlab van 250 m², te delen met de universiteit.",
            date(2026, 9, 1), "declined", date(2026, 2, 27), "room"),
        Bid("kadewerk", "BP-TECHBASE", "jeroen", date(2026, 3, 9), "Een hangaar van 2.000 m² naast een eigen testveld.",
            date(2026, 10, 1), "accepted", date(2026, 3, 23)),
        Bid("mergelkern", "BP-KANAAL", "corne", date(2026, 10, 19), "Kavel met 15 MW uit het nieuwe station, vanaf 2029.",
            date(2029, 1, 1)),
        Bid("polderion", "BP-ALMERE", "daan", day.ago(5), "Twee hectare naast het spoor; de gemeente bouwt ontsluiting.",
            date(2028, 1, 1)),
    )
