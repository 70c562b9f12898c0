"""«¿Siguen siendo estos sus datos?»: asked by e-mail, answered by a link, taken over by the secretariat."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from networks.days import local_today
from networks.languages import language_of
from networks.mailing import mail_queue
from networks.models import ActionArea, Contact, ContactReview, Network, ReviewAnswer, User
from networks.selectors.contact_reviews import contacts_to_ask
from networks.services.directory import contact_save, contact_succeed

LASTS = datetime.timedelta(days=60)
# Two clicks on one button ask once.
AGAIN_AFTER = datetime.timedelta(hours=1)
AT_ONCE = 100
SIGNER = signing.Signer(salt="networks.contact_review", sep=".")
PROPOSED = ("post", "phone", "email")


class AlreadyAnsweredError(Exception):
    """Another click came first, or a newer question was sent meanwhile."""


def review_token(review: ContactReview) -> str:
    """What the address carries. Signed: knowing the table is not enough to make one."""
    return SIGNER.sign(str(review.pk))


def review_url(review: ContactReview) -> str:
    """The whole address, for an e-mail."""
    return settings.SITE_URL.rstrip("/") + reverse("networks:my_data", args=[review_token(review)])


def review_of(token: str) -> ContactReview | None:
    """The question of an address that still stands; None where nobody made it, or it is over.

    It is over after sixty days, once a newer one was sent, when she left office, or has another address.
    """
    try:
        key = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    review = ContactReview.objects.select_related("contact__member__network").filter(pk=key).first()
    return review if review is not None and review_stands(review) else None


def review_stands(review: ContactReview) -> bool:
    contact = review.contact
    today = local_today(contact.member.network)
    return not (
        timezone.now() - review.asked_at > LASTS
        or (contact.valid_to_on is not None and contact.valid_to_on < today)
        or contact.email.casefold() != review.sent_to.casefold()
        or contact.reviews.filter(pk__gt=review.pk).exists()
    )


@transaction.atomic
def contacts_ask(*, network: Network, contacts: list[Contact]) -> int:
    """Ask each of them, unless she was asked a moment ago; returns how many were. A new question revokes the old.

    They must have an address and be of the network.
    """
    Network.objects.select_for_update().only("pk").get(pk=network.pk)
    since = timezone.now() - AGAIN_AFTER
    just = ContactReview.objects.filter(contact__in=contacts, asked_at__gt=since).values_list("contact", flat=True)
    just_asked = set(just)
    asked = [contact for contact in contacts if contact.pk not in just_asked and contact.email]
    for contact in asked:
        review = ContactReview.objects.create(contact=contact, sent_to=contact.email)
        _mail(network, contact, review)
    return len(asked)


def contacts_ask_due(*, network: Network, day: datetime.date, most: int | None = None) -> int:
    """Ask whoever is in office and was not asked in the last 300 days, a hundred a transaction."""
    rows = contacts_to_ask(network, day).select_related("user").order_by("pk")
    due = list(rows[:most] if most else rows)
    return sum(
        contacts_ask(network=network, contacts=due[start : start + AT_ONCE])
        for start in range(0, len(due), AT_ONCE)
    )


def _mail(network: Network, contact: Contact, review: ContactReview) -> None:
    language = language_of(contact.user, [network])
    with translation.override(language):
        subject = _("%(network)s: ¿siguen siendo estos sus datos?") % {"network": network.short_name}
        about = {
            "contact": contact,
            "network": network,
            "address": review_url(review),
            "until": timezone.localdate() + LASTS,
        }
        body = render_to_string("networks/mail/contact_review.txt", about)
    mail_queue(
        network=network,
        about="contact",
        to=contact.email,
        key=f"contact-review:{review.pk}",
        subject=subject,
        body=body,
        language=language,
    )


@transaction.atomic
def review_answer(
    *, review: ContactReview, answer: ReviewAnswer, changes: dict[str, Any] | None = None, note: str = ""
) -> ContactReview:
    """Keep her answer, once. «Same» confirms her data at once; the others wait for the secretariat.

    Raises AlreadyAnsweredError.
    """
    contact = Contact.objects.select_for_update().get(pk=review.contact_id)
    now = timezone.now()
    open_rows = ContactReview.objects.filter(pk=review.pk, answered_at__isnull=True)
    if contact.reviews.filter(pk__gt=review.pk).exists() or not open_rows.update(
        answer=answer, answered_at=now, changes=changes or {}, note=note
    ):
        raise AlreadyAnsweredError
    if answer == ReviewAnswer.SAME:
        contact.confirmed_at = now
        contact.save(update_fields=["confirmed_at"])
    review.refresh_from_db()
    return review


@transaction.atomic
def review_apply(*, review: ContactReview, by: User) -> ContactReview:
    """Take over what she answered: her new data, or who holds the post now. Once.

    Raises ValidationError with what stands in the way; nothing is changed then.
    """
    claimed = _claim(review, by)
    contact = Contact.objects.select_for_update().select_related("member").get(pk=claimed.contact_id)
    if claimed.answer == ReviewAnswer.CHANGED:
        _take_over(contact, claimed)
    else:
        _relieve(contact, claimed)
    return claimed


@transaction.atomic
def review_dismiss(*, review: ContactReview, by: User) -> ContactReview:
    """Leave her data as they are; the answer is kept."""
    claimed = _claim(review, by)
    claimed.changes = {**claimed.changes, "dismissed": True}
    claimed.save(update_fields=["changes"])
    return claimed


def _claim(review: ContactReview, by: User) -> ContactReview:
    waiting = ContactReview.objects.filter(
        pk=review.pk, applied_at__isnull=True, answer__in=[ReviewAnswer.CHANGED, ReviewAnswer.LEFT]
    )
    if not waiting.update(applied_at=timezone.now(), applied_by=by):
        words = _("La respuesta de %(name)s ya fue atendida: vuelva a cargar la página.")
        raise ValidationError(words % {"name": review.contact.name})
    return ContactReview.objects.get(pk=review.pk)


def _take_over(contact: Contact, review: ContactReview) -> None:
    for name in PROPOSED:
        if name in review.changes:
            setattr(contact, name, review.changes[name])
    contact.confirmed_at = review.answered_at
    areas = None
    if "areas" in review.changes:
        areas = ActionArea.objects.filter(network=contact.member.network_id, name__in=review.changes["areas"])
    contact_save(contact=contact, areas=areas)


def _relieve(contact: Contact, review: ContactReview) -> None:
    left_on = local_today(contact.member.network, review.answered_at)
    if contact.valid_to_on is not None and contact.valid_to_on <= left_on:
        return
    who = review.changes.get("successor") or {}
    successor = None
    if who.get("name"):
        successor = Contact(name=who["name"], post=who.get("post") or contact.post, email=who.get("email", ""))
    contact_succeed(contact=contact, left_on=left_on, successor=successor)
