"""Colleagues who are named in a talk or note, as @Femke or @Femke de Wit: found by the names of one's own organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.queries import colleagues
from app.index.rules import plain
from app.timeline.models import Mention, Talk

MENTION = re.compile(r"(?<![\w.])@(?=\w)")  # not within an e-mail address


def named(text: str, people: Iterable[tuple[int, str]]) -> set[int]:
    """Who is meant by what stands behind each @: a whole name, or a first name that only one of these people bears."""
    bearing = defaultdict[str, set[int]](set)
    for number, name in people:
        bearing[plain(name)].add(number)
        bearing[plain(name.split()[0])].add(number)
    found = set[int]()
    for piece in map(plain, MENTION.split(text)[1:]):
        longest = max((name for name in bearing if piece.startswith(name)), key=len, default="")
        found |= bearing[longest] if len(bearing[longest]) == 1 else set()
    return found


def note_mentions(session: GuardedSession, talk: Talk, there: Sequence[Mention] = ()) -> None:
    """Keeps which colleagues a talk names: they read what the writer reads. Who is named no more is told no more."""
    text = f"{talk.said or ''} {talk.agreed or ''}"
    people = colleagues(session, session.actor.organisation_id) if MENTION.search(text) else []
    wanted = named(text, people) - {session.actor.person_id}
    known = {one.person_id: one for one in there}
    for person_id in sorted(wanted - known.keys()):
        about = {"talk_id": talk.id, "lead_id": talk.lead_id, "company_id": talk.company_id}
        about["organisation_id"] = talk.organisation_id
        session.add(Mention(**about, person_id=person_id, at=session.clock.now()))
    for person_id in known.keys() - wanted:
        session.delete(known[person_id])
    if wanted or there:
        session.flush()


def mentions_of(session: GuardedSession, talk: Talk) -> list[Mention]:
    """Who is named in a talk."""
    return list(session.scalars(select(Mention).where(Mention.talk_id == talk.id)))
