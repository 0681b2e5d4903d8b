"""The world of these tests: organisations, persons and leads, with the targets of the programme."""

import pytest

from app.access.session import GuardedSession
from app.impact import services
from tests.ledger.world import World, build


@pytest.fixture
def world(system: GuardedSession) -> World:
    services.load_reference(system)
    return build(system)
