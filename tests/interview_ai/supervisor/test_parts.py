"""The small parts of the supervisor: lock, logs, console, counting of deaths, plan, reading of readiness."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from interview_ai.supervisor import logs, plan, readiness
from interview_ai.supervisor.console import Console, error_summary
from interview_ai.supervisor.errors import StartRefusedError
from interview_ai.supervisor.lock import DataFolderLock
from interview_ai.supervisor.watch import MOST_DEATHS, WINDOW_SECONDS, Deaths, how_it_ended

# -- lock


def test_lock_second_holder_is_told_who_has_it(tmp_path: Path) -> None:
    first, second = (DataFolderLock(tmp_path / "run" / "lock") for _ in range(2))
    first.acquire()
    first.describe("http://127.0.0.1:8000")
    with pytest.raises(StartRefusedError, match=r"Already running .*process \d+, http://127\.0\.0\.1:8000"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


# -- logs


def test_follower_gives_whole_new_lines_only(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    path.write_text("old\n")
    follower = logs.Follower(path)
    with path.open("a") as log:
        log.write("one\n\ntw")
        log.flush()
        assert follower.new_lines() == ["one"]
        log.write("o\n")
    assert follower.new_lines() == ["two"]
    assert follower.new_lines() == []


def test_follower_of_a_log_that_is_not_there_yet(tmp_path: Path) -> None:
    follower = logs.Follower(tmp_path / "late.log")
    assert follower.new_lines() == []
    (tmp_path / "late.log").write_text("here\n")
    assert follower.new_lines() == ["here"]


def test_rotate_keeps_the_old_lines_and_the_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_LOG_BYTES", 10)
    path = tmp_path / "web.log"
    with path.open("ab") as writer:
        writer.write(b"0123456789ab\n")
        writer.flush()
        follower = logs.Follower(path)
        assert logs.rotate(path)
        writer.write(b"new\n")
    assert (tmp_path / "web.log.1").read_text() == "0123456789ab\n"
    assert path.read_text() == "new\n"
    assert follower.new_lines() == ["new"]


def test_rotate_leaves_a_small_log(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    path.write_text("small\n")
    assert not logs.rotate(path)
    assert path.read_text() == "small\n"


def test_last_lines_skips_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    path.write_text("a\n\nb\n\nc\n")
    assert logs.last_lines(path, 2) == ["b", "c"]
    assert logs.last_lines(tmp_path / "none.log", 2) == []


# -- console


def test_error_summary_names_event_and_cause() -> None:
    entry = {"level": "error", "event": "It broke\nbadly", "exception": 'Traceback\n  line 1\nValueError: no\n"""'}
    assert error_summary(json.dumps(entry)) == "It broke · ValueError: no"


@pytest.mark.parametrize(
    "line",
    [
        "plain text",
        "{not json",
        json.dumps({"level": "info", "event": "fine"}),
        json.dumps({"level": "error", "event": "request_finished"}),
    ],
)
def test_error_summary_of_what_is_no_error(line: str) -> None:
    assert error_summary(line) is None


def test_console_quiet_shows_errors_only() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out=out, err=err)
    console.child_line(child="web", line=json.dumps({"level": "info", "event": "fine"}))
    console.child_line(child="web", line=json.dumps({"level": "critical", "event": "burning"}))
    assert (out.getvalue(), err.getvalue()) == ("", "web: burning\n")


def test_console_verbose_shows_every_line() -> None:
    out = io.StringIO()
    Console(verbose=True, out=out).child_line(child="web", line="plain text")
    assert out.getvalue() == "web      | plain text\n"


def test_console_survives_a_terminal_that_went_away() -> None:
    out = io.StringIO()
    out.close()
    Console(out=out).say("nobody reads this")


# -- deaths


def test_deaths_too_many_in_the_window() -> None:
    deaths = Deaths()
    for second in range(MOST_DEATHS - 1):
        deaths.record(float(second))
    assert not deaths.too_many()
    deaths.record(float(MOST_DEATHS))
    assert deaths.too_many()


def test_deaths_of_long_ago_are_forgotten() -> None:
    deaths = Deaths()
    for number in range(20):
        deaths.record(number * WINDOW_SECONDS / (MOST_DEATHS - 2))
        assert not deaths.too_many()


def test_deaths_pause_doubles() -> None:
    deaths = Deaths()
    pauses = []
    for second in range(3):
        deaths.record(float(second))
        pauses.append(deaths.pause_seconds())
    assert pauses == [0.5, 1.0, 2.0]


def test_how_it_ended_tells_signal_from_code() -> None:
    assert (how_it_ended(-9), how_it_ended(1)) == ("signal 9", "exit code 1")


# -- plan


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("interviews.example", "http://interviews.example:8000"),
    ],
)
def test_options_address_is_one_a_browser_can_open(host: str, address: str) -> None:
    assert plan.Options(host=host, port=8000, workers={}).address == address


def test_product_has_a_worker_for_each_queue() -> None:
    workers = {"live": 2, "analysis": 3, "reports": 1}
    specs = {spec.name: spec for spec in plan.product(plan.Options(host="127.0.0.1", port=8000, workers=workers))}
    assert set(specs) == {"web", "live", "analysis", "reports"}
    for queue, count in workers.items():
        command = specs[queue].command
        assert command[command.index("-Q") + 1] == queue
        assert command[command.index("-c") + 1] == str(count)


def test_valkey_listens_on_no_port(tmp_path: Path) -> None:
    command = plan.valkey(binary=Path("valkey"), folder=tmp_path, socket=tmp_path / "socket").command
    assert command[command.index("--port") + 1] == "0"


# -- readiness


def test_what_is_missing_lists_only_what_is_not_ok() -> None:
    answer = {"checks": {"database": "ok", "broker": "no answer", "workers": {"live": "ok", "reports": "no heartbeat"}}}
    assert readiness.what_is_missing(answer) == "broker (no answer), worker reports (no heartbeat)"
    assert readiness.what_is_missing(None) == "the web process does not answer"


def test_is_ready_only_on_status_ok() -> None:
    assert readiness.is_ready({"status": "ok"})
    assert not readiness.is_ready({"status": "unavailable"})
    assert not readiness.is_ready(None)


def test_ask_where_nobody_listens() -> None:
    assert readiness.ask(host="127.0.0.1", port=1, host_header="127.0.0.1") is None


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ([], "127.0.0.1"),
        (["*"], "127.0.0.1"),
        (["localhost", "127.0.0.1"], "127.0.0.1"),
        (["interviews.example"], "interviews.example"),
        ([".example"], "example"),
    ],
)
def test_acceptable_host_is_one_django_takes(allowed: list[str], expected: str) -> None:
    assert readiness.acceptable_host(allowed, fallback="127.0.0.1") == expected
