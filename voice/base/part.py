"""The state of a part: what `doctor`, `probe` and the rooms show."""

from dataclasses import dataclass

from voice.base.health import Health


@dataclass(frozen=True)
class Part:
    """Something that easeback needs. `detail` is for the runner: the remedy, the reason, a name."""

    state: Health
    detail: str = ""

    @property
    def works(self) -> bool:
        """True where it can be used."""
        return self.state is Health.PRESENT


PRESENT = Part(Health.PRESENT)
