"""What the admin shows of columns that hold lists and mappings: texts as lines, all letters as they are."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def shown_json(value: Any, encoder: Any) -> SafeString:
    """In place of unfold's, which writes Chinese as numbers."""
    if not value:
        return format_html("{}", "–")
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return format_html('<span class="json-lines">{}</span>', "\n".join(value))
    text = json.dumps(value, ensure_ascii=False, indent=2, cls=encoder)
    return format_html('<pre class="json-lines">{}</pre>', text)
