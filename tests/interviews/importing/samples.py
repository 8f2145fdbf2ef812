"""Interviews as other systems write them down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

# (who, text): I asks, C answers.
TALK = (
    ("I", "你好，能听到我说话吗？"),
    ("C", "能听到。"),
    ("I", "好的，先做一个自我介绍吧。"),
    ("C", "我叫张三，毕业于北京大学，做过三年推荐系统的召回和排序。"),
    ("I", "嗯。"),
    ("C", "最近一年负责一个双塔召回项目，把离线召回率从百分之六十提升到百分之七十五。"),
    ("I", "你刚才提到双塔召回，具体是怎么训练的？"),
    ("C", "我们用点击日志做正样本，用批内负采样，再加一部分困难负样本，温度系数设为零点零五。"),
    ("I", "明白了。什么是过拟合？你会如何避免？"),
    ("C", "过拟合是模型在训练集上表现好而在新数据上表现差，可以用正则化、更多数据和早停来避免。"),
    ("I", "你有什么问题想问我吗？"),
    ("C", "团队现在有多少人？"),
    ("I", "二十个人左右。今天就到这里，谢谢你。"),
)
STARTED_MS = 1_720_967_514_994
NAMES = {"I": ("李四", "Li Si"), "C": ("张三", "Zhang San")}
PACE_MS = 250  # a character


def times(talk: Sequence[tuple[str, str]] = TALK) -> list[tuple[int, int]]:
    """Start and end of each line, from 0: as long as its text takes, half a second between two."""
    found, at = [], 0
    for _who, text in talk:
        end = at + PACE_MS * len(text)
        found.append((at, end))
        at = end + 500
    return found


def feishu(talk: Sequence[tuple[str, str]] = TALK, *, more: bool = False, token: str = "") -> dict[str, Any]:
    """One response of "get minutes"."""
    sentences = [
        {
            "content": text,
            "speak_time": str(STARTED_MS + start),
            "user_type": 1 if who == "I" else 2,
            "speaker_name": {"zh_cn": NAMES[who][0], "en_us": NAMES[who][1]},
        }
        for (who, text), (start, _end) in zip(talk, times(talk), strict=True)
    ]
    data: dict[str, Any] = {"minutes": {"sentences": sentences}, "has_more": more}
    if more:
        data["page_token"] = token
    return {"code": 0, "msg": "success", "data": data}


def tencent(talk: Sequence[tuple[str, str]] = TALK, *, more: bool = False) -> dict[str, Any]:
    """One response of "transcript details": a paragraph a line, a word for every two characters."""
    paragraphs, words_so_far = [], 0
    for number, ((who, text), (start, end)) in enumerate(zip(talk, times(talk), strict=True)):
        pieces = [text[at : at + 2] for at in range(0, len(text), 2)]
        words = [
            {
                "wid": str(words_so_far + place),
                "start_time": start + place * 2 * PACE_MS,
                "end_time": min(end, start + (place + 1) * 2 * PACE_MS),
                "text": piece,
            }
            for place, piece in enumerate(pieces)
        ]
        words_so_far += len(words)
        paragraphs.append(
            {
                "pid": str(number),
                "start_time": start,
                "end_time": end,
                "sentences": [{"sid": str(number), "start_time": start, "end_time": end, "words": words}],
                "speaker_info": {"userid": f"user{who}", "username": NAMES[who][0], "ms_open_id": ""},
            }
        )
    return {"more": more, "minutes": {"paragraphs": paragraphs, "keywords": ["召回"], "audio_detect": 1}}


def srt(talk: Sequence[tuple[str, str]] = TALK, *, names: bool = True) -> str:
    """SubRip with the speaker before a colon."""
    cues = []
    for number, ((who, text), (start, end)) in enumerate(zip(talk, times(talk), strict=True), start=1):
        prefix = f"{NAMES[who][0]}：" if names else ""
        cues.append(f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{prefix}{text}\n")
    return "\n".join(cues)


def packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"
