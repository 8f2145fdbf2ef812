from django.urls import path

from interviews.pages.preview import PreviewPosition

console = [
    path("positions/<pos_id:position_id>/preview", PreviewPosition.as_view(), name="preview_position"),
]
