"""The calendar a person subscribes to, and the page where she gets and changes its secret address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from monitoring.calendars import calendar_of
from monitoring.models import CalendarFeed
from monitoring.services.calendars import feed_note_use, feed_remove, feed_renew


@method_decorator(never_cache, name="dispatch")
class CalendarFeedView(LoginRequiredMixin, TemplateView):
    """POST makes an address, or changes it."""

    template_name = "monitoring/calendar_feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        address = ""
        if feed:
            path = reverse("monitoring:calendar_file", kwargs={"token": feed.token})
            address = self.request.build_absolute_uri(path)
        webcal = f"webcal://{address.partition('://')[2]}" if address else ""
        return super().get_context_data(feed=feed, address=address, webcal=webcal, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        had_one = CalendarFeed.objects.filter(user=request.user).exists()
        feed_renew(user=request.user)
        if had_one:
            said = _("Su calendario tiene una dirección nueva. La anterior ya no sirve.")
        else:
            said = _("Su calendario ya tiene dirección: cópiela en su programa.")
        messages.success(request, said)
        return redirect("monitoring:calendar_feed")


class CalendarFeedDeleteView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if feed_remove(user=request.user):
            messages.success(request, _("Dirección quitada: ningún calendario puede leer ya sus plazos."))
        return redirect("monitoring:calendar_feed")


class CalendarFileView(View):
    """Whoever has the address reads the deadlines: no session is asked for."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = CalendarFeed.objects.select_related("user").filter(token=token).first()
        if feed is None:
            # The log tells the path of what is not found: a secret, even mistyped, stays out of it.
            request.path = "/calendario/"
            return HttpResponseNotFound(
                _("No hay ningún calendario en esta dirección."), content_type="text/plain"
            )
        feed_note_use(feed=feed, at=timezone.now())
        content = calendar_of(feed.user, timezone.localdate(), request.build_absolute_uri)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, max-age=900"
        response["Content-Disposition"] = 'inline; filename="trama.ics"'
        response["X-Robots-Tag"] = "noindex"
        return response
