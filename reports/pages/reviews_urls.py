from django.urls import path

from reports.pages import reviews, reviews_acts

_OF = "reports/<int_id:interview_id>"

console = [
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path(f"{_OF}/review", reviews.ReviewPage.as_view(), name="review"),
    path(f"{_OF}/reviewers", reviews_acts.AssignReviewers.as_view(), name="assign_reviewers"),
    path(
        f"{_OF}/reviewers/<u_id:reviewer_id>/remove", reviews_acts.UnassignReviewer.as_view(), name="unassign_reviewer"
    ),
    path(f"{_OF}/decision", reviews_acts.Decide.as_view(), name="decide"),
    path(f"{_OF}/overrides", reviews_acts.OverrideFinding.as_view(), name="override"),
    path(
        f"{_OF}/overrides/<ovr_id:override_id>/withdraw",
        reviews_acts.WithdrawOverride.as_view(),
        name="withdraw_override",
    ),
    path(f"{_OF}/comments", reviews_acts.WriteComment.as_view(), name="write_comment"),
    path(f"{_OF}/comments/<cmt_id:comment_id>/edit", reviews_acts.EditComment.as_view(), name="edit_comment"),
    path(f"{_OF}/comments/<cmt_id:comment_id>/delete", reviews_acts.DeleteComment.as_view(), name="delete_comment"),
]
