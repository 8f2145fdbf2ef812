"""Recognised words and told-apart voices, put together: who said what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.engines.asr.assembly import text_of
from analysis.engines.results import Span, SpeakerSegment, Transcript, Word
from interviews.services import imports

# Words this near a change of voice may belong to the other side of it: word times of a recogniser are off by up to
# this much, and a sentence rarely changes its speaker.
LOOSE_MS = 500
# A voice that interrupts another for less than this is a slip of the clock, not a turn.
SLIP_MS = 300
_ENDS = "。！？!?…."
_CLOSERS = "\"'”’）)】」』"


def pieces_of(segments: Sequence[SpeakerSegment], *, duration_ms: int, longest_ms: int) -> list[Span]:
    """The recording in pieces of at most ``longest_ms``, cut in the longest pause of each one's last third."""
    pieces: list[Span] = []
    start = 0
    while duration_ms - start > longest_ms:
        cut = _longest_pause(segments, first_ms=start + longest_ms * 2 // 3, last_ms=start + longest_ms)
        pieces.append(Span(start, cut))
        start = cut
    return [*pieces, Span(start, duration_ms)]


def placed(transcript: Transcript, *, at_ms: int) -> Transcript:
    """The transcript of a piece with the times of the whole recording."""
    return replace(
        transcript,
        words=tuple(
            replace(word, start_ms=word.start_ms + at_ms, end_ms=word.end_ms + at_ms) for word in transcript.words
        ),
        sentences=(),
        speech=(),
    )


def turns_of(words: Sequence[Word], segments: Sequence[SpeakerSegment]) -> list[imports.Turn]:
    """One turn for every stretch of words of one voice, in the order of time. Roles are empty."""
    speakers = _settled(words, _speakers(words, segments))
    return [_turn(words[a:b], speaker=speakers[a], segments=segments) for a, b in _runs(speakers)]


def _longest_pause(segments: Sequence[SpeakerSegment], *, first_ms: int, last_ms: int) -> int:
    """The middle of the longest stretch without speech between the two moments; the later one where there is none."""
    best, reached = (0, last_ms), first_ms
    for segment in segments:
        if segment.end_ms <= first_ms:
            continue
        until = min(segment.start_ms, last_ms)
        best = max(best, (until - reached, (until + reached) // 2))
        reached = max(reached, segment.end_ms)
        if reached >= last_ms:
            return best[1]
    return max(best, (last_ms - reached, (last_ms + reached) // 2))[1]


def _speakers(words: Sequence[Word], segments: Sequence[SpeakerSegment]) -> list[int]:
    """The voice of each word: that of most of its time, or of the nearest segment."""
    starts = [segment.start_ms for segment in segments]
    return [_speaker(word, segments, at=bisect_left(starts, word.end_ms)) for word in words]


def _speaker(word: Word, segments: Sequence[SpeakerSegment], *, at: int) -> int:
    shared: dict[int, int] = {}
    for segment in reversed(segments[:at]):
        if segment.end_ms <= word.start_ms:
            break
        time = min(segment.end_ms, word.end_ms) - max(segment.start_ms, word.start_ms)
        shared[segment.speaker] = shared.get(segment.speaker, 0) + time
    if shared:
        return max(shared, key=lambda speaker: shared[speaker])
    around = segments[max(0, at - 1) : at + 1]
    return min(around, key=lambda one: max(one.start_ms - word.end_ms, word.start_ms - one.end_ms)).speaker


def _settled(words: Sequence[Word], speakers: list[int]) -> list[int]:
    """The voices without slips, and with changes moved to the end of a sentence where one is near."""
    settled = list(speakers)
    for a, b in list(_runs(settled)):
        inside = a > 0 and b < len(words)
        if inside and settled[a - 1] == settled[b] and words[b - 1].end_ms - words[a].start_ms < SLIP_MS:
            settled[a:b] = [settled[b]] * (b - a)
    for _, change in list(_runs(settled))[:-1]:
        _move(words, settled, change)
    return settled


def _move(words: Sequence[Word], speakers: list[int], change: int) -> None:
    """Let the new voice begin where a sentence does, if that is at most `LOOSE_MS` away; the nearest is taken."""
    at_ms = words[change].start_ms
    near = [
        place
        for place in range(max(1, change - 3), min(len(words), change + 4))
        if _ends(words[place - 1]) and abs(words[place].start_ms - at_ms) <= LOOSE_MS
    ]
    if not near:
        return
    place = min(near, key=lambda one: abs(one - change))
    before, after = speakers[change - 1], speakers[change]
    if place < change and all(one == before for one in speakers[place:change]):
        speakers[place:change] = [after] * (change - place)
    elif place > change and all(one == after for one in speakers[change:place]):
        speakers[change:place] = [before] * (place - change)


def _ends(word: Word) -> bool:
    last = word.text.rstrip(_CLOSERS)
    return bool(last) and last[-1] in _ENDS


def _runs(speakers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last + 1) of every stretch of one voice."""
    start = 0
    for place in range(1, len(speakers) + 1):
        if place == len(speakers) or speakers[place] != speakers[start]:
            yield start, place
            start = place


def _turn(words: Sequence[Word], *, speaker: int, segments: Sequence[SpeakerSegment]) -> imports.Turn:
    start_ms, end_ms = words[0].start_ms, max(word.end_ms for word in words)
    return imports.Turn(
        voice=imports.Voice(key=f"voice{speaker + 1}", role=""),
        start_ms=start_ms,
        end_ms=end_ms,
        text=text_of(words),
        words=tuple(imports.Word(word.text, word.start_ms, word.end_ms) for word in words),
        overlaps=any(one.overlap and one.start_ms < end_ms and start_ms < one.end_ms for one in segments),
    )
