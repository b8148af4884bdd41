"""The kept views of a list, above it."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from ptce_site.saved_views import LONGEST_QUERY, query_of, seen_by

register = template.Library()


@register.inclusion_tag("admin/saved_views.html", takes_context=True)
def saved_views(context: dict[str, Any], changelist: Any) -> dict[str, Any]:
    """Links to the views of this list, and to keep what is shown when no view does."""
    request, model = context["request"], changelist.opts.label_lower
    query = query_of(request)
    views = list(seen_by(request.user).filter(model=model))
    is_kept = (
        not query
        or len(query) > LONGEST_QUERY
        or any(view.query == query and view.user_id == request.user.pk for view in views)
    )
    keep = "" if is_kept else f"{reverse('admin:ptce_site_savedview_add')}?{urlencode({'liste': model, 'requete': query})}"
    return {"views": [(view, view.query == query) for view in views], "keep": keep}
