"""How this distribution installs what easeback finds missing."""

import shutil

# What plays and records, by the program that installs it.
_SOUND = {
    "apt": "pulseaudio-utils",
    "dnf": "pulseaudio-utils",
    "zypper": "pulseaudio-utils",
    "pacman": "libpulse",
    "apk": "pulseaudio-utils",
}
_INSTALL = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "zypper": "sudo zypper install",
    "pacman": "sudo pacman -S",
    "apk": "sudo apk add",
}


def sound_command() -> str:
    """What to type for the programs that play and record; empty where nobody knows."""
    for manager, package in _SOUND.items():
        if shutil.which(manager):
            return f"{_INSTALL[manager]} {package}"
    return ""
