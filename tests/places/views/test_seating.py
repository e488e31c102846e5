"""The page on which tables are mixed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from places.actions import seating as verbs
from places.actions.holders import cancel
from places.models import SeatingPlan
from places.queries.seating import seated_in
from tests import pages
from tests.factories import make_facilitator, signed_in
from tests.seated import claim, come, make_room, scanned, sit, sitting, table
from workshops.models import Roadshow

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
COLLEAGUES = ("Ann council", "Ben council", "Cas trust health", "Dot trust health")


@pytest.fixture
def roadshow() -> Roadshow:
    """Return a roadshow with two pairs of colleagues and two tables; nobody is seated."""
    return make_room(*COLLEAGUES, slug="leeds")


@pytest.fixture
def client(roadshow: Roadshow) -> Client:
    """Return the browser of the roadshow's own facilitator."""
    return signed_in(make_facilitator(roadshow))


def words(response: Any) -> str:
    return pages.words(response.content.decode())


def show(client: Client) -> str:
    return words(client.get("/roadshows/leeds/seating/"))


def press(client: Client, name: str, *arguments: object, htmx: Any = True, **data: object) -> Any:
    return client.post(reverse(name, args=["leeds", *arguments]), data, headers=HTMX if htmx else {})


def test_at_first_everybody_waits_for_a_table(client: Client) -> None:
    said = show(client)
    assert "Nobody is seated yet" in said
    assert "No table yet 4" in said


def test_a_roadshow_that_nobody_booked_says_so() -> None:
    empty = make_room(slug="york")
    response = signed_in(make_facilitator(empty)).get("/roadshows/york/seating/")
    assert "Nobody has a place at" in words(response)


def test_a_press_mixes_all_tables_and_proves_it(client: Client, roadshow: Roadshow) -> None:
    said = words(press(client, "plan-seating"))
    assert "As mixed as can be" in said
    assert "0 pairs from one organisation at one table: no seating has fewer" in said
    assert "4 of 4 sit with nobody from their own organisation" in said
    assert "Plan 1 is here. Nobody changes tables." in said
    assert None not in sitting(roadshow).values()


def test_what_could_be_better_is_said_with_names(client: Client, roadshow: Roadshow) -> None:
    sit(roadshow, Ann=1, Ben=1, Cas=2, Dot=2)
    said = show(client)
    assert "2 pairs from one organisation at one table: 2 more than the proven fewest Ann and Ben Cas and Dot" in said
    assert "Works with Ben" in said


def test_somebody_is_moved_with_and_without_scripts(client: Client, roadshow: Roadshow) -> None:
    ann = claim(roadshow, "Ann").pk
    said = words(press(client, "move-delegate", claim=ann, to=2))
    assert "Ann sits at table 2." in said
    response = press(client, "move-delegate", htmx=False, claim=ann, to=1)
    assert response.url == "/roadshows/leeds/seating/"
    assert "Ann sits at table 1." in show(client)
    assert "Ann has no table now." in words(press(client, "move-delegate", claim=ann, to=""))


def test_whoever_was_chosen_stays_chosen(client: Client, roadshow: Roadshow) -> None:
    ann = claim(roadshow, "Ann").pk
    answer = press(client, "move-delegate", claim=ann, to=2).content.decode()
    assert f'value="{ann}" id="claim-{ann}" checked' in answer


def test_a_full_table_takes_nobody_and_says_what_to_do(client: Client, roadshow: Roadshow) -> None:
    verbs.set_tables(roadshow, chairs=1, at_the_door=True, step_free=(), own={})
    sit(roadshow, Ben=2)
    response = press(client, "move-delegate", claim=claim(roadshow, "Ann").pk, to=2)
    assert response.status_code == 409
    assert "Table 2 has no free chair, so Ann stays. Let two change places." in words(response)


def test_two_change_places(client: Client, roadshow: Roadshow) -> None:
    sit(roadshow, Ann=1, Ben=2)
    data = {"claim": claim(roadshow, "Ann").pk, "other": claim(roadshow, "Ben").pk}
    assert "Ann and Ben have changed places." in words(press(client, "swap-delegates", **data))
    assert press(client, "swap-delegates", claim=data["claim"]).status_code == 409


def test_somebody_is_locked_and_unlocked(client: Client, roadshow: Roadshow) -> None:
    sit(roadshow, Ann=1)
    ann = claim(roadshow, "Ann").pk
    assert "No plan moves Ann." in words(press(client, "lock-delegate", claim=ann, locked="yes"))
    assert "Locked" in show(client)
    assert "Plans may move Ann again." in words(press(client, "lock-delegate", claim=ann, locked=""))


@pytest.mark.parametrize("verb", ["move-delegate", "swap-delegates", "lock-delegate"])
def test_a_press_about_somebody_who_does_not_come_here_changes_nothing(
    client: Client, roadshow: Roadshow, verb: str
) -> None:
    ann = claim(roadshow, "Ann")
    cancel(ann, actor="Ann")
    elsewhere = come(make_room(), "Zoe")
    for pk in (ann.pk, elsewhere.pk, "x", ""):
        assert press(client, verb, claim=pk, to=1, locked="yes").status_code == 400
    assert press(client, "move-delegate", claim=claim(roadshow, "Ben").pk, to=99).status_code == 409


