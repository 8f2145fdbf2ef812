from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooLarge, UnsupportedMedia


class BankIsEmpty(Conflict):
    template = _("This position has no questions yet. Add questions before making an interview.")


class PositionInactive(Conflict):
    template = _("This position is not active.")


class NotStarted(Conflict):
    template = _("The interview has not started.")


class AlreadyStarted(Conflict):
    template = _("The interview has started already.")


class InterviewOver(Conflict):
    template = _("The interview is over.")


class LinkExpired(Conflict):
    template = _("The time in which this interview could be started is over.")


class QuestionNotCurrent(Conflict):
    template = _("This question is not the current one.")


class AnsweredAlready(Conflict):
    template = _("This question has been answered already.")


class TimeIsUp(Conflict):
    template = _("The time for this question is over.")


class UploadUsed(Conflict):
    template = _("This upload address has been used already.")


class UploadRefused(NotAllowed):
    template = _("This upload address is not valid, or its time is over.")


class UploadTooLarge(TooLarge):
    template = _("The file is too large.")


class UploadOfOtherType(UnsupportedMedia):
    template = _("The content type is not the one this upload address was made for.")


class NoSuchRecord(NotFound):
    template = _("There is no such record.")


class NoTranscript(NotFound):
    template = _("This interview has no transcript.")


class NothingSaid(NotFound):
    template = _("Nothing was said in this interview.")


class TranscriptBeingMade(Conflict):
    template = _("The transcript is still being made. Please try again later.")


class TranscriptNotShared(NotAllowed):
    template = _("The company does not share the transcript of this position's interviews.")


class TranscriptClosed(Conflict):
    template = _("The transcript is complete; only the company may still correct it.")


class SocketsClosed(NotAllowed):
    template = _("There is nothing more to follow in this interview.")


class CandidateOnly(NotAllowed):
    template = _("Only the candidate may send this.")


class AnotherTabPublishes(Conflict):
    template = _("Another page of yours sends sound and pictures now.")


class TooManyPages(Conflict):
    template = _("This interview is open in too many pages.")


class MediaNotWanted(Conflict):
    template = _("This interview takes no sound or pictures of this kind now.")


class NoSuchEvent(InvalidInput):
    template = _("There is no event with this number yet.")


class ConsentDeclined(Conflict):
    template = _("The candidate declined; a person takes over from here.")


class ConsentTextChanged(Conflict):
    template = _("The text changed meanwhile. Please read it again.")


class ModeNotOffered(Conflict):
    template = _("The company offers no other way to answer.")


class HeldAlready(Conflict):
    template = _("You have held this interview already. The company can invite you again.")


class ExternalIdByCompany(NotAllowed):
    template = _("Only companies name the interview's id elsewhere.")


class AccommodationsByCompany(NotAllowed):
    template = _("Only the company grants accommodations.")


class RetakesNotAllowed(Conflict):
    template = _("An answer to this position's questions is recorded once.")


class RecordingOver(Conflict):
    template = _("This recording has been handed in already.")


class PartOutOfOrder(Conflict):
    """``expected`` is the number of the part that comes next."""

    template = _("Part %(expected)s of this recording comes next.")


class NothingRecorded(Conflict):
    template = _("Nothing of this answer has been recorded yet.")


class NotOpenYet(Conflict):
    """``opens_at`` is written in the interview's time zone."""

    template = _("This interview opens at %(opens_at)s.")


class AlreadyInvited(Conflict):
    template = _("This address has an open invitation to the position already.")


class InvitationClosed(Conflict):
    template = _("This invitation is over; nothing about it can be changed any more.")


class RemindedAlready(Conflict):
    template = _("A reminder was sent within the last hour.")


class SentOften(Conflict):
    template = _("This invitation was sent %(number)s times within the last hour already.")


class BatchNotDraft(Conflict):
    template = _("This list was confirmed already.")


class InterviewErased(Conflict):
    template = _("This interview was erased; nothing can be added to it.")


class NoSuchMember(InvalidInput):
    template = _("This person is not an active member of the organization.")


class InterviewGoesOn(Conflict):
    template = _("This interview is not over; end or cancel it first.")
