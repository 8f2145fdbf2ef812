"""What the pages of the admin's lists are made of. Every process with templates reads this: what it takes of the admin,
it takes when a list is asked for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def table_of(context: template.Context, cl: Any) -> SafeString:
    """The rows under their headers."""
    from common.admin import rows

    return rows.table_of(context, cl)


@register.inclusion_tag("admin/date_hierarchy.html")
def dates_of(cl: Any) -> Any:
    """The years, months or days that rows of the list are of."""
    from common.admin import dates

    return dates.dates_of(cl)


@register.filter
def called(title: Any) -> str:
    """What a page is about: a model by its name, a row of an interview by its candidate."""
    from common.admin import base

    return base.called(title)


@register.simple_tag
def lines_of(title: Any, choices: list[dict[str, Any]], spec: Any) -> SafeString:
    """A filter of many choices."""
    from common.admin import filters

    return filters.lines_of(title, choices, spec)