def test_mending_says_who_is_to_move_where(client: Client, roadshow: Roadshow) -> None:
    sit(roadshow, Ann=1, Ben=1, Cas=2, Dot=2)
    said = words(press(client, "repair-seating", most=2))
    assert "2 people change tables." in said
    assert "2 moves to announce" in said
    assert "from table 1 to table 2" in said
    assert "everybody stays" in words(press(client, "repair-seating", most=2))


@pytest.mark.parametrize("most", ["", "x", "-1", "61"])
def test_a_number_of_moves_that_is_none_is_refused_in_words(client: Client, most: str) -> None:
    response = press(client, "repair-seating", most=most)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not SeatingPlan.objects.exists()


def test_an_earlier_plan_is_brought_back(client: Client, roadshow: Roadshow) -> None:
    verbs.make_plan(roadshow, actor="Ana")
    before = sitting(roadshow)
    verbs.swap(claim(roadshow, "Ann"), claim(roadshow, "Ben"))
    assert "2 sit elsewhere than Plan 1 said" in show(client)
    press(client, "bring-back-seating", 1)
    assert sitting(roadshow) == before
    assert press(client, "bring-back-seating", 9).status_code == 404


# Rules and tables


def test_two_are_kept_together_with_a_reason(client: Client, roadshow: Roadshow) -> None:
    data = {"one": claim(roadshow, "Ann").pk, "other": claim(roadshow, "Ben").pk, "kind": "together"}
    assert press(client, "add-seating-rule", **data).status_code == 400
    assert "Interprets for her." in words(press(client, "add-seating-rule", **data, reason="Interprets for her."))
    press(client, "plan-seating")
    assert sitting(roadshow)["Ann"] == sitting(roadshow)["Ben"]
    assert "Every rule is kept" in show(client)


def test_a_rule_for_one_person_is_refused_in_words(client: Client, roadshow: Roadshow) -> None:
    ann = claim(roadshow, "Ann").pk
    response = press(client, "add-seating-rule", one=ann, other=ann, kind="apart", reason="?")
    assert response.status_code == 400
    assert "Choose two people." in words(response)


def test_a_rule_is_taken_back_by_staff_of_its_roadshow_alone(client: Client, roadshow: Roadshow) -> None:
    two = {"one": claim(roadshow, "Ann").booking, "other": claim(roadshow, "Ben").booking}
    rule = verbs.add_rule(roadshow, kind="apart", **two, reason="They asked.", actor="Ana")
    other = make_room("Eve", "Fay", slug="york")
    elsewhere = signed_in(make_facilitator(other, "york@example.org"))
    elsewhere.post(reverse("remove-seating-rule", args=["york", rule.pk]))
    assert seated_in(roadshow).rules == [rule]
    assert "No two people are kept together or apart." in words(press(client, "remove-seating-rule", rule.pk))


def test_what_the_tables_are_like_is_kept_and_shown(client: Client, roadshow: Roadshow) -> None:
    data = {"chairs": 6, "chairs-1": 4, "step-free-2": "on"}
    said = words(press(client, "set-tables", **data))
    assert "Table 1 0 of 4" in said
    assert "Table 2 0 of 6 · no steps" in said
    response = press(client, "set-tables", chairs=0)
    assert response.status_code == 400


def test_of_what_somebody_needs_only_the_table_is_told(client: Client, roadshow: Roadshow) -> None:
    come(roadshow, "Eve other", step_free=True)
    sit(roadshow, Eve=1)
    said = show(client)
    assert "1 rule broken" in said
    assert "Somebody needs a table without steps, and none is marked so." in said
    verbs.set_tables(roadshow, chairs=8, at_the_door=True, step_free={2}, own={})
    assert "Somebody at table 1 needs a table without steps" in show(client)
    assert "Eve needs" not in show(client)


# While people come in


def test_once_people_come_in_only_they_count_and_the_others_are_marked(client: Client, roadshow: Roadshow) -> None:
    verbs.make_plan(roadshow, actor="Ana")
    scanned(claim(roadshow, "Ann"))
    said = show(client)
    assert "only those who are in count: 1 of 4" in said
    assert said.count("Not in yet") == 3


def test_the_lists_are_printed_by_name_and_by_table(client: Client, roadshow: Roadshow) -> None:
    sit(roadshow, Ann=2, Ben=1)
    said = words(client.get("/roadshows/leeds/seating/print/"))
    assert "Ann Table 2 Ben Table 1" in said
    assert "Table 2 Ann, council" in said


def test_a_name_is_text_whatever_it_is(client: Client, roadshow: Roadshow) -> None:
    come(roadshow, "<script>alert(1)</script> other")
    sit(roadshow, **{"<script>alert(1)</script>": 1})
    for path in ("", "print/"):
        assert "<script>alert" not in client.get(f"/roadshows/leeds/seating/{path}").content.decode()


def test_the_page_takes_as_many_queries_for_many_people_as_for_few(
    client: Client, roadshow: Roadshow, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        come(roadshow, f"P{n} o{n}")
    verbs.make_plan(roadshow, actor="Ana")
    assert table(roadshow, 1)
    with django_assert_max_num_queries(24):
        client.get("/roadshows/leeds/seating/")
