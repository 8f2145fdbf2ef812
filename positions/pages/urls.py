from django.urls import path

from positions.pages import editing, views

console = [
    path("positions/", views.Positions.as_view(), name="positions"),
    path("positions/new", editing.NewPosition.as_view(), name="new_position"),
    path("positions/<pos_id:position_id>", views.PositionPage.as_view(), name="position"),
    path("positions/<pos_id:position_id>/edit", editing.EditPosition.as_view(), name="edit_position"),
    path("positions/<pos_id:position_id>/close", editing.ClosePosition.as_view(), name="close_position"),
    path("positions/<pos_id:position_id>/reopen", editing.ReopenPosition.as_view(), name="reopen_position"),
    path("positions/<pos_id:position_id>/delete", editing.DeletePosition.as_view(), name="delete_position"),
]
