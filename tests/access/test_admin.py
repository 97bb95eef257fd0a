"""The administration: for admins alone, behind the one sign-in; it shows rows, writes each look down and changes nothing."""

import pytest
from django.contrib import admin
from django.urls import reverse

from ambassadors.models import Ambassador, Person
from ledger.models import Look


def one(person):
    return reverse("admin:ambassadors_person_change", args=[person.pk])


def test_an_admin_who_opens_a_row_leaves_a_look(as_, ada, hanne):
    assert as_(hanne).get(one(ada)).status_code == 200
    look = Look.objects.get()
    assert (look.actor, look.subject_type, look.subject_key, look.purpose) == (
        hanne, "ambassadors.person", str(ada.pk), "admin",
    )  # fmt: skip


def test_an_auditor_reads_it_in_words(as_, ada, hanne, noor):
    as_(hanne).get(one(ada))
    assert "in the administration" in as_(noor).get(reverse("reports:looks")).content.decode()


def test_a_list_and_a_row_that_is_not_there_leave_none(as_, ada, hanne):
    as_(hanne).get(reverse("admin:ambassadors_person_changelist"))
    as_(hanne).get(reverse("admin:ambassadors_person_change", args=["0" * 8]))
    assert Look.objects.count() == 0


@pytest.mark.parametrize("who", ["ada", "cy", "max", "noor", "dee"])
def test_nobody_else_comes_in(as_, request, ada, who):
    person = request.getfixturevalue(who)
    assert [as_(person).get(url).status_code for url in ("/admin/", one(ada))] == [302, 302]
    assert Look.objects.count() == 0


def test_nothing_can_be_added_changed_or_deleted(as_, hanne, ada):
    client, found = as_(hanne), []
    for model in admin.site._registry:
        where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [client.post(reverse(f"{where}_add"), {}).status_code]
    assert set(found) == {403}
    assert [
        client.post(url, {"email": "x@example.org"}).status_code
        for url in (one(ada), one(ada).replace("change", "delete"))
    ] == [403, 403]
    assert Person.objects.get(pk=ada.pk).email == "ada@example.org"


def test_there_is_no_superuser():
    assert not hasattr(Person, "is_superuser")


def test_what_somebody_keeps_to_themselves_stands_not_in_the_admin_either(as_, hanne, ada):
    Ambassador.objects.filter(person=ada).update(channels=["https://intranet/falcon"], channels_to="nobody")
    answer = as_(hanne).get(f"/admin/ambassadors/ambassador/{ada.ambassador.pk}/change/")
    assert (answer.status_code, "falcon" in answer.content.decode()) == (200, False)
