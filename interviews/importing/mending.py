"""From a transcript as somebody wrote it to turns whose times can be relied on. What is mended is said in notes.

In order: times that are missing or impossible, their unit, negative ones, their order, ends, speakers, overlaps,
roles.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from interviews.importing.parsed import Imported, Note, RawWord, Source, Unreadable, Utterance
from interviews.importing.roles import CANDIDATE, INTERVIEWER, guess_roles, with_roles
from interviews.importing.texts import asks, count_units, spoken_ms, storable
from interviews.transcripts.turns import Turn, Voice, Word

# Nobody says more than this many Chinese characters or English words a second, and no talk has less than this
# over its whole length: fast speech has 8, a conversation with long silences some 0.5.
FASTEST, SLOWEST = 25.0, 0.02
# Two times of one interview are never further apart than this.
_DAY_MS = 24 * 3600 * 1000
# Times since 1970 in seconds, milliseconds and microseconds stay apart by these (1973 to 5138).
_SECONDS_FROM, _MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e8, 1e11, 1e14
# Recognisers let neighbouring turns touch; less than this is no overlap.
_TOUCH_MS = 200


@dataclass(slots=True)
class _Line:
    """An utterance on its way: times in milliseconds."""

    speaker: str
    text: str
    start_ms: int
    end_ms: int | None
    words: tuple[Word, ...] = ()
    overlaps: bool = False
    whole: bool = False
    continues: bool | None = None


@dataclass(slots=True)
class _Bench:
    """The work in progress."""

    notes: list[Note]
    voices: dict[str, Voice]
    starts_at: dt.datetime | None = None
    lines: list[_Line] = field(default_factory=list)

    def say(self, code: str, count: int = 1, **params: object) -> None:
        if count:
            self.notes.append(Note(code, {"count": count, **params}))


def mend(source: Source, *, candidate_name: str = "") -> Imported:
    """The turns of ``source``. Raises `Unreadable` ("nothing_said") where nobody says anything."""
    bench = _Bench(notes=list(source.notes), voices=dict(source.voices))
    said = _with_text(source.utterances, bench)
    scale, absolute = _unit(said, source, bench)
    bench.lines = _timed(said, scale, bench)
    _set_zero(bench, absolute=absolute)
    _order(bench)
    _close(bench)
    _name_speakers(bench)
    _mark_overlaps(bench)
    return _finish(bench, candidate_name)


def _with_text(utterances: Sequence[Utterance], bench: _Bench) -> list[Utterance]:
    said = [replace(found, text=storable(found.text)) for found in utterances]
    kept = [found for found in said if any(character.isalnum() for character in found.text)]
    if not kept:
        raise Unreadable("nothing_said")
    bench.say("empty_sentences", len(said) - len(kept))
    return kept


def _unit(said: Sequence[Utterance], source: Source, bench: _Bench) -> tuple[float, bool]:
    """What to multiply times with to get milliseconds, and whether they count from 1970."""
    starts = [found.start for found in said if _is_number(found.start)]
    if not starts:
        return 1.0, False
    middle = median(starts)
    if source.absolute and middle >= _SECONDS_FROM:
        return _epoch_unit(middle, bench), True
    if source.absolute:
        bench.say("times_relative")
    if source.unit_known:
        return 1.0, False
    return _plausible_unit(said, bench), False


def _epoch_unit(middle: float, bench: _Bench) -> float:
    if middle < _MILLISECONDS_FROM:
        bench.say("times_in_seconds")
        return 1000.0
    if middle >= _MICROSECONDS_FROM:
        bench.say("times_in_microseconds")
        return 0.001
    return 1.0


def _plausible_unit(said: Sequence[Utterance], bench: _Bench) -> float:
    """Milliseconds, unless so many words in that time are impossible and seconds would make sense."""
    rate = _rate(said)
    if rate is None or rate <= FASTEST:
        return 1.0
    if SLOWEST <= rate / 1000 <= FASTEST:
        bench.say("times_in_seconds")
        return 1000.0
    bench.say("rate_implausible", rate=round(rate))
    return 1.0


def _rate(said: Sequence[Utterance]) -> float | None:
    """Units a second over the whole, times taken as milliseconds; None where there is no stretch to measure."""
    timed = [found for found in said if _is_number(found.start)]
    ended = [found for found in timed if _is_number(found.end) and found.end > found.start]
    if ended:
        stretch = sum(found.end - found.start for found in ended)
        return sum(count_units(found.text) for found in ended) * 1000 / stretch
    stretch = max(found.start for found in timed) - min(found.start for found in timed)
    return sum(count_units(found.text) for found in timed[:-1]) * 1000 / stretch if stretch > 0 else None


def _timed(said: Sequence[Utterance], scale: float, bench: _Bench) -> list[_Line]:
    """Lines with a start each: what has none, or one a day away from the others, begins where the line before ends."""
    starts = [found.start * scale for found in said if _is_number(found.start)]
    middle = median(starts) if starts else 0.0
    lines: list[_Line] = []
    lost = 0
    for found in said:
        start = found.start * scale if _is_number(found.start) else None
        if start is None or abs(start - middle) > _DAY_MS:
            lost += 1
            start = _end_of(lines[-1]) if lines else (min(starts) if starts and scale else 0)
            start = start if abs(start - middle) <= _DAY_MS else middle
            found = replace(found, end=None, words=())
        lines.append(_line(found, round(start), scale))
    bench.say("times_missing", lost)
    return lines


def _line(found: Utterance, start_ms: int, scale: float) -> _Line:
    end = round(found.end * scale) if _is_number(found.end) else None
    end = end if end is None or end - start_ms <= _DAY_MS else None
    words = _words(found.words, scale)
    return _Line(found.speaker, found.text, start_ms, end, words, whole=found.whole, continues=found.continues)


def _words(raw: Sequence[RawWord], scale: float) -> tuple[Word, ...]:
    """The words, if each has its times; half a timing is none."""
    if not all(_is_number(word.start) and _is_number(word.end) for word in raw):
        return ()
    return tuple(
        Word(text, round(word.start * scale), round(word.end * scale)) for word in raw if (text := storable(word.text))
    )


def _set_zero(bench: _Bench, *, absolute: bool) -> None:
    """Count from the start; what lies before it is moved there."""
    if absolute:
        zero = min(line.start_ms for line in bench.lines)
        bench.starts_at = dt.datetime.fromtimestamp(zero / 1000, tz=dt.UTC)
        for line in bench.lines:
            _shift(line, -zero)
        return
    negative = [line for line in bench.lines if line.start_ms < 0]
    bench.say("times_negative", len(negative))
    for line in negative:
        line.start_ms, line.words = 0, ()
        line.end_ms = line.end_ms if line.end_ms is not None and line.end_ms > 0 else None


def _shift(line: _Line, by_ms: int) -> None:
    line.start_ms += by_ms
    line.end_ms = None if line.end_ms is None else line.end_ms + by_ms
    line.words = tuple(Word(word.text, word.start_ms + by_ms, word.end_ms + by_ms) for word in line.words)


def _order(bench: _Bench) -> None:
    latest, moved = 0, 0
    for line in bench.lines:
        moved += line.start_ms < latest
        latest = max(latest, line.start_ms)
    bench.say("times_out_of_order", moved)
    bench.lines.sort(key=lambda line: line.start_ms)
    disordered = [line for line in bench.lines if not _in_order(line.words)]
    bench.say("words_out_of_order", len(disordered))
    for line in disordered:
        line.words = ()


def _in_order(words: Sequence[Word]) -> bool:
    rising = all(before.start_ms <= after.start_ms for before, after in pairwise(words))
    return rising and all(word.start_ms <= word.end_ms for word in words)


def _close(bench: _Bench) -> None:
    """Give every line an end: its own, its last word's, or as long as its text takes, up to the next line."""
    backwards = [line for line in bench.lines if line.end_ms is not None and line.end_ms < line.start_ms]
    bench.say("ends_before_start", len(backwards))
    for line in backwards:
        line.end_ms = None
    following = [*bench.lines[1:], None]
    for line, after in zip(bench.lines, following, strict=True):
        if line.words:
            line.start_ms = min(line.start_ms, line.words[0].start_ms)
            line.end_ms = max(line.end_ms or 0, line.words[-1].end_ms)
        if line.end_ms is None:
            line.end_ms = line.start_ms + max(1, spoken_ms(line.text))
            if after is not None and after.start_ms > line.start_ms:
                line.end_ms = min(line.end_ms, after.start_ms)


