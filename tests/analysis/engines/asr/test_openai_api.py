"""The engine for transcription servers, against a stand-in server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from analysis.engines.asr.clips import Clip
from analysis.engines.asr.openai_api import OpenAITranscriptions
from analysis.engines.base import AnswerInput, EngineError
from analysis.engines.media import AudioTrack
from analysis.engines.results import Span
from tests.media import tone

CLIP = Clip((Span(1000, 3000),))


@pytest.fixture
def track(answer: Callable[..., AnswerInput]) -> AudioTrack:
    found = answer(tone(seconds=4)).audio
    assert found is not None
    return found


def engine(reply: Callable[[httpx.Request], httpx.Response]) -> OpenAITranscriptions:
    return OpenAITranscriptions(
        base_url="http://asr.test/v1/", model="sense-voice", api_key="secret", transport=httpx.MockTransport(reply)
    )


def replying(body: Any, *, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, json=body)


def test_recognise_sends_the_clip_and_reads_word_times(track: AudioTrack) -> None:
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"text": "Hi all", "words": [{"word": "Hi", "start": 0.1, "end": 0.4}]})

    (segment,) = engine(reply).recognise(track, [CLIP], language="en")

    assert (segment.words[0].text.strip(), segment.words[0].start_ms, segment.words[0].end_ms) == ("Hi", 1100, 1400)
    assert str(seen[0].url) == "http://asr.test/v1/audio/transcriptions"
    assert seen[0].headers["authorization"] == "Bearer secret"
    body = seen[0].read()
    assert b"sense-voice" in body
    assert b"RIFF" in body
    assert len(body) > 2 * 16_000 * 2


def test_recognise_without_word_times_spreads_words_over_the_segment(track: AudioTrack) -> None:
    body = {
        "text": "我用Python。",
        "segments": [{"text": "我用Python。", "start": 0.5, "end": 1.5, "avg_logprob": -0.2}],
    }

    (segment,) = engine(replying(body)).recognise(track, [CLIP], language="zh")

    assert [word.text for word in segment.words] == ["我", "用", "Python。"]
    assert segment.words[0].start_ms == 1500
    assert segment.words[-1].end_ms == 2500
    assert segment.average_log_probability == -0.2


def test_recognise_with_text_alone_spreads_it_over_the_clip(track: AudioTrack) -> None:
    (segment,) = engine(replying({"text": "Good morning."})).recognise(track, [CLIP], language="en")

    assert [(word.text, word.start_ms, word.end_ms) for word in segment.words] == [
        ("Good", 1000, 2000),
        (" morning.", 2000, 3000),
    ]


@pytest.mark.parametrize(("named", "code"), [("chinese", "zh"), ("English", "en"), ("zh", "zh")])
def test_detect_language_understands_names_and_codes(track: AudioTrack, named: str, code: str) -> None:
    found = engine(replying({"text": "", "language": named})).detect_language(track, CLIP)

    assert found == {code: 1.0}


@pytest.mark.parametrize(("status", "retryable"), [(503, True), (429, True), (401, False)])
def test_error_status_says_whether_to_try_again(track: AudioTrack, status: int, retryable: bool) -> None:
    with pytest.raises(EngineError) as caught:
        engine(replying({}, status=status)).recognise(track, [CLIP], language="en")

    assert caught.value.retryable is retryable


def test_server_that_does_not_answer_is_retryable(track: AudioTrack) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(EngineError) as caught:
        engine(refuse).recognise(track, [CLIP], language="en")

    assert caught.value.retryable


@pytest.mark.parametrize("body", [{}, {"text": 7}, [], {"text": "a", "words": [{"word": "a"}]}])
def test_answer_of_another_shape_is_an_engine_error(track: AudioTrack, body: Any) -> None:
    with pytest.raises(EngineError):
        engine(replying(body)).recognise(track, [CLIP], language="en")
