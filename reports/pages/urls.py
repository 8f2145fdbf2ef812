from django.urls import path, re_path

from reports.pages import report, views
from reports.pages.candidate import Feedback, FeedbackProgress
from reports.pages.dashboard import Dashboard
from reports.pages.reviews_urls import console as reviews
from reports.pages.sharing_urls import console as sharing
from reports.pages.sharing_urls import public as sharing_public

urlpatterns = [
    path("interviews/<int_id:interview_id>/feedback", Feedback.as_view(), name="feedback"),
    path("interviews/<int_id:interview_id>/feedback/progress", FeedbackProgress.as_view(), name="feedback_progress"),
    *sharing_public,
]

console = [
    path("", Dashboard.as_view(), name="dashboard"),
    path("reports/", views.Reports.as_view(), name="reports"),
    *reviews,
    path("reports/<int_id:interview_id>", report.ReportPage.as_view(), name="report"),
    path("reports/<int_id:interview_id>/renew", report.RenewReport.as_view(), name="renew_report"),
    path("reports/<int_id:interview_id>/parts/<int:number>", report.ReportPart.as_view(), name="report_part"),
    path(
        "reports/<int_id:interview_id>/parts/<int:number>/recording",
        report.ReportRecording.as_view(),
        name="report_recording",
    ),
    *sharing,
    re_path(
        r"^reports/(?P<interview_id>int_[0-9a-z]{26})\.(?P<suffix>pdf|xlsx)$",
        views.ReportFile.as_view(),
        name="report_file",
    ),
]
