"""The addresses of the room and of what its modules ask for."""

from django.urls import path

from interviews.pages import room

_BASE = "interviews/<int_id:interview_id>/room"

urlpatterns = [
    path(_BASE, room.Room.as_view(), name="room"),
    path(f"{_BASE}/state", room.RoomState.as_view(), name="room_state"),
    path(f"{_BASE}/start", room.RoomStart.as_view()),
    path(f"{_BASE}/next", room.RoomNext.as_view()),
    path(f"{_BASE}/segments", room.RoomSegments.as_view()),
    path(f"{_BASE}/segments/<slug:key>/<int:number>", room.RoomPart.as_view()),
    path(f"{_BASE}/finish", room.RoomFinish.as_view()),
    path(f"{_BASE}/text", room.RoomText.as_view()),
    path(f"{_BASE}/end", room.RoomEnd.as_view()),
]
