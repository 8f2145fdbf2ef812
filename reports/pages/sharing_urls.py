"""Addresses of versions, sharing, comparing and exporting: of the console, and for everybody."""

from django.urls import path, re_path

from reports.pages import compare, exports, ranking, sharing, versions

public = [
    re_path(r"^shared/(?P<token>[\w-]{20,100})$", sharing.SharedReport.as_view(), name="shared_report"),
    re_path(
        r"^shared/(?P<token>[\w-]{20,100})/media/(?P<answer_id>ans_[0-9a-z]{26})$",
        sharing.SharedMedia.as_view(),
        name="shared_media",
    ),
    re_path(
        r"^shared/(?P<token>[\w-]{20,100})/media/(?P<answer_id>ans_[0-9a-z]{26})/sound$",
        sharing.SharedSound.as_view(),
        name="shared_sound",
    ),
    re_path(r"^exports/(?P<token>[\w:.=-]{20,300})$", exports.ExportFile.as_view(), name="export_file"),
]

console = [
    path("reports/rescore", versions.RescoreReports.as_view(), name="rescore_reports"),
    path("reports/rescoring/<rsc_id:batch>", versions.Rescorings.as_view(), name="rescorings"),
    path("reports/exports", exports.Exports.as_view(), name="exports"),
    path("reports/<int_id:interview_id>/rescore", versions.RescoreReport.as_view(), name="rescore_report"),
    path("reports/<int_id:interview_id>/rescoring", versions.RescoringState.as_view(), name="rescoring_state"),
    path("reports/<int_id:interview_id>/share", sharing.ShareReport.as_view(), name="share_report"),
    path("shares/<shr_id:share_id>/revoke", sharing.RevokeShare.as_view(), name="revoke_share"),
    path("positions/<pos_id:position_id>/ranking", ranking.Ranking.as_view(), name="ranking"),
    path("compare", compare.Compare.as_view(), name="compare"),
    path("compare.xlsx", compare.CompareFile.as_view(), name="compare_file"),
]