def _name_speakers(bench: _Bench) -> None:
    """Lines without a speaker belong to whoever spoke before; without any speaker at all, those who ask are one
    person and the others another."""
    unnamed = [line for line in bench.lines if line.speaker not in bench.voices]
    if not unnamed:
        return
    if len(unnamed) == len(bench.lines):
        _split_by_questions(bench)
        return
    bench.say("speakers_missing", len(unnamed))
    named = next(line.speaker for line in bench.lines if line.speaker in bench.voices)
    for line in bench.lines:
        named = line.speaker if line.speaker in bench.voices else named
        line.speaker = named


def _split_by_questions(bench: _Bench) -> None:
    asking = [line for line in bench.lines if asks(line.text) and count_units(line.text) <= 120]
    names = {INTERVIEWER: ("面试官", "Interviewer"), CANDIDATE: ("候选人", "Candidate")}
    bench.voices = {role: Voice(role, role, zh, en) for role, (zh, en) in names.items()}
    for line in bench.lines:
        line.speaker = CANDIDATE
    if len(asking) == len(bench.lines):
        asking = []
    for line in asking:
        line.speaker = INTERVIEWER
    bench.say("speakers_unknown", 1)


def _mark_overlaps(bench: _Bench) -> None:
    """Two people at once is said and kept; one person overlapping itself is cut."""
    overlapping = 0
    for line, after in pairwise(bench.lines):
        over_ms = _end_of(line) - after.start_ms
        if line.speaker == after.speaker:
            if over_ms > 0 and not line.words:
                line.end_ms = max(line.start_ms, after.start_ms)
        elif over_ms >= _TOUCH_MS:
            overlapping += 1
            line.overlaps = after.overlaps = True
    bench.say("times_overlap", overlapping)


