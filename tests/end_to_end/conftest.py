"""The virtual room as a fixture; and which Pythons the wheel ran on, told at the end."""

from collections.abc import Iterator

import pytest

from tests.virtual_room import SERVERS, Room, virtual_room

_WHEEL = "wheel on Python"


@pytest.fixture(params=SERVERS)
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The virtual room with each sound server that a desktop may have.

    A test that holds a long session names one of them, since what differs between them is tested in
    short ones: `@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)`.
    """
    # Who speaks and listens in real time is not measured meanwhile: it would be too slow for it.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    # Moonshine knows people, and few of the synthetic voices that speak here.
    monkeypatch.setenv("EASEBACK_SECOND_OPINION", "off")
    with virtual_room(request.param) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield Room()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each Python that the wheel was tested on, and each that is not here."""
    passed, skipped = (terminalreporter.getreports(name) for name in ("passed", "skipped"))
    told = [value for report in passed for key, value in report.user_properties if key == _WHEEL]
    absent = [report.longrepr[2] for report in skipped if "no Python" in str(report.longrepr)]
    if told or absent:
        terminalreporter.write_line(f"{_WHEEL} {', '.join(told) or 'none'}; {'; '.join(absent)}")
