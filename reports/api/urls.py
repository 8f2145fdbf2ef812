from django.urls import path

from reports.api import overrides, reviews, sharing, versions, views

urlpatterns = [
    path("reports", views.Reports.as_view()),
    path("reports/<int_id:interview_id>", views.ReportItem.as_view()),
    path("reports/<int_id:interview_id>/reviews", reviews.Reviews.as_view()),
    path("reports/<int_id:interview_id>/decisions", reviews.Decisions.as_view()),
    path("reports/<int_id:interview_id>/comments", reviews.Comments.as_view()),
    path("reports/<int_id:interview_id>/comments/<cmt_id:comment_id>", overrides.CommentItem.as_view()),
    path("reports/<int_id:interview_id>/overrides", overrides.Overrides.as_view()),
    path("reports/<int_id:interview_id>/overrides/<ovr_id:override_id>", overrides.OverrideItem.as_view()),
    path("reports/<int_id:interview_id>/versions", versions.Versions.as_view()),
    path("reports/<int_id:interview_id>/rescore", versions.Rescore.as_view()),
    path("reports/<int_id:interview_id>/shares", sharing.Shares.as_view()),
    path("reports/<int_id:interview_id>/shares/<shr_id:share_id>", sharing.ShareItem.as_view()),
    path("reports/<int_id:interview_id>/shares/<shr_id:share_id>/views", sharing.ShareViews.as_view()),
    path("reports/<int_id:interview_id>/export", views.ReportExport.as_view()),
]
