"""Writes to networks and people. Keyword-only, atomic, checked whole before saving."""

from __future__ import annotations

import re
from typing import TypeVar

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from networks.languages import language_of
from networks.models import Assignment, Member, Network, Role, User

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def network_update(*, network: Network, revision: int) -> Network:
    """Save the network's data; raises ConflictError when somebody saved since `revision`."""
    network.full_clean()
    network.claim(revision)
    network.save()
    return network


@transaction.atomic
def record_save(*, record: M) -> M:
    """Save a member, organization, function, territory, area or contact."""
    record.full_clean()
    record.save()
    return record


@transaction.atomic
def record_delete(*, record: models.Model) -> None:
    """Delete it; raises ValidationError saying what still hangs on it."""
    try:
        record.delete()
    except ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
        raise ValidationError(
            _("«%(record)s» no se puede eliminar porque la usan: %(kinds)s. Quite antes esos usos."),
            params={"record": str(record), "kinds": ", ".join(kinds)},
        ) from error


@transaction.atomic
def assignment_give(
    *,
    network: Network,
    email: str,
    role: str,
    member: Member | None,
    given_by: User,
    first_name: str = "",
    last_name: str = "",
    site: str,
) -> Assignment:
    """Give a role to whoever has that e-mail, and tell her; without an account one is made and she is invited.

    `site` is the address of this installation, as `https://host`. The message leaves after the transaction.
    Raises ValidationError when she has the role already.
    """
    user = User.objects.filter(email__iexact=email).first()
    is_new = user is None
    if is_new:
        user = User(username=free_username(email), email=email, first_name=first_name, last_name=last_name)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
    assignment = Assignment(user=user, network=network, role=role, member=member)
    assignment.full_clean()
    assignment.save()
    invite = is_new or not user.has_usable_password()
    transaction.on_commit(lambda: send_invitation(assignment, given_by, site, choose_password=invite))
    return assignment


@transaction.atomic
def assignment_withdraw(*, assignment: Assignment) -> None:
    """Take the role back; a network keeps at least one secretariat, else nobody could manage it."""
    if assignment.role == Role.SECRETARIAT:
        same = Assignment.objects.select_for_update().filter(network=assignment.network_id, role=Role.SECRETARIAT)
        if len(same) == 1:
            raise ValidationError(
                _("Es la única secretaría técnica de la red: dé antes ese rol a otra persona y luego retire este.")
            )
    assignment.delete()


def free_username(email: str) -> str:
    """Return a user name out of the e-mail's first part that nobody has."""
    base = slugify(re.sub(r"[._+]", "-", email.split("@")[0]))[:120] or "persona"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def send_invitation(assignment: Assignment, given_by: User, site: str, *, choose_password: bool) -> None:
    """Tell her of her role; with `choose_password`, with a personal link to choose one."""
    user = assignment.user
    path = assignment.network.get_absolute_url()
    if choose_password:
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        path = reverse("account_reset_password_from_key", kwargs=key)
    context = {
        "assignment": assignment,
        "given_by": given_by,
        "link": f"{site}{path}",
        "choose_password": choose_password,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "ask_again": f"{site}{reverse('account_reset_password')}",
    }
    with translation.override(language_of(user, [assignment.network])):
        subject = f"Trama · {assignment.network.short_name}: {assignment.get_role_display()}"
        body = render_to_string("networks/mail/invitation.txt", context)
    send_mail(subject, body, None, [user.email])
