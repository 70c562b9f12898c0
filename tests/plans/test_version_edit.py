"""The editor of a draft: what is added, changed, moved and deleted in it, with JavaScript and without."""

from __future__ import annotations

import datetime

import pytest

from networks.models import MandatedFunction
from plans.models import Activity, Concern, Deliverable, Eje, Objective, Party, PlanVersion, VersionStatus
from tests.factories import make_activity, make_eje, make_member, make_network, make_plan, make_version
from tests.plans.editing import activity_data, url

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(network) -> PlanVersion:
    return make_plan(network, (None, None), status=VersionStatus.DRAFT)


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


@pytest.fixture
def activity(draft) -> Activity:
    return Activity.objects.get(eje__version=draft, code="1.1")


def titles(eje: Eje, **of) -> list[str]:
    return list(eje.activities.filter(**of).order_by("order").values_list("code", flat=True))


def test_every_htmx_call_has_a_plain_way_beside_it(editor, draft):
    from html5lib import HTMLParser

    html = editor.get(url("version_edit", draft)).content.decode()
    page = HTMLParser(namespaceHTMLElements=False).parse(html)
    calls = [node for node in page.iter() if node.get("hx-get") or node.get("hx-post")]
    assert len(calls) > 10
    for node in calls:
        plain = node.get("href") or node.get("action") or node.get("formaction")
        if not (node.get("hx-trigger") or "").startswith(
            "trama:sorted"
        ):  # what only refreshes after a drag needs no other way
            assert plain in (node.get("hx-get"), node.get("hx-post"))


def test_adding_an_eje(editor, draft, network):
    function = MandatedFunction.objects.create(network=network, number=1, title="Coordinar")
    address = url("eje_create", draft)
    assert 'value="2"' in editor.get(address).content.decode()
    data = {"code": "2", "title": "Formación", "weight": "12,5", "goal": "Cien", "functions": [function.pk]}
    response = editor.post(address, data)
    eje = Eje.objects.get(version=draft, code="2")
    assert response.url == f"{url('version_edit', draft)}#eje-{eje.pk}"
    assert (str(eje.weight), eje.order, list(eje.functions.all())) == ("12.50", 1, [function])
    assert eje.history.get().history_user.username == "coordinator"


def test_a_code_is_used_once(editor, draft):
    response = editor.post(url("eje_create", draft), {"code": "1", "title": "Otro"})
    assert response.status_code == 422
    assert "Ya hay un eje con ese código" in response.content.decode()


def test_adding_an_activity_with_all_that_hangs_on_it(editor, draft, member):
    eje = draft.ejes.get()
    address = url("activity_create", draft, eje=eje.pk)
    assert 'value="1.3"' in editor.get(address).content.decode()
    data = activity_data(
        code="1.3",
        weight="12,50",
        deadline_text="Segundo semestre",
        concerns="some",
        members=[member.pk],
        schedule_months=["2024-07", "2024-08"],
        totals={"deliverables": 2, "verifications": 1, "parties": 3, "indicators": 1},
        **{
            "deliverables-0-title": "Memoria",
            "deliverables-0-deadline_text": "Agosto de 2024",
            "deliverables-1-title": "",
            "verifications-0-text": "Lista de asistencia",
            "parties-0-kind": "responsible",
            "parties-0-who": f"member:{member.pk}",
            "parties-1-kind": "funding",
            "parties-1-who": "",
            "parties-1-words": "Cooperación",
            "parties-2-kind": "responsible",
            "indicators-0-title": "Asistentes",
            "indicators-0-target": "30,5",
            "indicators-0-is_numeric": "on",
            "indicators-0-over_periods": "latest",
            "indicators-0-over_members": "mean",
        },
    )
    assert editor.post(address, data).status_code == 302
    activity = Activity.objects.get(code="1.3")
    assert (str(activity.deadline_start_on), str(activity.deadline_end_on)) == ("2024-07-01", "2024-12-31")
    assert activity.deadline_precision == "semester"
    assert list(activity.members.all()) == [member]
    assert activity.schedule_months == ["2024-07", "2024-08"]
    product = activity.deliverables.get()
    assert (product.title, str(product.deadline_end_on)) == ("Memoria", "2024-08-31")
    parties = activity.party_set.order_by("order")
    assert [(party.kind, party.scope, str(party)) for party in parties] == [
        ("responsible", "member", "Integrante uno"),
        ("funding", "words", "Cooperación"),
    ]
    assert str(activity.indicators.get().target) == "30.50"
    assert activity.verification_set.get().deliverable is None


