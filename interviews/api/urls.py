from django.urls import path

from interviews.api import imports, invitations, recordings, tencent, transcripts, uploads, views

urlpatterns = [
    path("interviews", views.Interviews.as_view()),
    path("interviews/import", imports.ImportInterview.as_view()),
    path("interviews/<int_id:interview_id>/speakers", imports.Speakers.as_view()),
    path("invitations", invitations.Invitations.as_view()),
    path("invitations/<inv_id:invitation_id>", invitations.InvitationItem.as_view()),
    path("invitations/<inv_id:invitation_id>/revoke", invitations.Revoke.as_view()),
    path("imports", imports.Imports.as_view()),
    path("imports/<imp_id:import_id>", imports.ImportItem.as_view()),
    path("remote-accounts", imports.RemoteAccounts.as_view()),
    path("remote-accounts/<racc_id:account_id>", imports.RemoteAccountItem.as_view()),
    path("interviews/<int_id:interview_id>", views.InterviewItem.as_view()),
    path("interviews/<int_id:interview_id>/start", views.Start.as_view()),
    path("interviews/<int_id:interview_id>/answers", views.Answers.as_view()),
    path("interviews/<int_id:interview_id>/recordings", recordings.Segments.as_view()),
    path("interviews/<int_id:interview_id>/recordings/finish", recordings.Finish.as_view()),
    path("interviews/<int_id:interview_id>/recordings/<slug:key>/<int:number>", recordings.Part.as_view()),
    path("interviews/<int_id:interview_id>/follow-up", views.FollowUp.as_view()),
    path("interviews/<int_id:interview_id>/end", views.End.as_view()),
    path("interviews/<int_id:interview_id>/cancel", views.Cancel.as_view()),
    path("interviews/<int_id:interview_id>/transcript", transcripts.Transcript.as_view()),
    path(
        "interviews/<int_id:interview_id>/transcript/sentences/<int:number>", transcripts.TranscriptSentence.as_view()
    ),
    path("records/transcripts/details", tencent.Details.as_view()),
    path("records/transcripts/paragraphs", tencent.Paragraphs.as_view()),
    path("records/transcripts/search", tencent.Search.as_view()),
    path("uploads/presign", uploads.Presign.as_view()),
    path("uploads/<up_id:upload_id>", uploads.Upload.as_view()),
]
