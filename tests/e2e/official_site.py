"""A small site for the official clients: ``python -m tests.e2e.official_site PORT`` fills its database and serves it.

Who may read what is written to ``facts.json`` in the data folder. Started again on the same folder it goes on with
what is there.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Any

import django
import uvicorn
from django.conf import settings
from django.core.management import call_command


def main(port: int) -> None:
    django.setup()
    facts = settings.DATA_DIR / "facts.json"
    if not facts.exists():
        call_command("migrate", verbosity=0)
        fresh = facts.with_suffix(".new")
        fresh.write_text(json.dumps(_fill()))
        fresh.rename(facts)
    uvicorn.run(
        "interview_ai.asgi:application", host="127.0.0.1", port=port, http="h11", log_level="warning", lifespan="off"
    )


def _fill() -> dict[str, Any]:
    from accounts.services import create_api_application, revoke_api_application
    from tests.factories import make_position
    from tests.people import make_people

    people = make_people()
    keys = {name: create_api_application(actor=people.owner, name=name) for name in ("reader", "busy", "revoked")}
    revoke_api_application(keys["revoked"][0], actor=people.owner)
    stranger = create_api_application(actor=people.stranger, name="stranger")
    return {
        "keys": {name: dataclasses.asdict(made[1]) for name, made in {**keys, "stranger": stranger}.items()},
        "interviews": _interviews(people, make_position(people.owner)),
    }


def _interviews(people: Any, position: Any) -> dict[str, str]:
    from interviews.enums import InterviewStatus
    from tests.conversations import hold, make_conversation
    from tests.factories import make_interview

    names = ("held", "long", "created", "running", "silent", "ended", "broken")
    made = {name: make_interview(people.candidate, position) for name in names}
    for name in ("held", "long", "silent", "ended", "broken"):
        hold(made[name])
    hold(made["running"], status=InterviewStatus.IN_PROGRESS)
    make_conversation(made["held"])
    make_conversation(made["long"], talk=[("candidate", [f"第 {number} 句。"]) for number in range(120)])
    make_conversation(made["running"], talk=(("interviewer", ["你好。"]),), state="making")
    make_conversation(made["silent"], talk=())
    broken = make_conversation(made["broken"])
    broken.speakers.update(role="nobody")  # what our code does not expect is our failure
    broken.sentences.update(words=[["no times"]])
    return {name: interview.public_id for name, interview in made.items()}


if __name__ == "__main__":
    main(int(sys.argv[1]))
