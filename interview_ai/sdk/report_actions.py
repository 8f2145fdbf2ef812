"""What can be done about a report: scored again, shared, judged by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interview_ai.sdk.models import ReportVersion, Rescoring, ShareLink
from interview_ai.sdk.resource import Mode, Resource, endpoint
from interview_ai.sdk.transport import Call, at

Json = dict[str, Any]


class ReportActions(Resource[Mode]):
    @endpoint
    def versions(self, interview_id: str) -> Call[list[ReportVersion]]:
        """Every version, newest first."""
        return Call("GET", at("/reports/{}/versions", interview_id), _each(ReportVersion))

    @endpoint
    def rescore(self, interview_id: str) -> Call[Rescoring]:
        """Have it scored with the present rubric, weights and corrected words; `rescoring` says how far it is."""
        return Call("POST", at("/reports/{}/rescore", interview_id), Rescoring.from_json)

    @endpoint
    def rescoring(self, interview_id: str) -> Call[Rescoring]:
        return Call("GET", at("/reports/{}/rescore", interview_id), Rescoring.from_json)

    @endpoint
    def share(
        self, interview_id: str, *, days: int = 7, email: str | None = None, with_media: bool = False
    ) -> Call[ShareLink]:
        """A link for somebody without an account; ``url`` is told this once. With ``email`` its reader needs a code
        sent there."""
        body = {"days": days, "email": email, "with_media": with_media}
        return Call("POST", at("/reports/{}/shares", interview_id), ShareLink.from_json, body=body)

    @endpoint
    def shares(self, interview_id: str) -> Call[list[ShareLink]]:
        return Call("GET", at("/reports/{}/shares", interview_id), _each(ShareLink))

    @endpoint
    def revoke_share(self, interview_id: str, share_id: str) -> Call[ShareLink]:
        return Call("DELETE", at("/reports/{}/shares/{}", interview_id, share_id), ShareLink.from_json)

    @endpoint
    def share_views(self, interview_id: str, share_id: str) -> Call[list[Json]]:
        """Who looked at a link, the latest first, a hundred at most."""
        path = at("/reports/{}/shares/{}/views", interview_id, share_id)
        return Call("GET", path, _rows, query={"page_size": 100})

    @endpoint
    def reviews(self, interview_id: str) -> Call[list[Json]]:
        """What reviewers handed in."""
        return Call("GET", at("/reports/{}/reviews", interview_id), _rows)

    @endpoint
    def review(
        self, interview_id: str, *, ratings: Mapping[str, int | None], recommendation: str, notes: str = ""
    ) -> Call[Json]:
        """Hand in one's review: ``ratings`` from 1 to 5 by ability."""
        body = {"ratings": dict(ratings), "recommendation": recommendation, "notes": notes}
        return Call("POST", at("/reports/{}/reviews", interview_id), dict, body=body)

    @endpoint
    def decisions(self, interview_id: str) -> Call[list[Json]]:
        """The one that counts first."""
        return Call("GET", at("/reports/{}/decisions", interview_id), _rows)

    @endpoint
    def decide(self, interview_id: str, *, outcome: str, reason: str, seen: int = 0) -> Call[Json]:
        """``outcome``: advance, hold or reject. ``seen`` is the ``number`` of the decision looked at. Raises `Conflict`
        when somebody decided meanwhile."""
        body = {"outcome": outcome, "reason": reason, "seen": seen}
        return Call("POST", at("/reports/{}/decisions", interview_id), dict, body=body)

    @endpoint
    def overrides(self, interview_id: str) -> Call[list[Json]]:
        return Call("GET", at("/reports/{}/overrides", interview_id), _rows)

    @endpoint
    def override(
        self,
        interview_id: str,
        *,
        target: str,
        reason: str,
        score: int | None = None,
        recommendation: str | None = None,
    ) -> Call[Json]:
        """Put one's word beside the AI's: a ``recommendation``, or the ``score`` of an ability."""
        body = {"target": target, "score": score, "recommendation": recommendation, "reason": reason}
        return Call("POST", at("/reports/{}/overrides", interview_id), dict, body=body)

    @endpoint
    def withdraw_override(self, interview_id: str, override_id: str) -> Call[None]:
        """Take one's word back; that it was given is kept."""
        return Call("DELETE", at("/reports/{}/overrides/{}", interview_id, override_id), _nothing)

    @endpoint
    def comments(self, interview_id: str) -> Call[list[Json]]:
        """The oldest first, a hundred at most."""
        return Call("GET", at("/reports/{}/comments", interview_id), _rows, query={"page_size": 100})

    @endpoint
    def comment(
        self, interview_id: str, *, text: str, question_id: str | None = None, at_ms: int | None = None
    ) -> Call[Json]:
        """Perhaps of a moment in an answer's recording."""
        body = {"text": text, "question_id": question_id, "at_ms": at_ms}
        return Call("POST", at("/reports/{}/comments", interview_id), dict, body=body)

    @endpoint
    def edit_comment(self, interview_id: str, comment_id: str, *, text: str) -> Call[Json]:
        """One's own."""
        return Call("PATCH", at("/reports/{}/comments/{}", interview_id, comment_id), dict, body={"text": text})

    @endpoint
    def delete_comment(self, interview_id: str, comment_id: str) -> Call[Json]:
        """Take one's own back; its place stays, without the words."""
        return Call("DELETE", at("/reports/{}/comments/{}", interview_id, comment_id), dict)


def _nothing(_data: Any) -> None:
    return None


def _rows(data: Any) -> list[Json]:
    return list(data["items"] if isinstance(data, dict) else data)


def _each(model: Any) -> Any:
    return lambda data: [model.from_json(row) for row in data["items"]]
