"""The five kinds of demand, what is measured of each, how large it is, and what to warn about (002 §3.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.leads.rules import ADVANCE_GOAL_MONTHS, months_between
from app.web.notation import euro_short, number
from app.words import N_, Said


class Kind(StrEnum):
    """The five kinds, always in this order."""

    SPACE = "space"
    CAPITAL = "capital"
    TALENT = "talent"
    HOUSING = "housing"
    ENERGY = "energy"


KINDS = tuple(Kind)

KIND_NAMES = {
    Kind.SPACE: N_("Ruimte"),
    Kind.CAPITAL: N_("Kapitaal"),
    Kind.TALENT: N_("Talent"),
    Kind.HOUSING: N_("Wonen en bereikbaarheid"),
    Kind.ENERGY: N_("Energie"),
}


class Shape(StrEnum):
    """How a measure is typed and compared."""

    AMOUNT = "amount"  # so much of it
    LEVEL = "level"  # at least so much
    CHOICE = "choice"  # one of an ordered list: what comes later also serves what comes earlier
    OPTION = "option"  # one of a list without order
    NEED = "need"  # wanted or not
    TEXT = "text"  # free words: seen by the identity circle only


@dataclass(frozen=True)
class Measure:
    """One thing that is measured of a kind; `places` decimals are kept as whole steps (8,5 MW = 8500 kW)."""

    code: str
    kind: Kind | None
    label: str
    shape: Shape
    unit: str = ""
    main: bool = False
    places: int = 0
    most: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    word: str = ""

    def stored(self, value: Decimal | int) -> int:
        """An amount in the measure's unit, in whole steps. ValueError where it has finer steps than are kept."""
        steps = Decimal(value).scaleb(self.places)
        if steps != steps.to_integral_value():
            raise ValueError(f"{value} {self.unit} is finer than is kept")
        return int(steps)

    def shown(self, stored: int) -> Decimal | int:
        """Whole steps back to the measure's unit."""
        return Decimal(stored).scaleb(-self.places) if self.places else stored


CLEANROOM_CLASSES = (("iso8", "ISO 8"), ("iso7", "ISO 7"), ("iso6", "ISO 6"), ("iso5", "ISO 5"), ("iso4", "ISO 4"))
ENVIRONMENT_CATEGORIES = tuple(
    (code.replace(".", "_"), code) for code in ("1", "2", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "5.3", "6")
)
SHARING = (
    ("shared", N_("Gedeelde faciliteit")),
    ("own", N_("Eigen faciliteit")),
    ("either", N_("Gedeeld of eigen")),
)

# `most` is what one site could still be: more is asked back, as a zero or a unit is soon wrong.
_SQUARE = {"shape": Shape.AMOUNT, "unit": "m²", "main": True, "most": 500_000}
_EUROS = {"shape": Shape.AMOUNT, "unit": "€", "most": 10_000_000_000}
_PEOPLE = {"shape": Shape.AMOUNT, "unit": N_("mensen"), "most": 20_000}
_POWER = {"shape": Shape.AMOUNT, "unit": "MW", "places": 3, "most": 500}
_NEED = {"shape": Shape.NEED}


def _measure(code: str, kind: Kind | None, label: str, how: Mapping[str, object], **more: object) -> Measure:
    return Measure(code, kind, label, **{**how, **more})  # type: ignore[arg-type]


