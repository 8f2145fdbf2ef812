from django.urls import path

from reports.api import reviews, views

urlpatterns = [
    path("reports", views.Reports.as_view()),
    path("reports/<int_id:interview_id>", views.ReportItem.as_view()),
    path("reports/<int_id:interview_id>/reviews", reviews.Reviews.as_view()),
    path("reports/<int_id:interview_id>/decisions", reviews.Decisions.as_view()),
    path("reports/<int_id:interview_id>/comments", reviews.Comments.as_view()),
    path("reports/<int_id:interview_id>/export", views.ReportExport.as_view()),
]
