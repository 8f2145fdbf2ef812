from django.urls import path

from questionbank.api import views

urlpatterns = [
    path("questions", views.Questions.as_view()),
    path("questions/<q_id:question_id>", views.QuestionItem.as_view()),
]