# One row a measure: code, kind, name, how it is measured. Only `main` amounts of one kind are ever added up.
MEASURES = (
    _measure("hall", Kind.SPACE, N_("Hal"), _SQUARE, word=N_("hal")),
    _measure("office", Kind.SPACE, N_("Kantoor"), _SQUARE, word=N_("kantoor")),
    _measure("lab", Kind.SPACE, N_("Lab"), _SQUARE, most=200_000, word=N_("lab")),
    _measure("cleanroom", Kind.SPACE, N_("Cleanroom"), _SQUARE, most=100_000, word=N_("cleanroom")),
    Measure("cleanroom_class", Kind.SPACE, N_("Klasse van de cleanroom"), Shape.CHOICE, choices=CLEANROOM_CLASSES),
    Measure("floor_load", Kind.SPACE, N_("Vloerbelasting"), Shape.LEVEL, "kN/m²", places=1, most=1_000),
    Measure("environment", Kind.SPACE, N_("Milieucategorie"), Shape.CHOICE, choices=ENVIRONMENT_CATEGORIES),
    _measure("vibration_free", Kind.SPACE, N_("Trillingvrije vloer"), _NEED),
    _measure("lorry_access", Kind.SPACE, N_("Bereikbaar voor vrachtverkeer"), _NEED),
    _measure("staff_access", Kind.SPACE, N_("Bereikbaar voor personeel"), _NEED),
    _measure("facility", Kind.CAPITAL, N_("Voor kostbare ruimtes"), _EUROS, main=True, word=N_("kostbare ruimtes")),
    _measure("plant", Kind.CAPITAL, N_("Voor machines en installaties"), _EUROS, main=True, word=N_("installaties")),
    _measure("ticket", Kind.CAPITAL, N_("Grootste ticket"), _EUROS),
    Measure("sharing", Kind.CAPITAL, N_("Faciliteit"), Shape.OPTION, choices=SHARING),
    _measure("mbo", Kind.TALENT, N_("Mbo"), _PEOPLE, main=True, word=N_("mbo")),
    _measure("hbo", Kind.TALENT, N_("Hbo"), _PEOPLE, main=True, word=N_("hbo")),
    _measure("wo", Kind.TALENT, N_("Wo"), _PEOPLE, main=True, word=N_("wo")),
    _measure("international", Kind.TALENT, N_("Waarvan internationale kenniswerkers"), _PEOPLE),
    Measure("field", Kind.TALENT, N_("Vakrichting"), Shape.TEXT),
    _measure("homes", Kind.HOUSING, N_("Woningen"), _PEOPLE, unit=N_("woningen"), main=True, word=N_("woningen")),
    _measure("road", Kind.HOUSING, N_("Ontsluiting over de weg"), _NEED),
    _measure("public_transport", Kind.HOUSING, N_("Openbaar vervoer"), _NEED),
    _measure("amenities", Kind.HOUSING, N_("Voorzieningen"), _NEED),
    _measure("mirt", Kind.HOUSING, N_("Signaal voor het MIRT"), _NEED),
    _measure("offtake", Kind.ENERGY, N_("Afname"), _POWER, main=True, word=N_("afname")),
    _measure("feedin", Kind.ENERGY, N_("Teruglevering"), _POWER),
    Measure("grid_operator", Kind.ENERGY, N_("Netbeheerder"), Shape.TEXT),
    Measure("what", None, N_("Wat precies"), Shape.TEXT),
    Measure("pinch", None, N_("Wat knelt nu"), Shape.TEXT),
)

MEASURE = {measure.code: measure for measure in MEASURES}
UNITS = {
    Kind.SPACE: "m²",
    Kind.CAPITAL: "€",
    Kind.TALENT: N_("mensen"),
    Kind.HOUSING: N_("woningen"),
    Kind.ENERGY: "MW",
}


def measures_of(kind: Kind | str) -> tuple[Measure, ...]:
    """The measures of a kind in their own order, the two of every kind last."""
    return tuple(measure for measure in MEASURES if measure.kind in (kind, None))


def main_measures(kind: Kind | str) -> tuple[Measure, ...]:
    """The measures whose sum is the size of a demand of this kind."""
    return tuple(measure for measure in MEASURES if measure.kind == kind and measure.main)


def main_amount(kind: Kind | str, amounts: Mapping[str, int | None]) -> int | None:
    """Stored amounts by measure in, the size of the demand out, in stored steps; None where nothing is known."""
    known = [amount for measure in main_measures(kind) if (amount := amounts.get(measure.code)) is not None]
    return sum(known) if known else None


def amount_text(kind: Kind | str, stored: int) -> tuple[str, str]:
    """A size in stored steps, as a number and its unit: ("5.000", "m²"); euros: ("€ 85 mln", "")."""
    return measure_text(main_measures(kind)[0], stored)


def measure_text(measure: Measure, stored: int) -> tuple[str, str]:
    """An amount of a measure in stored steps, as a number and its unit."""
    if measure.unit == "€":
        return euro_short(stored), ""
    return number(measure.shown(stored)), measure.unit


SIZE_WORDS = {
    Kind.SPACE: "%(amount)s m²",
    Kind.CAPITAL: "%(amount)s",
    Kind.TALENT: N_("%(amount)s mensen"),
    Kind.HOUSING: N_("%(amount)s woningen"),
    Kind.ENERGY: "%(amount)s MW",
}


def size_words(kind: Kind | str, stored: int) -> Said:
    """A size in stored steps, in words: 5.000 m², € 85 mln, 140 mensen, 8 MW."""
    return Said(SIZE_WORDS[Kind(kind)], {"amount": amount_text(kind, stored)[0]})


