"""The lists that the programme works with: which there are, and what each shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.capital.models import FinancingInstrument
from app.geography.models import Municipality, Province, Rom, Technology
from app.hubs.models import Hub
from app.impact.definitions import DEFINITIONS
from app.impact.models import CountingSetting, Target
from app.impact.rules import FIGURE_CODES
from app.words import N_


@dataclass(frozen=True)
class List:
    """One list: its address, its name, where it comes from, and its columns with their heads.

    `names` says a code of the first column in words, `euros` which of them are amounts of money; `addition` is the address
    and the words of what adds to it.
    """

    slug: str
    title: str
    source: str
    model: Any
    columns: tuple[tuple[str, Any], ...]
    icon: str
    names: Mapping[str, str] = field(default_factory=dict)
    euros: frozenset[str] = frozenset()
    addition: tuple[str, str] | None = None


CODE, NAME = N_("Code"), N_("Naam")
TARGETS = {code: DEFINITIONS[code].name for code in FIGURE_CODES}

LISTS = (
    List(
        "roms",
        N_("Regionale ontwikkelingsmaatschappijen"),
        N_("Meerjarenprogramma 2025–2028; vier programmaregio’s zijn onze lezing"),
        Rom,
        (
            (CODE, Rom.code),
            (NAME, Rom.name),
            (N_("Gebied"), Rom.area),
            (N_("Programmaregio"), Rom.programme_region),
            (N_("Zekerheid"), Rom.certainty),
        ),
        "map-2",
    ),
    List(
        "provincies",
        N_("Provincies"),
        N_("CBS"),
        Province,
        (
            (CODE, Province.code),
            (NAME, Province.name),
            (N_("Programmaregio"), Province.programme_region),
            (N_("ROM"), Province.rom_code),
        ),
        "map-2",
    ),
    List(
        "gemeenten",
        N_("Gemeenten"),
        N_("CBS; elke gemeente hoort bij precies één ROM-gebied"),
        Municipality,
        (
            (NAME, Municipality.name),
            (CODE, Municipality.code),
            (N_("ROM"), Municipality.rom_code),
            (N_("COROP-gebied"), Municipality.corop),
            (N_("Bijzonder"), Municipality.note),
        ),
        "building-community",
    ),
    List(
        "technologieen",
        N_("NTS-technologieën"),
        N_("Nationale Technologiestrategie"),
        Technology,
        (
            (CODE, Technology.code),
            (NAME, Technology.name),
            (N_("Kort"), Technology.short),
            (N_("Engels"), Technology.name_en),
        ),
        "rocket",
    ),
    List(
        "brandpunten",
        N_("Brandpunten"),
        N_("Onze lijst; de bronnen noemen er geen"),
        Hub,
        ((CODE, Hub.code), (NAME, Hub.name), (N_("Plaats"), Hub.place), (N_("ROM"), Hub.rom_code)),
        "map-2",
    ),
    List(
        "doelen",
        N_("Doelen"),
        N_("Meerjarenprogramma 2025–2028, paragraaf 5.5"),
        Target,
        (
            (N_("Doel"), Target.code),
            (N_("Waarde"), Target.amount),
            (N_("Geldt vanaf"), Target.valid_from),
            (N_("Bron"), Target.source),
        ),
        "target-arrow",
        names=TARGETS,
        euros=frozenset({"vermogen"}),
        addition=("/beheer/doelen/nieuw", N_("Leg nieuwe doelwaarde vast")),
    ),
    List(
        "telregels",
        N_("Instellingen van de telling"),
        N_("Uitleg van de taskforce; een gepubliceerd rapport houdt zijn eigen waarden"),
        CountingSetting,
        (
            (N_("Instelling"), CountingSetting.code),
            (N_("Waarde"), CountingSetting.amount),
            (N_("Geldt vanaf"), CountingSetting.valid_from),
        ),
        "settings",
        euros=frozenset({"capital_step"}),
    ),
    List(
        "instrumenten",
        N_("Financieringsinstrumenten"),
        N_("Meerjarenprogramma 2025–2028, paragraaf 4.8"),
        FinancingInstrument,
        (
            (NAME, FinancingInstrument.name),
            (N_("Aanbieder"), FinancingInstrument.provider),
            (N_("Ticket vanaf"), FinancingInstrument.ticket_from),
            (N_("Ticket tot"), FinancingInstrument.ticket_to),
        ),
        "coin-euro",
    ),
)


def by_slug(slug: str) -> List | None:
    """The list at an address, or None."""
    return next((one for one in LISTS if one.slug == slug), None)
