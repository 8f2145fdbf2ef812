"""Transcripts: how exact the times of Chinese words are, and how fast a three-hour transcript is read.

Run from the repository root: ``python -m benchmarks.transcripts [--quick] [--requests N]``.

Words. The recogniser gives times to pieces of its own, mostly of one or two characters; Chinese words are cut anew from
the text and get their times from those pieces. A word boundary that is a boundary of a piece has the recogniser's own
time, and comparing it would show nothing. So the pieces are joined by threes, as a recogniser with longer units would
give them, the words are cut from those, and every boundary that now lies inside a unit, and which the recogniser had
given in full detail, is compared with that time. The same is done with the whole utterance as one unit, which is what
happens to text without any words. Recordings are those of the folder beside the repository.

Pages. A three-hour transcript of 30,000 words is read over HTTP from uvicorn in one process by one client over one kept
connection, first page and last, on PostgreSQL and on SQLite.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks._common import Goal, machine_line, parser_for, percentile, table

PROJECT = Path(__file__).resolve().parents[1]
RECORDINGS = PROJECT.parent / "shared" / "media" / "zh"
UNITS = (("three pieces", 3), ("the whole utterance", 10_000))
BOUNDARY_GOAL_MS = 80.0
PAGE_GOAL_MS = 40.0
DATABASES = ("postgres", "sqlite")


def word_boundaries() -> tuple[int, int, dict[str, list[float]]]:
    """How many word boundaries there are, how many are the recogniser's own, and the errors of the others by unit."""
    total = own = 0
    errors: dict[str, list[float]] = {name: [] for name, _size in UNITS}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(RECORDINGS.glob("*.wav")):
            pieces = _recognised(path, Path(folder))
            if not pieces:
                continue
            exact = dict(_places(pieces))
            words = list(_places(_words(pieces)))[1:]
            total, own = total + len(words), own + sum(place in exact for place, _word in words)
            for name, size in UNITS:
                errors[name] += boundary_errors(pieces, size=size)
    return total, own, errors


def boundary_errors(pieces: Sequence[Any], *, size: int) -> list[float]:
    """Cut words from ``pieces`` (text, start_ms, end_ms) joined by ``size``, and compare their starts with the times
    the pieces have by themselves; only those inside a joined unit."""
    from interviews.transcripts.turns import Word

    exact = {place: piece.start_ms for place, piece in _places(pieces)}
    groups = [pieces[first : first + size] for first in range(0, len(pieces), size)]
    joined = [Word("".join(one.text for one in group), group[0].start_ms, group[-1].end_ms) for group in groups]
    kept = {place for place, _unit in _places(joined)}
    found = _places(_words(joined))
    return [abs(word.start_ms - exact[place]) for place, word in found if place in exact and place not in kept]


def _words(pieces: Sequence[Any]) -> Sequence[Any]:
    from interviews.transcripts.turns import Turn, Voice, Word
    from interviews.transcripts.words import words_of

    given = tuple(Word(piece.text, piece.start_ms, piece.end_ms) for piece in pieces)
    return words_of(Turn(Voice("c", "candidate"), 0, given[-1].end_ms, "", given))


def _places(words: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Each word with the number of characters heard before it."""
    lengths = [sum(character.isalnum() for character in word.text) for word in words]
    return zip(itertools.accumulate(lengths, initial=0), words, strict=False)


def _recognised(path: Path, folder: Path) -> Sequence[Any]:
    """The default recogniser's pieces."""
    from analysis.engines.base import AnswerInput, QuestionBrief
    from analysis.engines.media import decode

    track = decode(path, workdir=folder).audio
    found = _recogniser().run(AnswerInput(audio=track, question=QuestionBrief(content=""), language="zh"))
    return found.words


def _recogniser() -> Any:
    from analysis.engines.asr.faster_whisper import FasterWhisper

    if not hasattr(_recogniser, "engine"):
        _recogniser.engine = FasterWhisper()
    return _recogniser.engine


def time_pages(database: str, *, requests: int) -> dict[str, Any]:
    """The times of every page by door, measured by a process of its own."""
    command = [sys.executable, "-m", "benchmarks._transcript_pages", database, str(requests)]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def show_words(total: int, own: int, errors: dict[str, list[float]]) -> list[Goal]:
    print(f"{total} word boundaries inside the utterances, {own} of them the recogniser's own (error 0).\n")
    rows = [
        (f"{name}", len(found), *(f"{percentile(found, share):.0f}" for share in (0.5, 0.9)), f"{max(found):.0f}")
        for name, found in errors.items()
        if found
    ]
    print(table(("Words cut from", "Boundaries inside", "Median ms", "p90 ms", "Largest ms"), rows))
    found = errors[UNITS[0][0]]
    middle = statistics.median(found)
    text = f"median error of a word boundary inside a recogniser's unit at most {BOUNDARY_GOAL_MS:.0f} ms"
    return [Goal(text, f"{middle:.0f} ms over {len(found)} boundaries", middle <= BOUNDARY_GOAL_MS)]


def show_pages(found: Sequence[dict[str, Any]]) -> list[Goal]:
    rows = []
    for one in found:
        for page in one["pages"]:
            times = page["times"]
            spread = [f"{percentile(times, share):.1f}" for share in (0.5, 0.95)]
            rows.append((one["database"], page["door"], page["page"], *spread, f"{max(times):.1f}"))
    print(table(("Database", "Door", "Page", "p50 ms", "p95 ms", "Longest ms"), rows))
    for one in found:
        print(
            f"{one['database']}: {one['words']} words in {one['sentences']} sentences and {one['paragraphs']} "
            f"paragraphs, worked out and stored in {one['build_seconds']:.1f} s, the longest transaction taking "
            f"{one['write_ms']:.0f} ms.\n"
        )
    worst = max((page for one in found for page in one["pages"]), key=lambda page: percentile(page["times"], 0.95))
    measured = percentile(worst["times"], 0.95)
    where = f"at worst {measured:.1f} ms, {worst['door']}, {worst['page']} page"
    return [Goal(f"p95 of the first and the last page under {PAGE_GOAL_MS:.0f} ms", where, measured < PAGE_GOAL_MS)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=1)
    parser.add_argument("--requests", type=int, default=200, help="of each page")
    options = parser.parse_args(arguments)
    requests = min(20, options.requests) if options.quick else options.requests
    print(machine_line())
    goals: list[Goal] = []
    if RECORDINGS.is_dir():
        goals += show_words(*word_boundaries())
    else:
        print("The folder of shared recordings is not here; word boundaries are not measured.\n")
    goals += show_pages([time_pages(database, requests=requests) for database in DATABASES])
    for goal in goals:
        print(goal.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