IN_WORDS = N_("%(what)s %(amount)s")


def summary(kind: Kind | str, values: Mapping[str, int | str]) -> tuple[Said, ...]:
    """What exactly is asked, from its measures: hal 4.200, kantoor 800, milieucategorie 4.2; nothing that is empty."""
    parts = [measure for measure in main_measures(kind) if values.get(measure.code)]
    said = [_part(measure, values) for measure in parts] if len(main_measures(kind)) > 1 else []
    rest = [measure for measure in measures_of(kind) if not measure.main and values.get(measure.code)]
    return (*said, *(_quality(measure, values[measure.code]) for measure in rest if measure.shape is not Shape.TEXT))


def _part(measure: Measure, values: Mapping[str, int | str]) -> Said:
    return Said(IN_WORDS, {"what": Said(measure.word), "amount": measure_text(measure, int(values[measure.code]))[0]})


def _quality(measure: Measure, value: int | str) -> Said:
    what = Said(measure.label.lower())
    if measure.shape is Shape.NEED:
        return what
    if measure.choices:
        label = dict(measure.choices).get(str(value), str(value))
        if measure.shape is Shape.OPTION:
            return Said(label.lower())
        return Said(IN_WORDS, {"what": what, "amount": label})
    amount = " ".join(measure_text(measure, int(value))).strip()
    return Said(IN_WORDS, {"what": what, "amount": amount})


# --- Bands: all that others may know of the size of a hidden demand -----------------------------------------

# Upper bounds in stored steps; what is not below the last is in the largest band.
BAND_CODES = ("S", "M", "L", "XL")
BANDS: dict[Kind, tuple[int, int, int]] = {
    Kind.SPACE: (1_000, 5_000, 20_000),
    Kind.CAPITAL: (10_000_000, 50_000_000, 250_000_000),
    Kind.TALENT: (25, 100, 500),
    Kind.HOUSING: (50, 250, 1_000),
    Kind.ENERGY: (2_000, 10_000, 50_000),
}
BELOW, BETWEEN, FROM = N_("tot %(most)s"), N_("%(least)s tot %(most)s"), N_("vanaf %(least)s")


def band_of(kind: Kind | str, amount: int | None) -> str | None:
    """The band of a size in stored steps: S, M, L or XL; None for an unknown size."""
    if amount is None:
        return None
    return BAND_CODES[sum(amount >= bound for bound in BANDS[Kind(kind)])]


def band_bounds(kind: Kind | str, band: str | None) -> tuple[int, int | None]:
    """The sizes that a band holds: from the first up to the second, None where there is no end."""
    if band is None:
        return 0, None
    bounds, place = BANDS[Kind(kind)], BAND_CODES.index(band)
    return (bounds[place - 1] if place else 0), (bounds[place] if place < len(bounds) else None)


def band_words(kind: Kind | str, band: str) -> Said:
    """A band in words: 1.000 tot 5.000 m²."""
    least, most = band_bounds(kind, band)
    if most is None:
        return Said(FROM, {"least": size_words(kind, least)})
    if least == 0:
        return Said(BELOW, {"most": size_words(kind, most)})
    return Said(BETWEEN, {"least": amount_text(kind, least)[0], "most": size_words(kind, most)})


# --- Could it be met here? ----------------------------------------------------------------------------------


