"""Texts for the synthetic voices: what runners say to the program, and what they do not."""

from __future__ import annotations

import random

from voice.language.numbers import ONES, SCORE_WORDS, TENS

TEENS = ONES[11:]
YES_NO = "yes yeah yep yup okay correct no nope wrong".split()
COMMANDS = (
    "start stop pause resume next back repeat skip help ouch done finished louder quieter slower "
    "faster change again go ready snooze"
).split()
SMALL = [*SCORE_WORDS[1:], *TEENS]

CONFUSABLE = (
    (
        "tree free see tea knee key fee she shoe chew do you who true through few new cue blue "
        "phone "
        "for fore door more floor force form fort war far fur fire hive dive live wife fine line "
        "mine "
        "wine pine sign vine time night nice knife sex sick sits fix mix stick sticks six-pack "
        "seventh "
        "heaven eleventh even oven severn ate late date gate hate weight aid hey may day say "
        "they then "
        "than tan tin tent den men hen when pen ton tongue hero zebra hurrow arrow row so "
        "go-kart nose "
        "snow now nor nah gnome known own on one's won't want wander wonder run sun gun bun fun "
        "yet "
        "yell yesterday guess mess less chess west best yard gear step stuff stock top shop "
        "staff star "
        "stark stars dart part park paws boss cause force text neck necks nest nets bat bag bad "
        "black "
        "pack tack sack scope ship scoop kit kick keep held hell health hemp ow couch ouch-pouch "
        "pouch "
        "vouch dung dumb dawn dun lower louder-lady loud prouder powder quiet quit choir slow "
        "lower "
        "flower blower fast past last master plaster chain range strange exchange chance news "
        "snooze-o "
        "lose loose noose hope hop rope soap open read ready-made red steady heavy low long-line "
        "wrong "
        "song strong lawn how-to house cow wow smile while mild file tile mines minus minimum mint "
        "meter meters hour-glass power tower our are ore oar oak oath and-hand hand band land "
        "sand end "
        "bout shout doubt pout plane pane rain train pan pin pint join coin appointment calf laugh "
        "have halve hall hundredth thunder hungry dirty thirsty shirty worthy sporty naughty "
        "shorty "
        "nifty swift sexy sickly seventies plenty empty pretty gently eighties weighty ninth "
        "mighty "
        "tie buy why high lie die guy sky cat dog bird bed sheila marvin happy follow learn visual "
        "forward backward right left up down off music kitchen weather hello computer knee ankle "
        "calf-muscle shin hip hamstring achilles stretch band warm cold water coffee tea-time "
        "window "
        "television radio telephone doctor monday tuesday friday morning evening tomorrow"
    )
    .replace("-", " ")
    .split()
)

SENTENCES = (
    "what time is it in London|could you pass me the salt please|I was going to the shop",
    "the weather looks nice this morning|did you see the game last night|turn off the light",
    "we should leave before the rain|my brother called from the station|where are my shoes",
    "he said that dinner was ready|play some music in the kitchen|put the kettle on",
    "the dog wants to go outside|it hurts behind my knee when I walk|let me think about it",
    "I do not know what you mean|there is somebody at the door|she went to work by train",
    "open the window for a moment|this chair is very comfortable|have you fed the cat",
    "the traffic was terrible|I like this song a lot|call me when you get home",
    "can I have some more water|hold on just a second|who is on the phone|never mind",
    "that was a good film|we need bread and butter|the children are asleep|good morning",
    "thank you very much|hang up the washing|look at that bird|are you coming with us",
    "they won by a couple of goals|the report said prices would fall|sorry I was talking to him",
    "stretch your leg against the wall|lift the heel off the floor|remember to breathe",
)

SENTENCE_LIST: tuple[str, ...] = tuple(
    sentence for line in SENTENCES for sentence in line.split("|")
)


def number(rng: random.Random) -> str:
    """A whole number up to a hundred and twenty or so, in words."""
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(SMALL)
    if kind < 0.65:
        return rng.choice(TENS)
    if kind < 0.93:
        return f"{rng.choice(TENS)} {rng.choice(SCORE_WORDS[1:10])}"
    return rng.choice(("a hundred", "one hundred", "a hundred and " + rng.choice([*SMALL, *TENS])))


def score(rng: random.Random) -> str:
    """An answer to a question for a score."""
    one, two = rng.choice(SCORE_WORDS), rng.choice(SCORE_WORDS)
    forms = (
        f"{one} out of ten", f"about {one}", f"about a {one}", f"{one} or {two}", f"{one} today",
        f"a {one}", f"{one} and a half", f"{one} point five", "no pain", "no pain today", "none",
        f"{one} point {two}", f"no {one}", f"{one} no {two}", "half", "a half", "nothing",
        "not sure", "i don't know", f"pain {one}", "none today", "oh", f"the pain is {one}",
    )  # fmt: skip
    return rng.choice(forms).replace("the pain is", "the pain")


def minutes(rng: random.Random) -> str:
    """A duration."""
    many = number(rng)
    forms = (
        f"{many} minutes", f"{many} minutes", f"about {many} minutes", "one minute", "a minute",
        "half an hour", "an hour", "one hour", "an hour and a half", "a quarter of an hour",
        f"{rng.choice(SCORE_WORDS[2:6])} hours", f"an hour and {many} minutes", many,
        f"one hour {rng.choice(TENS)} minutes", f"{many} and a half minutes",
    )  # fmt: skip
    return rng.choice(forms)


def distance(rng: random.Random) -> str:
    """A distance."""
    many = rng.choice((rng.choice(SMALL), rng.choice(SCORE_WORDS[1:]), number(rng)))
    unit = rng.choice(("miles", "kilometers", "miles"))
    single = unit[:-1]
    forms = (
        f"{many} {unit}", f"about {many} {unit}", f"{many} and a half {unit}", f"one {single}",
        f"{many} point {rng.choice(SCORE_WORDS[:10])} {unit}", f"a {single}", f"half a {single}",
        f"a {single} and a half", f"{many} and a quarter {unit}", f"a quarter of a {single}",
        f"{many} {unit}", f"{many} and a half", "a quarter mile",
    )  # fmt: skip
    return rng.choice(forms)


def answer(rng: random.Random) -> str:
    """Yes, no and what people say to the other questions."""
    forms = (
        "yes", "no", "yeah", "nope", "yep", "yes it went away", "no it came back", "it came back",
        "it went away", "no it hurts", "it still hurts", "yes yes", "no no", "oh no", "oh yes",
        "yes correct", "no wrong", "not today", "not sure", "i don't know", "no pain", "it hurts",
        "go back", "go again", "how long", "start again", "repeat the pain", "ouch ouch",
        "skip today", "stop stop", "no change", "change it", "louder louder", "done done",
    )  # fmt: skip
    return rng.choice(forms)


def phrase(rng: random.Random) -> str:
    """A random phrase of several words (or one) made of vocabulary words only."""
    return rng.choice((score, minutes, distance, answer, score))(rng)
