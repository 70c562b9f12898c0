"""What the views of a plan start from: the plan, the version, the draft, and the form of one of its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from networks.mixins import NetworkMixin
from networks.models import ConflictError
from networks.permissions import can_edit_plan, can_enforce_plan
from plans.models import Activity, Eje, Plan, PlanVersion
from plans.selectors import version_tree
from plans.services import NotDraftError
from plans.services.undoing import last_step, next_step


class LoadPlan:
    """After NetworkMixin: sets `self.plan` from the URL's `plan`, within the network."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plans = Plan.objects.for_user(request.user).filter(network=self.network)
        self.plan = get_object_or_404(plans, slug=kwargs["plan"])
        self.plan.network = self.network
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        own = {
            "plan": self.plan,
            "can_edit": can_edit_plan(user, self.network),
            "can_enforce": can_enforce_plan(user, self.network),
        }
        return super().get_context_data(**{**kwargs, **own})


class LoadVersion(LoadPlan):
    """Sets `self.version` from the URL's `number` too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        versions = PlanVersion.objects.for_user(request.user).filter(plan__network=self.network)
        self.version = get_object_or_404(
            versions.select_related("plan"), plan__slug=kwargs["plan"], number=kwargs["number"]
        )
        self.version.plan.network = self.network
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"version": self.version, **kwargs})


class RowGoneError(Exception):
    """Somebody deleted the row that is being saved."""


class LoadDraft(LoadVersion):
    """Answers 409 with a page that says why, unless the version is a draft when the request begins and ends.

    So too when the row being saved was deleted meanwhile: what she wrote is given back to her.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotDraftError:
            context = {"network": self.network, "plan": self.plan, "version": self.version}
            return render(request, "plans/not_draft.html", context, status=409)
        except RowGoneError:
            context = {"version": self.version, "network": self.network, "written": written(request.POST)}
            return render(request, "plans/row_gone.html", context, status=409)


def written(data: QueryDict) -> list[tuple[str, str]]:
    """What a form brought that is worth keeping: labels and texts, without marks of the machine's own."""
    labels = {field.name: field.verbose_name for field in (*Activity._meta.fields, *Eje._meta.fields)}
    told = [(name.split("-")[-1], value.strip()) for name in data for value in data.getlist(name)]
    return [(labels[name].capitalize(), text) for name, text in told if name in labels and len(text) > 3]


