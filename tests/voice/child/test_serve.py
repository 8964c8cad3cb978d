"""The voice child over its pipe: real replies, real deaths."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.voice_child import fake_child
from voice.__main__ import main
from voice.base.errors import VoiceFailed
from voice.child.client import VoiceClient
from voice.child.frames import line
from voice.child.messages import Failed, Listen, Listening, Ping, Said, Say, Silence, Sounding
from voice.ears.heard import Heard
from voice.language.kinds import Kind


def scripted(body: str) -> list[str]:
    return [sys.executable, "-c", f"import sys, json, os, time\nfor line in sys.stdin:\n {body}"]


def failure(client: VoiceClient) -> str:
    async def attempt() -> None:
        async with client:
            await client.say("hello", play=False)

    with pytest.raises(VoiceFailed) as caught:
        asyncio.run(attempt())
    return caught.value.reason


def test_it_speaks_and_hears_through_the_real_child() -> None:
    async def talk() -> tuple[Any, Any, Any]:
        async with VoiceClient() as client:
            said = await client.say("Pain from zero to ten?", play=False)
            tone = await client.tone("listen", play=False)
            overheard = await client.hear_as(Kind.SCORE, "three", voice="en-us", rate=140)
            return said, tone, overheard.heard

    said, tone, heard = asyncio.run(talk())
    assert said.seconds > 0.5
    assert Path(said.file).exists()
    assert 0.05 < tone.seconds < 1
    assert heard.value == 3


def test_a_child_that_dies_is_said_and_started_again(tmp_path: Path) -> None:
    once = tmp_path / "died"
    reply = line(2, Said("f", 1.0)).decode().strip()
    body = f"open({str(once)!r}, 'a').close() or os._exit(7) if not os.path.exists({str(once)!r})"
    body += f" else print({json.dumps(reply)}, flush=True)"

    async def twice() -> str:
        async with VoiceClient(command=scripted(body)) as client:
            with pytest.raises(VoiceFailed, match="exit code 7"):
                await client.say("hello")
            return (await client.say("hello")).file

    assert asyncio.run(twice()) == "f"


def test_what_was_adjusted_holds_for_the_next_child_too() -> None:
    text = "How much pain, from zero to ten?"

    async def seconds(rate: int) -> float:
        async with VoiceClient(rate=120) as client:
            await client.adjust(gain=1.0, rate=rate)
            child = client._link._child
            assert child is not None
            child.kill()
            await child.wait()
            return (await client.say(text, play=False)).seconds

    assert asyncio.run(seconds(240)) < 0.7 * asyncio.run(seconds(120))


def test_who_takes_long_to_answer_after_the_tone_is_waited_for() -> None:
    # The tone is long over; the answer comes after the child was asked whether it lives.
    heard = Heard("three", 3, sure=True)
    child = fake_child({Listen: [[Sounding(-100.0), Listening(), heard]]})

    async def ask() -> Heard | None:
        async with VoiceClient(command=child) as client:
            return await client.listen(Kind.SCORE, tone="listen")

    assert asyncio.run(ask()) == heard


def test_an_answer_to_something_else_is_none() -> None:
    assert "Silence is no answer to Say" in failure(
        VoiceClient(command=fake_child({Say: [Silence()]}))
    )


@pytest.mark.parametrize("turns", range(5))
def test_who_is_cancelled_just_as_the_reply_comes_is_cancelled(turns: int) -> None:
    async def cancelled() -> bool:
        async with VoiceClient(command=scripted("pass")) as client:
            saying = asyncio.create_task(client.say("hello"))
            waiting = client._link._waiting
            while not waiting:
                await asyncio.sleep(0)
            waiting[1].set_result(Said("f", 1.0))
            for _ in range(turns):
                await asyncio.sleep(0)
            if not saying.cancel():
                return saying.result().file == "f"
            await asyncio.wait({saying})
            return saying.cancelled()

    assert asyncio.run(cancelled())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("print('not json', flush=True)", "ended"),
        ("os._exit(3)", "exit code 3"),
        ('print(\'{"is": "said", "id": 1}\', flush=True)', "file: is missing"),
    ],
)
def test_whatever_goes_wrong_has_a_reason(body: str, reason: str) -> None:
    assert reason in failure(VoiceClient(command=scripted(body)))


def test_what_failed_has_the_child_s_reason() -> None:
    child = fake_child({Say: [Failed("hoarse.")]})
    assert failure(VoiceClient(command=child)) == "hoarse."


def test_a_program_that_is_not_there_has_a_reason() -> None:
    assert "ended" in failure(VoiceClient(command=["/nonexistent/voice"]))


def test_who_asked_may_be_gone_before_the_reply() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "voice", "serve"],
        input=line(1, Ping()) + line(2, Ping()),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_hear_prints_a_line_for_each_file_and_names_the_bad_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.wav", tmp_path / "bad.wav"
    assert main(["say", "--to", str(good), "three"]) == 0
    bad.write_text("no sound")
    assert main(["hear", "--for", "score", "--json", str(bad), str(good)]) == 2
    out, err = capsys.readouterr()
    assert "bad.wav" in err
    entry = json.loads(out)
    assert list(entry) == ["file", "text", "value", "accepted", "sure", "seconds"]
    assert (entry["file"], entry["value"]) == (str(good), 3)


def test_hear_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "yes.wav"
    main(["say", "--to", str(path), "yes"])
    assert main(["hear", "--for", "yesno", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: True")


def test_say_to_a_place_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "--to", "/nonexistent/a.wav", "hello"]) == 2
    assert "/nonexistent/a.wav" in capsys.readouterr().err
