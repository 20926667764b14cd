"""The sample world, made once for all tests of it."""

import pytest

from data.world.world import World, build


@pytest.fixture(scope="session")
def world() -> World:
    return build()
