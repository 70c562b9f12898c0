"""When the token of a form is not the session's: a second log-in, in another tab, gives the browser a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.views.csrf import csrf_failure as refuse

from monitoring.views.resuming import CHANGED, ResumableMixin

# Another site sent it: not a page of ours that grew old, and nothing of it is shown.
FOREIGN = (REASON_BAD_ORIGIN.split(" - ")[0], "Referer checking failed")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form of an entry comes back as it was posted, unsaved, to whoever may open it; all else is refused."""
    match = request.resolver_match
    view_class = getattr(match.func, "view_class", None) if match else None
    if view_class is None or not issubclass(view_class, ResumableMixin) or not _is_ours(request, reason):
        return refuse(request, reason=reason)
    view = view_class(**match.func.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    view.interruption = CHANGED
    # However the view finds its way to `post`, nothing is written.
    view.post = view.ask_again
    return view.dispatch(request, *match.args, **match.kwargs)


def _is_ours(request: HttpRequest, reason: str) -> bool:
    return not reason.startswith(FOREIGN) and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
