"""«¿Siguen siendo estos sus datos?»: the contact's own page, and the secretariat's."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from networks.days import local_today
from networks.forms.contact_reviews import LeftForm, MyDataForm
from networks.ids import row_id
from networks.mixins import NetworkMixin
from networks.models import Contact, ContactReview, ReviewAnswer
from networks.permissions import can_manage_people
from networks.selectors.contact_reviews import STATES, WAITING, Reviews, reachable
from networks.services import contact_reviews as services
from networks.views.personal_links import GONE, PersonalLinkView

REFUSED = 422
PER_PAGE = 50
# One click asks so many; the next one goes on.
ASKED_AT_ONCE = 300
APPLIED_AT_ONCE = 300


class MyDataView(PersonalLinkView):
    """Her own data, as the directory has them, and what she says of them."""

    template_name = "networks/my_data.html"
    pace = "my_data"

    def closed_page(self) -> HttpResponse | None:
        review = services.review_of(self.kwargs["token"])
        if review is None:
            return render(self.request, "networks/my_data_gone.html", status=GONE)
        self.review = review
        return None

    @cached_property
    def contact(self) -> Contact:
        return self.review.contact

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = request.POST.get("answer")
        form = self.form if answer == ReviewAnswer.CHANGED else self.left_form
        if answer not in ReviewAnswer.values or (answer != ReviewAnswer.SAME and not form.is_valid()):
            return self.render_to_response(self.get_context_data(), status=REFUSED)
        given = {}
        if answer != ReviewAnswer.SAME:
            given = {"changes": form.changes, "note": form.cleaned_data.get("note", "")}
        # Of two clicks the second finds it answered, and sees so.
        with suppress(services.AlreadyAnsweredError):
            services.review_answer(review=self.review, answer=ReviewAnswer(answer), **given)
        return redirect(request.path)

    @cached_property
    def form(self) -> MyDataForm:
        # Its own copy: what the form reads must not be shown as what is kept.
        mine = Contact.objects.select_related("member").get(pk=self.contact.pk)
        return MyDataForm(self._sent(ReviewAnswer.CHANGED), instance=mine, prefix="nuevo")

    @cached_property
    def left_form(self) -> LeftForm:
        return LeftForm(self._sent(ReviewAnswer.LEFT), prefix="ahora")

    def _sent(self, answer: ReviewAnswer) -> Any:
        return self.request.POST if self.request.POST.get("answer") == answer else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            review=self.review,
            contact=self.contact,
            network=self.contact.member.network,
            form=self.form,
            left=self.left_form,
            **kwargs,
        )


class ReviewsMixin(NetworkMixin):
    permission = staticmethod(can_manage_people)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self.network, self.request.user, local_today(self.network))

    def get_queryset(self) -> models.QuerySet:
        rows = ContactReview.objects.for_user(self.request.user).filter(contact__member__network=self.network)
        return rows.select_related("contact__member")

    def back(self) -> HttpResponse:
        return redirect(reverse("networks:contact_review_list", kwargs={"slug": self.network.slug}))


class ContactReviewListView(ReviewsMixin, TemplateView):
    """Who was asked, who answered what, and what waits to be taken over."""

    template_name = "networks/contact_review_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("estado", WAITING)
        state = asked if asked in STATES else WAITING
        page = Paginator(self.reviews.of(state), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            reviews=self.reviews,
            state=state,
            states=[(key, words, self.reviews.counts[key]) for key, words in STATES.items()],
            page_obj=page,
            same=self.reviews.counts[ReviewAnswer.SAME],
            changed=self.reviews.counts[ReviewAnswer.CHANGED],
            left=self.reviews.counts[ReviewAnswer.LEFT],
            now=timezone.now().isoformat(),
            **kwargs,
        )


class ContactReviewAskView(ReviewsMixin, View):
    """Ask whoever is due, or one contact again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "contact" in request.POST:
            rows = Contact.objects.for_user(request.user).filter(pk__in=reachable(self.network, self.reviews.day))
            contact = get_object_or_404(rows, pk=row_id(request.POST["contact"]))
            asked = services.contacts_ask(network=self.network, contacts=[contact])
        else:
            asked = services.contacts_ask_due(network=self.network, day=self.reviews.day, most=ASKED_AT_ONCE)
        self.tell(asked)
        return self.back()

    def tell(self, asked: int) -> None:
        if not asked:
            words = _("No se preguntó a nadie: a quienes tienen correo ya se les preguntó.")
            messages.info(self.request, words)
            return
        words = ngettext("Se preguntó a %(n)s persona.", "Se preguntó a %(n)s personas.", asked) % {"n": asked}
        if self.reviews.to_ask:
            words += " " + _("Faltan %(n)s: vuelva a pulsar para seguir.") % {"n": self.reviews.to_ask}
        messages.success(self.request, words)


class ContactReviewApplyView(ReviewsMixin, View):
    """Take over one answer, or leave it; without a number, all that waited when she was shown them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in kwargs:
            rows = [get_object_or_404(self.get_queryset(), pk=kwargs["pk"])]
        else:
            rows = list(self.reviews.waiting_since(self.seen)[:APPLIED_AT_ONCE])
        act = services.review_dismiss if "dismiss" in request.POST else services.review_apply
        done = sum(self.one(act, review) for review in rows)
        if done:
            words = ngettext("Se atendió %(n)s respuesta.", "Se atendieron %(n)s respuestas.", done)
            messages.success(request, words % {"n": done})
        return self.back()

    @property
    def seen(self) -> datetime.datetime | None:
        """The instant at which she was shown what waits; None where the form says none."""
        try:
            seen = datetime.datetime.fromisoformat(self.request.POST.get("seen", ""))
            return seen.astimezone(datetime.UTC) if timezone.is_aware(seen) else None
        except (ValueError, OverflowError):
            return None

    def one(self, act: Any, review: ContactReview) -> bool:
        try:
            act(review=review, by=self.request.user)
        except ValidationError as error:
            said = {"name": review.contact.name, "why": " ".join(error.messages)}
            messages.error(self.request, _("%(name)s: %(why)s") % said)
            return False
        return True