class Fit(StrEnum):
    """Whether a place could meet a demand."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


FIT_NAMES = {Fit.YES: N_("Ja"), Fit.PARTLY: N_("Deels"), Fit.NO: N_("Nee"), Fit.UNKNOWN: N_("Onbekend")}
FIT_MARKS = {Fit.YES: "met", Fit.PARTLY: "partly", Fit.NO: "not", Fit.UNKNOWN: "unknown"}

# The order of options (002 §1.3): stay, then elsewhere in the own region, then another region.
PLACES = (
    ("own_site", N_("Eigen plek")),
    ("own_region", N_("Eigen regio")),
    ("other_region", N_("Andere regio")),
)


# --- Warnings: they advise, and never stop anybody ----------------------------------------------------------

FOCUS_PHASES = range(2, 5)
SHARED_UNTIL_PHASE = 2
HOUSING_FROM_PHASE = 3
LARGE_SITE_HOMES = 500

SPACE_TOO_EARLY = N_("In fase 1 is een ruimtevraag zelden te overzien: dat kan vanaf het einde van fase 2.")
SHARED_FITS_BETTER = N_("In een vroege fase past een gedeelde faciliteit vaak beter; een eigen faciliteit komt later.")
OWN_IS_NEEDED = N_("Vanaf fase 3 is meestal een eigen faciliteit nodig.")
HOUSING_IS_RARE = N_("Wonen en bereikbaarheid speelt vooral bij grote vestigingen. Klopt deze vraag?")
THINK_OF_MIRT = N_("Bij zoveel woningen past een signaal voor het MIRT.")
LATE = N_("De plek is binnen 24 maanden nodig: de vraag is later gesteld dan het programma beoogt.")
GAP_IN_FUNDING = N_("Tickets vanaf € 50 mln zijn moeilijk te vinden: Invest-NL en de EIB mogen niet leiden.")
FUNDING_GAP_FROM = 50_000_000


@dataclass(frozen=True)
class Warned:
    """One warning, and the field it is about."""

    text: str
    field: str


def warnings_for(
    kind: Kind | str,
    phase: int,
    values: Mapping[str, int | str | None],
    *,
    needed_by: date | None = None,
    today: date | None = None,
) -> tuple[Warned, ...]:
    """What to think about for a demand in a life phase (domain §3, our reading of 002 §3.7): advice, never a stop."""
    found = [*_BY_KIND.get(Kind(kind), lambda _phase, _values: ())(phase, values)]
    if is_asked_late(needed_by, today):
        found.append(Warned(LATE, "needed_by"))
    return tuple(found)


def is_asked_late(needed_by: date | None, today: date | None) -> bool:
    """Whether less than 24 months are left until a demand must be met (002 §3.4)."""
    return bool(needed_by and today and months_between(today, needed_by) < ADVANCE_GOAL_MONTHS)


def _space(phase: int, _values: Mapping[str, int | str | None]) -> Iterable[Warned]:
    if phase not in FOCUS_PHASES:
        yield Warned(SPACE_TOO_EARLY, "hall")


def _capital(phase: int, values: Mapping[str, int | str | None]) -> Iterable[Warned]:
    if phase <= SHARED_UNTIL_PHASE and values.get("sharing") == "own":
        yield Warned(SHARED_FITS_BETTER, "sharing")
    if phase > SHARED_UNTIL_PHASE and values.get("sharing") == "shared":
        yield Warned(OWN_IS_NEEDED, "sharing")
    ticket = values.get("ticket")
    if isinstance(ticket, int) and ticket >= FUNDING_GAP_FROM:
        yield Warned(GAP_IN_FUNDING, "ticket")


def _housing(phase: int, values: Mapping[str, int | str | None]) -> Iterable[Warned]:
    homes = values.get("homes")
    large = isinstance(homes, int) and homes >= LARGE_SITE_HOMES
    if phase < HOUSING_FROM_PHASE and not large:
        yield Warned(HOUSING_IS_RARE, "homes")
    if large and not values.get("mirt"):
        yield Warned(THINK_OF_MIRT, "mirt")


_BY_KIND = {Kind.SPACE: _space, Kind.CAPITAL: _capital, Kind.HOUSING: _housing}


# --- What may not be -----------------------------------------------------------------------------------------

NOTHING_NEGATIVE = N_("Schrijf een bedrag of aantal zonder minteken.")
TOO_MUCH = N_("Dat is meer dan kan kloppen. Staan er te veel nullen?")
MORE_THAN_ALL = N_("Dit zijn er meer dan mbo, hbo en wo samen.")
TICKET_TOO_LARGE = N_("Het grootste ticket is meer dan het hele bedrag.")


def objection(kind: Kind | str, amounts: Mapping[str, int | None]) -> Warned | None:
    """Stored amounts in, the first thing that cannot be so out, with its field; None where all can be."""
    for code, amount in amounts.items():
        if amount is not None and amount < 0:
            return Warned(NOTHING_NEGATIVE, code)
        if amount is not None and MEASURE[code].most and amount > MEASURE[code].stored(MEASURE[code].most):
            return Warned(TOO_MUCH, code)
    size = main_amount(kind, amounts)
    if size is not None:
        if (amounts.get("international") or 0) > size:
            return Warned(MORE_THAN_ALL, "international")
        if kind == Kind.CAPITAL and (amounts.get("ticket") or 0) > size:
            return Warned(TICKET_TOO_LARGE, "ticket")
    return None
