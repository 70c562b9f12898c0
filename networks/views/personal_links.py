"""What a personal link out of a mail opens, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from networks.throttling import is_too_often

ABSENT, GONE, TOO_MANY = 404, 410, 429
MOST_A_MINUTE = 60


class PersonalLinkView(TemplateView):
    """Whoever has the address may answer, so many times a minute. A GET answers nothing: programs that look
    through mail open links. No search engine finds it, no cache keeps it, and no other site learns of it."""

    http_method_names = ["get", "head", "post"]
    # Under which its visits are counted.
    pace: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_too_often(request, self.pace, most=MOST_A_MINUTE):
            response = render(request, "networks/link_wait.html", status=TOO_MANY)
        else:
            response = self.closed_page() or super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        # Not «no-referrer»: with that a browser does not even tell us that the form is ours.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def closed_page(self) -> HttpResponse | None:
        """The page of a link that takes no answer; None where it does."""
        raise NotImplementedError
