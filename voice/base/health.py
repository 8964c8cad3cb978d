"""How a part is. Apart from Part itself, for those who have only read about one."""

from enum import StrEnum


class Health(StrEnum):
    """As `doctor --json` and the control socket tell it."""

    PRESENT = "present"
    MISSING = "missing"
    """It can be installed, connected or switched on; the detail says how."""
    BROKEN = "broken"
    """The detail says why."""
