from django.urls import path

from analysis.api import views

urlpatterns = [
    path("analysis/speech", views.SpeechAnalyses.as_view()),
    path("analysis/video", views.VideoAnalyses.as_view()),
    path("analysis/<anl_id:analysis_id>", views.AnalysisItem.as_view()),
]
