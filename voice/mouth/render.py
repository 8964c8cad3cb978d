"""`python -m voice.mouth.render VOICE RATE FILE < text`: speaks into a WAV file.

espeak-ng (GPL-3, from the wheel of espeakng-loader) is loaded only in this process, which may
hang or exit without harm to anything else.
"""

import ctypes
import os
import sys

from voice.base.words import words


def main(voice: str, rate: str, file: str) -> None:
    """Render standard input into `file`."""
    import espeakng_loader

    # pyttsx3 then finds the library that is loaded already, and its data.
    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
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


if __name__ == "__main__":
    main(*sys.argv[1:])