def test_changing_and_taking_away_rows(editor, draft, activity):
    product = Deliverable.objects.create(activity=activity, title="Memoria")
    gone = Party.objects.create(activity=activity, kind="support", scope="every")
    address = url("activity_update", draft, pk=activity.pk)
    data = activity_data(
        code="1.1",
        totals={"deliverables": 1, "verifications": 1, "parties": 1},
        **{
            "deliverables-0-pk": product.pk,
            "deliverables-0-title": "Memoria impresa",
            "verifications-0-text": "Ejemplar",
            "verifications-0-product": product.pk,
            "parties-0-pk": gone.pk,
            "parties-0-kind": "support",
            "parties-0-who": "every",
            "parties-0-DELETE": "on",
        },
    )
    lineage = product.lineage
    assert editor.post(address, data).status_code == 302
    product.refresh_from_db()
    assert (product.title, product.lineage) == ("Memoria impresa", lineage)
    assert product.verification_set.get().text == "Ejemplar"
    assert not activity.party_set.exists()


def test_another_row_without_javascript(editor, draft, activity):
    address = url("activity_update", draft, pk=activity.pk)
    data = activity_data(
        title="",
        totals={"parties": 1},
        add="parties",
        **{"parties-0-kind": "support", "parties-0-words": "Alguien"},
    )
    response = editor.post(address, data)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'name="parties-1-who"' in html
    assert 'value="Alguien"' in html
    assert "invalid-feedback" not in html
    activity.refresh_from_db()
    assert activity.title == "Actividad 1.1"
    more = {"add": "", "title": "Foro", "parties-TOTAL_FORMS": "2", "parties-1-kind": "support"}
    assert editor.post(address, {**data, **more}).status_code == 302, "a row that says only its kind is blank"
    assert activity.party_set.get().words == "Alguien"


def test_dates_given_to_words_stay_until_the_words_change(editor, draft, activity):
    Activity.objects.filter(pk=activity.pk).update(
        deadline_text="Cada país definirá", deadline_start_on="2024-01-01", deadline_end_on="2024-12-31"
    )
    address = url("activity_update", draft, pk=activity.pk)
    editor.post(address, activity_data(code="1.1", deadline_text="Cada país definirá"))
    activity.refresh_from_db()
    assert str(activity.deadline_end_on) == "2024-12-31"
    editor.post(address, activity_data(code="1.1", deadline_text="31 de febrero", revision="2"))
    activity.refresh_from_db()
    assert (activity.deadline_end_on, activity.deadline_precision) == (None, "none")


def test_some_members_need_names(editor, draft, activity):
    response = editor.post(url("activity_update", draft, pk=activity.pk), activity_data(concerns="some"))
    assert response.status_code == 422
    assert "Marque a quiénes concierne" in response.content.decode()


def test_no_members_of_another_network(editor, draft, activity, outsider):
    from networks.models import Network

    stranger = make_member(Network.objects.get(slug="ajena"))
    data = activity_data(
        totals={"parties": 1}, concerns="some", members=[stranger.pk], **{"parties-0-who": f"member:{stranger.pk}"}
    )
    response = editor.post(url("activity_update", draft, pk=activity.pk), data)
    assert response.status_code == 422
    assert not activity.members.exists()
    assert not activity.party_set.exists()


def test_moving_to_another_objective_and_under_another_activity(editor, draft, activity):
    objective = Objective.objects.create(eje=activity.eje, title="Formar")
    other = Activity.objects.get(code="1.2")
    other.weight = 50
    other.save()
    editor.post(
        url("activity_update", draft, pk=other.pk), activity_data(code="1.2", objective=objective.pk, weight="50")
    )
    other.refresh_from_db()
    assert other.objective == objective
    editor.post(url("activity_update", draft, pk=activity.pk), activity_data(code="1.1", parent=other.pk))
    activity.refresh_from_db()
    other.refresh_from_db()
    assert (activity.parent, activity.objective) == (other, objective)
    assert other.weight is None, "an activity that groups others carries no weight"
    response = editor.post(
        url("activity_update", draft, pk=other.pk),
        activity_data(code="1.2", parent=activity.pk, revision=other.revision),
    )
    assert response.status_code == 422
    assert "debajo de esta" in response.content.decode()


