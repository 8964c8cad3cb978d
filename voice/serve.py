"""The voice child: requests as JSON lines on standard input, replies on standard output."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voice import devices
from voice.answers import Kind
from voice.ears import Heard
from voice.errors import RecordingError, VoiceError
from voice.listening import listen
from voice.mouth import EspeakMouth, cache_folder, seconds_of
from voice.recordings import read_recording
from voice.tones import MELODIES, render_tone
from voice.vosk_ears import VoskEars

Reply = dict[str, Any]


def serve(voice: str, rate: int) -> int:
    """Answer requests until "quit" or the end of input."""
    # Libraries print to standard output; that line is for replies alone.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    child = Child(EspeakMouth(cache_folder(), voice, rate), VoskEars())
    for line in sys.stdin:
        request = _read(line)
        if request.get("op") == "quit":
            break
        reply = {"id": request.get("id"), **child.answer(request)}
        print(json.dumps(reply), file=replies, flush=True)
    return 0


def _read(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}


class Child:
    """Performs requests; whatever goes wrong becomes a "failed" reply with its reason."""

    def __init__(self, mouth: EspeakMouth, ears: VoskEars) -> None:
        self._mouth, self._ears = mouth, ears
        self._operations: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "say": self._say,
            "tone": self._tone,
            "play": self._play,
            "listen": self._listen,
            "hear_as": self._hear_as,
            "probe": self._probe,
        }

    def answer(self, request: dict[str, Any]) -> Reply:
        """One request, one reply."""
        operation = self._operations.get(str(request.get("op")))
        if operation is None:
            return _failed(f"unknown request; expected one of {', '.join(self._operations)}.")
        try:
            return operation(request)
        except (VoiceError, RecordingError) as error:
            return _failed(str(error))
        except (KeyError, ValueError, TypeError) as error:
            return _failed(f"bad request: {error!r}.")

    def _say(self, request: dict[str, Any]) -> Reply:
        return _sounded(self._mouth.render(request["text"]), play=bool(request.get("play")))

    def _tone(self, request: dict[str, Any]) -> Reply:
        if request["name"] not in MELODIES:
            raise VoiceError(f"there is no tone {request['name']!r}.")
        path = render_tone(request["name"], self._mouth.cache)
        return _sounded(path, play=bool(request.get("play")))

    def _play(self, request: dict[str, Any]) -> Reply:
        return _sounded(Path(request["file"]), play=True)

    def _listen(self, request: dict[str, Any]) -> Reply:
        utterance = self._ears.utterance(Kind(request["kind"]))
        with devices.Microphone() as microphone:
            # Recording starts before the tone: people answer before it has ended.
            if request.get("tone"):
                self._tone({"name": request["tone"], "play": True})
                microphone.discard()
            heard = listen(utterance, microphone, float(request["seconds"]))
        return _heard(heard) if heard else {"event": "silence"}

    def _hear_as(self, request: dict[str, Any]) -> Reply:
        runner = EspeakMouth(self._mouth.cache, request["voice"], int(request["rate"]))
        path = runner.render(request["text"])
        utterance = self._ears.utterance(Kind(request["kind"]))
        # A person leaves a moment of silence around an answer.
        silence = bytes(16_000)
        utterance.feed(silence + read_recording(path).astype("<i2").tobytes() + silence)
        return {**_heard(utterance.heard()), "file": str(path)}

    def _probe(self, _request: dict[str, Any]) -> Reply:
        parts = {
            "mouth": self._mouth.probe(),
            "ears": self._ears.probe(),
            "speaker": devices.probe_speaker(),
            "microphone": devices.probe_microphone(),
        }
        return {"event": "probed", "parts": {name: asdict(part) for name, part in parts.items()}}


def _sounded(path: Path, *, play: bool) -> Reply:
    seconds = seconds_of(path)
    if play:
        devices.play(path, seconds)
    return {"event": "said", "file": str(path), "seconds": seconds}


def _heard(heard: Heard) -> Reply:
    return {"event": "heard", **asdict(heard)}


def _failed(reason: str) -> Reply:
    return {"event": "failed", "reason": reason}
