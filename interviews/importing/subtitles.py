"""SubRip and WebVTT: cues with times; the speaker stands before a colon or in VTT's voice tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviews.importing.parsed import Source, Unreadable, Utterance
from interviews.importing.roles import role_of_name
from interviews.importing.texts import count_units
from interviews.transcripts.turns import Voice

_TIMING = re.compile(r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
_VOICE_END = re.compile(r"</v\s*>")
# Styling of the two formats; any other tag is part of the text.
_STYLING = re.compile(
    r"</?(?:i|b|u|s|font|c|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[a-z]{1,20}\d{0,9}[^{}]{0,200}\}",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^\s*(?:[-–—]\s*)?(?:>>\s*)?[\[【(（]?([^：:\n<>]{1,40}?)[\]】)）]?\s*[：:]\s*(?=\S)")
_NUMBERED = re.compile(r"^(?:说话人|发言人|讲话人|speaker|spk)[\s_-]*\w{1,3}$", re.IGNORECASE)
_NO_NAME = re.compile(r"^[\d\s.,]*$|^https?$|[。！？，,!?]")


@dataclass(frozen=True, slots=True)
class _Cue:
    start_ms: int
    end_ms: int
    text: str


def is_subtitles(text: str) -> bool:
    return bool(_TIMING.search(text))


def read_subtitles(text: str) -> Source:
    """Raises `Unreadable` ("nothing_said") where there is no cue with text."""
    kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    cues = _cues(text, kind)
    if not cues:
        raise Unreadable("nothing_said")
    names = _names(cues)
    voices = {
        f"speaker-{number}": Voice(f"speaker-{number}", role_of_name(name), name_zh=name, name_en=name)
        for number, name in enumerate(names, start=1)
    }
    keys = dict(zip(names, voices, strict=True))
    return Source(tuple(_utterances(cues, keys)), voices, unit_known=True)


def _cues(text: str, kind: str) -> list[_Cue]:
    import pysubs2

    try:
        parsed = pysubs2.SSAFile.from_string(_bare(text, kind), format_=kind, keep_html_tags=True)
    except (pysubs2.exceptions.Pysubs2Error, ValueError):
        raise Unreadable("unknown_shape") from None
    return [_Cue(event.start, event.end, event.text.replace("\\N", "\n")) for event in parsed.events]


def _bare(text: str, kind: str) -> str:
    """The cues alone: comments, styles, regions and the names of cues are no speech."""
    blocks: list[list[str]] = []  # each with what follows it after an empty line
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        timing = next((place for place, line in enumerate(lines) if _TIMING.search(line)), None)
        if timing is not None:
            blocks.append(lines[timing:])
        elif kind == "srt" and blocks and (more := block.strip()) and not more.isdigit():
            blocks[-1].append(more)
    return ("WEBVTT\n\n" if kind == "vtt" else "") + "\n\n".join("\n".join(block) for block in blocks)


def _names(cues: Sequence[_Cue]) -> list[str]:
    """Speakers in the order they appear. A prefix is a name where it states a role, has a number, or comes twice."""
    seen = Counter[str]()
    sure: set[str] = set()
    for cue in cues:
        for line in cue.text.split("\n"):
            name, tagged = _speaker_of(line)
            if name:
                seen[name] += 1
                sure |= {name} if tagged or role_of_name(name) or _NUMBERED.match(name) else set()
    return [name for name, count in seen.items() if name in sure or count > 1]


def _speaker_of(line: str) -> tuple[str, bool]:
    """The name a line begins with, and whether a voice tag says so."""
    tag = _VOICE.search(line)
    if tag:
        return tag[1].strip(), True
    prefix = _PREFIX.match(_STYLING.sub("", line))
    name = prefix[1].strip() if prefix else ""
    if not name or _NO_NAME.search(name) or count_units(name) > 8:
        return "", False
    return name, False


def _utterances(cues: Sequence[_Cue], keys: dict[str, str]) -> Iterator[Utterance]:
    """A cue without a name goes on with the speaker before it; one with several names is shared out by length."""
    speaker = ""
    for cue in cues:
        parts = _parts(cue.text, keys, speaker)
        total = sum(max(1, count_units(text)) for _key, text in parts)
        at = float(cue.start_ms)
        for key, text in parts:
            length = (cue.end_ms - cue.start_ms) * max(1, count_units(text)) / total
            yield Utterance(speaker=key, text=text, start=at, end=at + length)
            at += length
            speaker = key or speaker


def _parts(text: str, keys: dict[str, str], speaker: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        for piece in _VOICE_END.sub("\n", line).split("\n"):
            name, tagged = _speaker_of(piece)
            plain = _STYLING.sub("", _VOICE.sub("", piece)).strip()
            if name in keys and not tagged:
                plain = _PREFIX.sub("", plain, count=1)
            key = keys.get(name, "")
            if not plain:
                speaker = key or speaker
            elif parts and (not key or key == parts[-1][0]):
                parts[-1][1].append(plain)
            else:
                parts.append((key or speaker, [plain]))
    return [(key, " ".join(said)) for key, said in parts]
