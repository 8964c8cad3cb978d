"""`python -m voice.mouth.render VOICE RATE FILE < text`: speaks into a WAV file.

espeak-ng (GPL-3, from the wheel of espeakng-loader) is loaded only in this process, which may
hang or exit without harm to anything else.
"""

import atexit
import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

from voice.base.words import words

# espeak-ng 1.52 fails at 216 bytes.
_LONGEST_PATH = 215


def main(voice: str, rate: str, file: str) -> None:
    """Render standard input into `file`."""
    import espeakng_loader

    # pyttsx3 then finds the library that is loaded already, and its data.
    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    os.environ["ESPEAK_DATA_PATH"] = _short(Path(espeakng_loader.get_data_path()))
    import pyttsx3

    engine = pyttsx3.init("espeak")
    # The first run returns at once whatever it was given; it is spent on nothing.
    engine.runAndWait()
    engine.setProperty("voice", voice)
    # pyttsx3 passes over a name that espeak-ng does not know.
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.exit(words("speech.no_voice", voice=voice))
    engine.setProperty("rate", int(rate))
    engine.save_to_file(sys.stdin.read(), file)
    engine.runAndWait()


def _short(data: Path) -> str:
    """A path to the data that espeak-ng can hold: a link to them where theirs is too long."""
    if len(os.fsencode(data)) <= _LONGEST_PATH:
        return str(data)
    folder = Path(tempfile.mkdtemp(prefix="espeak-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / data.name).symlink_to(data)
    return str(folder / data.name)


if __name__ == "__main__":
    main(*sys.argv[1:])
