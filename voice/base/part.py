"""The state of a part: what `doctor`, `probe` and the rooms show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`state` is present, missing (`detail`: what to install) or broken (`detail`: why)."""

    state: str
    detail: str = ""

    @property
    def works(self) -> bool:
        """True where it can be used."""
        return self.state == "present"


PRESENT = Part("present")
