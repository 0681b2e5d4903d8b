"""What the hubs have to offer in the demo world. Plausible, made up, and marked as demo on the screen."""

from datetime import date

from app.demo.story import Calendar, Offering


def supply(day: Calendar) -> tuple[Offering, ...]:
    """Supply by hub; who writes it is the hub's own ROM."""
    return (
        # Oost NL
        Offering("BP-KENNIST", "space", {"hall": ("4800", "2400", "0"), "cleanroom": ("2200", "400", "1800"),
                                         "office": ("3000", "900", "0")}, date(2025, 3, 3), date(2026, 9, 1),
                 site="Kennispark Zuid", remark="Cleanroom met vloer VC-D, naast het NanoLab."),
        Offering("BP-KENNIST", "energy", {"offtake": ("7", "2", "2")}, date(2025, 3, 3), date(2027, 6, 1)),
        Offering("BP-KENNIST", "talent", {"mbo": ("60", "0", "0"), "hbo": ("140", "0", "0"), "wo": ("220", "0", "0")},
                 date(2025, 3, 3), remark="Instroom per jaar in techniek."),
        Offering("BP-TECHBASE", "space", {"hall": ("6200", "0", "0"), "office": ("1500", "300", "0")},
                 date(2025, 4, 7), date(2027, 7, 1), site="Hangaar Noord", remark="Vloer 35 kN/m², vrije hoogte 12 meter."),
        Offering("BP-TECHBASE", "energy", {"offtake": ("10", "0", "0"), "feedin": ("4", "0", "0")}, date(2025, 4, 7),
                 date(2027, 12, 1), remark="Eigen inkoopstation."),
        Offering("BP-TECHBASE", "talent", {"mbo": ("120", "0", "0"), "hbo": ("45", "0", "0")}, date(2025, 4, 7)),
        Offering("BP-IPKW", "energy", {"offtake": ("12", "8", "0"), "feedin": ("6", "2", "0")}, date(2025, 5, 5),
                 date(2026, 1, 1), site="Connectr", remark="Eigen net van het park."),
        Offering("BP-IPKW", "space", {"hall": ("3800", "0", "0"), "lab": ("900", "300", "0")}, date(2025, 5, 5),
                 date(2026, 7, 1)),
        Offering("BP-NTC", "space", {"cleanroom": ("600", "600", "0"), "lab": ("700", "250", "0")}, date(2025, 6, 2),
                 date(2026, 1, 1)),
        Offering("BP-WUR", "space", {"lab": ("2600", "800", "0"), "office": ("1200", "0", "0")}, date(2025, 6, 2),
                 date(2027, 1, 1), certainty="estimate"),
        Offering("BP-WUR", "housing", {"homes": ("120", "0", "0")}, date(2026, 3, 2), date(2028, 1, 1),
                 certainty="estimate"),
        # NOM
        Offering("BP-DELFZ", "space", {"hall": ("16000", "7800", "0"), "office": ("2000", "900", "0")},
                 date(2025, 3, 10), date(2026, 1, 1), site="Kavel Oosterhorn"),
        Offering("BP-DELFZ", "energy", {"offtake": ("30", "14", "0"), "feedin": ("12", "6", "0")}, date(2025, 3, 10),
                 date(2026, 6, 1), remark="Ruimte op het station Weiwerd."),
        Offering("BP-DELFZ", "talent", {"mbo": ("55", "0", "0"), "hbo": ("20", "0", "0")}, date(2025, 3, 10)),
        Offering("BP-ZERN", "space", {"lab": ("1900", "400", "300"), "office": ("1600", "0", "0")}, date(2025, 9, 1),
                 date(2027, 3, 1)),
        Offering("BP-ZERN", "talent", {"mbo": ("70", "0", "0"), "hbo": ("110", "0", "0"), "wo": ("180", "0", "0")},
                 date(2025, 9, 1)),
        Offering("BP-EMMEN", "energy", {"offtake": ("9", "3", "0")}, date(2025, 10, 6), date(2027, 1, 1)),
        Offering("BP-EMMEN", "space", {"hall": ("7400", "1200", "0")}, date(2025, 10, 6), date(2026, 6, 1)),
        Offering("BP-WATERC", "space", {"hall": ("1800", "0", "0"), "lab": ("500", "100", "0")}, date(2026, 2, 2)),
        # BOM
        Offering("BP-HTCE", "space", {"cleanroom": ("3000", "3000", "0"), "lab": ("1200", "1100", "0")},
                 date(2025, 3, 3), remark="Vol tot 2029."),
        Offering("BP-HTCE", "talent", {"hbo": ("260", "0", "0"), "wo": ("340", "0", "0")}, date(2025, 3, 3)),
        Offering("BP-BIC", "space", {"hall": ("5200", "4600", "0")}, date(2025, 3, 3), date(2027, 1, 1)),
        Offering("BP-PIVOT", "space", {"lab": ("3400", "2900", "0")}, date(2025, 12, 1), date(2026, 9, 1),
                 site="Gebouw RX", remark="GMP, klasse C en D; vrije grond ernaast."),
        Offering("BP-GREENCHEM", "energy", {"offtake": ("5", "3", "0")}, date(2026, 1, 12), date(2028, 1, 1),
                 certainty="estimate"),
        # IQ
        Offering("BP-DELFT", "space", {"lab": ("1500", "1500", "0"), "cleanroom": ("800", "800", "0")},
                 date(2025, 4, 7), remark="Wachtlijst."),
        Offering("BP-DELFT", "talent", {"hbo": ("160", "0", "0"), "wo": ("420", "0", "0")}, date(2025, 4, 7)),
        Offering("BP-LBSP", "space", {"lab": ("900", "600", "0")}, date(2025, 5, 12), date(2029, 1, 1),
                 certainty="estimate"),
        Offering("BP-RDM", "space", {"hall": ("8200", "5100", "0")}, date(2025, 5, 12), date(2026, 4, 1),
                 site="Onderzeebootloods"),
        Offering("BP-UNMAN", "space", {"hall": ("2400", "1900", "0")}, date(2025, 9, 1), date(2026, 1, 1)),
        Offering("BP-BOTLEK", "energy", {"offtake": ("4", "4", "0")}, date(2025, 9, 1), date(2032, 1, 1),
                 certainty="estimate"),
        # InWest
        Offering("BP-ASP", "space", {"lab": ("2100", "1300", "0"), "cleanroom": ("400", "200", "0")},
                 date(2025, 6, 2), date(2026, 1, 1), site="Matrix"),
        Offering("BP-ASP", "talent", {"hbo": ("120", "0", "0"), "wo": ("390", "0", "0")}, date(2025, 6, 2)),
        Offering("BP-PETTEN", "energy", {"offtake": ("3", "1", "0")}, date(2026, 4, 13), date(2028, 1, 1)),
        # LIOF
        Offering("BP-CHEMELOT", "space", {"hall": ("9000", "3500", "0"), "lab": ("2200", "1500", "0")},
                 date(2025, 7, 7), date(2026, 1, 1)),
        Offering("BP-CHEMELOT", "energy", {"offtake": ("8", "8", "0")}, date(2025, 7, 7), date(2032, 1, 1),
                 certainty="estimate"),
        Offering("BP-VENLO", "talent", {"mbo": ("140", "0", "0"), "hbo": ("60", "0", "0")}, date(2026, 3, 9)),
        # Impuls Zeeland
        Offering("BP-KANAAL", "space", {"hall": ("24000", "6000", "9500"), "office": ("3000", "0", "1200")},
                 date(2025, 4, 14), date(2027, 4, 1), site="Axelse Vlakte", remark="Kade met 12,5 meter diepgang."),
        Offering("BP-KANAAL", "energy", {"offtake": ("25", "5", "0")}, date(2025, 4, 14), date(2029, 1, 1),
                 certainty="estimate"),
        Offering("BP-KANAAL", "housing", {"homes": ("180", "0", "0")}, date(2025, 4, 14), date(2027, 6, 1)),
        # Horizon
        Offering("BP-ALMERE", "space", {"hall": ("12000", "0", "0")}, date(2026, 2, 2), date(2028, 1, 1),
                 certainty="estimate", remark="In ontwikkeling."),
        Offering("BP-MITC", "space", {"hall": ("7000", "0", "0"), "office": ("800", "0", "0")}, date(2025, 10, 13),
                 date(2027, 1, 1), remark="Overspanning 62 meter."),
        Offering("BP-MITC", "talent", {"mbo": ("50", "0", "0"), "hbo": ("15", "0", "0")}, date(2025, 10, 13)),
        # ROM Utrecht
        Offering("BP-USP", "space", {"lab": ("1100", "1100", "0")}, date(2026, 3, 2), remark="Vol tot 2028."),
        Offering("BP-USP", "talent", {"hbo": ("180", "0", "0"), "wo": ("410", "0", "0")}, date(2026, 3, 2)),
        # gisteren bijgewerkt
        Offering("BP-HTSP", "space", {"hall": ("2400", "0", "0")}, day.ago(1), date(2027, 7, 1)),
    )


