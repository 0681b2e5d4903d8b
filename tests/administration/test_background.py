"""Work on the background, as the administrator sees it: that it is there, never what it is about."""

from datetime import timedelta

import pytest

from app.jobs.kinds import Kind
from app.jobs.rules import Status
from app.jobs.services import ask
from tests.acting import actor_of
from tests.pages import Site
from tests.working import asking, found, look_round, runner, work

ADMIN, FEMKE = "admin@groeiruimte.example", "taskforce@bom.example"


def crash(_session: object, job: object) -> bool:
    raise RuntimeError("Roodspar")


CRASH = Kind("test.crash", "Inlezen", crash)


@pytest.fixture
def failed(site: Site) -> int:
    """Work of Femke's that crashed and waits to be tried again."""
    look_round(site)
    runner(site).kinds[CRASH.name] = CRASH
    with asking(site, actor_of(site, FEMKE)) as session:
        number = ask(session, CRASH, {"import": 7}, total=2400).id
    work(site)
    return number


def test_what_runs_later_is_listed_without_what_it_is_about(site: Site, failed: int) -> None:
    olga = site.browser(ADMIN)
    page = olga.get("/beheer/achtergrond")
    assert "Inlezen" in page.words
    assert "Femke de Wit" in page.words
    assert "0 van 2.400" in page.words
    assert "Eén keer misgegaan" in page.words
    assert "Roodspar" not in page.text
    assert "Hier is geen werk" in olga.get("/beheer/achtergrond?status=stopped").words
    site.browser(FEMKE).get("/beheer/achtergrond", status=403)


def test_work_is_stopped_and_goes_on(site: Site, failed: int) -> None:
    olga = site.browser(ADMIN)
    assert "Gestopt." in olga.post(f"/beheer/achtergrond/{failed}/stop").words
    assert found(site, failed).status == Status.STOPPED
    runner(site).kinds[CRASH.name] = Kind(CRASH.name, CRASH.label, lambda session, job: False)
    assert "opnieuw geprobeerd" in olga.post(f"/beheer/achtergrond/{failed}/opnieuw").words
    assert work(site) == 1
    assert found(site, failed).status == Status.DONE


def test_a_worker_that_does_not_run_is_told(site: Site) -> None:
    look_round(site)
    olga = site.browser(ADMIN)
    assert "De worker draait niet" not in olga.get("/beheer/achtergrond").words
    site.clock.set(site.clock.now() + timedelta(minutes=6))
    assert "De worker draait niet" in olga.get("/beheer/achtergrond").words
    assert "De worker keek 6 minuten geleden rond" in olga.get("/beheer").words
