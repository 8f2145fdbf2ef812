"""The whole product, started for real: its processes come up, come back and go away together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from interview_ai.supervisor.embedded import Site, SiteNotReadyError, running_site
from tests.interview_ai.supervisor.processes import PROJECT, until

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path) as site:
        yield site


def family(site: Site) -> list[psutil.Process]:
    """Every process of the site, children of children too."""
    head = psutil.Process(site.pid)
    return [head, *head.children(recursive=True)]


def gone(process: psutil.Process) -> bool:
    """Ended, or only waiting for its exit code to be read."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def worker_of(site: Site, queue: str) -> psutil.Process | None:
    for child in psutil.Process(site.pid).children():
        try:
            command = child.cmdline()
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        if "worker" in command and queue in command:
            return child
    return None


def test_site_is_ready_and_ends_with_ctrl_c(site: Site) -> None:
    answer = httpx.get(f"{site.base_url}/readyz").json()
    assert answer["status"] == "ok"
    assert set(answer["checks"]["workers"].values()) == {"ok"}
    everyone = family(site)
    assert len(everyone) >= 9  # supervisor, broker, web, clock, three workers with a pool process each

    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(60) == 0
    assert all(gone(process) for process in everyone)


def test_killed_supervisor_leaves_nobody_behind(site: Site) -> None:
    everyone = family(site)
    site.process.send_signal(signal.SIGKILL)
    until(lambda: all(gone(process) for process in everyone))


def test_killed_worker_comes_back(site: Site) -> None:
    first = worker_of(site, "analysis")
    assert first is not None
    pool = first.children()
    first.send_signal(signal.SIGKILL)
    until(lambda: all(gone(process) for process in pool))
    until(lambda: (second := worker_of(site, "analysis")) is not None and second.pid != first.pid)
    until(lambda: any("analysis ended unexpectedly (signal 9)" in line for line in site.output))
    until(lambda: httpx.get(f"{site.base_url}/readyz", timeout=10).status_code == 200)


def test_killed_broker_comes_back_with_what_was_queued(site: Site) -> None:
    import redis

    address = f"unix://{site.data_dir / 'run' / 'valkey.sock'}"
    assert redis.Redis.from_url(address).rpush("a-list-of-the-test", "kept")
    (broker,) = [child for child in psutil.Process(site.pid).children() if "valkey" in child.name()]
    broker.send_signal(signal.SIGKILL)
    until(lambda: any("valkey ended unexpectedly" in line for line in site.output))
    until(lambda: httpx.get(f"{site.base_url}/readyz", timeout=10).status_code == 200)
    assert redis.Redis.from_url(address).lrange("a-list-of-the-test", 0, -1) == [b"kept"]


def test_second_start_on_the_same_folder_is_refused(site: Site) -> None:
    refusal = pytest.raises(SiteNotReadyError, match=r"Already running on this data folder \(process \d+")
    with refusal, running_site(site.data_dir):
        pass
    assert httpx.get(f"{site.base_url}/readyz").status_code == 200


def test_first_start_prints_accounts_once(tmp_path: Path) -> None:
    with running_site(tmp_path) as first:
        printed = "\n".join(first.output)
        assert "passwords are shown this once" in printed
    with running_site(tmp_path) as second:
        assert "passwords" not in "\n".join(second.output)
        assert "up to date" in "\n".join(second.output)


def test_embedded_broker_is_ours_alone(site: Site) -> None:
    socket = site.data_dir / "run" / "valkey.sock"
    assert socket.parent.stat().st_mode & 0o077 == 0
    (broker,) = [child for child in psutil.Process(site.pid).children() if "valkey" in child.name()]
    assert [c for c in broker.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []


def test_manage_commands_find_the_same_data(site: Site) -> None:
    program = "from accounts.models import Organization; print('found', Organization.objects.count())"
    surroundings = {
        **os.environ,
        "INTERVIEW_AI_DATA_DIR": str(site.data_dir),
        "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local",
    }
    command = [sys.executable, str(PROJECT / "manage.py"), "shell", "-c", program]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    assert "found 1" in done.stdout
