"""Who may open the pages of reminders and of the mail that leaves."""

from monitoring.models import ItemKind, MailKind, MailState, OutboxMessage
from monitoring.reminder_mail import stop_token
from monitoring.services.outbox import Item, mail_queue
from networks.models import User
from tests.access import SECRETARIAT, Row
from tests.factories import make_user


def _failed(world):
    """A mail about the network that could not be sent."""
    user = User.objects.filter(username="avisada").first() or make_user("avisada")
    item = Item(world.network, world.period, ItemKind.BEFORE, 2)
    mail = mail_queue(user=user, kind=MailKind.DIGEST, key="digest:x", subject="Aviso", body="Aviso", items=[item])
    OutboxMessage.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    return {"pk": mail.pk}


def _stop(world):
    user = User.objects.filter(assignments__network=world.network).first() or make_user()
    return {"token": stop_token(user, [world.network])}


DAYS = {"is_on": "on", "days_before": "7, 1", "days_after": "1", "coordination_after": "3"}

ROWS: list[Row] = [
    Row("monitoring:reminder_rule", SECRETARIAT),
    Row("monitoring:reminder_rule", SECRETARIAT, method="post", data=DAYS),
    Row("monitoring:outbox_list", SECRETARIAT),
    Row("monitoring:outbox_retry", SECRETARIAT, kwargs=_failed, method="post"),
    Row("monitoring:reminder_preferences", signed_in=True),
    Row("monitoring:reminder_preferences", signed_in=True, method="post", data={"language": "pt-br"}),
    Row("monitoring:reminder_stop", kwargs=_stop, public=True),
    Row("monitoring:reminder_stop", kwargs=_stop, method="post", public=True),
]
