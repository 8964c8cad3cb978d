"""Words the model knows and how they are said (ARPAbet without stress marks, written by hand)."""

from __future__ import annotations

UNK = "[unk]"
"""The word that every other speech becomes."""

SILENCE = 0
"""Index of the silence phone."""

GARBAGE = (1, 2, 3)
"""Indices of the three catch-all phones (begin, middle, end) of speech outside the vocabulary."""

SPEECH_PHONES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH "
    "UH UW V W Y Z ZH"
).split()

PHONES: tuple[str, ...] = ("SIL", "G1", "G2", "G3", *SPEECH_PHONES)
PHONE_INDEX = {name: index for index, name in enumerate(PHONES)}

_TABLE = """
zero: Z IH R OW, Z IY R OW
one: W AH N, W AA N
two: T UW
three: TH R IY
four: F AO R, F AO, F OW R
five: F AY V
six: S IH K S
seven: S EH V AH N, S EH V N
eight: EY T
nine: N AY N
ten: T EH N
eleven: IH L EH V AH N, AH L EH V AH N, IY L EH V AH N
twelve: T W EH L V
thirteen: TH ER T IY N
fourteen: F AO R T IY N, F AO T IY N
fifteen: F IH F T IY N
sixteen: S IH K S T IY N
seventeen: S EH V AH N T IY N
eighteen: EY T IY N
nineteen: N AY N T IY N
twenty: T W EH N T IY, T W EH N IY
thirty: TH ER T IY, TH ER D IY
forty: F AO R T IY, F AO T IY, F AO R D IY
fifty: F IH F T IY
sixty: S IH K S T IY
seventy: S EH V AH N T IY, S EH V AH N D IY
eighty: EY T IY, EY D IY
ninety: N AY N T IY, N AY N D IY
hundred: HH AH N D R AH D, HH AH N D R IH D
none: N AH N
nothing: N AH TH IH NG
half: HH AE F, HH AA F
quarter: K W AO R T ER, K AO R T ER, K W AO T AH, K W AO T ER
point: P OY N T
oh: OW
yes: Y EH S
yeah: Y EH, Y AE, Y EH AH
yep: Y EH P
yup: Y AH P
no: N OW
nope: N OW P
okay: OW K EY
correct: K ER EH K T, K AH R EH K T
right: R AY T
wrong: R AO NG, R AA NG
start: S T AA R T, S T AA T
stop: S T AA P, S T AO P
pause: P AO Z, P AA Z
resume: R IH Z UW M, R IY Z UW M, R IH Z Y UW M
next: N EH K S T
back: B AE K
repeat: R IH P IY T, R IY P IY T
again: AH G EH N, AH G EY N
skip: S K IH P
help: HH EH L P
ouch: AW CH
done: D AH N
finished: F IH N IH SH T
louder: L AW D ER, L AW D AH
quieter: K W AY AH T ER, K W AY AH T AH, K W AY AH D ER
slower: S L OW ER, S L OW AH
faster: F AE S T ER, F AA S T AH
change: CH EY N JH
snooze: S N UW Z
go: G OW
ready: R EH D IY
how: HH AW
long: L AO NG, L AA NG
mile: M AY L, M AY AH L
miles: M AY L Z, M AY AH L Z
kilometer: K AH L AA M AH T ER, K IH L AH M IY T ER, K AH L AO M AH T AH
kilometer: K IH L AH M IY T AH
kilometers: K AH L AA M AH T ER Z, K IH L AH M IY T ER Z, K AH L AO M AH T AH Z
kilometers: K IH L AH M IY T AH Z
k: K EY
km: K EY EH M
minute: M IH N AH T, M IH N IH T
minutes: M IH N AH T S, M IH N IH T S
hour: AW ER, AW AH, AW AH R
hours: AW ER Z, AW AH Z, AW AH R Z
and: AE N D, AH N D, AH N, AE N
a: AH, EY
an: AE N, AH N
about: AH B AW T
pain: P EY N
out: AW T
of: AH V, AO V
or: AO R, ER, AO
the: DH AH, DH IY
today: T AH D EY, T UH D EY, T UW D EY
it: IH T
went: W EH N T
came: K EY M
away: AH W EY
still: S T IH L
hurts: HH ER T S
not: N AA T, N AO T
sure: SH UH R, SH ER, SH AO, SH AO R
i: AY
don't: D OW N T
"""

ALIASES = {"kilometre": "kilometer", "kilometres": "kilometers", "know": "no"}
"""Second spellings and homophones: words of the model said exactly like the word they point to."""


def _parse(table: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    entries: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in table.strip().splitlines():
        word, _, said = line.partition(":")
        said_ways = tuple(tuple(one.split()) for one in said.split(","))
        entries[word.strip()] = entries.get(word.strip(), ()) + said_ways
    return entries


LEXICON = _parse(_TABLE)
"""Word to its pronunciations, each a tuple of phone names."""

WORDS: tuple[str, ...] = tuple(LEXICON)


def pronunciations(word: str) -> list[tuple[int, ...]]:
    """Phone indices of every pronunciation of a vocabulary word."""
    return [tuple(PHONE_INDEX[name] for name in one) for one in LEXICON[word]]
