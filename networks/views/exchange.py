"""Tables of people as files: out of the list, and in again after a look at what each row does.

What a kind of table is stands in `Exchange`; an app further right makes its own pages with the same views.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from networks.exchange.base import STATES, WRONG, Checked, TableResource
from networks.exchange.columns import CONTACTS, Column
from networks.exchange.contacts import ContactTable
from networks.exchange.keeping import Kept, table_keep, table_kept
from networks.exchange.members import MemberTable
from networks.exchange.people import helps, members_xlsx
from networks.exchange.reading import read_table
from networks.exchange.writing import table_xlsx, workbook_response
from networks.exported import MEMBERS
from networks.forms.exchange import TableUploadForm
from networks.mixins import NetworkMixin
from networks.models import Member, Network
from networks.permissions import can_export_people, can_manage_people
from networks.services import directory as services

REFUSED, CONFLICT = 422, 409
ROWS_A_PAGE = 100


class ExchangeMixin(NetworkMixin):
    """`kind` names the table in URLs (`<kind>_import`…) and in `title`; `resource` checks and writes it."""

    permission = staticmethod(can_manage_people)
    app = "networks"
    kind: str
    title: Any
    lead: Any
    list_name: str
    template_name_url: str
    resource: type[TableResource]

    def address(self, name: str, **kwargs: Any) -> str:
        return reverse(f"{self.app}:{name}", kwargs={"slug": self.network.slug, **kwargs})

    @property
    def import_url(self) -> str:
        return self.address(f"{self.kind}_import")

    @property
    def columns(self) -> list[Column]:
        return [column for column in self.resource.columns if column.is_read]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            lead=self.lead,
            columns=self.columns,
            list_url=self.address(self.list_name),
            import_url=self.import_url,
            template_url=self.address(self.template_name_url),
            **kwargs,
        )


class TableImportView(ExchangeMixin, FormView):
    """What the file must look like, and where it goes."""

    template_name = "networks/table_import.html"
    form_class = TableUploadForm

    def form_valid(self, form: TableUploadForm) -> HttpResponse:
        try:
            kept = table_keep(
                kind=self.kind, network=self.network, user=self.request.user, file=form.cleaned_data["file"]
            )
            try:
                read_table(kept.path, kept.name, self.resource.columns)
            except ValidationError:
                kept.forget()
                raise
        except ValidationError as error:
            form.add_error("file", error.messages)
            return self.form_invalid(form)
        return redirect(self.address(f"{self.kind}_import_preview", key=kept.key))

    def form_invalid(self, form: TableUploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class KeptMixin(ExchangeMixin):
    """`self.kept` from the URL's `key`: only for who uploaded it, in this network."""

    @cached_property
    def kept(self) -> Kept:
        found = table_kept(kind=self.kind, network=self.network, user=self.request.user, key=self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def table(self) -> Any:
        return read_table(self.kept.path, self.kept.name, self.resource.columns)

    def fresh(self) -> TableResource:
        return self.resource(network=self.network, user=self.request.user)

    @cached_property
    def checked(self) -> Checked:
        return self.kept.result or self.fresh().check(self.table())


class TablePreviewView(KeptMixin, TemplateView):
    """What each row does; its button writes them all in one transaction, or none. Afterwards, what was done."""

    template_name = "networks/table_import_preview.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "forget" in request.POST:
            self.kept.forget()
            messages.info(request, _("El archivo se quitó: no se guardó nada."))
            return redirect(self.import_url)
        try:
            written = self.write()
        except BaseException:
            self.kept.reopen()
            raise
        if not written:
            return self.render_to_response(self.get_context_data(again=True), status=CONFLICT)
        self.kept.finish()
        return redirect(request.path)

    @transaction.atomic
    def write(self) -> bool:
        """Whether it was written, now or by a click before this one; not where it is no longer what she saw."""
        Network.objects.select_for_update().only("pk").get(pk=self.network.pk)
        if not self.kept.is_open:
            return True
        checked = self.checked
        if not checked.is_good or checked.fingerprint != self.request.POST.get("seen"):
            return False
        self.fresh().write(self.table())
        self.kept.close(checked)
        self.tell(checked)
        return True

    def tell(self, checked: Checked) -> None:
        words = ngettext("Se guardó %(n)s fila.", "Se guardaron %(n)s filas.", checked.changes)
        messages.success(self.request, words % {"n": checked.changes})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checked = self.checked
        asked = self.request.GET.get("estado", "")
        state = asked if asked in STATES else (WRONG if checked.counts[WRONG] else "")
        rows = [row for row in checked.rows if not state or asked == "todas" or row.state == state]
        return super().get_context_data(
            kept=self.kept,
            checked=checked,
            state="todas" if asked == "todas" else state,
            states=[(key, words, checked.counts[key]) for key, words in STATES.items()],
            page_obj=Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            rows_url=self.address(f"{self.kind}_import_rows", key=self.kept.key),
            is_done=not self.kept.is_open,
            **kwargs,
        )


class TableRowsView(KeptMixin, View):
    """The same row by row as a workbook, to mend the file beside it or to keep."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = table_xlsx(
            title=_("Resultado"),
            heads=[_("Fila"), _("Quién"), _("Qué pasa"), _("Detalle")],
            rows=([row.line, row.who, row.state_word, " · ".join(row.lines)] for row in self.checked.rows),
        )
        return workbook_response(
            content, _("resultado-%(stem)s.xlsx") % {"stem": self.kept.name.rpartition(".")[0]}
        )


class ContactExchange:
    kind, list_name, template_name_url = "contact", "contact_list", "contact_template"
    title = gettext_lazy("Traer contactos de un archivo")
    lead = gettext_lazy("Los que ya están se actualizan; los nuevos se añaden. Nadie se borra.")
    resource = ContactTable


class ContactImportView(ContactExchange, TableImportView):
    pass


class ContactImportPreviewView(ContactExchange, TablePreviewView):
    pass


class ContactImportRowsView(ContactExchange, TableRowsView):
    pass


class ContactTemplateView(NetworkMixin, View):
    """The headings alone, with what each column takes: nobody's data leaves with it."""

    permission = staticmethod(can_manage_people)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        columns = [column for column in CONTACTS if column.is_read]
        content = table_xlsx(
            title=_("Contactos"),
            heads=[str(column.head) for column in columns],
            rows=[],
            notes=helps(columns),
            notes_title=_("Columnas"),
        )
        return workbook_response(content, _("plantilla-contactos.xlsx"))


class MemberExchange:
    kind, list_name, template_name_url = "member", "member_list", "member_export"
    title = gettext_lazy("Traer integrantes de un archivo")
    lead = gettext_lazy("Las que ya están, por su código, se actualizan; las nuevas se añaden. Ninguna se borra.")
    resource = MemberTable


class MemberImportView(MemberExchange, TableImportView):
    pass


class MemberImportPreviewView(MemberExchange, TablePreviewView):
    pass


class MemberImportRowsView(MemberExchange, TableRowsView):
    pass


class MemberExportView(NetworkMixin, View):
    """The list of members as a file that comes back; who took it is written down."""

    permission = staticmethod(can_export_people)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(Member.objects.for_user(request.user).filter(network=self.network).for_list())
        exported = services.Exported(what=MEMBERS, rows=len(rows))
        services.people_export_log(network=self.network, user=request.user, exported=exported)
        name = _("integrantes-%(network)s.xlsx") % {"network": self.network.slug}
        return workbook_response(members_xlsx(self.network, rows), name)
