"""The measurements can be imported, and their arithmetic is right; what they measure is not tested here."""

from __future__ import annotations

import subprocess
import sys
import types
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from benchmarks import _common, _pipelines, _recording, answer_analysis, lists, report_latency
from benchmarks._emotion_model import write_stand_in
from demo.record import SAMPLE_RATE

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(path.stem for path in (PROJECT / "benchmarks").glob("[!_]*.py"))


@pytest.fixture(scope="module")
def bench() -> types.ModuleType:
    """scripts/bench.py, which is no package's module."""
    spec = spec_from_file_location("bench", PROJECT / "scripts" / "bench.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["bench"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_has_quick_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        import_module(f"benchmarks.{name}").main(["--help"])
    assert ended.value.code == 0
    assert "--quick" in capsys.readouterr().out


def test_goal_line_says_met_or_missed() -> None:
    assert _common.Goal("fast", "1 s", True).line == "- Goal met: fast (measured: 1 s)"
    assert _common.Goal("fast", "9 s", False).line == "- Goal MISSED: fast (measured: 9 s)"


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_percentile_of_one_to_a_hundred(share: float, expected: int) -> None:
    assert _common.percentile(list(range(100, 0, -1)), share) == expected


def test_percentile_without_values() -> None:
    with pytest.raises(ValueError):
        _common.percentile([], 0.5)


def test_seconds_shows_the_span_of_several() -> None:
    assert _common.seconds([1.0]) == "1.00 s"
    assert _common.seconds([3.0, 1.0, 2.0]) == "2.00 s (1.00-3.00)"


def test_machine_line_warns_when_busy() -> None:
    assert "busy" in _common.machine_line(load=4.0, cores=2)
    assert "busy" not in _common.machine_line(load=0.5, cores=2)


def test_edits_counts_each_kind_once() -> None:
    said = ["we", "store", "the", "key", "first"]
    assert answer_analysis.edits(said, said) == 0
    assert answer_analysis.edits(said, ["we", "store", "a", "key"]) == 2
    assert answer_analysis.edits([], ["more"]) == 1


def test_fitted_cuts_and_fills_with_silence() -> None:
    samples = np.array([5, 6, 7], dtype=np.int16)
    assert _recording.fitted(samples, length=2).tolist() == [5, 6]
    assert _recording.fitted(samples, length=5).tolist() == [5, 6, 7, 0, 0]


def test_recording_is_shorter_than_its_length_and_asks_something() -> None:
    samples = _recording.samples_of(_recording.spoken_recording().path)
    assert 0.9 * _recording.SECONDS < len(samples) / SAMPLE_RATE <= _recording.SECONDS
    assert _recording.question_asked().scoring_points


def test_sampled_frames_are_two_a_second(tmp_path: Path) -> None:
    video = tmp_path / "short.mp4"
    _recording.render(video, seconds=3)
    frames = list(_pipelines.sampled_frames(video))
    assert len(frames) == 3 * _pipelines.SAMPLED_PER_SECOND
    assert frames[0].shape == (360, 640, 3)


def test_stand_in_answers_like_the_emotion_model(tmp_path: Path) -> None:
    import onnxruntime

    path = tmp_path / "weights" / "model.onnx"
    write_stand_in(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    faces = np.random.default_rng(1).integers(0, 256, (3, 48, 48, 1)).astype(np.float32)
    (shares,) = session.run(None, {session.get_inputs()[0].name: faces})
    assert shares.shape == (3, 7)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-4)


def test_analysis_goals_need_both_speed_and_words() -> None:
    found = {"ours": [{"seconds": 2.0}], "by_hand": [{"seconds": 7.0}]}
    assert [goal.met for goal in answer_analysis.goals(found, {"ours": 0.1, "by_hand": 0.1})] == [True, True]
    assert [goal.met for goal in answer_analysis.goals(found, {"ours": 0.2, "by_hand": 0.1})] == [True, False]


def test_latency_goals_name_what_was_missed() -> None:
    found = report_latency.Found(
        fresh_start=[9.0],
        later_start=[11.0],
        analysed=[1.0],
        just_submitted=[50.0],
        idle_mib=100.0,
        called_mib=120.0,
        exported_mib=150.0,  # more than 150 MB
        libraries=["libtorch_cpu.so"],
    )
    assert [goal.met for goal in report_latency.goals(found)] == [True, False, True, False, False, False]


def test_list_goals_look_at_the_slowest_and_at_every_count() -> None:
    one = {"name": "reports", "page": 1, "page_size": 20, "times": [10.0] * 94 + [70.0] * 6}
    counts = dict.fromkeys(lists.LISTS, 4)
    assert [goal.met for goal in lists.goals([one], counts, counts)] == [False, True]
    assert [goal.met for goal in lists.goals([{**one, "times": [10.0]}], counts, {**counts, "reports": 5})] == [
        True,
        False,
    ]


def test_bench_summary_lists_goals_and_failures(bench: types.ModuleType) -> None:
    good = bench.Measured("fast", "text\n- Goal met: a (measured: 1)", 1.0)
    bad = bench.Measured("slow", "", 2.0, trouble="exit code 3")
    text = bench.summary([good, bad])
    assert "| fast | met: a (measured: 1) |" in text
    assert "| slow | **failed: exit code 3** |" in text


def test_bench_chooses_by_name_and_leaves_helpers_out(bench: types.ModuleType) -> None:
    assert [path.stem for path in bench.chosen(["lists"])] == ["lists"]
    assert [path.stem for path in bench.chosen([])] == PROGRAMS
    assert bench.chosen(["nothing of this name"]) == []


def test_bench_stops_a_program_that_takes_too_long(bench: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def sleeper(_command: object, **options: object) -> subprocess.Popen[str]:
        return start([sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"], **options)

    monkeypatch.setattr(bench.subprocess, "Popen", sleeper)
    found = bench.measure(Path("sleeper.py"), quick=True, timeout=2.0)
    assert found.output == "begun"
    assert found.trouble == "not done after 2 s"