# hub, technology, companies nearby, backed by the region
NEARBY = (
    ("BP-KENNIST", "NTS01", 46, True),
    ("BP-KENNIST", "NTS09", 22, True),
    ("BP-KENNIST", "NTS06", 38, False),
    ("BP-TECHBASE", "NTS06", 17, True),
    ("BP-IPKW", "NTS08", 24, True),
    ("BP-NTC", "NTS05", 12, None),
    ("BP-NTC", "NTS09", 31, True),
    ("BP-DELFZ", "NTS08", 19, True),
    ("BP-DELFZ", "NTS03", 28, True),
    ("BP-ZERN", "NTS05", 14, None),
    ("BP-EMMEN", "NTS03", 21, True),
    ("BP-WATERC", "NTS03", 33, True),
    ("BP-HTCE", "NTS01", 64, True),
    ("BP-HTCE", "NTS09", 71, True),
    ("BP-PIVOT", "NTS04", 42, True),
    ("BP-DELFT", "NTS02", 29, True),
    ("BP-LBSP", "NTS04", 88, True),
    ("BP-RDM", "NTS06", 26, True),
    ("BP-ASP", "NTS01", 11, None),
    ("BP-ASP", "NTS07", 97, True),
    ("BP-CHEMELOT", "NTS03", 52, True),
    ("BP-KANAAL", "NTS08", 15, True),
    ("BP-MITC", "NTS06", 9, True),
    ("BP-WUR", "NTS04", 61, True),
)

# hub, what it looks for, technology, since
WISHES = (
    ("BP-TECHBASE", "Een batterijbedrijf met eigen productie naast de testbaan.", "NTS08", date(2026, 4, 13)),
    ("BP-ZERN", "Een bedrijf dat meettechniek maakt en studenten opleidt.", "NTS05", date(2026, 2, 9)),
    ("BP-ALMERE", "De eerste hightech maakindustrie: een ankerbedrijf.", "NTS06", date(2026, 3, 2)),
    ("BP-KANAAL", "Bedrijven die restwarmte van de kade kunnen gebruiken.", None, date(2026, 5, 18)),
)

# rom, who writes its supply
KEEPERS = {
    "OOSTNL": "jeroen",
    "NOM": "wiebe",
    "BOM": "thijs",
    "IQ": "sam",
    "INWEST": "noor",
    "LIOF": "petra",
    "IMPULS": "corne",
    "HORIZON": "daan",
    "ROMUTRECHT": "yasmin",
}
