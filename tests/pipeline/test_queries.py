"""What the page of a lead shows to whom."""

from datetime import date

from app.access.session import GuardedSession
from app.pipeline import queries
from tests.cases.world import SessionAs, build, share


def test_the_head_of_a_lead_in_three_depths(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    share(system, case, "OOST", ends_on=date(2026, 11, 19))
    whole = queries.lead_head(session_as(case.actors["BOM"]), "GR-25-018")
    assert whole is not None
    assert (whole.row.company, whole.row.municipality, whole.row.holder) == ("Stroomkade Opslag", "Helmond", "BOM")
    assert (whole.row.shared_with, whole.row.technologies) == ("Oost NL", "Energiematerialen")
    shared = queries.lead_head(session_as(case.actors["OOST"]), "GR-25-018")
    assert shared is not None
    assert shared.is_known
    dossier = queries.lead_head(session_as(case.actors["IQ"]), "GR-25-018")
    assert dossier is not None
    assert (dossier.is_known, dossier.is_open_book) == (False, True)
    assert (dossier.row.company, dossier.row.municipality, dossier.row.question) == (None, None, None)
    assert dossier.row.technologies == "Energiematerialen"
    assert queries.lead_head(session_as(case.actors["EZ"]), "GR-25-018") is None


def test_the_face_of_a_lead_shows_kinds_and_hides_dates(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    oost = session_as(case.actors["OOST"])
    face = queries.lead_head(oost, "GR-25-018")
    assert face is not None
    assert not face.is_open_book
    assert (face.row.step, face.row.needed_by, face.row.owner) == (None, None, None)
    assert queries.demand_faces(oost, case.lead.id) == [("energy", None, True)]


def test_a_withheld_lead_does_not_exist_for_others(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    case.lead.withheld = True
    system.flush()
    assert queries.lead_head(session_as(case.actors["OOST"]), "GR-25-018") is None
