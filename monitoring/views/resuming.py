"""What becomes of a form that arrives when the session ended, changed, or is somebody else's: it comes back whole.

Nothing of it is stored, and whoever may not see the network is shown nothing but what she posted herself.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from monitoring.forms.resuming import posted

UNKNOWN, FORBIDDEN = 401, 403
ENDED, CHANGED, OTHER = "ended", "changed", "other"


class ResumableMixin:
    """Stands before `NetworkMixin`, so that it meets first whoever has no name here, or another one.

    `writer` is the id of the person whom the page was written for: another one who signed in meanwhile in the same
    browser must not sign what she did not write. Where the form's token is of a session before this one,
    monitoring/csrf.py sets `interruption` to CHANGED and lets `ask_again` answer instead of `post`.
    """

    interruption = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_named = request.method == "POST" and request.user.is_authenticated
        if is_named and request.POST.get("writer", "") not in ("", str(request.user.pk)):
            return self.answer_resume(OTHER, FORBIDDEN)
        return super().dispatch(request, *args, **kwargs)

    def handle_no_permission(self) -> HttpResponse:
        """The same for a page that exists and for one that does not."""
        if self.request.method != "POST":
            return super().handle_no_permission()
        return self.answer_resume(ENDED, UNKNOWN)

    def answer_resume(self, interruption: str, status: int) -> HttpResponse:
        return resume_page(self.request, interruption, status)

    def ask_again(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError


class ResumableJsonMixin(ResumableMixin):
    """The same for a script, which keeps the text itself."""

    def answer_resume(self, interruption: str, status: int) -> JsonResponse:
        return JsonResponse(
            {"saved": False, "session": interruption, "login_url": reverse("account_login")}, status=status
        )

    def ask_again(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return self.answer_resume(CHANGED, FORBIDDEN)


def resume_page(request: HttpRequest, interruption: str, status: int) -> HttpResponse:
    """What she wrote, to be sent again once she has signed in, in another tab, with her own account."""
    return render(
        request,
        "monitoring/entry_resume.html",
        {
            "is_other": interruption == OTHER,
            "who": request.user if interruption == OTHER else "",
            "fields": posted(request.POST),
            "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
            "action": request.path,
        },
        status=status,
    )
