"""One demand beside what a hub has of that kind: met, partly, not or unknown, and why. Unknown is never 'not'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.growth.rules import MEASURE, Kind, Measure, Shape, main_measures, measure_text, size_words
from app.hubs.rules import Amount, Certainty, Offering, supply_words
from app.web.notation import Month
from app.words import N_, Said


class Verdict(StrEnum):
    """The four answers; the values are those of the verdict marks."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judged:
    """A verdict, the fact it rests on, and what else to know."""

    verdict: Verdict
    fact: Said
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One demand: sizes by measure where they may be known, else the bounds of its band; in stored steps."""

    kind: Kind
    parts: Mapping[str, int] = field(default_factory=dict, hash=False)
    wishes: Mapping[str, int | str] = field(default_factory=dict, hash=False)
    least: int = 0
    most: int | None = None
    needed_by: date | None = None
    is_bottleneck: bool = False

    @property
    def has_size(self) -> bool:
        """Whether it is known, if only as a band, how much is asked."""
        return bool(self.parts) or self.least > 0 or self.most is not None


PARTLY_FROM = Fraction(1, 2)  # half of what is asked is a part worth naming; less is not
LATE_AT_MOST = 12  # months: later than this is not in time at all

NOT_ASKED = N_("Bij de regio nog niet opgevraagd")
UNKNOWN_SIZE = N_("Nog niet bekend hoeveel")
SIZE_NOT_ASKED = N_("De lead zegt nog niet hoeveel")
FREE = N_("%(size)s vrij")
NOTHING = N_("Niets vrij")
SHORT = N_("%(size)s te weinig")
PART_SHORT = N_("%(what)s: %(has)s van %(asked)s")
PART_UNKNOWN = N_("%(what)s: onbekend")
LATE = N_("pas per %(month)s")
FROM = N_("per %(month)s")
ENDS = N_("tot %(month)s")
ESTIMATE = N_("naar schatting")
SPREAD = N_("verdeeld over %(count)s locaties")
MISSES = N_("%(what)s: %(has)s, gevraagd %(asked)s")
HAS_NOT = N_("geen %(what)s")

UNASKED = Judged(Verdict.UNKNOWN, Said(NOT_ASKED))
SIZE_UNKNOWN = Judged(Verdict.UNKNOWN, Said(UNKNOWN_SIZE))

_ORDER = (Verdict.NOT, Verdict.UNKNOWN, Verdict.PARTLY, Verdict.MET)
_LESS = {Verdict.MET: Verdict.PARTLY, Verdict.PARTLY: Verdict.NOT}


def judge(asked: Asked, supply: Sequence[Offering]) -> Judged:
    """The best that the supplies of one kind do for a demand; several together do it at most partly."""
    known = [offering for offering in supply if _is_known(offering)]
    if not known:
        return SIZE_UNKNOWN if supply else UNASKED
    if not asked.has_size:
        free = sum(offering.size.free or 0 for offering in known)
        return Judged(Verdict.UNKNOWN, _free(asked.kind, free), (Said(SIZE_NOT_ASKED),))
    judged = [_judge_one(asked, offering) for offering in known]
    best = max(judged, key=lambda one: _ORDER.index(one.verdict))
    if best.verdict is Verdict.MET:
        return best
    joint = _jointly(asked, known)
    if joint and _ORDER.index(joint.verdict) > _ORDER.index(best.verdict):
        return joint
    if best.verdict is Verdict.NOT and len(known) < len(supply):
        return replace(best, verdict=Verdict.UNKNOWN)  # another of its supplies is not known yet
    return best


def _is_known(offering: Offering) -> bool:
    return offering.certainty != Certainty.UNKNOWN and offering.size.total is not None


def _judge_one(asked: Asked, offering: Offering) -> Judged:
    free = offering.size.free or 0
    verdict, notes = _by_parts(asked.parts, offering) if asked.parts else (_by_bounds(asked, free), ())
    if asked.parts and verdict is not Verdict.MET and (short := sum(asked.parts.values()) - free) > 0:
        notes = (Said(SHORT, {"size": size_words(asked.kind, short)}), *(notes if len(asked.parts) > 1 else ()))
    if asked.kind is Kind.TALENT and len(asked.parts) == 1 and verdict is not Verdict.MET:
        notes = tuple(_part_note(code, size, offering) for code, size in asked.parts.items())
    verdict, in_time = _in_time(verdict, asked.needed_by, offering)
    verdict, misses = _wishes(verdict, asked.wishes, offering)
    estimate = (Said(ESTIMATE),) if offering.certainty is Certainty.ESTIMATE else ()
    site = (_verbatim(offering.site),) if offering.site else ()
    remark = (_verbatim(offering.remark),) if offering.remark else ()
    return Judged(verdict, _free(asked.kind, free), (*notes, *in_time, *misses, *site, *remark, *estimate))


def _free(kind: Kind, free: int) -> Said:
    return Said(FREE, {"size": supply_words(kind, free)}) if free else Said(NOTHING)


def _share(free: int, asked: int) -> Verdict:
    if free >= asked:
        return Verdict.MET
    return Verdict.PARTLY if free and Fraction(free, asked) >= PARTLY_FROM else Verdict.NOT


def _by_bounds(asked: Asked, free: int) -> Verdict:
    """Against a band: met where the whole band fits, not where less than half of its beginning does."""
    if asked.most is not None and free >= asked.most:
        return Verdict.MET
    if free == 0:
        return Verdict.NOT
    return Verdict.NOT if _share(free, max(asked.least, 1)) is Verdict.NOT else Verdict.PARTLY


def _by_parts(parts: Mapping[str, int], offering: Offering) -> tuple[Verdict, tuple[Said, ...]]:
    """Each measure that is asked against the same measure; one that is not stated is unknown."""
    verdicts, notes = [], []
    for code, asked in parts.items():
        amount = offering.amount(code)
        free = amount.free if amount else None
        verdicts.append(Verdict.UNKNOWN if free is None else _share(free, asked))
        if verdicts[-1] is not Verdict.MET:
            notes.append(_part_note(code, asked, offering))
    return _all_of(verdicts), tuple(notes)


def _part_note(code: str, asked: int, offering: Offering) -> Said:
    measure, amount = MEASURE[code], offering.amount(code)
    free = amount.free if amount else None
    what = Said(measure.word)
    if free is None:
        return Said(PART_UNKNOWN, {"what": what})
    return Said(PART_SHORT, {"what": what, "has": measure_text(measure, free)[0], "asked": _quantity(measure, asked)})


def _quantity(measure: Measure, stored: int) -> Said:
    amount, unit = measure_text(measure, stored)
    if measure.kind is not None and measure.main:
        return size_words(measure.kind, stored)
    return Said("%(amount)s %(unit)s", {"amount": amount, "unit": unit})


def _all_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Partly is for what is there in part: what is lacking or unknown does not add up to something."""
    found = set(verdicts)
    if len(found) == 1:
        return found.pop()
    if found & {Verdict.MET, Verdict.PARTLY}:
        return Verdict.PARTLY
    return Verdict.UNKNOWN


