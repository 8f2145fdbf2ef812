"""From scores to the report: a language-neutral document, and the document in one language."""
