"""Which indicators take a figure from training."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models.training import Counting, TrainingFeed
from plans.models import Indicator

WITHOUT_PEOPLE = (Counting.COURSES, Counting.HOURS)


@transaction.atomic
def training_feed_save(*, feed: TrainingFeed) -> TrainingFeed:
    """Raises ValidationError where the indicator or the topic is another network's, or the count has no sex."""
    feed.full_clean()
    if feed.topic_id and feed.topic.network_id != feed.network_id:
        raise ValidationError({"topic": _("El tema es de otra red: elija uno de esta.")})
    own = Indicator.objects.filter(
        lineage=feed.indicator_lineage, activity__eje__version__plan__network=feed.network_id
    )
    if not own.exists():
        raise ValidationError({"indicator_lineage": _("El indicador no es de un plan de esta red: elija otro.")})
    if feed.sex and feed.counting in WITHOUT_PEOPLE:
        raise ValidationError({"sex": _("Los cursos y las horas no se cuentan por sexo: déjelo en blanco.")})
    feed.save()
    return feed


@transaction.atomic
def training_feed_delete(*, feed: TrainingFeed) -> None:
    """What was reported stays as it is."""
    feed.delete()
