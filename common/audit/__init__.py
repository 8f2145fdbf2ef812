"""The trail: what happened to an interview, its report or a position, by whom and when. Written once, never changed."""