def test_up_down_and_drag(editor, draft):
    eje = draft.ejes.get()
    make_activity(eje)
    last = eje.activities.get(code="1.3")
    response = editor.post(url("activity_move", draft, pk=last.pk), {"direction": "up"})
    assert response.url.endswith(f"#actividad-{last.pk}")
    assert titles(eje) == ["1.1", "1.3", "1.2"]
    editor.post(url("activity_move", draft, pk=eje.activities.get(code="1.1").pk), {"direction": "up"})
    assert titles(eje) == ["1.1", "1.3", "1.2"]
    order = [eje.activities.get(code=code).pk for code in ("1.2", "1.1", "1.3")]
    assert editor.post(url("activity_sort", draft, eje=eje.pk), {"order": order}).status_code == 204
    assert titles(eje) == ["1.2", "1.1", "1.3"]
    assert Activity.history.filter(code="1.2").exists()


def test_an_order_with_strangers_is_refused(editor, draft):
    eje, other = draft.ejes.get(), make_eje(draft, "2")
    stranger = make_activity(other)
    order = [eje.activities.first().pk, stranger.pk]
    assert editor.post(url("activity_sort", draft, eje=eje.pk), {"order": order}).status_code == 409
    assert editor.post(url("activity_sort", draft, eje=eje.pk), {"order": "x"}).status_code == 400
    assert editor.post(url("eje_sort", draft), {"order": [10**30]}).status_code == 400


def test_ejes_and_objectives_move_too(editor, draft):
    second = make_eje(draft, "2", order=1)
    editor.post(url("eje_move", draft, pk=second.pk), {"direction": "up"})
    assert list(draft.ejes.order_by("order").values_list("code", flat=True)) == ["2", "1"]
    editor.post(url("eje_sort", draft), {"order": [draft.ejes.get(code="1").pk, second.pk]})
    assert list(draft.ejes.order_by("order").values_list("code", flat=True)) == ["1", "2"]
    for title in ("Uno", "Dos"):
        editor.post(url("objective_create", draft, eje=second.pk), {"title": title})
    two = second.objectives.get(title="Dos")
    editor.post(url("objective_move", draft, pk=two.pk), {"direction": "up"})
    assert list(second.objectives.order_by("order").values_list("title", flat=True)) == ["Dos", "Uno"]


def test_deleting_asks_first_and_names_what_goes(editor, draft, activity):
    make_activity(activity.eje, "1.1.1", title="Seminario abierto", parent=activity)
    Deliverable.objects.create(activity=activity, title="Memoria")
    address = url("activity_delete", draft, pk=activity.pk)
    html = editor.get(address).content.decode()
    assert "Seminario abierto" in html
    assert "Memoria" in html
    assert Activity.objects.filter(pk=activity.pk).exists()
    assert editor.post(address, {"revision": activity.revision}).status_code == 302
    assert titles(draft.ejes.get()) == ["1.2"]


def test_deleting_what_changed_meanwhile_asks_again(editor, draft, activity):
    address = url("activity_delete", draft, pk=activity.pk)
    Activity.objects.filter(pk=activity.pk).update(title="Ahora importa", revision=2)
    response = editor.post(address, {"revision": "1"})
    assert response.status_code == 409
    assert "Ahora importa" in response.content.decode()
    assert editor.post(address, {"revision": "2"}).status_code == 302


def test_an_objective_goes_and_its_activities_stay(editor, draft, activity):
    objective = Objective.objects.create(eje=activity.eje, title="Formar")
    Activity.objects.filter(pk=activity.pk).update(objective=objective)
    assert "no se elimina" in editor.get(url("objective_delete", draft, pk=objective.pk)).content.decode()
    editor.post(url("objective_delete", draft, pk=objective.pk), {"revision": "1"})
    activity.refresh_from_db()
    assert activity.objective is None


