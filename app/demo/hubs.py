"""The brandpunten get their supply, each from the people of its own ROM."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from app.access.session import GuardedSession
from app.demo.story import Calendar, Offering
from app.demo.teller import Act, Cast
from app.demo.world.supply import KEEPERS, NEARBY, WISHES, supply
from app.hubs import services as hubs
from app.hubs.models import Hub

FIRST = date(2025, 2, 3)
WRITTEN = 8


def hub_acts(session: GuardedSession, day: Calendar) -> Iterator[Act]:
    """Supply, companies nearby and wishes; the session only looks up whose hub it is."""
    keepers = {code: KEEPERS[rom] for code, rom in session.execute(select(Hub.code, Hub.rom_code))}
    for offering in supply(day):
        yield Act(offering.on, WRITTEN, keepers[offering.hub], partial(_offer, offering=offering))
    for code, technology, companies, backed in NEARBY:
        known = partial(_tell, code=code, technology=technology, companies=companies, backed=backed)
        yield Act(FIRST, WRITTEN, keepers[code], known)
    for code, text, wanted, on in WISHES:
        yield Act(on, WRITTEN, keepers[code], partial(_wish, code=code, text=text, wanted=wanted))


def _hub(session: GuardedSession, cast: Cast, code: str) -> Hub:
    return session.get_one(Hub, cast.hubs[code])


def _offer(session: GuardedSession, cast: Cast, *, offering: Offering) -> None:
    hub = _hub(session, cast, offering.hub)
    hubs.set_supply(
        session,
        hub=hub,
        kind=offering.kind,
        amounts={code: hubs.Parts(*map(Decimal, parts)) for code, parts in offering.amounts.items()},
        certainty=offering.certainty,
        available_from=offering.begins,
        until=offering.until,
        site=hubs.keep_site(session, hub=hub, name=offering.site) if offering.site else None,
        remark=offering.remark,
        is_demo=True,
    )


def _tell(
    session: GuardedSession, cast: Cast, *, code: str, technology: str, companies: int, backed: bool | None
) -> None:
    hubs.set_technology(
        session,
        hub=_hub(session, cast, code),
        technology_code=technology,
        companies=companies,
        is_priority=backed,
    )


def _wish(session: GuardedSession, cast: Cast, *, code: str, text: str, wanted: str | None) -> None:
    hubs.add_wish(session, hub=_hub(session, cast, code), text=text, technology_code=wanted)
