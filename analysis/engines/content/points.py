"""What a scoring point asks for: a fact, or a quality of the answer.

A point is either a fact ("names the cost for writes") or a criterion ("表达的逻辑性", "depth of experience").
No sentence of an answer resembles a criterion, however good the answer, so a criterion is judged by the measure it
asks for. A point may also ask for a part of a STAR account ("states a measurable result").
"""

from __future__ import annotations

import re

from analysis.engines.content import words

_CRITERION = {
    "zh": re.compile(
        r"(?:性|程度|能力|水平|深度|广度|态度|素养|质量|思路|逻辑|条理|意识|经验|流畅度|清晰度|准确度)(?:[和与及、或].{1,6})?[。.]?$"
        r"|^(?:表达|逻辑|条理|沟通)"
    ),
    "en": re.compile(
        r"^(?:the )?(?:clarity|accuracy|depth|quality|logic|structure|richness|level|degree|ability|organi[sz]ation|"
        r"relevance|completeness|correctness|understanding|communication|teamwork|clear|logical|well[- ]structured|"
        r"technical depth|practical|hands[- ]on|problem[- ]solving|attitude)\b"
        r"|\b(?:skills?|ability|experience|clarity|depth|attitude|awareness|structure|thinking|expression)[.]?$",
        re.IGNORECASE,
    ),
}
# What a criterion asks for, by its words; the first that fits decides, so the more particular stand first.
_ASPECTS = tuple(
    (aspect, re.compile(pattern, re.IGNORECASE))
    for aspect, pattern in (
        ("collaboration", r"沟通|协作|合作|团队|communicat|team|collaborat|interpersonal"),
        ("structure", r"逻辑|条理|结构|表达|清晰|流畅|logic|structur|clarity|clear|organi[sz]|articulat|expression"),
        ("specifics", r"经验|经历|实践|项目|案例|实际|举例|experience|practical|hands[- ]on|project|example"),
        ("correctness", r"准确|正确|理解|掌握|概念|原理|accura|correct|understanding|grasp"),
        ("depth", r"."),
    )
)
# What a point says to the grader, not about the subject: "explains how ...", "能说明...".
_TO_THE_GRADER = re.compile(
    r"^(?:the (?:answer|candidate) )?(?:should |must |can |clearly )*(?:explains?|names?|mentions?|describes?|states?|"
    r"gives?|knows?|lists?|identif(?:y|ies)|points? out|discuss(?:es)?|compares?)\s+"
    r"(?:that |how |why |the |what |at least \w+ )*"
    r"|^(?:候选人|回答)?(?:是否|能否|能够|能|可以|应|需|要|会)*"
    r"(?:解释|说明|提到|提及|描述|指出|列举|说出|给出|阐述|介绍|知道|了解|答出)(?:了|出|到)?",
    re.IGNORECASE,
)
_STAR_ASKED = {
    "situation": re.compile(r"背景|情境|情况|场景|原因|situation|context|background|conflict|deadline", re.IGNORECASE),
    "task": re.compile(r"任务|目标|职责|task|goal|responsib", re.IGNORECASE),
    "action": re.compile(r"行动|措施|做法|步骤|过程|处理|action|steps?\b|approach", re.IGNORECASE),
    "result": re.compile(r"结果|成果|成效|反思|收获|效果|result|outcome|impact|learn", re.IGNORECASE),
}


def aspect_of(point: str) -> str | None:
    """What a criterion asks for (collaboration, structure, specifics, correctness, depth); None for a fact."""
    if not _CRITERION[words.language_of(point)].search(point.strip()):
        return None
    return next(aspect for aspect, pattern in _ASPECTS if pattern.search(point))


def core_of(point: str) -> str:
    """The point without what it says to the grader, as written when nothing else is in it."""
    return _TO_THE_GRADER.sub("", point, count=1).strip() or point


def star_parts_of(point: str) -> list[str]:
    """Which parts of a STAR account a point asks for."""
    return [part for part, pattern in _STAR_ASKED.items() if pattern.search(point)]


def is_for_the_grader(point: str) -> bool:
    """Whether a point speaks to the grader, so that saying it word for word answers nothing."""
    return aspect_of(point) is not None or core_of(point) != point
