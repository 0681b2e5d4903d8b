"""Fills the map: ROM areas, provinces, municipalities, places and technologies from their files."""

from typing import Any

from app.access.session import GuardedSession
from app.db.reference import add_missing, read_rows
from app.geography.models import Municipality, MunicipalityAlias, Place, Province, Rom, Technology
from app.geography.queries import DATA
from app.geography.rules import search_key


def load_reference(session: GuardedSession) -> int:
    """Adds the reference rows that are missing (about 2,900 the first time) and says how many; changes none.

    Needs the system's session.
    """
    towns = read_rows(DATA / "gemeenten.csv")
    return sum(
        (
            add_missing(session, Rom, [_rom(row) for row in read_rows(DATA / "roms.csv")]),
            add_missing(session, Province, [_province(row) for row in read_rows(DATA / "provincies.csv")]),
            add_missing(session, Municipality, [_municipality(row) for row in towns]),
            add_missing(session, MunicipalityAlias, [alias for row in towns for alias in _aliases(row)], key="alias"),
            add_missing(session, Place, [_place(row) for row in read_rows(DATA / "woonplaatsen.csv")]),
            add_missing(session, Technology, [_technology(row) for row in read_rows(DATA / "nts_technologieen.csv")]),
        )
    )


def _rom(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["officiele_naam"],
        "short": row["kort"],
        "area": row["werkgebied"],
        "programme_region": row["programmaregio"],
        "certainty": row["seed"],
    }


def _province(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["cbs_code"],
        "name": row["naam"],
        "synonym": row["synoniem"],
        "iso": row["iso"],
        "programme_region": row["programmaregio"],
        "rom_code": row["rom_standaard"],
        "certainty": row["programmaregio_bron"],
    }


def _municipality(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["gemeente_code"],
        "name": row["gemeente"],
        "search_name": search_key(row["gemeente"]),
        "corop_code": row["corop_code"],
        "corop": row["corop"],
        "province_code": row["provincie_code"],
        "rom_code": row["rom"],
        "subregion": row["secfund_subregio"] or None,
        "note": row["bijzonder"] or None,
    }


def _aliases(row: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"municipality_code": row["gemeente_code"], "alias": alias, "search_name": search_key(alias)}
        for alias in row["alias"].split("|")
        if alias
    ]


def _place(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["woonplaats_code"],
        "name": row["woonplaats"],
        "search_name": search_key(row["woonplaats"]),
        "municipality_code": row["gemeente_code"],
    }


def _technology(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "position": int(row["volgorde"]),
        "name": row["naam_nl"],
        "name_en": row["naam_en"],
        "short": row["kort"],
    }
