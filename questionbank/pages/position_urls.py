from django.urls import path

from questionbank.pages import position_panels as panels
from questionbank.pages import proposals

_ONE = "positions/<pos_id:position_id>"

console = [
    path(f"{_ONE}/duplicate", panels.DuplicatePosition.as_view(), name="duplicate_position"),
    path(f"{_ONE}/proposals", proposals.Proposals.as_view(), name="position_proposals"),
]
