"""The secretariat's desk: what is published, what may be, how it will look, and taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View

from networks.mixins import NetworkMixin
from networks.models.base import LineField
from networks.permissions import can_publish
from reports import public
from reports.models import PublishedSnapshot, SnapshotKind
from reports.publishing.building import as_data, build, key_of, lasting, title_of
from reports.publishing.desk import compare, things
from reports.publishing.services import public_page_set, snapshot_publish, snapshot_withdraw

PER_PAGE = 20
PREVIEWS = {
    SnapshotKind.PLAN: public.PublicPlanView,
    SnapshotKind.PROGRESS: public.PublicProgressView,
    SnapshotKind.MEETINGS: public.PublicMeetingsView,
    SnapshotKind.DECISIONS: public.PublicMeetingsView,
    SnapshotKind.REPORT: public.PublicDocumentsView,
    SnapshotKind.DOCUMENTS: public.PublicDocumentsView,
}


class PublishingMixin(NetworkMixin):
    permission = staticmethod(can_publish)

    @property
    def desk(self) -> str:
        return reverse("reports:publishing_list", args=[self.network.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("reports:public_network", args=[self.network.slug])
        return super().get_context_data(desk=self.desk, public_url=address, **kwargs)


class PublishingListView(PublishingMixin, TemplateView):
    """Everything that is published or may be, kind by kind (`?que=progress`)."""

    template_name = "reports/publishing_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = things(self.network)
        chosen = self.request.GET.get("que", "")
        chosen = chosen if chosen in SnapshotKind.values else ""
        page = Paginator([one for one in found if chosen in ("", one.kind)], PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        compare(self.network, page.object_list)
        return super().get_context_data(
            page_obj=page,
            things=page.object_list,
            kinds=SnapshotKind.choices,
            chosen=chosen,
            published=sum(one.snapshot is not None for one in found),
            **kwargs,
        )


class PublishingPreviewView(PublishingMixin, View):
    """The public page as it would be, of `?cual=` a plan, a plan and a period, a year or a folio."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind, key = self.kwargs["kind"], request.GET.get("cual", "")
        if kind not in PREVIEWS or "\x00" in key:
            raise Http404
        try:
            shape = build(kind, self.network, key)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.desk)
        key = key_of(kind, shape)
        rows = PublishedSnapshot.objects.in_force().filter(network=self.network, kind=kind, key=key)
        before = rows.first()
        fresh = lasting(as_data(shape))
        draft = PublishedSnapshot(
            network=self.network, kind=kind, key=key, title=title_of(kind, shape, self.network)
        )
        page = self.drawn(draft, shape) | {
            "preview": True,
            "kind": kind,
            "key": key,
            "expected": fresh,
            "is_published": before is not None,
            "is_same": before is not None and lasting(before.data) == fresh,
            "back": self.desk,
            "csrf_token": get_token(request),
        }
        response = HttpResponse(render_to_string(PREVIEWS[kind].template, page))
        response["Cache-Control"] = "private, no-store"
        return response

    def drawn(self, draft: PublishedSnapshot, shape: Any) -> dict[str, Any]:
        """What the public page would be drawn with, if the draft were all there is."""
        view = PREVIEWS[draft.kind]()
        where = {"plan": draft.key, "code": public.by_key(draft), "year": draft.key}
        view.setup(self.request, slug=self.network.slug, **where)
        view.network, view.headings = self.network, [draft]
        view.wanted()
        around = view.around(get_language() or "es")
        own = view.context(public.Pages([(draft, shape)]))
        return {**around, **view.of_network(), **own, "menu": [], "headings": [], "languages": [], "canonical": ""}


class PublishingPublishView(PublishingMixin, View):
    """POST `kind`, `key`, and `expected`: the fingerprint of what she saw."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
        if kind not in PREVIEWS or "\x00" in key:
            raise Http404
        try:
            row = snapshot_publish(
                network=self.network,
                kind=kind,
                key=key,
                by=request.user,
                expected=request.POST.get("expected", ""),
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.desk)
        messages.success(request, _("Está publicado: %(title)s.") % {"title": row.title})
        if not self.network.is_public:
            messages.warning(request, _("La página pública está apagada: nadie lo ve hasta que la encienda."))
        return redirect(self.desk)


class WithdrawForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Por qué se retira"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Queda en el registro de lo publicado; no se muestra en la página pública."),
    )


class PublishingWithdrawView(PublishingMixin, FormView):
    template_name = "reports/publishing_withdraw.html"
    form_class = WithdrawForm

    @cached_property
    def snapshot(self) -> PublishedSnapshot:
        rows = PublishedSnapshot.objects.for_user(self.request.user).in_force().filter(network=self.network)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            snapshot_withdraw(snapshot=self.snapshot, by=self.request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("Se retiró: %(title)s.") % {"title": self.snapshot.title})
        return redirect(self.desk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(snapshot=self.snapshot, **kwargs)


class PublishingSwitchView(PublishingMixin, View):
    """POST `publico` «si» or «no»."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("publico") == "si"
        public_page_set(network=self.network, is_public=wanted)
        said = _("La página pública está encendida.") if wanted else _("La página pública está apagada.")
        messages.success(request, said)
        return redirect(self.desk)


class PublishingHistoryView(PublishingMixin, ListView):
    """What was public once and is no longer, and why."""

    template_name = "reports/publishing_history.html"
    paginate_by = 50
    context_object_name = "snapshots"

    def get_queryset(self) -> QuerySet[PublishedSnapshot]:
        past = Q(superseded_at__isnull=False) | Q(withdrawn_at__isnull=False)
        rows = PublishedSnapshot.objects.for_user(self.request.user).filter(past, network=self.network)
        return rows.defer("data").select_related("published_by", "withdrawn_by").order_by("-published_at", "pk")
