"""The table of engines."""

from __future__ import annotations

import pytest

from analysis.engines.content.llm_client import LlmClient
from analysis.engines.registry import ANSWER_KINDS, FRAME_KINDS, EngineChoice, build, build_set, names_of

CLIENT = LlmClient(base_url="http://127.0.0.1:9/v1", api_key="k", model="m")
SETTINGS = {"llm": {"client": CLIENT}, "openai-api": {"base_url": "http://127.0.0.1:9/v1", "model": "m"}}
EVERY = [(kind, name) for kind in (*ANSWER_KINDS, *FRAME_KINDS, "diarization", "follow_up") for name in names_of(kind)]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_engine_of_the_table_can_be_made_and_names_itself(kind, name):
    engine = build(kind, EngineChoice(name, SETTINGS.get(name, {})))
    assert engine.version
    if kind != "follow_up":
        assert engine.provides == kind
        assert engine.name
        assert dict(engine.parameters) is not None
        assert engine.requires <= {"audio", *ANSWER_KINDS, *FRAME_KINDS}


def test_an_unknown_engine_is_refused_by_name():
    with pytest.raises(ValueError, match="faster-whisper"):
        build("asr", EngineChoice("crystal-ball"))


def test_a_set_holds_what_was_chosen():
    made = build_set({"asr": EngineChoice("fake"), "face": EngineChoice("fake")})
    assert [engine.provides for engine in made.answer] == ["asr"]
    assert [engine.provides for engine in made.frame] == ["face"]
