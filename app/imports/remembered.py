"""The columns of a file with heads that the organisation had before: as they were chosen the last time."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app.access.session import GuardedSession
from app.imports.columns import Settings, guess, head_key
from app.imports.kinds import Kind
from app.imports.models import ImportMapping


def known_mapping(session: GuardedSession, kind: str, heads: Sequence[str]) -> ImportMapping | None:
    """How a file with these heads was read the last time, or None."""
    return session.scalars(
        select(ImportMapping).where(ImportMapping.kind == kind, ImportMapping.heads == _key(heads))
    ).one_or_none()


def recall(session: GuardedSession, kind: Kind, heads: Sequence[str], settings: Settings) -> Settings:
    """Settings with the columns as they were the last time; as they are where this is the first."""
    known = known_mapping(session, kind.code, heads)
    if known is None:
        return settings
    columns = {code: place for code, place in json.loads(known.columns).items() if code in kind.codes}
    return replace(settings, columns=columns, fills_kvk=known.fills_kvk)


def remember(session: GuardedSession, kind: str, heads: Sequence[str], settings: Settings) -> None:
    """Keeps how the columns of a file were chosen."""
    known = known_mapping(session, kind, heads)
    if known is None:
        known = ImportMapping(organisation_id=session.actor.organisation_id, kind=kind, heads=_key(heads))
        session.add(known)
    known.columns, known.fills_kvk = json.dumps(settings.columns), settings.fills_kvk
    known.used_at = session.clock.now()
    session.flush()


def forget(session: GuardedSession, kind: Kind, heads: Sequence[str], settings: Settings) -> Settings:
    """Forgets how such a file was read; settings with the columns as they can be guessed out."""
    known = known_mapping(session, kind.code, heads)
    if known is not None:
        session.delete(known)
        session.flush()
    return replace(settings, columns=guess(kind.fields, heads), fills_kvk=False)


def _key(heads: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps([head_key(head) for head in heads]).encode()).hexdigest()
