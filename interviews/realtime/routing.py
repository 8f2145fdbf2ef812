"""The addresses of this app's sockets."""

from __future__ import annotations

from django.urls import re_path

from interviews.realtime.consumers import AnalysisSocket, InterviewSocket

websocket_urlpatterns = [
    re_path(r"^ws/interviews/(?P<interview_id>[^/]{1,64})$", InterviewSocket.as_asgi()),
    re_path(r"^ws/interviews/(?P<interview_id>[^/]{1,64})/analysis$", AnalysisSocket.as_asgi()),
]
