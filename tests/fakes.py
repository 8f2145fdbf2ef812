"""Stand-ins that derive what they say from what they are given."""

from __future__ import annotations

from analysis.engines.content.follow_up.base import FollowUp, FollowUpBrief


class FakeFollowUpWriter:
    """Asks about the answer's first words; an empty answer is not followed up."""

    version = "1.0"

    def load(self) -> None:
        """Nothing to read."""

    def write(self, brief: FollowUpBrief) -> FollowUp | None:
        if not brief.answer_text.strip():
            return None
        words = brief.answer_text[:20]
        text = f"你提到“{words}”，能再具体一些吗？（{len(brief.asked)}）"
        return FollowUp(text=text, target=words, reason="mentioned_term", writer="fake", version=self.version)