def _finish(bench: _Bench, candidate_name: str) -> Imported:
    used = {line.speaker for line in bench.lines}
    before = [None, *(line.speaker for line in bench.lines[:-1])]
    turns = [
        _turn(line, bench.voices[line.speaker], goes_on=line.speaker == speaker)
        for line, speaker in zip(bench.lines, before, strict=True)
    ]
    guessed = [key for key in used if not bench.voices[key].role]
    roles = guess_roles(turns, candidate_name=candidate_name)
    turns = with_roles(turns, roles)
    if guessed and len(used) > 1:
        bench.say("roles_guessed", len(guessed), **_names(bench.voices, roles))
    if len(used) == 1:
        bench.say("one_speaker")
    return Imported(turns=tuple(turns), starts_at=bench.starts_at, notes=tuple(bench.notes))


def _names(voices: Mapping[str, Voice], roles: Mapping[str, str]) -> dict[str, str]:
    shown = {role: [] for role in (INTERVIEWER, CANDIDATE)}
    for key, role in roles.items():
        shown[role].append(voices[key].name_zh or voices[key].name_en or key)
    return {role: ", ".join(names) for role, names in shown.items()}


def _turn(line: _Line, voice: Voice, *, goes_on: bool) -> Turn:
    return Turn(
        voice=voice,
        start_ms=line.start_ms,
        end_ms=max(line.start_ms, _end_of(line)),
        text=line.text,
        words=line.words,
        source="imported",
        overlaps=line.overlaps,
        whole=line.whole,
        continues=line.continues if goes_on else None,
    )


def _end_of(line: _Line) -> int:
    return line.end_ms if line.end_ms is not None else line.start_ms + spoken_ms(line.text)


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
