"""Feishu's interview minutes: sentences with the moment each was begun (milliseconds since 1970) and who spoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interviews.importing import shapes
from interviews.importing.parsed import Note, Source, Unreadable, Utterance
from interviews.importing.roles import CANDIDATE, INTERVIEWER
from interviews.transcripts.turns import Voice

_ROLES = {1: INTERVIEWER, 2: CANDIDATE}


def is_feishu(data: Any) -> bool:
    """Whether ``data`` looks like minutes: one response, a list of pages, or bare sentences."""
    if isinstance(data, list):
        return any(is_feishu(page) or _is_sentence(page) for page in data[:5])
    return isinstance(data, Mapping) and ("msg" in data or _sentences_path(data) is not None)


def read_feishu(data: Any) -> Source:
    """Raises `Unreadable`: a field of the wrong kind is named, an error response is passed on."""
    sentences, unfinished = _all_sentences(data)
    people = _People()
    seen: set[tuple[Any, ...]] = set()
    utterances: list[Utterance] = []
    for field, sentence in sentences:
        found = _utterance(shapes.mapping(sentence, field), field, people)
        mark = (found.speaker, found.text, found.start)
        if found.start is None or mark not in seen:
            utterances.append(found)
        seen.add(mark)
    notes = [Note("repeated", {"count": len(sentences) - len(utterances)})] if len(sentences) > len(utterances) else []
    if unfinished:
        notes.append(Note("incomplete", {"count": 1}))
    return Source(tuple(utterances), people.voices, absolute=True, notes=tuple(notes))


def sentences_of_page(page: Any, field: str = "") -> list[tuple[str, Any]]:
    """The sentences of one response with the path of each. ``minutes`` may be null: nothing was said."""
    body = shapes.mapping(page, field or "response")
    if body.get("code") not in (None, 0):
        raise Unreadable("error_response", number=str(body["code"])[:40], message=str(body.get("msg", ""))[:300])
    path = _sentences_path(body)
    if path is None:
        raise shapes.wrong(f"{field}data.minutes.sentences", "list")
    found: Any = body
    name = field.rstrip(".")
    for key in path:
        found = shapes.mapping(found, name or "response").get(key)
        name = f"{name}.{key}" if name else key
        if found is None:
            return []
    return [(f"{name}[{place}]", sentence) for place, sentence in enumerate(shapes.listing(found, name))]


def _all_sentences(data: Any) -> tuple[list[tuple[str, Any]], bool]:
    if not isinstance(data, list):
        return sentences_of_page(data), _has_more(data)
    if not data:
        raise Unreadable("nothing_said")
    if _is_sentence(data[0]):
        return [(f"[{place}]", sentence) for place, sentence in enumerate(data)], False
    pages = [sentences_of_page(page, f"[{place}].") for place, page in enumerate(data)]
    return [sentence for page in pages for sentence in page], _has_more(data[-1])


def _sentences_path(body: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Where the sentences of a response are: in the whole of it, or in what somebody took out of it."""
    if "sid" in body or "pid" in body:
        return None
    for path in (("data", "minutes", "sentences"), ("minutes", "sentences"), ("sentences",)):
        if path[0] in body:
            return path
    return None


def _is_sentence(value: Any) -> bool:
    return isinstance(value, Mapping) and "content" in value and ("speak_time" in value or "user_type" in value)


def _has_more(page: Any) -> bool:
    data = page.get("data", page)
    return isinstance(data, Mapping) and data.get("has_more") is True


def _utterance(sentence: Mapping[str, Any], field: str, people: _People) -> Utterance:
    return Utterance(
        speaker=people.key_of(sentence, field),
        text=shapes.text(sentence.get("content"), f"{field}.content"),
        start=shapes.number(sentence.get("speak_time"), f"{field}.speak_time"),
        whole=True,
    )


class _People:
    """The speakers met so far; a name keeps its role where a sentence leaves that out."""

    def __init__(self) -> None:
        self.voices: dict[str, Voice] = {}
        self._keys: dict[tuple[str, str, str], str] = {}

    def key_of(self, sentence: Mapping[str, Any], field: str) -> str:
        kind = shapes.number(sentence.get("user_type"), f"{field}.user_type")
        role = _ROLES.get(int(kind), "") if kind is not None else ""
        names = sentence.get("speaker_name") or {}
        names = {"zh_cn": names} if isinstance(names, str) else shapes.mapping(names, f"{field}.speaker_name")
        zh = shapes.text(names.get("zh_cn"), f"{field}.speaker_name.zh_cn").strip()[:200]
        en = shapes.text(names.get("en_us"), f"{field}.speaker_name.en_us").strip()[:200]
        if not (role or zh or en):
            return ""
        return self._known(role, zh, en) or self._add(role, zh, en)

    def _known(self, role: str, zh: str, en: str) -> str:
        if role:
            return self._keys.get((role, zh, en), "")
        return next((key for (_role, *names), key in self._keys.items() if names == [zh, en]), "")

    def _add(self, role: str, zh: str, en: str) -> str:
        number = sum(1 for voice in self.voices.values() if voice.role == role) + 1
        key = f"{role or 'speaker'}-{number}"
        self.voices[key] = Voice(key=key, role=role, name_zh=zh or en, name_en=en or zh)
        self._keys[role, zh, en] = key
        return key
