"""`python -m tests.benchmarks`: Postil and its peers in a real terminal, as one set of tables.

Programs take turns on each document, so that a busy moment of the machine hits each of them: times
on different machines do not compare, ratios do. A number in parentheses is what Postil takes, as a
multiple of what that program takes. A peer is found on PATH or in the folders given by `--peers`,
and left out where it is not. CPU is that of the threads alive at the end.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.measuring import MEASURES, Asked, Results, run
from tests.benchmarks.programs import Program, installed, programs
from tests.benchmarks.pseudoterminal import in_real_time
from tests.benchmarks.table import Found, tables, targets
from tests.benchmarks.texts import TEXTS, made

LONG_RUN = 20.0
"""Seconds that an opening may take if nobody asked for those that take longer."""


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--documents", nargs="+", choices=TEXTS, default=list(TEXTS))
    parser.add_argument("--programs", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--peers", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--slow", action="store_true", help="what takes a minute to open, too")
    parser.add_argument("--other", type=Path, metavar="CHECKOUT", help="Postil as it is there, too")
    parser.add_argument(
        "--real-time", action="store_true", help="before all else on this machine, as root"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where documents are kept")
    return parser.parse_args()


def main(asked: argparse.Namespace) -> None:
    """Measure, in turns, and print."""
    if asked.real_time:
        in_real_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chosen = list(_present(programs(folder, asked.other), asked))
        texts = asked.keep or folder
        texts.mkdir(parents=True, exist_ok=True)
        found: Found = {}
        for document in asked.documents:
            found[document] = _in_turns(chosen, document, texts, asked)
    print("\n".join([*tables(found), *targets(found)]))


def _present(known: list[Program], asked: argparse.Namespace):
    for program in known:
        if asked.programs and program.name not in asked.programs:
            continue
        if here := installed(program, asked.peers):
            yield here
        else:
            _say(f"{program.name} is not installed: left out")


def _in_turns(
    chosen: list[Program], document: str, texts: Path, asked: argparse.Namespace
) -> dict[str, Results]:
    found: dict[str, Results] = {program.name: defaultdict(list) for program in chosen}
    wish = Asked(asked.measures, 300.0 if asked.slow else LONG_RUN, asked.real_time)
    warm = replace(wish, measures=())
    failed = set()
    # The first turn fills caches: of the disk, and of compiled modules.
    for turn in range(asked.repeats + 1):
        for program in chosen:
            is_slow = document in program.slow
            if program.name in failed or (is_slow and not (asked.slow and turn == 1)):
                continue
            if not is_slow and document not in program.texts:
                continue
            _say(f"{document}: {program.name}, {f'turn {turn}' if turn else 'warming up'}")
            path = made(texts, document, program.suffix)
            try:
                results = run(program, path, wish if turn else warm, idle=turn == 1)
            except (TimeoutError, OSError) as problem:
                failed.add(program.name)
                _say(str(problem))
                continue
            for measure, values in results.items() if turn else ():
                found[program.name][measure] += values
    return found


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(arguments())
