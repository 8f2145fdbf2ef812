from django.urls import path

from interviews.pages.invitation import invitation
from interviews.pages.media import serve_media

urlpatterns = [
    path("media/<str:token>", serve_media, name="media"),
    path("i/<str:token>", invitation, name="invitation"),
]
