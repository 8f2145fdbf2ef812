from django.urls import path

from analysis.pages.again import AnalyseAgain

console = [
    path("interviews/<int_id:interview_id>/analyse", AnalyseAgain.as_view(), name="analyse_again"),
]