class RequireDraft:
    """Last before the view itself: everything is loaded, and the version must be a draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.version.is_draft:
            raise NotDraftError(self.version)
        return super().dispatch(request, *args, **kwargs)


class PlanMixin(NetworkMixin, LoadPlan):
    pass


class VersionMixin(NetworkMixin, LoadVersion):
    pass


class DraftMixin(NetworkMixin, LoadDraft, RequireDraft):
    """For whoever may edit the draft named in the URL."""

    permission = staticmethod(can_edit_plan)

    def row(self, model: type[Model], pk: int, version: str) -> Any:
        """The row of this draft; of another draft, plan or network it is a 404.

        Raises RowGoneError for one that is being saved and that somebody deleted from this draft meanwhile.
        """
        rows = model.objects.for_user(self.request.user).filter(**{version: self.version})
        found = rows.filter(pk=pk).first()
        if found is None and self.request.method == "POST":
            gone = model.history.filter(**{"id": pk, "history_type": "-", version: self.version})
            if gone.exists():
                raise RowGoneError
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**self.steps(), **kwargs})

    def steps(self) -> dict[str, Any]:
        """The steps that can be undone and done again, read only where a page says them."""
        return {
            "last_step": SimpleLazyObject(lambda: last_step(self.version)),
            "next_step": SimpleLazyObject(lambda: next_step(self.version)),
        }

    def get_eje(self) -> Eje:
        eje = self.row(Eje, self.kwargs["eje"], "version")
        eje.version = self.version
        return eje

    def asked(self, rows: QuerySet, name: str) -> Any:
        """The row that the address asks for by id, `?padre=12`; None when it is not among them."""
        pk = self.request.GET.get(name, "")
        return rows.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None

    def done(
        self, message: str, *, eje: int | None = None, anchor: str = "", another: bool = False
    ) -> HttpResponse:
        """Back to the editor: the whole page, or for HTMX the eje that changed (without one, the tree).

        `anchor` is the row that was saved; with `another` the editor opens the form of a new one after it.
        """
        messages.success(self.request, message)
        return self.back(eje=eje, anchor=anchor, another=another)

    def back(self, *, eje: int | None = None, anchor: str = "", another: bool = False) -> HttpResponse:
        address = f"{self.editor_url}#{anchor}" if anchor else self.editor_url
        if not self.request.htmx:
            return redirect(address)
        if urlsplit(self.request.htmx.current_url or "").path not in ("", self.editor_url):
            # A form on a page of its own: there is no tree to put the fragment in.
            return HttpResponseClientRedirect(address)
        response = self.fragment(eje)
        response = retarget(response, f"#eje-{eje}" if eje else "#arbol")
        saved = {"id": anchor, "another": another}
        return trigger_client_event(reswap(response, "outerHTML"), "planSaved", saved, after="settle")

    def fragment(self, eje: int | None) -> HttpResponse:
        tree = version_tree(self.version, ejes=None if eje is None else [eje])
        context = {"network": self.network, "plan": self.plan, "version": self.version, "tree": tree}
        context |= self.steps()
        if eje is None:
            return render(self.request, "plans/version_edit.html#tree", context)
        count, place = eje_place(self.version, eje)
        context |= {"eje": tree.ejes[0], "is_first": place == 0, "is_last": place == count - 1}
        return render(self.request, "plans/version_edit.html#eje", context)

    @property
    def editor_url(self) -> str:
        return url_of("plans:version_edit", self.version)


def eje_place(version: PlanVersion, eje: int) -> tuple[int, int]:
    """How many ejes there are, and which place this one has."""
    order = list(Eje.objects.filter(version=version).order_by("order", "pk").values_list("pk", flat=True))
    return len(order), order.index(eje)


def url_of(name: str, version: PlanVersion, **kwargs: Any) -> str:
    plan = version.plan
    given = {"slug": plan.network.slug, "plan": plan.slug, "number": version.number, **kwargs}
    return reverse(name, kwargs=given)


class ServiceFormView(TemplateView):
    """A form that a service saves: its errors become the form's, and a conflict is told with 409.

    Views give `get_form(data)`, `save(form)`, which returns the response, and `get_current_form()` for conflicts.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.save(form)
        except ConflictError as conflict:
            self.tell_conflict(form, conflict)
            return self.show(form, status=409)
        except ValidationError as error:
            form.add_errors(error)
            return self.show(form, status=422)

    def tell_conflict(self, form: Any, conflict: ConflictError) -> None:
        form.tell_conflict(conflict.current and self.get_current_form())

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        template = f"{self.template_name}#form" if self.request.htmx else self.template_name
        return render(self.request, template, self.get_context_data(form=form), status=status)


class RowDeleteView(DraftMixin, TemplateView):
    """Asks before deleting, naming what goes with it; refuses what changed since it asked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_row())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_row()
        revision = request.POST.get("revision", "")
        try:
            return self.delete_row(row, int(revision) if revision.isdecimal() and len(revision) < 10 else 0)
        except ConflictError:
            messages.warning(request, _("Alguien lo cambió entretanto: revíselo antes de eliminarlo."))
            return self.show(self.get_row(), status=409)

    def show(self, row: Any, status: int = 200) -> HttpResponse:
        template = f"{self.template_name}#confirm" if self.request.htmx else self.template_name
        return render(self.request, template, self.get_context_data(row=row, **self.going(row)), status=status)

    def going(self, row: Any) -> dict[str, Any]:
        """What is deleted with it, for the page to say."""
        raise NotImplementedError


class PostView(DraftMixin, View):
    """A button: only POST."""

    http_method_names = ["post"]
