"""What is read of «¿siguen siendo estos sus datos?»: whom to ask, and who said what."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Contact, ContactReview, Network, ReviewAnswer, User

NOT_AGAIN_IN = datetime.timedelta(days=300)


def reachable(network: Network, day: datetime.date) -> QuerySet[Contact]:
    """In office that day, with an address."""
    return Contact.objects.filter(member__network=network).valid_on(day).exclude(email="")


def contacts_to_ask(network: Network, day: datetime.date) -> QuerySet[Contact]:
    """Reachable, and not asked in the 300 days before."""
    midnight = datetime.datetime.combine(day, datetime.time.min, ZoneInfo(network.time_zone))
    asked = ContactReview.objects.filter(contact=OuterRef("pk"), asked_at__gte=midnight - NOT_AGAIN_IN)
    return reachable(network, day).filter(~Exists(asked))


WAITING, SAME, SILENT, DONE = "por-atender", "siguen", "sin-respuesta", "atendidas"
STATES: dict[str, str | Promise] = {
    WAITING: gettext_lazy("Por atender"),
    SILENT: gettext_lazy("Sin respuesta"),
    SAME: gettext_lazy("Siguen siendo esos"),
    DONE: gettext_lazy("Atendidas"),
}


@dataclass
class Reviews:
    """The last question to each contact of a network, and whom it was not put to."""

    network: Network
    user: User
    day: datetime.date

    @cached_property
    def rows(self) -> QuerySet[ContactReview]:
        rows = ContactReview.objects.for_user(self.user).filter(contact__member__network=self.network).latest()
        # Silence of who left meanwhile asks nothing of anybody.
        gone = rows.filter(answer="", contact__valid_to_on__lt=self.day).values("pk")
        return rows.exclude(pk__in=gone)

    def of(self, state: str) -> QuerySet[ContactReview]:
        rows = self.rows.select_related("contact__member", "applied_by").order_by(
            "-answered_at", "-asked_at", "-pk"
        )
        wanted = {
            WAITING: {"answer__in": [ReviewAnswer.CHANGED, ReviewAnswer.LEFT], "applied_at__isnull": True},
            DONE: {"answer__in": [ReviewAnswer.CHANGED, ReviewAnswer.LEFT], "applied_at__isnull": False},
            SAME: {"answer": ReviewAnswer.SAME},
            SILENT: {"answer": ""},
        }
        return rows.filter(**wanted[state]).prefetch_related("contact__areas")

    def waiting_since(self, seen: datetime.datetime | None) -> QuerySet[ContactReview]:
        """Those that waited at that instant; an answer that came after it was read by nobody."""
        return self.of(WAITING).filter(answered_at__lte=seen) if seen else ContactReview.objects.none()

    @cached_property
    def counts(self) -> Counter[str]:
        """By state, and by answer."""
        found: Counter[str] = Counter()
        is_done = Q(applied_at__isnull=False)
        kinds = (
            self.rows.order_by().values_list("answer").annotate(n=Count("pk"), done=Count("pk", filter=is_done))
        )
        for answer, n, done in kinds:
            found[answer] += n
            if answer in (ReviewAnswer.CHANGED, ReviewAnswer.LEFT):
                found[DONE] += done
                found[WAITING] += n - done
            else:
                found[SAME if answer else SILENT] += n
        return found

    @property
    def asked(self) -> int:
        return sum(self.counts[state] for state in STATES)

    @cached_property
    def to_ask(self) -> int:
        return contacts_to_ask(self.network, self.day).count()

    @cached_property
    def without_address(self) -> int:
        rows = Contact.objects.filter(member__network=self.network).valid_on(self.day)
        return rows.filter(email="").count()


def lines_of(review: ContactReview) -> list[tuple[str, str, str]]:
    """What she answered, as (what, before, after); `before` is empty once it was taken over."""
    contact, lines = review.contact, []
    is_waiting = review.applied_at is None
    for name in ("post", "phone", "email"):
        if name in review.changes:
            label = capfirst(str(Contact._meta.get_field(name).verbose_name))
            before = (getattr(contact, name) or "—") if is_waiting else ""
            lines.append((label, before, review.changes[name] or "—"))
    if "areas" in review.changes:
        before = "; ".join(area.name for area in contact.areas.all()) or "—"
        lines.append(
            (_("Áreas de acción"), before if is_waiting else "", "; ".join(review.changes["areas"]) or "—")
        )
    who = review.changes.get("successor") or {}
    if who:
        words = ", ".join(part for part in (who.get("name"), who.get("post"), who.get("email")) if part)
        lines.append((_("Quién lo ocupa ahora"), "", words))
    return lines
