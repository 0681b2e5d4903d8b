"""Leads meet brandpunten: proposed, visited, offered and chosen; and places offered against a code."""

from collections.abc import Iterator
from functools import partial

from app.access.session import GuardedSession
from app.demo.story import Bid, Match, Story
from app.demo.teller import Act, Cast
from app.hubs.models import Hub
from app.leads.models import Lead
from app.matching import services as matching
from app.matching.models import Offer

MOVED, OFFERED, ANSWERED = 40, 42, 43
DECLINED = "declined"


def match_acts(story: Story) -> Iterator[Act]:
    """How far each brandpunt came for a lead."""
    for match in story.matches:
        for step, on, words in match.moves:
            yield Act(on, MOVED, story.owner, partial(_move, story=story, match=match, step=step, words=words))


def bid_acts(bid: Bid, holder: str) -> Iterator[Act]:
    """An offer against a code, and the holder's answer."""
    yield Act(bid.on, OFFERED, bid.who, partial(_offer, bid=bid))
    if bid.answered:
        yield Act(bid.answered, ANSWERED, holder, partial(_answer, bid=bid))


def _move(session: GuardedSession, cast: Cast, *, story: Story, match: Match, step: str, words: str) -> None:
    falls = step == DECLINED
    matching.move_match(
        session,
        lead=session.get_one(Lead, cast.leads[story.key]),
        hub=session.get_one(Hub, cast.hubs[match.hub]),
        to=step,
        declined_by="company" if falls else None,
        reason=match.reason if falls else None,
        text=words,
    )


def _offer(session: GuardedSession, cast: Cast, *, bid: Bid) -> None:
    offer = matching.offer_place(
        session,
        lead=session.get_one(Lead, cast.leads[bid.lead]),
        hub=session.get_one(Hub, cast.hubs[bid.hub]),
        text=bid.text,
        available_from=bid.begins,
    )
    cast.noted[bid.lead, f"offer {bid.hub}"] = offer.id


def _answer(session: GuardedSession, cast: Cast, *, bid: Bid) -> None:
    offer = session.get_one(Offer, cast.noted[bid.lead, f"offer {bid.hub}"])
    if bid.answer == DECLINED:
        matching.decline_offer(session, offer=offer, reason=bid.reason or "other")
        return
    lead, hub = session.get_one(Lead, offer.lead_id), session.get_one(Hub, offer.hub_id)
    matching.accept_offer(session, lead=lead, hub=hub, offer=offer, granted_by="de directie")
