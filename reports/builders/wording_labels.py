"""Names of abilities, dimension words, reasons and kinds of analysis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from django.db.models import TextChoices
from django.utils import translation

from positions.enums import Ability
from reports.enums import Recommendation

Entries: TypeAlias = Mapping[str, Mapping[str, str]]
_LOCALES: Final[Mapping[str, str]] = {"zh": "zh-hans", "en": "en"}


class _Named(Mapping[str, str]):
    """The words of a choice by language: the same in reports as on every page and in the admin."""

    def __init__(self, choice: TextChoices) -> None:
        self._choice = choice

    def __getitem__(self, language: str) -> str:
        with translation.override(_LOCALES[language]):
            return str(self._choice.label)

    def __iter__(self) -> Iterator[str]:
        return iter(_LOCALES)

    def __len__(self) -> int:
        return len(_LOCALES)


ABILITIES: Final[Entries] = {value: _Named(Ability(value)) for value in Ability.values}

RECOMMENDATIONS: Final[Entries] = {value: _Named(Recommendation(value)) for value in Recommendation.values}

DIMENSION_LABELS: Final[Entries] = {
    "slow": {"zh": "偏慢", "en": "slow"},
    "moderate": {"zh": "适中", "en": "moderate"},
    "fast": {"zh": "偏快", "en": "fast"},
    "excellent": {"zh": "优秀", "en": "excellent"},
    "good": {"zh": "良好", "en": "good"},
    "fair": {"zh": "一般", "en": "fair"},
    "poor": {"zh": "欠佳", "en": "poor"},
    "confident": {"zh": "自信", "en": "confident"},
    "calm": {"zh": "沉稳", "en": "calm"},
    "neutral": {"zh": "平稳", "en": "neutral"},
    "nervous": {"zh": "紧张", "en": "nervous"},
    "excited": {"zh": "兴奋", "en": "excited"},
    "flat": {"zh": "平淡", "en": "flat"},
    "restrained": {"zh": "较拘谨", "en": "restrained"},
    "natural": {"zh": "自然", "en": "natural"},
    "lively": {"zh": "生动", "en": "lively"},
    "upright": {"zh": "端正", "en": "upright"},
    "fairly_upright": {"zh": "基本端正", "en": "fairly upright"},
    "slouched": {"zh": "欠端正", "en": "slouched"},
    "low": {"zh": "低", "en": "low"},
    "medium": {"zh": "中等", "en": "medium"},
    "high": {"zh": "高", "en": "high"},
    "loose": {"zh": "较松散", "en": "loose"},
    "fairly_clear": {"zh": "基本清晰", "en": "fairly clear"},
    "clear": {"zh": "清晰", "en": "clear"},
    "shallow": {"zh": "较浅", "en": "shallow"},
    "medium_depth": {"zh": "一般", "en": "medium"},
    "fairly_deep": {"zh": "较好", "en": "fairly deep"},
    "deep": {"zh": "深入", "en": "deep"},
}

REASONS: Final[Entries] = {
    "no_audio": {"zh": "录制内容中没有声音", "en": "The recording has no sound"},
    "no_video": {"zh": "录制内容中没有画面", "en": "The recording has no picture"},
    "no_speech": {"zh": "没有听到候选人说话", "en": "Nothing was said"},
    "too_short": {"zh": "内容太短，不足以判断", "en": "Too short to judge"},
    "no_face": {"zh": "画面中没有检测到人脸", "en": "No face was found in the picture"},
    "face_rarely_visible": {"zh": "人脸出现的时间太少，不足以判断", "en": "The face was in view too seldom to judge"},
    "no_shoulders": {"zh": "画面中看不到肩部，无法判断坐姿", "en": "The shoulders were not in view"},
    "no_transcript": {"zh": "没有可用的文字记录", "en": "There is no transcript"},
    "no_reference": {"zh": "题目没有设置参考答案", "en": "The question has no reference answer"},
    "no_scoring_points": {"zh": "题目没有设置评分要点", "en": "The question has no scoring points"},
    "not_asked": {"zh": "本场面试没有问到此类问题", "en": "No question of this kind was asked"},
    "not_answered": {"zh": "题目没有作答", "en": "The question was not answered"},
    "no_follow_up": {"zh": "本场面试没有追问", "en": "There was no follow-up question"},
    "too_noisy": {"zh": "噪声过大，无法可靠测量", "en": "Too noisy to measure reliably"},
    "text_only": {"zh": "以文字作答，没有语音和画面", "en": "Answered in writing, without voice or picture"},
    "transcript_only": {
        "zh": "来源是没有声音和画面的文字记录",
        "en": "The source is a transcript without sound or picture",
    },
    "switched_off": {"zh": "该岗位的面试不分析此类信息", "en": "Interviews for this position do without it"},
    "not_consented": {"zh": "候选人未同意采集此类信息", "en": "The candidate did not consent to this"},
    "engine_failed": {"zh": "分析未能完成", "en": "The analysis could not be completed"},
    "not_applicable": {"zh": "不适用于本场面试", "en": "Does not apply to this interview"},
}

KINDS: Final[Entries] = {
    "asr": {"zh": "语音识别", "en": "Speech recognition"},
    "prosody": {"zh": "语音韵律分析", "en": "Voice analysis"},
    "face": {"zh": "人脸检测", "en": "Face detection"},
    "gaze": {"zh": "视线分析", "en": "Gaze analysis"},
    "expression": {"zh": "表情分析", "en": "Expression analysis"},
    "posture": {"zh": "姿态分析", "en": "Posture analysis"},
    "content": {"zh": "内容分析", "en": "Content analysis"},
    "diarization": {"zh": "说话人区分", "en": "Speaker separation"},
}
