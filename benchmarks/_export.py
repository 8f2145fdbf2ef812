"""Make the Excel file of the newest reports in this process, as a worker does, and say what it took:
``python -m benchmarks._export NUMBER``. The database is the one of the settings."""

from __future__ import annotations

import json
import sys
import threading
import time

import psutil

_EVERY_SECONDS = 0.02


class _Peak(threading.Thread):
    """The most memory this process has while it is watched."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process()
        self._over = threading.Event()
        self.start_mib = self.most_mib = self._now()

    def run(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self.most_mib = max(self.most_mib, self._now())

    def stop(self) -> float:
        """MiB more than at the start."""
        self._over.set()
        self.join()
        return max(self.most_mib, self._now()) - self.start_mib

    def _now(self) -> float:
        return self._process.memory_info().rss / 1024**2


def main(number: int) -> None:
    import django

    django.setup()
    from accounts.models import User
    from reports.enums import ExportKind
    from reports.models import ExportJob, Report
    from reports.services import exporting

    owner = User.objects.filter(memberships__isnull=False).order_by("pk").first()
    newest = Report.objects.visible_to(owner).filter(state="done").order_by("-generated_at", "-pk")
    chosen = list(newest.values_list("public_id", flat=True)[:number])
    job = exporting.request_export(
        actor=owner, kind=ExportKind.EXCEL, selection={"reports": chosen}, language="zh-hans"
    )
    peak, started = _Peak(), time.perf_counter()
    peak.start()
    exporting.make_export(job.pk)
    seconds, more_mib = time.perf_counter() - started, peak.stop()
    made = ExportJob.objects.get(pk=job.pk)
    print(json.dumps({"reports": made.written, "seconds": seconds, "more_mib": more_mib, "mib": made.size / 1024**2}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
