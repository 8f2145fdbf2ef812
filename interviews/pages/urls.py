from django.urls import path, re_path

from interviews.pages import after, before, openings
from interviews.pages import console as pages
from interviews.pages.candidate import MyInterviews
from interviews.pages.imports import ImportPage, Imports, NewImport, NewUpload, SwapSpeakers
from interviews.pages.invitation import Invitation
from interviews.pages.invitation_messages import MessagePage, MessagePreview, Messages
from interviews.pages.invitations import InvitationCalendar, InvitationPage, Invitations, InvitationsFile
from interviews.pages.invitations_new import BatchDecision, BatchPage, NewInvitation, SampleFile
from interviews.pages.media import serve_media
from interviews.pages.observer import LiveInterview, LiveInterviews
from interviews.pages.remote_accounts import RemoteAccounts, RemoveRemoteAccount
from interviews.pages.room_urls import urlpatterns as room
from interviews.pages.signals import Signals
from interviews.pages.transcripts import TranscriptFile

_OWN = "interviews/<int_id:interview_id>"
_MESSAGE = r"invitations/messages/(?P<kind>[a-z_]{1,20})/(?P<language>zh|en)"

urlpatterns = [
    path("media/<str:token>", serve_media, name="media"),
    path("i/<str:token>", Invitation.as_view(), name="invitation"),
    path("my/interviews", MyInterviews.as_view(), name="my_interviews"),
    path("positions", openings.OpenPositions.as_view(), name="open_positions"),
    path("positions/<pos_id:position_id>", openings.OpenPosition.as_view(), name="open_position"),
    path(f"{_OWN}/consent", before.ConsentPage.as_view(), name="consent"),
    path(f"{_OWN}/person", before.HumanPath.as_view(), name="human_path"),
    path(f"{_OWN}/waiting", before.WaitingPage.as_view(), name="waiting"),
    path(f"{_OWN}/check", before.DeviceCheck.as_view(), name="device_check"),
    path(f"{_OWN}/check/upload", before.UploadTest.as_view(), name="upload_test"),
    path(f"{_OWN}/mode", before.ChooseMode.as_view(), name="choose_mode"),
    path(f"{_OWN}/practice", before.Practice.as_view(), name="practice"),
    path(f"{_OWN}/signals", Signals.as_view(), name="signals"),
    path(f"{_OWN}/done", after.InterviewDone.as_view(), name="interview_done"),
    path(f"{_OWN}/transcript", after.MyTranscript.as_view(), name="my_transcript"),
    path(f"{_OWN}/data", after.ExportPage.as_view(), name="my_data"),
    path(f"{_OWN}/data.json", after.ExportFile.as_view(), name="my_data_file"),
    path(f"{_OWN}/data.zip", after.ExportArchive.as_view(), name="my_data_archive"),
    path(f"{_OWN}/withdraw", after.Withdraw.as_view(), name="withdraw"),
    *room,
]

console = [
    path("interviews/", pages.Interviews.as_view(), name="interviews"),
    path("interviews/<int_id:interview_id>", pages.InterviewPage.as_view(), name="interview"),
    path("interviews/<int_id:interview_id>/paragraphs", pages.MoreParagraphs.as_view(), name="paragraphs"),
    re_path(
        r"^interviews/(?P<interview_id>int_[0-9a-z]{26})\.(?P<suffix>srt|vtt|txt|docx)$",
        TranscriptFile.as_view(),
        name="transcript",
    ),
    path("invitations/", Invitations.as_view(), name="invitations"),
    path("invitations/list.csv", InvitationsFile.as_view(), name="invitations_file"),
    path("invitations/new", NewInvitation.as_view(), name="new_invitation"),
    path("invitations/sample.xlsx", SampleFile.as_view(), name="invitation_sample"),
    path("invitations/messages/", Messages.as_view(), name="invitation_messages"),
    re_path(rf"^{_MESSAGE}$", MessagePage.as_view(), name="invitation_message"),
    re_path(rf"^{_MESSAGE}/preview$", MessagePreview.as_view(), name="invitation_message_preview"),
    path("invitations/<inv_id:invitation_id>", InvitationPage.as_view(), name="invitation"),
    path("invitations/<inv_id:invitation_id>/calendar", InvitationCalendar.as_view(), name="invitation_calendar"),
    path("invitations/lists/<ibat_id:batch_id>", BatchPage.as_view(), name="invitation_batch"),
    path(
        "invitations/lists/<ibat_id:batch_id>/confirm",
        BatchDecision.as_view(decision="confirm"),
        name="confirm_invitation_batch",
    ),
    path(
        "invitations/lists/<ibat_id:batch_id>/discard",
        BatchDecision.as_view(decision="discard"),
        name="discard_invitation_batch",
    ),
    path("live/", LiveInterviews.as_view(), name="live"),
    path("live/<int_id:interview_id>", LiveInterview.as_view(), name="live_interview"),
    path("imports/", Imports.as_view(), name="imports"),
    path("interviews/<int_id:interview_id>/speakers", SwapSpeakers.as_view(), name="swap_speakers"),
    path("imports/new", NewImport.as_view(), name="new_import"),
    path("imports/uploads", NewUpload.as_view(), name="new_upload"),
    path("imports/<imp_id:import_id>", ImportPage.as_view(), name="import"),
    path("accounts/", RemoteAccounts.as_view(), name="remote_accounts"),
    path("accounts/<racc_id:account_id>/remove", RemoveRemoteAccount.as_view(), name="remove_remote_account"),
]
