"""Times of the pages of a long transcript on one database: ``python -m benchmarks._transcript_pages NAME REQUESTS``.

NAME is postgres or sqlite. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from benchmarks.lists import prepare, serving

PARAGRAPHS_A_PAGE = 20
SENTENCES_A_PAGE = 100
FEISHU_PAUSE_SECONDS = 0.12  # its door answers ten calls a second


def main(database: str, requests: int) -> int:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        prepare(stack, folder, database=database)
        made, facts = _fill()
        with serving(folder / "web.log") as address:
            facts["pages"] = _timed(address, made, requests)
    print(json.dumps({"database": database, **facts}))
    return 0


def _fill() -> tuple[dict[str, Any], dict[str, Any]]:
    """One interview with its transcript, and the credentials to read it."""
    from accounts.enums import Role
    from accounts.services import create_api_application, register
    from accounts.tokens import new_pair
    from benchmarks._conversation import long_interview
    from common import clock
    from interviews.models import Sentence
    from interviews.services.conversations import store_turns
    from tests.factories import make_interview, make_position

    owner = register(email="o@bench.example", password="password123", username="O", role=Role.ENTERPRISE)
    candidate = register(email="c@bench.example", password="password123", username="C", role=Role.CANDIDATE)
    interview = make_interview(candidate, make_position(owner))
    turns = list(long_interview())
    began = time.perf_counter()
    written = _watch_writing()
    conversation = store_turns(interview, turns, starts_at=clock.now(), source="imported", language="zh")
    facts = {
        "build_seconds": time.perf_counter() - began,
        "write_ms": max(written),
        "paragraphs": conversation.paragraphs.count(),
        "sentences": conversation.sentences.count(),
        "words": sum(len(words) for words in Sentence.objects.values_list("words", flat=True)),
    }
    _application, keys = create_api_application(actor=owner, name="bench")
    return {"interview": interview.public_id, "token": new_pair(owner)[0], "keys": keys, **facts}, facts


def _watch_writing() -> list[float]:
    """Where the milliseconds of the writing transaction will stand."""
    from django.db import transaction

    from interviews.services import conversation_rows

    spent: list[float] = []
    atomic = transaction.atomic

    class Timed:
        def __enter__(self) -> None:
            self.inner = atomic()
            self.inner.__enter__()
            self.began = time.perf_counter()

        def __exit__(self, *error: Any) -> None:
            self.inner.__exit__(*error)
            spent.append((time.perf_counter() - self.began) * 1000)

    conversation_rows.transaction = type("Watched", (), {"atomic": staticmethod(Timed)})
    return spent


def _timed(address: str, made: dict[str, Any], requests: int) -> list[dict[str, Any]]:
    keys, interview = made["keys"], made["interview"]
    with httpx.Client(base_url=address, timeout=60) as client:
        asked = {"app_id": keys.app_id, "app_secret": keys.app_secret}
        tenant = client.post("/open-apis/auth/v3/tenant_access_token/internal", json=asked).json()
        feishu = {"Authorization": f"Bearer {tenant['tenant_access_token']}"}
        tencent = {"AccessToken": keys.access_token, "OpenId": keys.open_id}
        ours = {"Authorization": f"Bearer {made['token']}"}
        last = _last_feishu_page(client, feishu, interview)
        first_of_last = max(0, made["paragraphs"] - PARAGRAPHS_A_PAGE)
        pages = -(-made["paragraphs"] // PARAGRAPHS_A_PAGE)
        records = "/v1/records/transcripts"
        doors = [
            ("feishu", "first", "/open-apis/hire/v1/minutes", feishu, _feishu(interview)),
            ("feishu", "last", "/open-apis/hire/v1/minutes", feishu, _feishu(interview, last)),
            ("tencent details", "first", f"{records}/details", tencent, _tencent(interview, 0)),
            ("tencent details", "last", f"{records}/details", tencent, _tencent(interview, first_of_last)),
            ("tencent paragraphs", "only", f"{records}/paragraphs", tencent, {"record_file_id": interview}),
            ("api", "first", f"/v1/interviews/{interview}/transcript", ours, {"page": 1}),
            ("api", "last", f"/v1/interviews/{interview}/transcript", ours, {"page": pages}),
        ]
        found = []
        for door, page, path, head, query in doors:
            request = client.build_request("GET", path, params=query, headers=head)
            pause = FEISHU_PAUSE_SECONDS if door == "feishu" else 0
            found.append({"door": door, "page": page, "times": _times(client, request, requests, pause)})
        return found


def _feishu(interview: str, token: str = "") -> dict[str, Any]:
    query = {"interview_id": interview, "page_size": SENTENCES_A_PAGE}
    return {**query, "page_token": token} if token else query


def _tencent(interview: str, pid: int) -> dict[str, Any]:
    return {"record_file_id": interview, "pid": str(pid), "limit": PARAGRAPHS_A_PAGE}


def _last_feishu_page(client: httpx.Client, head: dict[str, str], interview: str) -> str:
    """The token of the last page, as a client comes to it."""
    token = ""
    while True:
        answer = client.get("/open-apis/hire/v1/minutes", params=_feishu(interview, token), headers=head)
        answer.raise_for_status()
        time.sleep(FEISHU_PAUSE_SECONDS)
        data = answer.json()["data"]
        if not data["has_more"]:
            return token
        token = data["page_token"]


def _times(client: httpx.Client, request: httpx.Request, requests: int, pause_seconds: float) -> list[float]:
    """Milliseconds of each answer; the first three, which warm up, are left out."""
    found = []
    for _number in range(requests + 3):
        time.sleep(pause_seconds)
        began = time.perf_counter()
        client.send(request).raise_for_status()
        found.append((time.perf_counter() - began) * 1000)
    return found[3:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
