"""Red GDL's sample people say what its entries say: how many were invited and joined, unit by unit."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path

import pytest

from networks.models import Contact, Invitation, Network
from networks.rosters import Standing, standing
from networks.selectors.invitations import invitation_counts
from networks.selectors.roster import roster_counts, roster_goal
from reports.demo.network import load_people

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LAST_DAY = "2018-06-30"


@pytest.fixture(scope="module")
def data() -> dict:
    return json.loads((FIXTURES / "red-gdl.json").read_text(encoding="utf-8"))


def reported(data: dict, title: str) -> dict[str, int]:
    """What each unit told of the first semester."""
    return {
        entry["member"]: int(float(one["value"]))
        for entry in data["entries"]
        if (entry["activity"], entry["period"]) == ("1.1", "2018-S1")
        for one in entry.get("measurements", [])
        if one["indicator"] == title
    }


def test_who_joined_is_what_was_reported(data):
    joined = Counter(row["member"] for row in data["contacts"] if row.get("joined_on", "9") <= LAST_DAY)
    assert dict(joined) == reported(data, "Servidoras públicas incorporadas a la red")


def test_who_was_invited_is_what_was_reported(data):
    invited = Counter(row["member"] for row in data["invitations"])
    assert dict(invited) == reported(data, "Servidoras públicas invitadas")


def test_nobody_is_a_real_person(data):
    people = [row for row in data["contacts"] if row.get("joined_on")]
    assert all(row["is_sample"] for row in people)
    assert all(row["email"].endswith("@example.org") for row in [*people, *data["invitations"]])
    offices = ("Dirección", "Jefatura", "Coordinación", "Subjefatura", "Asistencia", "Enlace de género")
    assert all(row["name"].startswith(offices) for row in [*people, *data["invitations"]])
    emails = [row["email"] for row in people]
    assert len(set(emails)) == len(emails)


@pytest.mark.django_db
def test_loaded_they_make_the_figures(data):
    load_people(data)
    network = Network.objects.get(slug="red-gdl")
    counts = roster_counts(network, datetime.date.fromisoformat(LAST_DAY))
    assert (counts.counted, counts.unknown, counts.outside, counts.missing) == (62, 0, 0, 38)
    goal = roster_goal(network)
    kinds = {standing(goal, one.post_level, one.sex) for one in Contact.objects.exclude(joined_on=None)}
    assert kinds == set(Standing), "the sample shows somebody of each kind"
    states = invitation_counts(network, Invitation.objects.latest("created_at").created_at.date())
    assert states.accepted == 62
    assert states.waiting > 0
    accepted = Invitation.objects.filter(accepted_at__isnull=False)
    assert not accepted.filter(contact=None).exists()
    load_people(data)
    assert Invitation.objects.count() == len(data["invitations"]), "loading twice adds nothing"
