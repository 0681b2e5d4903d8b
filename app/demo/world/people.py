"""Who plays a part in the demo world. All made up; addresses end in .example."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Player:
    """A person with an account: the key is what the stories call them."""

    key: str
    name: str
    email: str
    organisation: str
    roles: tuple[str, ...] = ("member",)
    since: date = date(2025, 1, 6)


# code, name, short name, kind, ROM area
ORGANISATIONS = (
    ("NOM", "NV NOM", "NOM", "rom", "NOM"),
    ("OOSTNL", "Oost NL", "Oost NL", "rom", "OOSTNL"),
    ("BOM", "Brabantse Ontwikkelings Maatschappij", "BOM", "rom", "BOM"),
    ("LIOF", "LIOF", "LIOF", "rom", "LIOF"),
    ("IQ", "InnovationQuarter", "IQ", "rom", "IQ"),
    ("IMPULS", "Impuls Zeeland", "Impuls Zeeland", "rom", "IMPULS"),
    ("HORIZON", "Ontwikkelingsmaatschappij Horizon Flevoland", "Horizon", "rom", "HORIZON"),
    ("ROMUTRECHT", "ROM Utrecht Region", "ROM Utrecht", "rom", "ROMUTRECHT"),
    ("INWEST", "ROM InWest", "InWest", "rom", "INWEST"),
    ("NFIA", "Netherlands Foreign Investment Agency", "NFIA", "nfia", None),
    ("BRAINPORT", "Brainport Development", "Brainport", "triple_helix", None),
    ("EZ", "Ministerie van Economische Zaken", "EZ", "ministry", None),
    ("IPO", "Interprovinciaal Overleg", "IPO", "ipo", None),
    ("PLATFORM", "Groeiruimte", "Groeiruimte", "platform", None),
)

PASSWORD = "groeiruimte-demo"  # noqa: S105  a demo world has no secrets

PLAYERS = (
    Player("olga", "Olga Meijer", "admin@groeiruimte.example", "PLATFORM", ("administrator",)),
    Player("femke", "Femke de Wit", "taskforce@bom.example", "BOM", ("member", "export")),
    Player("thijs", "Thijs van Aalst", "thijs.vanaalst@bom.example", "BOM"),
    Player("jeroen", "Jeroen Brinkman", "taskforce@oostnl.example", "OOSTNL", ("member", "verifier")),
    Player("annelies", "Annelies Kroeze", "annelies.kroeze@oostnl.example", "OOSTNL"),
    Player("noor", "Noor El Idrissi", "taskforce@inwest.example", "INWEST"),
    Player("marit", "Marit Kaspers", "coordinator@iq.example", "IQ", ("member", "coordinator", "export")),
    Player("sam", "Sam Oosting", "sam.oosting@iq.example", "IQ"),
    Player("petra", "Petra Vossen", "petra.vossen@liof.example", "LIOF"),
    Player("bram", "Bram Lodewijks", "bram.lodewijks@liof.example", "LIOF"),
    Player("wiebe", "Wiebe Hoekstra", "wiebe.hoekstra@nom.example", "NOM"),
    Player("daan", "Daan Verkerk", "daan.verkerk@horizon.example", "HORIZON"),
    Player("yasmin", "Yasmin Bouali", "yasmin.bouali@romutrecht.example", "ROMUTRECHT"),
    Player("corne", "Corné Dingemanse", "corne.dingemanse@impuls.example", "IMPULS"),
    Player("robert", "Robert Sluis", "nfia@nfia.example", "NFIA"),
    Player("lotte", "Lotte Peeters", "lotte.peeters@brainport.example", "BRAINPORT"),
    Player("hanna", "Hanna Lubbers", "ez@ez.example", "EZ", ("programme",)),
    Player("pieter", "Pieter Zwart", "ipo@ipo.example", "IPO", ("programme",)),
)

# A person who went to work elsewhere: (person, new organisation, day)
MOVES = (("bram", "BOM", date(2026, 9, 1)),)

# What `make run` prints: who to sign in as, and what that person sees
LOGINS = (
    ("taskforce@bom.example", "Femke de Wit, BOM: Mijn werk, leads en aanpakken"),
    ("taskforce@oostnl.example", "Jeroen Brinkman, Oost NL: lid en aangewezen toetser"),
    ("taskforce@inwest.example", "Noor El Idrissi, ROM InWest"),
    ("nfia@nfia.example", "Robert Sluis, NFIA"),
    ("coordinator@iq.example", "Marit Kaspers, InnovationQuarter: Overzicht, Toetsing, Rapportages"),
    ("ez@ez.example", "Hanna Lubbers, Ministerie van EZ: Voortgang"),
    ("ipo@ipo.example", "Pieter Zwart, IPO: Voortgang"),
    ("admin@groeiruimte.example", "Olga Meijer: Beheer"),
)
