"""What an answer mentions that an interviewer can take up: named things, terms, clauses with figures."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

from analysis.engines.content import lexicon, words

_TERM_LIMIT = 5
_CLAUSE_END = re.compile(r"[，,。！？!?；;\n]|(?<=[a-zA-Z0-9)])[.](?=\s|$)")
_QUANTITY = re.compile(lexicon.QUANTITY)
_NAME_IN_CHINESE = re.compile(r"[A-Za-z][A-Za-z0-9.+#/-]*[A-Za-z0-9+#]")
_NAME_IN_ENGLISH = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z0-9]+\b")
_NOUN_PHRASE = re.compile(
    r"\b(?:an?|the|our|two|three|with|of|into|using|used|on) ((?:[a-z][a-z-]+ ){0,2}[a-z][a-z-]{3,})"
    r"(?=[,.;:!?]|$| (?:and|or|to|of|is|was|are|that|which|in|on|for|with|by|"
    r"from|because|so|but|when|while|has|had|as|at|before|after)\b)"
)
_NOT_A_NOUN = re.compile(
    r"(?:ed|ly|ing|ous|ful|ive)$|^(?:faster|slower|better|worse|larger|smaller|easier|harder|higher|lower|longer|shorter|"
    r"part|thing|way|lot|kind|sort|time|day|week|month|year|bit|end|case)s?$"
)
# People are not asked about as if they were tools; a measure has no use of its own.
_NOT_A_TOOL = re.compile(
    r"(?:engineer|manager|developer|customer|colleague|teacher|architect|member|friend|boss|people|person|user)s?$"
    r"|(?:师|员|者|人|同事|经理|客户|团队|老板|同学|朋友|家)$|(?:率|度|性|误差|结果|问题|效果|经验|时候|情况|公司|技术|方案|数据)$"
)
_NOUN_FLAGS = ("n", "nz", "vn", "eng", "an", "l")
_PHRASE_CHARACTERS = (3, 8)
_TELLING = 0.5  # least weight of the best word of a term
_UNIT_NAMES = frozenset(["gb", "mb", "tb", "kb", "ms", "qps", "id", "ok"])


def mentioned_terms(text: str, *, question: str, language: str) -> list[str]:
    """Up to five things the answer names and the question does not, the most telling first."""
    asked = {term.key for term in words.terms(question)}
    found = _names(text, language) + (_chinese_terms(text) if language == "zh" else _english_terms(text))
    fresh = [
        name
        for name in dict.fromkeys(found)
        if not _is_in_question(name, asked, question) and not _NOT_A_TOOL.search(name.lower())
    ]
    return sorted(fresh, key=lambda name: -_worth(name))[:_TERM_LIMIT]


def mentioned_figures(text: str, *, language: str) -> list[str]:
    """Clauses of the answer that state a figure and can be quoted as they stand."""
    low, high = (6, 32) if language == "zh" else (15, 90)
    clauses = (clause.strip() for clause in _CLAUSE_END.split(text))
    return [clause for clause in clauses if low <= len(clause) <= high and _is_claim(clause, language)]


def vague_clause(text: str, *, language: str) -> str | None:
    """The clause that says most, to ask what is meant by it; None where none can be quoted."""
    low, high = (6, 26) if language == "zh" else (20, 80)
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text)]
    fitting = [clause for clause in clauses if low <= len(clause) <= high and words.terms(clause)]
    return max(fitting, key=lambda clause: sum(term.weight for term in words.terms(clause)), default=None)


def _is_claim(clause: str, language: str) -> bool:
    """Whether a clause states a figure as a result ("fell to 160 ms"), not as a date or a count in passing."""
    pattern = _CLAIM_ZH if language == "zh" else _CLAIM_EN
    return bool(_QUANTITY.search(clause) and pattern.search(clause) and not _GOAL.search(clause))


_CLAIM_ZH = re.compile(r"提高|提升|降低|降到|减少|缩短|达到|增加|节省|从.+到")
_CLAIM_EN = re.compile(
    r"\b(?:reduc|increas|improv|dropp|cut|grew|rose|fell|from .+ to|faster|slower|saved)", re.IGNORECASE
)
_GOAL = re.compile(r"任务|目标|需要|希望|计划|\b(?:goal|task|must|want|should|would)\b", re.IGNORECASE)


def _names(text: str, language: str) -> list[str]:
    pattern = _NAME_IN_CHINESE if language == "zh" else _NAME_IN_ENGLISH
    found = (match.group() for match in pattern.finditer(_QUANTITY.sub(" ", text)))
    return [
        name for name in found if name.lower() not in _UNIT_NAMES and not words.is_stop(name.lower()) and len(name) > 2
    ]


def _english_terms(text: str) -> list[str]:
    found: list[str] = []
    named = {name.lower() for name in _names(text, "en")}
    for match in _NOUN_PHRASE.finditer(text.lower()):
        parts = [part for part in match.group(1).split() if not words.is_stop(part)]
        if not parts or named & set(parts) or _NOT_A_NOUN.search(parts[-1]):
            continue
        if max(map(words.weight, parts)) >= _TELLING:
            found.append(" ".join(parts))
    return found


def _chinese_terms(text: str) -> list[str]:
    """Runs of nouns as jieba tags them, three to eight characters, at least one word of them telling."""
    found: list[str] = []
    run: list[tuple[str, str]] = []
    for word, flag in [*_tagged(text), ("", "x")]:
        if flag in _NOUN_FLAGS and words.is_in_dictionary(word):
            run.append((word, flag))
            continue
        if _is_term(run):
            found.append("".join(word for word, _ in run))
        run = []
    return found


def _is_term(run: list[tuple[str, str]]) -> bool:
    """Whether words with their tags make a term: at most three, the last a noun, one of them telling."""
    if not 0 < len(run) <= 3 or run[-1][1] not in ("n", "nz", "eng"):
        return False
    low, high = _PHRASE_CHARACTERS
    return low <= sum(len(word) for word, _ in run) <= high and max(words.weight(word) for word, _ in run) >= _TELLING


def _tagged(text: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in _tagger().cut(text)]


@cache
def _tagger() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in words: jieba's own warnings
        from jieba import posseg
    return posseg.dt


def load() -> None:
    """Read the tagger's dictionary now."""
    _tagged("准备好了")


def _is_in_question(name: str, asked: set[str], question: str) -> bool:
    keys = {term.key for term in words.terms(name)}
    return name.lower() in question.lower() or (bool(keys) and keys <= asked)


def _worth(name: str) -> float:
    """Names first, then terms by the weight of their words; longer phrases a little before shorter ones."""
    parts = words.terms(name) or [words.Term(key=name, text=name, weight=0.5)]
    best = max(part.weight for part in parts)
    return best + (0.5 if any(c.isupper() for c in name) else 0.0) + 0.1 * min(3, len(parts))
