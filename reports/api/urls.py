from django.urls import path

from reports.api import views

urlpatterns = [
    path("reports", views.Reports.as_view()),
    path("reports/<int_id:interview_id>", views.ReportItem.as_view()),
    path("reports/<int_id:interview_id>/export", views.ReportExport.as_view()),
]
