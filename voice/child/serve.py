"""The voice child: requests as JSON lines on standard input, replies on standard output."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from voice.audio import microphone
from voice.audio.echo import EchoCanceller
from voice.audio.player import Player
from voice.audio.recordings import read_recording
from voice.base.errors import RecordingError, VoiceError
from voice.base.part import Part
from voice.base.places import personal_file
from voice.base.plain import name_of, trace_of
from voice.base.sound import silence
from voice.base.tone import ToneName
from voice.child.frames import BadFrame, line, request_from
from voice.child.messages import (
    Adjust,
    Begun,
    Cancel,
    Done,
    Failed,
    Final,
    HearAs,
    Hush,
    Keep,
    Kept,
    Lane,
    Learn,
    Listen,
    Listening,
    Overheard,
    Ping,
    Play,
    Prepare,
    Prepared,
    Probe,
    Probed,
    Quit,
    Reply,
    Request,
    Said,
    Say,
    Silence,
    Sounding,
    Tone,
    Train,
    Trained,
)
from voice.ears import catalogue
from voice.ears.activity import SileroActivity
from voice.ears.heard import Heard
from voice.ears.known_voice import KnownVoice
from voice.ears.listening import listen
from voice.ears.protocol import Utterance
from voice.ears.vosk_ears import VoskEars
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth, seconds_of
from voice.mouth.tones import render_tone

Number = int | None
Send = Callable[[Number, Reply], None]


def serve(mouth: EspeakMouth, gain: float, canceller: EchoCanceller | None) -> int:
    """Answer requests until Quit or the end of input."""
    # Libraries print to standard output; that line is for replies alone.
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    # Standard error is the journal, where what was said does not belong.
    sys.excepthook = lambda _kind, error, _trace: sys.stderr.write(trace_of(error)) and None
    os.dup2(2, 1)
    writing = threading.Lock()

    def send(number: Number, reply: Reply) -> None:
        # Who asked may be gone; the end of input then ends this too.
        with writing, suppress(BrokenPipeError):
            replies.write(line(number, reply))

    child = Child(mouth, VoskEars(catalogue.in_use()), send, canceller)
    child.adjust(Adjust(gain, mouth.rate))
    for text in sys.stdin.buffer:
        try:
            number, request = request_from(text)
        except BadFrame as error:
            send(error.number, Failed(f"bad request: {error}."))
            continue
        if isinstance(request, Quit):
            break
        child.take(number, request)
    child.close()
    return 0


class Child:
    """Performs requests; whatever goes wrong becomes Failed with its reason."""

    def __init__(
        self, mouth: EspeakMouth, ears: VoskEars, send: Send, canceller: EchoCanceller | None = None
    ) -> None:
        self._mouth, self._ears, self._send, self._canceller = mouth, ears, send, canceller
        self._activity = SileroActivity()
        self._known = KnownVoice(personal_file())
        self._player, self._microphone = Player(), microphone.Microphone()
        self._cancelled: set[Number] = set()
        self._ended = False
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.value) for lane in Lane}

    def take(self, number: Number, request: Request[Any]) -> None:
        """One request; its reply is sent when it is done."""
        if request.lane is None:
            self.perform(number, request)
        else:
            self._lanes[request.lane].submit(self.perform, number, request)

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

    def perform(self, number: Number, request: Request[Any]) -> None:
        """Do it now, and send the reply."""
        try:
            reply = self._answer(number, request)
        except (VoiceError, RecordingError) as error:
            reply = Failed(str(error))
        except Exception as error:
            # Whatever it is: who asked must not wait for ever.
            reply = Failed(f"{name_of(error)}.")
        self._send(number, reply)

    def _answer(self, number: Number, request: Request[Any]) -> Final:
        match request:
            case Say():
                self._send(number, Begun())
                return self._sounded(
                    number, self._mouth.render(request.text), request.play, request.at
                )
            case Tone():
                return self._tone(number, request)
            case Play(file):
                return self._sounded(number, Path(file))
            case Listen():
                return self._listen(number, request)
            case Train():
                return self._train(number, request)
            case Keep():
                return Kept(self._known.keep())
            case Learn(score):
                self._known.learn(score)
            case HearAs():
                return self._hear_as(request)
            case Prepare(texts):
                return self._prepare(texts)
            case Probe(seconds):
                return self._probe(seconds)
            case Adjust():
                self.adjust(request)
            case Hush(target):
                self._player.hush(target)
            case Cancel(target):
                self._cancelled.add(target)
            case Ping():
                pass
            case _:
                raise TypeError(type(request).__name__)
        return Done()

    def adjust(self, request: Adjust) -> None:
        """How loud and how fast it speaks from now on."""
        self._player.gain = request.gain
        self._mouth = replace(self._mouth, rate=request.rate)

    def _tone(self, number: Number, request: Tone) -> Said:
        path = render_tone(ToneName(request.name), self._mouth.cache)
        return self._sounded(number, path, request.play, request.at)

    def _sounded(
        self, number: Number, path: Path, play: bool = True, at: float | None = None
    ) -> Said:
        whole, seconds = True, seconds_of(path)
        if play:
            ahead = max(0.0, (at or 0.0) - monotonic())
            self._send(number, Sounding(ahead + seconds))
            whole = self._player.play(path, number, at)
        return Said(str(path), seconds, whole)

    def _prepare(self, texts: tuple[str, ...]) -> Prepared:
        """Render ahead of time; a mouth that changes its rate leaves the rest for later."""
        mouth, lengths = self._mouth, {}
        for text in texts:
            lengths[text] = seconds_of(mouth.render(text))
            if mouth is not self._mouth:
                break
        return Prepared(lengths)

    def _listen(self, number: Number, request: Listen) -> Silence | Heard:
        if request.kind is not Kind.YESNO:
            # A yes confirms the answer before it, which may then be learned.
            self._known.begin()
        utterance, heard = self._heard_in(number, request)
        if heard is None:
            return Silence()
        if request.kind is Kind.SCORE:
            heard = self._known.settle(
                heard, utterance.ranked, utterance.spoken, likely=utterance.likely
            )
        return replace(heard, over=self._player.sounded_since(monotonic() - 1.0))

    def _train(self, number: Number, request: Train) -> Trained:
        listening = Listen(Kind.SCORE, request.seconds, request.tone)
        utterance, heard = self._heard_in(number, listening)
        taken = heard is not None and self._known.train(request.score, heard, utterance.spoken)
        return Trained(taken)

    def _heard_in(self, number: Number, request: Listen) -> tuple[Utterance, Heard | None]:
        # Recording starts before the model is loaded, which takes longer, and before the tone:
        # people answer before it has ended.
        self._microphone.open()
        if not request.stay:
            # Left open between commands, it heard the question being asked.
            self._microphone.recorded()
        try:
            utterance = self._ears.utterance(request.kind)
            self._activity.begin()
            if request.tone:
                # The mouth's lane: it comes after what is still being said.
                tone = Tone(request.tone)
                self._lanes[Lane.MOUTH].submit(self._tone, number, tone).result()
                self._send(number, Listening())
            before = b"" if request.stay else self._microphone.recorded()
            chunks = self._chunks(number)
            heard = listen(utterance, chunks, request.seconds, self._activity, before)
            if heard is not None:
                self._microphone.check()
            return utterance, heard
        finally:
            if not request.stay:
                self._microphone.close()

    def _chunks(self, number: Number) -> Iterator[bytes]:
        for chunk in self._microphone:
            if self._ended or number in self._cancelled:
                return
            yield chunk

    def _hear_as(self, request: HearAs) -> Overheard:
        runner = EspeakMouth(self._mouth.cache, request.voice, request.rate)
        path = runner.render(request.text)
        utterance = self._ears.utterance(request.kind)
        # A person leaves a moment of silence around an answer.
        around = silence(0.5)
        utterance.feed(around + read_recording(path).astype("<i2").tobytes() + around)
        return Overheard(utterance.heard(), str(path))

    def _probe(self, seconds: float) -> Probed:
        ears, activity = self._ears.probe(), self._activity.probe()
        parts = {
            "mouth": self._mouth.probe(),
            "ears": activity if ears.works else ears,
            "speaker": microphone.probe_speaker(),
            "microphone": microphone.probe_microphone(seconds),
            "echo cancelling": self._without_echo(),
        }
        return Probed(parts)

    def _without_echo(self) -> Part:
        """Use our own speaker and microphone, where the audio server has them for us."""
        part = microphone.probe_echo_cancelling(self._canceller)
        ours = self._canceller if self._canceller and self._canceller.loaded else None
        self._player.device = ours.speaker if ours else ""
        self._microphone.device = ours.microphone if ours else ""
        return part
