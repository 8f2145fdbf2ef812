"""Tencent Meeting's transcript details: paragraphs of one speaker, sentences, words; milliseconds of the recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interviews.importing import shapes
from interviews.importing.parsed import Note, RawWord, Source, Unreadable, Utterance
from interviews.importing.texts import joined
from interviews.transcripts.turns import Voice


def is_tencent(data: Any) -> bool:
    """Whether ``data`` looks like transcript details: one response, a list of pages, or bare paragraphs."""
    if isinstance(data, list):
        return any(is_tencent(page) or _is_paragraph(page) for page in data[:5])
    if not isinstance(data, Mapping):
        return False
    minutes = data.get("minutes", data)
    return "error_info" in data or (isinstance(minutes, Mapping) and "paragraphs" in minutes)


def read_tencent(data: Any) -> Source:
    """Raises `Unreadable`: a field of the wrong kind is named, an error response is passed on."""
    paragraphs, notes = _all_paragraphs(data)
    people = _People()
    utterances: list[Utterance] = []
    seen: dict[str, Any] = {}
    repeated = 0
    for field, raw in paragraphs:
        paragraph = shapes.mapping(raw, field)
        pid = shapes.text(paragraph.get("pid"), f"{field}.pid")
        if pid and seen.get(pid) == paragraph:
            repeated += 1
            continue
        seen[pid] = paragraph
        speaker = people.key_of(paragraph.get("speaker_info"), f"{field}.speaker_info")
        utterances += _utterances(paragraph, field, speaker)
    if repeated:
        notes.append(Note("repeated", {"count": repeated}))
    return Source(tuple(utterances), people.voices, notes=tuple(notes))


def paragraphs_of_page(page: Any, field: str = "") -> list[tuple[str, Any]]:
    """The paragraphs of one response with the path of each."""
    body = shapes.mapping(page, field or "response")
    if "error_info" in body:
        info = body["error_info"] if isinstance(body["error_info"], Mapping) else {}
        code, message = info.get("error_code", ""), info.get("message", "")
        raise Unreadable("error_response", number=str(code)[:40], message=str(message)[:300])
    name = f"{field}minutes" if "minutes" in body else field.rstrip(".")
    minutes = body.get("minutes", body)
    if minutes is None:
        return []
    name = f"{name}.paragraphs" if name else "paragraphs"
    found = shapes.mapping(minutes, name.rpartition(".")[0] or "response").get("paragraphs")
    if found is None:
        return []
    return [(f"{name}[{place}]", paragraph) for place, paragraph in enumerate(shapes.listing(found, name))]


def _all_paragraphs(data: Any) -> tuple[list[tuple[str, Any]], list[Note]]:
    if not isinstance(data, list):
        return paragraphs_of_page(data), _page_notes(data)
    if not data:
        raise Unreadable("nothing_said")
    if _is_paragraph(data[0]):
        return [(f"[{place}]", paragraph) for place, paragraph in enumerate(data)], []
    pages = [paragraphs_of_page(page, f"[{place}].") for place, page in enumerate(data)]
    return [paragraph for page in pages for paragraph in page], _page_notes(data[-1])


def _page_notes(last: Mapping[str, Any]) -> list[Note]:
    minutes = last.get("minutes")
    unsettled = isinstance(minutes, Mapping) and minutes.get("audio_detect") == 0
    found = {"incomplete": last.get("more") is True, "speakers_unsettled": unsettled}
    return [Note(code, {"count": 1}) for code, holds in found.items() if holds]


def _is_paragraph(value: Any) -> bool:
    return isinstance(value, Mapping) and "sentences" in value and ("pid" in value or "speaker_info" in value)


def _utterances(paragraph: Mapping[str, Any], field: str, speaker: str) -> list[Utterance]:
    """One a sentence; the cuts of the far side stand."""
    sentences = shapes.listing(paragraph.get("sentences") or [], f"{field}.sentences")
    return [
        _utterance(shapes.mapping(sentence, name), name, speaker, continues=place > 0)
        for place, sentence in enumerate(sentences)
        if (name := f"{field}.sentences[{place}]")
    ]


def _utterance(sentence: Mapping[str, Any], field: str, speaker: str, *, continues: bool) -> Utterance:
    raw = shapes.listing(sentence.get("words") or [], f"{field}.words")
    words = tuple(
        _word(shapes.mapping(word, f"{field}.words[{place}]"), f"{field}.words[{place}]")
        for place, word in enumerate(raw)
    )
    return Utterance(
        speaker=speaker,
        text=joined([word.text for word in words]),
        start=shapes.number(sentence.get("start_time"), f"{field}.start_time"),
        end=shapes.number(sentence.get("end_time"), f"{field}.end_time"),
        words=words,
        whole=True,
        continues=continues,
    )


def _word(word: Mapping[str, Any], field: str) -> RawWord:
    return RawWord(
        text=shapes.text(word.get("text"), f"{field}.text"),
        start=shapes.number(word.get("start_time"), f"{field}.start_time"),
        end=shapes.number(word.get("end_time"), f"{field}.end_time"),
    )


class _People:
    """The speakers met so far, told apart by their ids, or by name where there is no id."""

    def __init__(self) -> None:
        self.voices: dict[str, Voice] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def key_of(self, info: Any, field: str) -> str:
        found = shapes.mapping(info or {}, field)
        userid, name, open_id = (
            shapes.text(found.get(key), f"{field}.{key}").strip()[:200] for key in ("userid", "username", "ms_open_id")
        )
        if not (userid or name or open_id):
            return ""
        mark = (userid, name) if userid or name else ("", open_id)
        if mark not in self._keys:
            key = f"speaker-{len(self.voices) + 1}"
            self._keys[mark] = key
            self.voices[key] = Voice(key=key, role="", name_zh=name, name_en=name, user_id=userid or open_id)
        return self._keys[mark]
