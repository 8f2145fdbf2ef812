from django.urls import path

from positions.api import views

urlpatterns = [
    path("positions", views.Positions.as_view()),
    path("positions/<pos_id:position_id>", views.PositionItem.as_view()),
]
