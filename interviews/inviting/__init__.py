"""Inviting candidates by mail: texts, lists of candidates, calendar files."""
