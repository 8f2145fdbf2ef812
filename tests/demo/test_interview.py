"""The demo against a stand-in for the server: what it asks for, what it prints, when it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo import interview as demo
from demo.interview import DemoError, check_order
from demo.printing import ProgressBar
from interview_ai.sdk.models import QuestionResult

SCORES = {"strong": 88, "weak": 41, "off_topic": 12}


def result(score: int | None) -> QuestionResult:
    return QuestionResult(question_id="q", score=score)


def test_right_order_is_accepted(capsys: pytest.CaptureFixture[str]):
    check_order([(meant, result(score)) for meant, score in SCORES.items()])
    assert "strong 88, weak 41, off_topic 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    "scores",
    [
        {"strong": 41, "weak": 41, "off_topic": 12},
        {"strong": 88, "weak": 12, "off_topic": 41},
        {"strong": 88, "weak": None, "off_topic": 12},
        {"strong": 88, "off_topic": 12},
    ],
)
def test_wrong_order_is_told_with_the_scores(scores: dict[str, int | None]):
    with pytest.raises(DemoError, match=r"should score more.*strong"):
        check_order([(meant, result(score)) for meant, score in scores.items()])


def test_progress_without_a_terminal_is_a_line_a_quarter(capsys: pytest.CaptureFixture[str]):
    bar = ProgressBar("report")
    for share in (0.0, 0.1, 0.3, 0.31, 0.8, 1.0):
        bar(share)
    bar.close()
    assert capsys.readouterr().out.split("\n")[:-1] == [f"  report: {n} %" for n in (0, 30, 80, 100)]


class Server:
    """As much of the API as the demo uses, with the questions' scores given."""

    def __init__(self, *, scores: dict[str, int], asks_follow_up: bool = True) -> None:
        self.scores = scores
        self.asks_follow_up = asks_follow_up
        self.questions: list[dict[str, Any]] = []
        self.answered: list[dict[str, Any]] = []
        self.stored: list[bytes] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            self.stored.append(request.read())
            return httpx.Response(200, json={"code": 0, "data": {}})
        body = json.loads(request.read() or b"{}")
        path = request.url.path.removeprefix("/v1/")
        if path.endswith("/export"):
            return httpx.Response(200, content=request.url.params["format"].encode())
        return httpx.Response(200, json={"code": 0, "message": "success", "data": self.answer(path, body)})

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        match path.split("/"):
            case ["users", "login"]:
                return {"access_token": "a", "refresh_token": "r"}
            case ["positions"]:
                return {"position_id": "pos_1"}
            case ["questions"]:
                self.questions.append({**body, "question_id": f"q_{len(self.questions) + 1}"})
                return self.questions[-1]
            case ["interviews"]:
                return {"interview_id": "int_1", "questions": self.questions}
            case ["uploads", "presign"]:
                key = f"up/{len(self.stored)}"
                return {"upload_url": "https://store.example.com/x", "file_key": key, "file_url": key}
            case ["interviews", _, "answers"]:
                self.answered.append(body)
                return {"answer_id": f"ans_{len(self.answered)}"}
            case ["interviews", _, "follow-up"]:
                return self.follow_up()
            case ["reports", _]:
                return {"overall_score": 60, "questions": self.results(), "engines": [], "ability_evidence": ABILITIES}
        return {}

    def follow_up(self) -> dict[str, Any]:
        if not self.asks_follow_up:
            return {"status": "none", "follow_up_question": None}
        return {"status": "ready", "follow_up_question": {"question_id": "q_f1", "content": "And then?"}}

    def results(self) -> list[dict[str, Any]]:
        meant = {"q_1": "weak", "q_2": "strong", "q_3": "off_topic"}
        return [
            {"question_id": key, "order": n, "score": self.scores.get(meant.get(key, ""), 70)}
            for n, key in enumerate([*meant, "q_f1"])
        ]


ABILITIES = {
    "professional_knowledge": {
        "label": "Professional knowledge",
        "score": 77,
        "weight": 0.25,
        "coverage": 1.0,
        "indicators": [
            {
                "key": "point_coverage",
                "label": "Scoring points covered",
                "value": 64.0,
                "unit": "%",
                "norm": "60% or more",
                "score": 71,
                "evidence": [
                    {
                        "question_id": "q_2",
                        "start_ms": 65_000,
                        "end_ms": 67_400,
                        "quote": "the same key with every retry",
                    }
                ],
            },
            {"key": "depth", "label": "Depth", "value": None, "reason": "no_transcript"},
        ],
    }
}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a `Server` where the network is, and two-second videos in place of whole ones."""
    render = demo.render_answer_video

    def short(*arguments: Any, **options: Any) -> None:
        render(*arguments, **{**options, "seconds": 1.0, "size": (64, 36)})

    def use(server: Server) -> Server:
        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda _, request: server.handle(request))
        monkeypatch.setattr(demo, "render_answer_video", short)
        return server

    return use


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    arguments = ["demo.interview", "--base-url", "http://127.0.0.1:1", "--output", str(tmp_path / "out")]
    monkeypatch.setattr("sys.argv", arguments)
    return demo.main()


def test_demo_answers_everything_and_saves_the_report(
    served: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    server = served(Server(scores=SCORES))
    assert run(tmp_path, monkeypatch) == 0
    assert [entry["question_id"] for entry in server.answered] == ["q_1", "q_2", "q_f1", "q_3"]
    assert [entry["audio_url"] for entry in server.answered] == ["up/0", "up/1", "up/2", "up/3"]
    assert [entry["transcript"][:9] for entry in server.answered] == [
        "Um, so, a",
        "There are",
        "Yes, ther",
        "I really ",
    ]
    assert all(content[4:8] == b"ftyp" for content in server.stored)
    assert (tmp_path / "out" / "report.pdf").read_bytes() == b"pdf"
    assert (tmp_path / "out" / "report.xlsx").read_bytes() == b"excel"
    assert json.loads((tmp_path / "out" / "report.json").read_text())["overall_score"] == 60
    printed = capsys.readouterr().out
    assert 'question 1, 1:05-1:07 "the same key with every retry"' in printed
    assert "64 %" in printed
    assert "not measured: no_transcript" in printed


def test_demo_fails_when_the_report_cannot_tell_the_answers_apart(
    served: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    served(Server(scores={"strong": 50, "weak": 50, "off_topic": 50}))
    assert run(tmp_path, monkeypatch) == 1
    assert "should score more" in capsys.readouterr().err


def test_demo_fails_when_no_follow_up_is_asked(
    served: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    served(Server(scores=SCORES, asks_follow_up=False))
    assert run(tmp_path, monkeypatch) == 1
    assert "no follow-up question" in capsys.readouterr().err


def test_demo_fails_in_one_sentence_when_there_is_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refuse(_: Any, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", refuse)
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert run(tmp_path, monkeypatch) == 1
    assert "could not reach http://127.0.0.1:1/v1/users/register" in capsys.readouterr().err
