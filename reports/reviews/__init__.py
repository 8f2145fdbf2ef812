"""What people find: reviews, decisions, overrides of the AI's findings, comments. None of it changes the report."""
