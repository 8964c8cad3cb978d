"""The voice child: requests as JSON lines on standard input, replies on standard output.

Requests of one lane (mouth, ears, work) are answered in their order, lanes side by side: it can
listen while it speaks. `hush`, `cancel` and `ping` are answered at once. Before the reply to a
request that sounds, "begun" and "sounding" tell how far it is, so that one that hangs is noticed;
"listening" that it now waits for a person, who may take as long as they like.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic
from typing import Any

from voice.audio import microphone
from voice.audio.echo import EchoCanceller
from voice.audio.player import Player
from voice.audio.recordings import read_recording
from voice.base.errors import RecordingError, VoiceError
from voice.base.part import Part
from voice.base.places import cache_folder, personal_file
from voice.base.sound import silence
from voice.ears import catalogue
from voice.ears.activity import SileroActivity
from voice.ears.known_voice import KnownVoice
from voice.ears.listening import listen
from voice.ears.protocol import Heard, Utterance
from voice.ears.vosk_ears import VoskEars
from voice.language.answers import Kind
from voice.mouth.espeak import EspeakMouth, seconds_of
from voice.mouth.tones import MELODIES, render_tone

Reply = dict[str, Any]
Send = Callable[[Reply], None]

_LANES = {
    "say": "mouth",
    "tone": "mouth",
    "play": "mouth",
    "listen": "ears",
    "train": "ears",
    "keep": "ears",
    "learn": "ears",
    "hear_as": "work",
    "prepare": "work",
    "probe": "work",
}


def serve(voice: str, rate: int, canceller: EchoCanceller | None) -> int:
    """Answer requests until "quit" or the end of input."""
    # Libraries print to standard output; that line is for replies alone.
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    writing = threading.Lock()

    def send(reply: Reply) -> None:
        # Who asked may be gone; the end of input then ends this too.
        with writing, suppress(BrokenPipeError):
            replies.write(f"{json.dumps(reply)}\n".encode())

    mouth, ears = EspeakMouth(cache_folder(), voice, rate), VoskEars(catalogue.in_use())
    child = Child(mouth, ears, send, canceller)
    for line in sys.stdin:
        request = _read(line)
        if request.get("op") == "quit":
            break
        child.take(request)
    child.close()
    return 0


def _read(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}


class Child:
    """Performs requests; whatever goes wrong becomes a "failed" reply with its reason."""

    def __init__(
        self, mouth: EspeakMouth, ears: VoskEars, send: Send, canceller: EchoCanceller | None = None
    ) -> None:
        self._mouth, self._ears, self._send, self._canceller = mouth, ears, send, canceller
        self._activity = SileroActivity()
        self._known = KnownVoice(personal_file())
        self._player, self._microphone = Player(), microphone.Microphone()
        self._cancelled: set[object] = set()
        self._ended = False
        self._lanes = {
            name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in set(_LANES.values())
        }
        self._operations: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "say": self._say,
            "tone": self._tone,
            "play": self._play,
            "listen": self._listen,
            "train": self._train,
            "keep": self._keep,
            "learn": self._learn,
            "hear_as": self._hear_as,
            "prepare": self._prepare,
            "probe": self._probe,
        }
        self._at_once: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "hush": self._hush,
            "cancel": self._cancel,
            "adjust": self._adjust,
            "ping": lambda _request: {"event": "done"},
        }

    def take(self, request: dict[str, Any]) -> None:
        """One request; its reply is sent when it is done."""
        name = str(request.get("op"))
        if name in _LANES:
            self._lanes[_LANES[name]].submit(self._perform, self._operations[name], request)
        else:
            self._perform(self._at_once.get(name, self._unknown), request)

    def close(self) -> None:
        """Speaking and listening end."""
        self._ended = True
        self._player.end()
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._player.close()
        self._microphone.close()
        if self._canceller:
            self._canceller.unload()

    def _perform(
        self, operation: Callable[[dict[str, Any]], Reply], request: dict[str, Any]
    ) -> None:
        try:
            reply = operation(request)
        except (VoiceError, RecordingError) as error:
            reply = _failed(str(error))
        except (KeyError, ValueError, TypeError) as error:
            reply = _failed(f"bad request: {error!r}.")
        self._send({"id": request.get("id"), **reply})

    def _unknown(self, _request: dict[str, Any]) -> Reply:
        known = ", ".join([*self._operations, *self._at_once])
        return _failed(f"unknown request; expected one of {known}.")

    def _say(self, request: dict[str, Any]) -> Reply:
        text = request["text"]
        self._send({"id": request.get("id"), "event": "begun"})
        return self._sounded(self._mouth.render(text), request)

    def _tone(self, request: dict[str, Any]) -> Reply:
        if request["name"] not in MELODIES:
            raise VoiceError(f"there is no tone {request['name']!r}.")
        return self._sounded(render_tone(request["name"], self._mouth.cache), request)

    def _play(self, request: dict[str, Any]) -> Reply:
        return self._sounded(Path(request["file"]), {**request, "play": True})

    def _sounded(self, path: Path, request: dict[str, Any]) -> Reply:
        whole = True
        if request.get("play"):
            ahead = max(0.0, (request.get("at") or 0.0) - monotonic())
            seconds = ahead + seconds_of(path)
            self._send({"id": request.get("id"), "event": "sounding", "seconds": seconds})
            whole = self._player.play(path, request.get("id"), request.get("at"))
        return {"event": "said", "file": str(path), "seconds": seconds_of(path), "whole": whole}

    def _prepare(self, request: dict[str, Any]) -> Reply:
        """Render ahead of time; a mouth that changes its rate leaves the rest for later."""
        mouth, lengths = self._mouth, {}
        for text in request["texts"]:
            lengths[text] = seconds_of(mouth.render(text))
            if mouth is not self._mouth:
                break
        return {"event": "prepared", "lengths": lengths}

    def _adjust(self, request: dict[str, Any]) -> Reply:
        self._player.gain = float(request["gain"])
        self._mouth = replace(self._mouth, rate=int(request["rate"]))
        return {"event": "done"}

    def _listen(self, request: dict[str, Any]) -> Reply:
        kind = Kind(request["kind"])
        if kind is not Kind.YESNO:
            # A yes confirms the answer before it, which may then be learned.
            self._known.begin()
        utterance, heard = self._heard_in(kind, request)
        if heard is None:
            return {"event": "silence"}
        if kind is Kind.SCORE:
            heard = self._known.settle(
                heard, utterance.ranked, utterance.spoken, likely=utterance.likely
            )
        return {**_heard(heard), "over": self._player.sounded_since(monotonic() - 1.0)}

    def _train(self, request: dict[str, Any]) -> Reply:
        utterance, heard = self._heard_in(Kind.SCORE, request)
        taken = heard and self._known.train(int(request["score"]), heard, utterance.spoken)
        return {"event": "done", "taken": bool(taken)}

    def _keep(self, _request: dict[str, Any]) -> Reply:
        return {"event": "done", "answers": self._known.keep()}

    def _learn(self, request: dict[str, Any]) -> Reply:
        self._known.learn(int(request["score"]))
        return {"event": "done"}

    def _heard_in(self, kind: Kind, request: dict[str, Any]) -> tuple[Utterance, Heard | None]:
        # Recording starts before the model is loaded, which takes longer, and before the tone:
        # people answer before it has ended.
        self._microphone.open()
        if not request.get("stay"):
            # Left open between commands, it heard the question being asked.
            self._microphone.recorded()
        try:
            utterance = self._ears.utterance(kind)
            self._activity.begin()
            if request.get("tone"):
                # The mouth's lane: it comes after what is still being said.
                tone = {**request, "name": request["tone"], "play": True}
                self._lanes["mouth"].submit(self._tone, tone).result()
                self._send({"id": request.get("id"), "event": "listening"})
            before = b"" if request.get("stay") else self._microphone.recorded()
            chunks = self._chunks(request.get("id"))
            heard = listen(utterance, chunks, float(request["seconds"]), self._activity, before)
            if heard is not None:
                self._microphone.check()
            return utterance, heard
        finally:
            if not request.get("stay"):
                self._microphone.close()

    def _chunks(self, number: object) -> Iterator[bytes]:
        for chunk in self._microphone:
            if self._ended or number in self._cancelled:
                return
            yield chunk

    def _cancel(self, request: dict[str, Any]) -> Reply:
        self._cancelled.add(request["target"])
        return {"event": "done"}

    def _hush(self, request: dict[str, Any]) -> Reply:
        self._player.hush(request["target"])
        return {"event": "done"}

    def _hear_as(self, request: dict[str, Any]) -> Reply:
        runner = EspeakMouth(self._mouth.cache, request["voice"], int(request["rate"]))
        path = runner.render(request["text"])
        utterance = self._ears.utterance(Kind(request["kind"]))
        # A person leaves a moment of silence around an answer.
        around = silence(0.5)
        utterance.feed(around + read_recording(path).astype("<i2").tobytes() + around)
        return {**_heard(utterance.heard()), "file": str(path)}

    def _probe(self, request: dict[str, Any]) -> Reply:
        ears, activity = self._ears.probe(), self._activity.probe()
        parts = {
            "mouth": self._mouth.probe(),
            "ears": activity if ears.works else ears,
            "speaker": microphone.probe_speaker(),
            "microphone": microphone.probe_microphone(float(request.get("seconds", 0))),
            "echo cancelling": self._without_echo(),
        }
        return {"event": "probed", "parts": {name: asdict(part) for name, part in parts.items()}}

    def _without_echo(self) -> Part:
        """Use our own speaker and microphone, where the audio server has them for us."""
        part = microphone.probe_echo_cancelling(self._canceller)
        ours = self._canceller if self._canceller and self._canceller.loaded else None
        self._player.device = ours.speaker if ours else ""
        self._microphone.device = ours.microphone if ours else ""
        return part


def _heard(heard: Heard) -> Reply:
    return {"event": "heard", **asdict(heard)}


def _failed(reason: str) -> Reply:
    return {"event": "failed", "reason": reason}