def test_an_eje_goes_with_its_own(editor, draft):
    eje = draft.ejes.get()
    editor.post(url("eje_delete", draft, pk=eje.pk), {"revision": "1"})
    assert not Activity.objects.exists()


def test_htmx_gets_the_form_and_then_the_eje(editor, draft, activity):
    address = url("activity_update", draft, pk=activity.pk)
    form = editor.get(address, headers=HTMX).content.decode()
    assert form.lstrip().startswith("<form")
    response = editor.post(address, activity_data(code="1.1", title="Otro título"), headers=HTMX)
    assert response["HX-Retarget"] == f"#eje-{activity.eje_id}"
    assert f"actividad-{activity.pk}" in response["HX-Trigger-After-Settle"]
    html = response.content.decode()
    assert "Otro título" in html
    assert 'hx-swap-oob="innerHTML:#messages"' in html
    assert "<h1" not in html
    refused = editor.post(address, activity_data(title="", revision="2"), headers=HTMX)
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith("<form")
    again = editor.get(f"{url('version_edit', draft)}?eje={activity.eje_id}", headers=HTMX).content.decode()
    assert again.count('<details class="tree__eje"') == 1


def test_only_drafts_are_edited(editor, draft, activity):
    PlanVersion.objects.filter(pk=draft.pk).update(status="in_force", in_force_from_on="2024-01-01")
    for address in (url("version_edit", draft), url("activity_update", draft, pk=activity.pk)):
        response = editor.get(address)
        assert response.status_code == 409
        assert "prepare una versión nueva" in response.content.decode()
    response = editor.post(url("activity_update", draft, pk=activity.pk), activity_data(title="Colado"))
    assert response.status_code == 409
    activity.refresh_from_db()
    assert activity.title == "Actividad 1.1"


def test_rows_of_other_versions_and_networks_are_absent(editor, draft, activity, login, outsider):
    from networks.models import Network

    foreign = make_plan(Network.objects.get(slug="ajena"), status=VersionStatus.DRAFT)
    theirs = Activity.objects.filter(eje__version=foreign).first()
    assert editor.get(url("activity_update", draft, pk=theirs.pk)).status_code == 404
    assert editor.get(url("eje_weights", draft, pk=theirs.eje_id)).status_code == 404
    assert editor.post(url("activity_delete", draft, pk=theirs.pk), {"revision": "1"}).status_code == 404
    assert editor.get(url("version_edit", foreign)).status_code == 404
    old = make_version(draft.plan.network, number=9, status=VersionStatus.SUPERSEDED)
    sibling = make_activity(make_eje(old))
    assert editor.get(url("activity_update", draft, pk=sibling.pk)).status_code == 404
    assert login(outsider).get(url("activity_update", draft, pk=activity.pk)).status_code == 404


def test_concern_is_kept_for_the_network(editor, draft, activity):
    editor.post(url("activity_update", draft, pk=activity.pk), activity_data(code="1.1", concerns="network"))
    activity.refresh_from_db()
    assert activity.concerns == Concern.NETWORK


@pytest.mark.django_db
def test_a_member_sets_her_own_date(network, member, coordinator, login):
    draft = make_plan(network, (40, 60), status=VersionStatus.DRAFT)
    activity = draft.ejes.get().activities.first()
    address = url("activity_update", draft, pk=activity.pk)
    row = {"own_deadlines-0-member": member.pk, "own_deadlines-0-deadline_text": "marzo"}
    client = login(coordinator)
    client.post(address, activity_data(code="1.1", totals={"own_deadlines": 1}, **row))
    own = activity.memberdeadline_set.get()
    assert (own.member, own.deadline_end_on) == (member, datetime.date(2024, 3, 31))
    twice = activity_data(code="1.1", totals={"own_deadlines": 1}, **row, revision="2")
    assert "Esa integrante ya tiene su plazo en la actividad." in client.post(address, twice).content.decode()
    stranger = make_member(make_network("beta"), "x")
    other = activity_data(
        code="1.1", totals={"own_deadlines": 1}, **{**row, "own_deadlines-0-member": stranger.pk}, revision="2"
    )
    assert client.post(address, other).status_code == 422
    assert activity.memberdeadline_set.count() == 1
