"""The evidence dossier of a period: what will be in it, and the button that has it made."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from monitoring.views.base import PeriodMixin
from networks.languages import language_of
from networks.permissions import can_manage_report
from reports.batch_asking import DOSSIER, Spot, eje_codes, members_on
from reports.batches import batch_create, batch_start, batches_clean, batches_of, with_counts
from reports.dossier.collecting import KINDS, Dossier, collect
from reports.dossier.making import is_too_large

RECENT = 10


class PartForm(forms.Form):
    """All of the period, or a part of it."""

    eje = forms.ChoiceField(required=False)
    member = forms.ChoiceField(required=False, label=gettext_lazy("Integrante"))

    def __init__(self, *args: Any, ejes: list[str], members: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eje"].choices = [("", _("Todos")), *((code, code) for code in ejes)]
        self.fields["member"].choices = [("", _("Todas")), *((one.code, one.name) for one in members)]


class DossierView(PeriodMixin, TemplateView):
    permission = staticmethod(can_manage_report)
    template_name = "reports/dossier.html"
    spans_shorter = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid() or not self.dossier.proofs:
            return self.render_to_response(self.get_context_data(), status=422)
        batches_clean()
        dossier = self.dossier
        try:
            batch = batch_create(
                user=request.user,
                spots=[Spot(self.network, DOSSIER, self.period.code, eje_code=dossier.eje, member=dossier.member)],
                title=f"{_('Expediente de evidencias')} · {dossier.label}",
                is_issue=False,
                language=language_of(request.user, [self.network]),
            )
        except ValidationError as error:
            self.form.add_error(None, error)
            return self.render_to_response(self.get_context_data(), status=422)
        batch_start(batch)
        return redirect("reports:batch_detail", slug=self.network.slug, key=batch.pk)

    @cached_property
    def members(self) -> list:
        return members_on(self.network, self.period.end_on)

    @cached_property
    def form(self) -> PartForm:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        form = PartForm(data, ejes=eje_codes(self.network, self.period.end_on), members=self.members)
        form.fields["eje"].label = self.network.eje_word.capitalize()
        form.fields["member"].label = self.network.member_word.capitalize()
        return form

    @cached_property
    def dossier(self) -> Dossier:
        """Of all of the period where what was chosen is not there."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        member = next((one for one in self.members if one.code == chosen.get("member")), None)
        return collect(network=self.network, period=self.period, eje=chosen.get("eje", ""), member=member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dossier = self.dossier
        kinds = Counter(proof.kind for proof in dossier.proofs)
        rows = batches_of(self.request.user, self.network)
        recent = with_counts(rows.filter(items__form=DOSSIER, items__period_code=self.period.code))
        return super().get_context_data(
            form=self.form,
            dossier=dossier,
            kinds=[(word, kinds[kind]) for kind, word in KINDS.items() if kinds[kind]],
            is_zip=is_too_large(dossier),
            recent=recent.order_by("-asked_at")[:RECENT],
            **kwargs,
        )
