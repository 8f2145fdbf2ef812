"""What engines measure: one frozen dataclass per kind of result.

Units are part of each field's name (`_ms`, `_hz`, `_db`) or stated beside it. Ratios run from 0 to 1.
A value that could not be measured is ``None`` and ``missing`` says why, keyed by the field's name with a
`Reason`; it is never zero and never a default. Times are milliseconds from the start of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why something is not measured. The report translates each into a sentence."""

    NO_AUDIO = "no_audio"
    NO_VIDEO = "no_video"
    NO_SPEECH = "no_speech"
    TOO_SHORT = "too_short"
    NO_FACE = "no_face"
    FACE_RARELY_VISIBLE = "face_rarely_visible"
    NO_SHOULDERS = "no_shoulders"
    NO_TRANSCRIPT = "no_transcript"
    NO_REFERENCE = "no_reference"
    NO_SCORING_POINTS = "no_scoring_points"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    NO_FOLLOW_UP = "no_follow_up"
    TOO_NOISY = "too_noisy"
    TEXT_ONLY = "text_only"
    TRANSCRIPT_ONLY = "transcript_only"
    NOT_CONSENTED = "not_consented"
    SWITCHED_OFF = "switched_off"  # the position does without it
    ENGINE_FAILED = "engine_failed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the recording, ``start_ms`` inclusive, ``end_ms`` exclusive."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word as the recogniser cut it, punctuation attached to the word before it."""

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the transcript with the times of its first and last word (None for typed text)."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said. ``text`` is empty, with ``reason`` set, when nothing was."""

    text: str
    language: str | None  # "zh" | "en" | another ISO 639-1 code
    words: tuple[Word, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    language_probability: float | None = None
    speech: tuple[Span, ...] = ()  # voice activity
    source: str = "asr"  # "asr" | "client" | "imported"
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class SpeakerSegment:
    """A stretch of one voice. ``speaker`` counts from 0 in the order of first words."""

    speaker: int
    start_ms: int
    end_ms: int
    overlap: bool = False  # somebody else seems to speak meanwhile
    confidence: float | None = None  # 0-1, that it is this voice rather than the next nearest; None with one voice


@dataclass(frozen=True, slots=True)
class Diarization:
    """Who speaks when, in the order of time. Without segments ``reason`` says why.

    ``speaker_count`` is how many voices were told apart, ``counted`` whether their number was "given" or "estimated";
    voices that cannot be told apart are one, whatever was given. ``separation`` (0-1) is how far apart the two nearest
    voices are; None with one.
    """

    segments: tuple[SpeakerSegment, ...]
    speaker_count: int
    counted: str = "estimated"  # "given" | "estimated"
    speech_ms: int = 0
    separation: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How a voice sounds: numbers of length 1 that mean nothing but their nearness to those of another stretch."""

    vector: tuple[float, ...]
    speech_ms: int


@dataclass(frozen=True, slots=True)
class Filler:
    """A hesitation word such as 嗯 or "um"."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Emotion:
    """A label of how the voice sounds, with the indicators that led to it.

    ``label`` is one of confident, calm, neutral, nervous, excited, flat. ``score`` (0-1) is how well
    the indicators fit the label, not a probability. ``because`` holds (indicator, value) pairs.
    """

    label: str
    score: float
    because: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceSample:
    """One window of the voice timeline. Rate is syllables a minute; pitch is semitones from the speaker's median;
    ``emotion`` is the label (see `Emotion`) of the 8 s around it."""

    at_ms: int
    speech_rate: float | None
    pitch_semitones: float | None
    intensity_db: float | None
    emotion: str | None = None


@dataclass(frozen=True, slots=True)
class Prosody:
    """How it was said."""

    duration_ms: int
    speech_ms: int  # voiced stretches between pauses, summed
    response_latency_ms: int | None = None  # silence before the first speech
    syllables: int | None = None
    speech_rate: float | None = None  # syllables a minute, pauses included (first to last speech)
    articulation_rate: float | None = None  # syllables a minute, pauses excluded
    words_per_minute: float | None = None  # only for languages written with spaces
    pauses: tuple[Span, ...] = ()  # silences of 250 ms and more between speech
    pause_ratio: float | None = None  # paused time / (first to last speech)
    long_pauses: tuple[Span, ...] = ()  # 2 s and more
    fillers: tuple[Filler, ...] = ()
    fillers_per_minute: float | None = None  # per minute of speech
    pitch_median_hz: float | None = None
    pitch_range_semitones: float | None = None  # 5th to 95th percentile
    pitch_sd_semitones: float | None = None
    intensity_mean_db: float | None = None
    intensity_sd_db: float | None = None
    jitter_local: float | None = None  # ratio
    shimmer_local: float | None = None  # ratio
    hnr_db: float | None = None
    fluency: float | None = None  # 0-1
    emotion: Emotion | None = None
    timeline: tuple[VoiceSample, ...] = ()
    missing: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Face:
    """Who is in the picture. Ratios are of the sampled frames."""

    frames: int
    presence_ratio: float | None = None
    several_faces_ratio: float | None = None
    absent: tuple[Span, ...] = ()  # no face for 1 s and more
    several: tuple[Span, ...] = ()  # more than one face
    yaw_sd_degrees: float | None = None
    pitch_sd_degrees: float | None = None
    missing: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GazeSample:
    at_ms: int
    degrees_off: float | None  # angle between the line of sight and the camera
    contact: bool | None


@dataclass(frozen=True, slots=True)
class Gaze:
    """Whether the candidate looks at the camera."""

    frames: int
    eye_contact_ratio: float | None = None  # of the frames with a face and open eyes
    mean_degrees_off: float | None = None
    away: tuple[Span, ...] = ()  # looking away for 2 s and more
    blinks: int | None = None
    blinks_per_minute: float | None = None  # None below 10 sampled frames a second: a blink is shorter
    timeline: tuple[GazeSample, ...] = ()
    missing: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpressionSample:
    at_ms: int
    label: str | None
    smile: float | None = None  # 0-1


@dataclass(frozen=True, slots=True)
class Expression:
    """What the face shows. ``method`` says which way it was found ("deepface" or "face_mesh_geometry")."""

    frames: int
    method: str
    dominant: str | None = None  # neutral | happy | surprise | sad | angry | fear | disgust | smile ... per method
    shares: Mapping[str, float] = field(default_factory=dict)  # label -> share of frames with a face
    smile_ratio: float | None = None
    animation: float | None = None  # 0-1, movement of the face while speaking
    timeline: tuple[ExpressionSample, ...] = ()
    fallback_reason: str | None = None  # why the first choice was not used
    missing: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PostureSample:
    at_ms: int
    shoulder_tilt_degrees: float | None
    movement: float | None


@dataclass(frozen=True, slots=True)
class Posture:
    """How the upper body is held."""

    frames: int
    upright_ratio: float | None = None  # shoulders level and head over them
    shoulder_tilt_degrees: float | None = None  # median of absolute tilt
    lean_degrees: float | None = None  # median of the neck line from the vertical
    movement: float | None = None  # shoulder widths a second
    framing: str | None = None  # good | too_close | too_far | off_centre
    restless: tuple[Span, ...] = ()
    timeline: tuple[PostureSample, ...] = ()
    missing: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the answer that shows something. Times are None for typed text."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PointCoverage:
    """How far one scoring point (or one statement of the reference answer) is covered, and by which sentence."""

    point: str
    coverage: float  # 0-1
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in the text: a discourse marker, a STAR part, a term, a number."""

    kind: str
    text: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What was said, against what was asked. Scores are 0-1, calibrated (see content/embedded.py)."""

    units: int  # Chinese words or English words of the answer
    relevance: float | None = None  # to the question
    relevance_quote: Quote | None = None
    points: tuple[PointCoverage, ...] = ()
    point_coverage: float | None = None  # weighted mean of points
    reference_coverage: float | None = None
    reference_points: tuple[PointCoverage, ...] = ()
    structure: float | None = None
    structure_marks: tuple[Mark, ...] = ()
    star: Mapping[str, Quote] = field(default_factory=dict)  # situation, task, action, result
    depth: float | None = None
    depth_marks: tuple[Mark, ...] = ()  # terms, numbers, specifics
    collaboration_marks: tuple[Mark, ...] = ()
    grade: float | None = None  # one figure for the answer against its reference, 0-1
    scorer: str = "embedded"  # "embedded" | "llm"
    fallback_reason: str | None = None  # why the LLM was not used though configured
    missing: Mapping[str, Reason] = field(default_factory=dict)
