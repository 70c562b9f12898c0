"""The network's own questions: the list of a plan, one with its wordings, how they are seen, and their editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from monitoring.forms.questions import QuestionForm, QuestionsPreview
from monitoring.models import Answer, Question
from monitoring.selectors import local_today
from monitoring.selectors.planned import PlannedVersion, planned_version
from monitoring.selectors.questions import place_of, place_titles, plan_questions, questions_at, wordings
from monitoring.services import questions as services
from networks.permissions import can_edit_plan
from plans.models import PlanVersion
from plans.selectors import version_shown
from plans.views.base import PlanMixin

REFUSED = 422


@dataclass(frozen=True)
class Place:
    """An eje or an activity of the version shown, in the network's words: «Grupo B», «Prevención de …»."""

    lineage: UUID
    is_eje: bool
    eje_lineage: UUID
    name: str
    title: str


class QuestionMixin(PlanMixin):
    """For whoever edits the plan. Places are those of the version in force, or of the draft where none is yet."""

    permission = staticmethod(can_edit_plan)

    @cached_property
    def version(self) -> PlanVersion | None:
        return version_shown(self.plan, local_today(self.network), may_edit=True)

    @cached_property
    def tree(self) -> PlannedVersion | None:
        return planned_version(self.version) if self.version else None

    @cached_property
    def place(self) -> Place:
        """From the URL's `place`."""
        wanted, words = self.kwargs["place"], self.network
        for eje in self.tree.ejes if self.tree else ():
            if eje.lineage == wanted:
                name = f"{capfirst(words.eje_word)} {eje.code}"
                return Place(eje.lineage, True, eje.lineage, name, eje.title)
        for one in self.tree.activities if self.tree else ():
            if one.lineage == wanted:
                name = f"{capfirst(words.activity_word)} {one.code}"
                return Place(one.lineage, False, one.eje.lineage, name, one.title)
        raise Http404

    @cached_property
    def question(self) -> Question:
        """From the URL's `lineage`: the last wording."""
        rows = Question.objects.for_user(self.request.user).filter(plan=self.plan, lineage=self.kwargs["lineage"])
        found = rows.order_by("-number").first()
        if found is None:
            raise Http404
        found.plan = self.plan
        return found

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"monitoring:{name}", args=[self.network.slug, self.plan.slug, *kwargs.values()])

    def list_url(self, question: Question | None = None) -> str:
        anchor = f"#pregunta-{question.lineage}" if question else ""
        return f"{self.url('question_list')}{anchor}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.version, back=self.list_url(), **kwargs)


class QuestionListView(QuestionMixin, TemplateView):
    template_name = "monitoring/question_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(questions=plan_questions(self.plan, self.tree), **kwargs)


class QuestionDetailView(QuestionMixin, TemplateView):
    """Its wordings, with who wrote each and when, and how it is seen."""

    template_name = "monitoring/question_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.question,
            place_title=place_titles(self.plan, [self.question]).get(place_of(self.question), ""),
            wordings=wordings(self.plan, self.question.lineage),
            preview=QuestionsPreview([self.question]),
            **kwargs,
        )


class QuestionPreviewView(QuestionMixin, TemplateView):
    """What the form of an entry asks at a place: of an activity, those of its eje too."""

    template_name = "monitoring/question_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.place
        asked = questions_at(self.plan, place.eje_lineage, None if place.is_eje else place.lineage)
        return super().get_context_data(**{**kwargs, "place": place, "preview": QuestionsPreview(asked)})


class QuestionEditMixin(QuestionMixin):
    """The form, the look at what it would ask («ver»), and saving."""

    template_name = "monitoring/question_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.make_form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, preview = self.make_form(request.POST), None
        if form.is_valid():
            try:
                if "ver" not in request.POST:
                    return self.save(form)
                preview = QuestionsPreview([services.question_drafted(self.plan, form.draft())])
            except ValidationError as error:
                form.add_errors(error)
        context = self.get_context_data(form=form, preview=preview)
        return self.render_to_response(context, status=200 if preview else REFUSED)

    def done(self, question: Question, words: str, address: str = "") -> HttpResponse:
        messages.success(self.request, words)
        return redirect(address or self.list_url(question))


class QuestionCreateView(QuestionEditMixin, TemplateView):
    def make_form(self, data: Any = None) -> QuestionForm:
        return QuestionForm(data)

    def save(self, form: QuestionForm) -> HttpResponse:
        place = self.place
        where = "eje_lineage" if place.is_eje else "activity_lineage"
        given = {"plan": self.plan, "draft": form.draft(), "by": self.request.user, where: place.lineage}
        question = services.question_create(**given)
        another = self.request.path if "otra" in self.request.POST else ""
        return self.done(
            question, _("Se agregó «%(label)s». Ya se pregunta.") % {"label": question.label}, another
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "place": self.place})


class QuestionUpdateView(QuestionEditMixin, TemplateView):
    def make_form(self, data: Any = None) -> QuestionForm:
        return QuestionForm(data, question=self.question)

    def save(self, form: QuestionForm) -> HttpResponse:
        before = self.question
        given = {"question": before, "draft": form.draft(), "seen": form.cleaned_data["seen"]}
        question = services.question_update(**given, by=self.request.user)
        words = _("Se guardó «%(label)s».")
        if question.pk != before.pk:
            words = _("Se guardó «%(label)s» como versión %(number)s. Lo respondido queda con su redacción.")
        back = self.url("question_detail", lineage=question.lineage)
        return self.done(question, words % {"label": question.label, "number": question.number}, back)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.question,
            answers=Answer.objects.filter(question=self.question).count(),
            place_title=place_titles(self.plan, [self.question]).get(place_of(self.question), ""),
            **kwargs,
        )


class QuestionButton(QuestionMixin, View):
    """A button: only POST."""

    http_method_names = ["post"]


class QuestionMoveView(QuestionButton):
    """`paso`: «subir» or «bajar»."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.question_move(question=self.question, step=-1 if request.POST.get("paso") == "subir" else 1)
        return redirect(self.list_url(self.question))


class QuestionWithdrawView(QuestionButton):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.question_withdraw(question=self.question)
        words = _("«%(label)s» ya no se pregunta. Lo respondido se conserva, y puede restaurarla.")
        messages.success(request, words % {"label": self.question.label})
        return redirect(self.list_url(self.question))


class QuestionRestoreView(QuestionButton):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.question_restore(question=self.question)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("«%(label)s» se pregunta otra vez.") % {"label": self.question.label})
        return redirect(self.list_url(self.question))
