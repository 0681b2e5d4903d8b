"""What the last check found, as the coordinator and the readers of reports see it."""

import json
from datetime import timedelta

from sqlalchemy import insert, select, text

from app.ledger.models import Seal
from app.reports import verification
from app.reports.models import Report, Verification
from tests.databases import SIGNING_KEY
from tests.impact.world import COORDINATOR, EZ
from tests.pages import Site
from tests.reports.test_verification import behind, change_a_value, remove_an_entry


def test_the_check_stands_on_every_report_as_a_date_and_a_tick(demo_copy: Site) -> None:
    ez = demo_copy.browser(EZ)
    with demo_copy.system() as session:
        assert session.scalars(select(Verification.problems)).all() == [0, 0, 0]
        head = json.loads(session.scalars(select(Report.document).order_by(Report.id.desc())).first())["head"]
        sealed = session.execute(select(Seal.hash, Seal.entry_hash).where(Seal.number == head["seal"])).one()
    assert (head["hash"], head["ledger_hash"]) == tuple(sealed)
    demo_copy.clock.set(demo_copy.clock.now() + timedelta(days=2))
    assert "Gecontroleerd op 19 november 2026, klopt" in ez.get("/voortgang").words
    page = demo_copy.browser(COORDINATOR).post("/rapportages/controle")
    assert "Gecontroleerd: alles klopt." in page.words
    assert "Gecontroleerd op 21 november 2026, klopt" in page.words
    assert "Gecontroleerd op 21 november 2026, klopt" in (words := ez.get("/voortgang").words)
    assert f"zegel {head['seal']} van grootboek en geschiedenis, controlegetal {head['hash'][:16]}" in words


def test_a_check_that_failed_is_told_plainly(demo_copy: Site) -> None:
    with behind(demo_copy) as connection:
        remove_an_entry(connection)
    page = demo_copy.browser(COORDINATOR).post("/rapportages/controle")
    assert "klopte er iets niet" in page.words
    assert "Regel 2 van het grootboek is weg." in page.words
    assert "Gecontroleerd op 19 november 2026, klopt niet" in (words := demo_copy.browser(EZ).get("/voortgang").words)
    assert "De laatste controle klopte niet" in words
    assert "Regel 2" not in words


def test_an_outcome_that_we_did_not_sign_is_told_too(demo_copy: Site) -> None:
    with behind(demo_copy) as connection:
        remove_an_entry(connection)
    demo_copy.app.test_cli_runner().invoke(args=["verify"])
    with behind(demo_copy) as connection:
        connection.execute(text("UPDATE verification SET problems = 0, found = '[]'"))
    page = demo_copy.browser(COORDINATOR).get("/rapportages")
    assert "De uitkomst van de laatste controle is niet van ons." in page.words


def test_an_old_outcome_put_on_top_again_is_told(demo_copy: Site) -> None:
    with demo_copy.system() as session:
        verification.check(session, key=SIGNING_KEY)
        good = dict(session.execute(select(Verification.__table__).order_by(Verification.id.desc())).first()._mapping)
        session.commit()
    demo_copy.clock.set(demo_copy.clock.now() + timedelta(hours=1))
    with behind(demo_copy) as connection:
        change_a_value(connection)
    with demo_copy.system() as session:
        assert not verification.check(session, key=SIGNING_KEY).sound
        session.commit()
    with behind(demo_copy) as connection:
        connection.execute(insert(Verification.__table__).values({**good, "id": good["id"] + 100}))
    with demo_copy.system() as session:
        assert not verification.last_check(session, key=SIGNING_KEY).sound
