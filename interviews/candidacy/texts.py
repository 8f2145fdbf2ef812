"""What a candidate agrees to, word for word. A text that was shown is never edited: a changed one is a new version.

The words are not translated by catalogue, so that a stored version and language name exactly what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from interviews.enums import AnswerMode, ConsentKind

CURRENT: Final = "2026-11-22"
LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One thing to decide on: what is asked, what it means, and what happens without it."""

    title: str
    meaning: str
    without: str


Texts = Mapping[str, Mapping[str, ConsentText]]

_2026_11: Texts = {
    "zh": {
        "recording": ConsentText(
            "录制我的回答",
            "您回答问题时的声音和画面会被录下并保存，供该公司负责招聘的人员回看；他们也可能在面试进行时旁观。"
            "题目之间的时间不录制。页面还会记下环境提示（例如页面被隐藏、粘贴文字、出现其他人脸），仅供人查看，绝不影响得分。",
            "不同意录制，就不会进行 AI 面试；我们会请公司安排人工方式与您联系。",
        ),
        "recording_text": ConsentText(
            "保存我的回答",
            "您写下的回答会被保存，供该公司负责招聘的人员阅读；他们也可能在面试进行时旁观。"
            "页面还会记下环境提示（例如页面被隐藏、粘贴文字），仅供人查看，绝不影响得分。",
            "不同意保存，就不会进行 AI 面试；我们会请公司安排人工方式与您联系。",
        ),
        "scoring": ConsentText(
            "由 AI 评估回答内容",
            "软件把您说的话转成文字，按岗位的评分要点衡量内容，并写成一份报告。是否录用由人决定，软件不会自动淘汰任何人。",
            "不同意 AI 评估，就不会进行 AI 面试；我们会请公司安排人工方式与您联系。",
        ),
        "signals": ConsentText(
            "分析面部与声音信号（可不同意）",
            "软件会测量语速、停顿、音调，以及是否面向镜头、表情活动和坐姿。不识别身份，也不推断年龄、性别或种族。",
            "不同意也可以照常面试：这些信号完全不会被计算，报告中会注明，且不扣分。",
        ),
        "signals_audio": ConsentText(
            "分析声音信号（可不同意）",
            "软件会测量语速、停顿和音调。不识别身份，也不推断年龄、性别或种族。",
            "不同意也可以照常面试：这些信号完全不会被计算，报告中会注明，且不扣分。",
        ),
    },
    "en": {
        "recording": ConsentText(
            "Record my answers",
            "Your voice and picture are recorded while you answer, and kept for the people of the company who hire; "
            "they may also watch while the interview goes on. Nothing is recorded between questions. The page notes "
            "circumstances, such as being hidden, pasted text or another face: people see them, no score does.",
            "Without this there is no AI interview; we ask the company to talk to you in person.",
        ),
        "recording_text": ConsentText(
            "Keep my answers",
            "What you write is kept for the people of the company who hire; they may also watch while the interview "
            "goes on. The page notes circumstances, such as being hidden or pasted text: people see them, no score "
            "does.",
            "Without this there is no AI interview; we ask the company to talk to you in person.",
        ),
        "scoring": ConsentText(
            "Let AI evaluate what I say",
            "Software writes down what you say, measures it against the points the company looks for and writes a "
            "report. People decide; software turns nobody down.",
            "Without this there is no AI interview; we ask the company to talk to you in person.",
        ),
        "signals": ConsentText(
            "Analyse face and voice signals (your choice)",
            "Software measures pace, pauses and pitch, whether you face the camera, how your face moves and how you "
            "sit. It identifies nobody and infers neither age nor gender nor race.",
            "Without this the interview goes on as usual: none of it is computed, the report says so, and it costs "
            "you nothing.",
        ),
        "signals_audio": ConsentText(
            "Analyse voice signals (your choice)",
            "Software measures pace, pauses and pitch. It identifies nobody and infers neither age nor gender nor "
            "race.",
            "Without this the interview goes on as usual: none of it is computed, the report says so, and it costs "
            "you nothing.",
        ),
    },
}
# Since then the voices of an interview's answers are compared with one another.
_2026_11_22: Texts = {
    "zh": {
        **_2026_11["zh"],
        "signals": ConsentText(
            "分析面部与声音信号（可不同意）",
            "软件会测量语速、停顿、音调，以及是否面向镜头、表情活动和坐姿；还会比较您各个回答的声音是否像同一个人，若不像则作为提示供人查看。"
            "比较用的数据在分析结束后即删除。不识别身份，也不推断年龄、性别或种族。",
            "不同意也可以照常面试：这些信号完全不会被计算，报告中会注明，且不扣分。",
        ),
        "signals_audio": ConsentText(
            "分析声音信号（可不同意）",
            "软件会测量语速、停顿和音调；还会比较您各个回答的声音是否像同一个人，若不像则作为提示供人查看。"
            "比较用的数据在分析结束后即删除。不识别身份，也不推断年龄、性别或种族。",
            "不同意也可以照常面试：这些信号完全不会被计算，报告中会注明，且不扣分。",
        ),
    },
    "en": {
        **_2026_11["en"],
        "signals": ConsentText(
            "Analyse face and voice signals (your choice)",
            "Software measures pace, pauses and pitch, whether you face the camera, how your face moves and how you "
            "sit. It also compares whether your answers sound like one person; if not, people see a note. What it "
            "compares is deleted after the analysis. It identifies nobody and infers neither age nor gender nor race.",
            "Without this the interview goes on as usual: none of it is computed, the report says so, and it costs "
            "you nothing.",
        ),
        "signals_audio": ConsentText(
            "Analyse voice signals (your choice)",
            "Software measures pace, pauses and pitch. It also compares whether your answers sound like one person; "
            "if not, people see a note. What it compares is deleted after the analysis. It identifies nobody and "
            "infers neither age nor gender nor race.",
            "Without this the interview goes on as usual: none of it is computed, the report says so, and it costs "
            "you nothing.",
        ),
    },
}
VERSIONS: Final[Mapping[str, Texts]] = {"2026-11": _2026_11, CURRENT: _2026_11_22}

_IN_WRITING = {ConsentKind.RECORDING: "recording_text", ConsentKind.SCORING: "scoring"}
_BY_SOUND = {ConsentKind.RECORDING: "recording", ConsentKind.SCORING: "scoring", ConsentKind.SIGNALS: "signals_audio"}
_BY_PICTURE = {**_BY_SOUND, ConsentKind.SIGNALS: "signals"}
_ASKED: Mapping[str, Mapping[ConsentKind, str]] = {
    AnswerMode.TEXT: _IN_WRITING,
    AnswerMode.AUDIO: _BY_SOUND,
    AnswerMode.VIDEO: _BY_PICTURE,
}


def asked_of(mode: str) -> tuple[ConsentKind, ...]:
    """What must be decided before an interview of this mode, in order."""
    return tuple(_ASKED[mode])


def consent_texts(mode: str, *, language: str, version: str = CURRENT) -> dict[ConsentKind, ConsentText]:
    """The words for each thing to decide on. ``language`` is zh or en."""
    return {kind: VERSIONS[version][language][name] for kind, name in _ASKED[mode].items()}
