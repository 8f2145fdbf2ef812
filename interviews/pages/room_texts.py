"""What the room's modules say. The interviewer's own lines change with the style."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from interviews.enums import InterviewerStyle


def sentences(style: str, *, spoken: str) -> dict[str, Any]:
    """Sentences by name, in the reader's language; ``lines`` are the interviewer's, in the language ``spoken``."""
    with translation.override(spoken):
        lines = _lines(InterviewerStyle(style))
    return {**_states(), **_troubles(), "lines": lines}


def _states() -> dict[str, str]:
    return {
        "asking": _("The interviewer is speaking"),
        "reading": _("Recording starts in {seconds} s"),
        "reading_calm": _("Recording starts in a moment"),
        "recording": _("Recording your answer"),
        "typing": _("Write your answer"),
        "saving": _("Saving your answer"),
        "waiting": _("The interviewer is thinking about your answer"),
        "finishing": _("The interview is being closed"),
        "resuming": _("Welcome back. Your answer so far is kept ({time}); recording goes on in {seconds} s"),
        "resuming_calm": _("Welcome back. Your answer so far is kept ({time}); recording goes on in a moment"),
        "progress": _("Question {number} of {total}"),
        "follow_up": _("Follow-up question"),
        "parts_left": _("{count} parts of your answer are still on their way"),
        "take": _("Take {number}"),
        "nudge": _("Take your time. If you are done, press “Finish answer”."),
        "cut": _("It has been quiet for a while. The answer is handed in in {seconds} s."),
        "cut_calm": _("It has been quiet for a while. The answer is handed in soon."),
        "thinking_on": _("All right, take your time."),
        "warning_question": _("{seconds} seconds left for this question"),
        "warning_interview": _("{minutes} minutes left of the interview"),
        "time_up": _("The time for this question is over. Your answer so far is handed in."),
        "remaining": _("{time} left"),
        "show_picture": _("Show my picture"),
        "hide_picture": _("Hide my picture"),
        "retake_kept": _("The take before is kept; the last one counts."),
        "text_kept": _("What was recorded before is kept with your written answer."),
    }


def _troubles() -> dict[str, str]:
    return {
        "offline": _("The connection is lost. Go on speaking: your answer is kept on this device and sent later."),
        "online": _("The connection is back."),
        "elsewhere": _("The interview goes on in another window of yours."),
        "signed_out": _("You have been signed out. Sign in again in another window; nothing is lost meanwhile."),
        "denied": _(
            "The browser does not allow the microphone. Click the lock beside the address, allow camera and "
            "microphone, and try again. You can also answer in writing."
        ),
        "no_device": _("No microphone was found. Plug one in and try again, or answer in writing."),
        "busy": _("Another program uses the camera or the microphone. Close it and try again, or answer in writing."),
        "insecure": _("The browser gives camera and microphone to safe addresses (https) only."),
        "no_recorder": _("This browser cannot record. Please use a current Chrome, Edge, Firefox or Safari."),
        "no_camera": _("No picture: the camera cannot be used. Sound alone is recorded."),
        "device_lost": _("The microphone went away. Plug it in again; recording then goes on."),
        "failed": _("That did not work. Please try again."),
    }


def _lines(style: InterviewerStyle) -> dict[str, Any]:
    """Transitions, which play while a follow-up may come, and the end."""
    return {
        InterviewerStyle.FRIENDLY: {
            "hello": _("Welcome, and thank you for your time. Let us begin."),
            "thanks": [_("Thank you, that was interesting."), _("Thanks for sharing that."), _("Good, thank you.")],
            "follow_up": [_("I would like to hear a little more about that."), _("One more thing about this.")],
            "next": [_("Let us go on to the next question."), _("Here is the next one.")],
            "bye": _("That was the last question. Thank you for talking to us, and take care."),
        },
        InterviewerStyle.SERIOUS: {
            "hello": _("Good day. We begin with the first question."),
            "thanks": [_("Thank you."), _("Noted, thank you.")],
            "follow_up": [_("A further question about this."), _("Please be more precise about one point.")],
            "next": [_("The next question."), _("We continue.")],
            "bye": _("That was the last question. Thank you."),
        },
        InterviewerStyle.PRESSURE: {
            "hello": _("Let us start right away. Be brief and precise."),
            "thanks": [_("All right."), _("I see.")],
            "follow_up": [_("I am not convinced yet."), _("Let us look at that more closely.")],
            "next": [_("Next."), _("On to the next.")],
            "bye": _("That is all. Thank you."),
        },
    }[style]