def _in_time(verdict: Verdict, needed_by: date | None, offering: Offering) -> tuple[Verdict, tuple[Said, ...]]:
    if offering.until and needed_by and offering.until < needed_by:
        return _at_most(verdict, Verdict.NOT), (Said(ENDS, {"month": Month(offering.until)}),)
    if offering.available_from is None:
        return verdict, ()
    when = {"month": Month(offering.available_from)}
    if needed_by is None or offering.available_from <= needed_by:
        return verdict, (Said(FROM, when),)
    late = (offering.available_from.year - needed_by.year) * 12 + offering.available_from.month - needed_by.month
    lowered = _LESS.get(verdict, verdict) if late <= LATE_AT_MOST else _at_most(verdict, Verdict.NOT)
    return lowered, (Said(LATE, when),)


def _at_most(verdict: Verdict, most: Verdict) -> Verdict:
    return verdict if verdict is Verdict.UNKNOWN else min(verdict, most, key=_ORDER.index)


def _wishes(verdict: Verdict, wishes: Mapping[str, int | str], offering: Offering) -> tuple[Verdict, tuple[Said, ...]]:
    """What is wished besides the size: a wish that is not served makes it at most partly; one not known says so."""
    notes = []
    for code, asked in wishes.items():
        amount = offering.amount(code)
        served = _serves(MEASURE[code], asked, amount)
        if served is False and amount is not None:
            verdict = _at_most(verdict, Verdict.PARTLY)
            notes.append(_miss(MEASURE[code], asked, amount))
        elif served is None:
            notes.append(_not_known(MEASURE[code]))
    return verdict, tuple(notes)


def _not_known(measure: Measure) -> Said:
    return Said(PART_UNKNOWN, {"what": Said(measure.label)})


def _serves(measure: Measure, asked: int | str, amount: Amount | None) -> bool | None:
    if amount is None:
        return None
    if measure.shape is Shape.CHOICE:
        order = [code for code, _label in measure.choices]
        return None if amount.choice not in order else order.index(amount.choice) >= order.index(str(asked))
    if measure.shape is Shape.OPTION:
        return None if amount.choice is None else "either" in (amount.choice, asked) or amount.choice == asked
    free = amount.total if measure.shape in (Shape.LEVEL, Shape.NEED) else amount.free
    return None if free is None else free >= int(asked)


def _miss(measure: Measure, asked: int | str, amount: Amount) -> Said:
    what = Said(measure.label)
    if measure.shape is Shape.NEED:
        return Said(HAS_NOT, {"what": Said(measure.label.lower())})
    if measure.choices:
        names = {code: Said(label) for code, label in measure.choices}
        return Said(MISSES, {"what": what, "has": names[amount.choice or ""], "asked": names[str(asked)]})
    has = amount.total if measure.shape is Shape.LEVEL else amount.free
    return Said(MISSES, {"what": what, "has": _quantity(measure, has or 0), "asked": _quantity(measure, int(asked))})


def _jointly(asked: Asked, known: Sequence[Offering]) -> Judged | None:
    """The supplies that are there in time, taken together: at most partly, for they lie apart."""
    timely = [
        offering
        for offering in known
        if asked.needed_by is None or _in_time(Verdict.MET, asked.needed_by, offering)[0] is Verdict.MET
    ]
    if len(timely) < 2:
        return None
    codes = {measure.code for measure in main_measures(asked.kind)}
    sums: dict[str, int] = {}
    for offering in timely:
        for amount in offering.amounts:
            if amount.measure in codes and amount.free is not None:
                sums[amount.measure] = sums.get(amount.measure, 0) + amount.free
    whole = Offering(asked.kind, Certainty.CONFIRMED, tuple(Amount(code, total) for code, total in sums.items()))
    judged = _judge_one(replace(asked, wishes={}, needed_by=None), whole)
    spread = Said(SPREAD, {"count": len(timely)})
    return Judged(_at_most(judged.verdict, Verdict.PARTLY), judged.fact, (spread, *judged.notes))


def _verbatim(text: str) -> Said:
    return Said("%(text)s", {"text": text})
