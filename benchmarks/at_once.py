"""Any two commands at once give what one after the other gives.

    python -m benchmarks.at_once [--rounds 30]

Pairs of commands of the real program are started together on copies of one diary; what is stored
afterwards has to be what the one gives before the other, or the other before the one.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.whole_or_not import FIVE, Home, Rows

LOG = ("log", *FIVE)
AMEND = ("log", "--amend", "--minutes", "9")
IMPORT = ("import", "exported.json")
PAIRS = (
    (LOG, LOG),
    (LOG, AMEND),
    (LOG, ("undo",)),
    (("undo",), ("undo",)),
    (IMPORT, IMPORT),
    (IMPORT, LOG),
    (("import", "run.tcx"), ("import", "run.tcx")),
    (("strength", "done"), ("strength", "done")),
    (LOG, ("backup",)),
)
FIRST = (("log", "--warmup", "2"), ("log", "--warmup", "3"))
"""The first two of a new diary."""

Pair = Sequence[Sequence[str]]


def after(home: Home, pair: Pair, *, new: bool = False) -> Rows:
    """What one after the other stores."""
    home.as_before(empty=new)
    for command in pair:
        done = home.run(*command)
        assert done.returncode == 0 or command == ("undo",), done.stderr
    return home.rows()


def at_once(home: Home, pair: Pair, *, new: bool = False) -> str:
    """Run both together; what is wrong then, or nothing."""
    right = [after(home, pair, new=new), after(home, pair[::-1], new=new)]
    home.as_before(empty=new)
    with ThreadPoolExecutor(len(pair)) as threads:
        done = list(threads.map(lambda command: home.run(*command), pair))
    failed = [each.stderr.strip() for each in done if each.returncode]
    if failed:
        return f"{pair}: {failed}"
    return "" if home.rows() in right else f"{pair}: {len(home.rows())} facts, not {len(right[0])}"


def main() -> int:
    """Print what went wrong of how many; 1 where anything did."""
    parser = argparse.ArgumentParser(prog="benchmarks.at_once")
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    wrong = 0
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for pair, new in (*((pair, False) for pair in PAIRS), (FIRST, True)):
            told = [fault for _ in range(rounds) if (fault := at_once(home, pair, new=new))]
            names = " and ".join(" ".join(command[:2]) for command in pair)
            print(f"{names}: {len(told)} of {rounds} wrong", *told[:1], flush=True)
            wrong += len(told)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
