from django.urls import path, re_path

from interviews.pages import console as pages
from interviews.pages.candidate import MyInterviews
from interviews.pages.imports import ImportPage, Imports, NewImport, NewUpload, SwapSpeakers
from interviews.pages.invitation import invitation
from interviews.pages.media import serve_media
from interviews.pages.remote_accounts import RemoteAccounts, RemoveRemoteAccount
from interviews.pages.transcripts import TranscriptFile

urlpatterns = [
    path("media/<str:token>", serve_media, name="media"),
    path("i/<str:token>", invitation, name="invitation"),
    path("my/interviews", MyInterviews.as_view(), name="my_interviews"),
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
    path("imports/", Imports.as_view(), name="imports"),
    path("interviews/<int_id:interview_id>/speakers", SwapSpeakers.as_view(), name="swap_speakers"),
    path("imports/new", NewImport.as_view(), name="new_import"),
    path("imports/uploads", NewUpload.as_view(), name="new_upload"),
    path("imports/<imp_id:import_id>", ImportPage.as_view(), name="import"),
    path("accounts/", RemoteAccounts.as_view(), name="remote_accounts"),
    path("accounts/<racc_id:account_id>/remove", RemoveRemoteAccount.as_view(), name="remove_remote_account"),
]
