"""What a recogniser writes when nobody spoke, and how it is kept out of the transcript.

Whisper was trained on subtitles: given breath, music or noise it writes what subtitles say there ("thanks
for watching", names of subtitling groups), repeats itself, or repeats its prompt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.engines.asr.assembly import TimedSentence
from analysis.engines.results import Span, Word

# Whisper's own thresholds (Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak
# Supervision", section 4.5): repetitive text compresses well; silence is both improbable text and "no speech".
MAX_COMPRESSION_RATIO = 2.4
MIN_LOG_PROBABILITY = -1.0
MAX_NO_SPEECH = 0.6
# Below this the text is a guess, whatever the no-speech token says (e to the -1.5 is .22 a token).
HOPELESS_LOG_PROBABILITY = -1.5

# A sentence must lie in speech for at least this share of its time.
MIN_SPEECH_SHARE = 0.2
# Politeness that subtitles end with counts only where it was clearly said.
SURE_PROBABILITY = 0.6
SURE_SPEECH_SHARE = 0.6
# Nobody speaks more than 12 syllables a second: fast speech reaches 8 to 9 (Jacewicz et al. 2010).
MAX_UNITS_PER_SECOND = 12.0

# Never part of an answer: credits of subtitles.
_CREDITS = re.compile(
    r"字幕\s*(?:by|由|制作|提供|志愿|组)|索兰娅|amara\.?org|点赞.{0,4}订阅|订阅.{0,6}转发|打赏支持|明镜.{0,2}点点"
    r"|中文字幕|subtitles?\s+by|transcribed\s+by|captions?\s+by|请不吝",
    re.IGNORECASE,
)
# May be said, but is mostly invented.
_COURTESIES = re.compile(
    r"(?:谢谢|感谢)(?:大家)?(?:的)?(?:观看|收看|收听|聆听)|(?:我们)?下(?:期|集|次)(?:再见|再会|见)|未完待续|多谢收睇"
    r"|thank(?:s| you)(?: so much| very much)?(?: for (?:watching|listening|viewing))?|please subscribe"
    r"|see you (?:next time|in the next video)|(?:bye)+|you|ご視聴ありがとうございました",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """What a recogniser heard in one clip. The three figures are Whisper's; None where an engine has none."""

    words: tuple[Word, ...]
    average_log_probability: float | None = None
    no_speech_probability: float | None = None
    compression_ratio: float | None = None


def believable(segment: Segment) -> bool:
    """Whether the recogniser's own figures allow the text."""
    probability = segment.average_log_probability
    if (segment.compression_ratio or 0.0) > MAX_COMPRESSION_RATIO:
        return False
    if probability is None:
        return True
    silent = (segment.no_speech_probability or 0.0) > MAX_NO_SPEECH
    return probability > HOPELESS_LOG_PROBABILITY and not (silent and probability < MIN_LOG_PROBABILITY)


def drop_inventions(
    sentences: Sequence[TimedSentence], *, prompt: str | None, speech: Sequence[Span]
) -> list[TimedSentence]:
    """The sentences that were said: no prompt, no credits, no courtesies without speech, nothing in silence."""
    return [
        sentence
        for sentence in sentences
        if not (_is_prompt(sentence, prompt) or _CREDITS.search(sentence.sentence.text) or _unsaid(sentence, speech))
    ]


def _unsaid(sentence: TimedSentence, speech: Sequence[Span]) -> bool:
    share = _speech_share(sentence, speech)
    if share < MIN_SPEECH_SHARE or _too_fast(sentence):
        return True
    if not _COURTESIES.fullmatch(_letters(sentence.sentence.text, keep_spaces=True)):
        return False
    probability = sentence.probability
    return share < SURE_SPEECH_SHARE or (probability is not None and probability < SURE_PROBABILITY)


def _is_prompt(sentence: TimedSentence, prompt: str | None) -> bool:
    if not prompt:
        return False
    said, shown = _letters(sentence.sentence.text), _letters(prompt)
    return shown in said or (said in shown and len(said) >= len(shown) // 2)


def _speech_share(sentence: TimedSentence, speech: Sequence[Span]) -> float:
    start, end = sentence.words[0].start_ms, sentence.words[-1].end_ms
    inside = sum(max(0, min(end, span.end_ms) - max(start, span.start_ms)) for span in speech)
    return inside / max(1, end - start)


def _too_fast(sentence: TimedSentence) -> bool:
    units = sum(max(1, len(_letters(word.text)) // 4) for word in sentence.words)
    length_ms = max(1, sentence.words[-1].end_ms - sentence.words[0].start_ms)
    return units >= 6 and units * 1000 / length_ms > MAX_UNITS_PER_SECOND


def _letters(text: str, *, keep_spaces: bool = False) -> str:
    return _NOT_LETTERS.sub(" " if keep_spaces else "", text).strip().lower()
