"""The demo world as each person comes across it, and on a PostgreSQL that holds the policies itself."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import URL, make_url

from tests import rows
from tests.conftest import demo_world
from tests.databases import Template
from tests.pages import Site
from tests.rows import Held
from tests.whole.crawl import Explored, Visit, explore


@pytest.fixture(scope="session")
def held_template(postgres_server: URL, made_once: Callable[..., Template]) -> Template:
    """The demo world on a PostgreSQL that holds the policies itself, to be copied."""

    def make(url: str) -> None:
        Template(made_once("demo", postgres_server, demo_world).url, postgres_server).lay(url)
        rows.secure(make_url(url))

    return made_once("rows", postgres_server, make)


@pytest.fixture(scope="module")
def held(held_template: Template) -> Iterator[Held]:
    """A copy of it; the tests of one file share it and undo what they do."""
    with held_template.copy() as url:
        yield Held(make_url(url))


@pytest.fixture(scope="session")
def explored() -> Explored:
    """What each person comes across in the demo world as it was made, walked once for each kind of database."""
    known: dict[tuple[str, str], list[Visit]] = {}

    def look(site: Site, email: str) -> list[Visit]:
        key = (site.engine.dialect.name, email)
        if key not in known:
            known[key] = explore(site.browser(email), site.app)
        return known[key]

    return look
