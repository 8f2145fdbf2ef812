from django.urls import path

from interviews.pages import console as pages
from interviews.pages.candidate import MyInterviews
from interviews.pages.imports import ImportPage, Imports
from interviews.pages.invitation import invitation
from interviews.pages.media import serve_media

urlpatterns = [
    path("media/<str:token>", serve_media, name="media"),
    path("i/<str:token>", invitation, name="invitation"),
    path("my/interviews", MyInterviews.as_view(), name="my_interviews"),
]

console = [
    path("interviews/", pages.Interviews.as_view(), name="interviews"),
    path("interviews/<int_id:interview_id>", pages.InterviewPage.as_view(), name="interview"),
    path("interviews/<int_id:interview_id>/paragraphs", pages.MoreParagraphs.as_view(), name="paragraphs"),
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<imp_id:import_id>", ImportPage.as_view(), name="import"),
]
