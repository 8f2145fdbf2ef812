"""What an organization shows of itself on the candidate's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import Organization
from accounts.selectors import logo_of, text_of

register = template.Library()


@register.simple_tag
def company_logo(organization: Organization) -> SafeString | str:
    """The picture, where there is one; its name stands beside it, so it is not spoken."""
    logo = logo_of(organization.pk)
    if logo is None:
        return ""
    address = reverse("logo", args=[organization.public_id, logo.version])
    return format_html('<img class="logo" src="{}" alt="">', address)


@register.inclusion_tag("accounts/_company_text.html")
def company_text(organization: Organization, position: Any, which: str) -> dict[str, str]:
    """The ``opening`` or ``closing`` text: the position's own, else the organization's; nothing where there is none."""
    own = getattr(position, f"{which}_text", "")
    return {"text": own or text_of(organization, which, language=get_language() or "zh")}
