"""Writing down that a list goes out, and once it has, how many rows it held."""

from app.access.session import GuardedSession
from app.exports.models import Export
from app.exports.rules import Form, without_text


def note_export(session: GuardedSession, *, list_name: str, form: str, query: str) -> Export:
    """A file is about to be made of a list."""
    export = Export(
        person_id=session.actor.person_id,
        organisation_id=session.actor.organisation_id,
        at=session.clock.now(),
        list=list_name,
        form=Form(form),
        query=without_text(query),
    )
    session.add(export)
    session.flush()
    return export


def note_rows(session: GuardedSession, export_id: int, rows: int) -> None:
    """The file was written to its end."""
    session.get_one(Export, export_id).rows = rows
    session.flush()
