"""Reads of the map: which municipality is meant, and to which ROM area and programme region it belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, bindparam, literal, or_, select, union_all

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.db.reference import read_rows
from app.geography.models import Municipality, MunicipalityAlias, Place, Province, Rom, Technology
from app.geography.rules import Answer, Bearer, Named, Unknown, readings, resolve, suggest

DATA = Path(__file__).parent / "data"  # the files that fill the tables
AT_ONCE = 2_000  # names in one question
MOST_SUGGESTED = 40  # unknown names of many for which likenesses are looked for


@cache
def place_names() -> frozenset[str]:
    """What places, municipalities and provinces are called, as the files have it: no table is asked."""
    named = {
        "woonplaatsen.csv": ("woonplaats",),
        "gemeenten.csv": ("gemeente",),
        "provincies.csv": ("naam", "synoniem"),
    }
    return frozenset(
        row[column] for file, columns in named.items() for row in read_rows(DATA / file) for column in columns
    )


def municipalities(session: GuardedSession) -> list[Row[tuple[str, str, str]]]:
    """Every municipality by name: code, name, rom_code."""
    columns = select(Municipality.code, Municipality.name, Municipality.rom_code)
    return list(session.execute(columns.order_by(Municipality.search_name, Municipality.name)))


def municipality_name(session: GuardedSession, code: str) -> str | None:
    """The name of a municipality, or None where no municipality has the code."""
    return session.scalar(select(Municipality.name).where(Municipality.code == code))


def rom_of(session: GuardedSession, municipality_code: str) -> str:
    """The code of the one ROM in whose area a municipality lies (domain §2). LookupError for an unknown code."""
    return _of_municipality(session, Municipality.rom_code, municipality_code)


def programme_region_of(session: GuardedSession, municipality_code: str) -> str:
    """The programme region (Noord, Oost, Zuid, West, Midden) of a municipality: that of its ROM, not of its province.

    LookupError for an unknown code.
    """
    return _of_municipality(session, Rom.programme_region, municipality_code)


def roms(session: GuardedSession) -> list[Row[tuple[str, str, str, str]]]:
    """The nine ROMs by name: code, name, short, programme_region."""
    return list(session.execute(select(Rom.code, Rom.name, Rom.short, Rom.programme_region).order_by(Rom.short)))


def provinces(session: GuardedSession) -> list[Row[tuple[str, str, str, str]]]:
    """The twelve provinces by name: code, name, iso, programme_region."""
    columns = select(Province.code, Province.name, Province.iso, Province.programme_region)
    return list(session.execute(columns.order_by(Province.name)))


@dataclass(frozen=True)
class Area:
    """A province or municipality, with the programme regions that its municipalities are counted in."""

    code: str
    name: str
    regions: tuple[str, ...]


def area(session: GuardedSession, code: str) -> Area | None:
    """The province or municipality with a code (PV30, GM0772), or None."""
    named = select(Province.code, Province.name).union_all(select(Municipality.code, Municipality.name)).subquery()
    region = (
        select(named.c.code, named.c.name, Rom.programme_region)
        .select_from(Municipality)
        .join(Rom)
        .join(named, or_(named.c.code == Municipality.code, named.c.code == Municipality.province_code))
        .where(named.c.code == code)
        .distinct()
    )
    rows = session.execute(region).all()
    return Area(rows[0].code, rows[0].name, tuple(sorted(row.programme_region for row in rows))) if rows else None


def technologies(session: GuardedSession) -> list[Any]:
    """The ten NTS technologies in their own order (002 §3.2): code, name, name_en, short."""
    return session.ask(TECHNOLOGIES)


TECHNOLOGIES = Prepared(
    select(Technology.code, Technology.name, Technology.name_en, Technology.short).order_by(Technology.position)
)


def find_place(session: GuardedSession, typed: str) -> Answer:
    """The municipality meant by a typed name of a municipality or place: Found, Ambiguous or Unknown."""
    answer = resolve(typed, _bearers(session.ask(BEARING, keys=list(readings(typed)))))
    if isinstance(answer, Unknown) and not answer.suggestions:
        return Unknown(suggest(typed, _bearers(session.ask(EVERYTHING))))
    return answer


def find_places(session: GuardedSession, typed: Iterable[str]) -> dict[str, Answer]:
    """The municipality meant by each of many typed names; likenesses are looked for only for the first unknown ones."""
    wanted = list(dict.fromkeys(typed))
    keys = sorted({key for name in wanted for key in readings(name)})
    bearing: dict[str, list[Bearer]] = {}
    for start in range(0, len(keys), AT_ONCE):
        for bearer in _bearers(session.ask(BEARING, keys=keys[start : start + AT_ONCE])):
            bearing.setdefault(bearer.key, []).append(bearer)
    answers = {name: resolve(name, [one for key in readings(name) for one in bearing.get(key, ())]) for name in wanted}
    unknown = [name for name, answer in answers.items() if answer == Unknown()][:MOST_SUGGESTED]
    everything = _bearers(session.ask(EVERYTHING)) if unknown else []
    return answers | {name: Unknown(suggest(name, everything)) for name in unknown}


def places_like(session: GuardedSession, typed: str, limit: int = 8) -> list[str]:
    """Labels of the names that begin with what is typed so far, municipalities first; none before two letters."""
    begun = readings(typed)[0]
    if len(begun) < 2:
        return []
    found = sorted(_bearers(session.execute(_beginning(begun))), key=lambda b: (b.named, b.label))
    labels = dict.fromkeys(bearer.label for bearer in found if not bearer.is_namesake)
    return list(labels)[:limit]


def _of_municipality(session: GuardedSession, column: Any, code: str) -> str:
    for row in session.ask(_municipality(column), municipality=code):
        return str(row[0])
    raise LookupError(f"no municipality has the code {code!r}")


@cache
def _municipality(column: Any) -> Prepared:
    found = select(column).select_from(Municipality).join(Rom)
    return Prepared(found.where(Municipality.code == bindparam("municipality")))


def _bearers(rows: Iterable[Any]) -> list[Bearer]:
    return [Bearer(Named(row[0]), *row[1:]) for row in rows]


def _named(named: Named, key: Any, name: Any, *where: ColumnElement[bool]) -> Select[Any]:
    columns = (key, name, Municipality.code, Municipality.name, Municipality.province_code)
    chosen = select(literal(int(named)), *columns).select_from(key.class_).where(*where)
    return chosen if key.class_ is Municipality else chosen.join(Municipality)


def _beginning(begun: str) -> CompoundSelect[Any]:
    return union_all(*(_named(named, key, name, key.startswith(begun, autoescape=True)) for named, key, name in NAMES))


NAMES: tuple[tuple[Named, Any, Any], ...] = (
    (Named.MUNICIPALITY, Municipality.search_name, Municipality.name),
    (Named.ALIAS, MunicipalityAlias.search_name, MunicipalityAlias.alias),
    (Named.PLACE, Place.search_name, Place.name),
)
EVERYTHING = Prepared(union_all(*(_named(named, key, name) for named, key, name in NAMES)))
BEARING = Prepared(
    union_all(*(_named(named, key, name, key.in_(bindparam("keys", expanding=True))) for named, key, name in NAMES))
)
