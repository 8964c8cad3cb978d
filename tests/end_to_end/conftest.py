"""The rooms that a test takes as a fixture."""

from collections.abc import Iterator

import pytest

from tests.virtual_room import SERVERS, Room, virtual_room


@pytest.fixture(params=SERVERS)
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The virtual room with each sound server that a desktop may have.

    A test that holds a long session names one of them, since what differs between them is tested in
    short ones: `@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)`.
    """
    with virtual_room(request.param) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield Room()
