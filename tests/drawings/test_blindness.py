"""Blind: nothing of what others found is anywhere in what a coder is sent before they have coded everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.coding import settle
from drawings.models import Drawing
from drawings.queries import coding as queries
from drawings.queries.coding import Progress, Words, progress_of
from drawings.views import coding, results
from tests.coded import find, handed_in, looked, say
from tests.factories import first_table, make_coder, make_organiser, make_roadshow, signed_in
from workshops.models import Answer, Roadshow, Staff

pytestmark = pytest.mark.django_db

# What others found, in words that stand nowhere else.
THEIRS = ("quokka", "wombat", "numbat", "dunnart", "bilby", "potoroo")


@pytest.fixture
def roadshow() -> Roadshow:
    return make_roadshow()


@pytest.fixture
def others(roadshow: Roadshow) -> list[Drawing]:
    """Return two drawings of which the table, two coders and an organiser have said what they found."""
    drawings = [handed_in(first_table(roadshow), "leadership", title=f"Title {n}", shows="A wall.") for n in (1, 2)]
    others = [make_coder(roadshow, f"{name}@example.org") for name in THEIRS[:2]]
    for drawing in drawings:
        say(drawing, tags=THEIRS[2], idea="wall", **{"own-idea": THEIRS[3]})
        for other, codes in zip(others, ("fear", "trust"), strict=True):
            find(other, drawing, codes, note=THEIRS[4])
        settle(drawing, others[0], codes=["risk"], reason=THEIRS[5], seen=0)
    return drawings


def addresses(roadshow: Roadshow, drawings: list[Drawing]) -> list[str]:
    names = ("coding", "codebook", "codebook-csv", "coding-results", "codings-csv")
    plain = [reverse(name, args=[roadshow.slug]) for name in names]
    own = [reverse(name, args=[roadshow.slug, d.pk]) for name in ("code-drawing", "settle-coding") for d in drawings]
    return [*plain, *own]


def everything_sent(client: Client, roadshow: Roadshow, drawings: list[Drawing]) -> str:
    """Return all that is sent to a coder who tries every address, by plain requests and by htmx, and posts nonsense."""
    answers = []
    for address in addresses(roadshow, drawings):
        for headers in ({}, {"HX-Request": "true"}):
            answers.append(client.get(address, headers=headers))
            answers.append(client.post(address, {"codes": ["other"], "seen": "999"}, headers=headers))
    answers.append(client.post(reverse("show-coding-results", args=[roadshow.slug]), follow=True))
    return "".join(f"{answer.headers} {answer.content.decode()}" for answer in answers)


def given_away(sent: str) -> list[str]:
    """Return what of others' findings is in what was sent."""
    ticked = [line for line in sent.splitlines() if "checked" in line and "data-key" in line]
    return [word for word in THEIRS if word in sent] + ticked


def test_before_coding_nothing_of_what_others_found_is_sent(roadshow: Roadshow, others: list[Drawing]) -> None:
    client = signed_in(make_coder(roadshow))
    sent = everything_sent(client, roadshow, others)
    assert "Title 1" in sent, "the drawings are"
    assert [line for line in given_away(sent) if 'value="other"' not in line] == [], "only one's own nonsense is ticked"


def test_half_way_nothing_is_sent_of_either_drawing(roadshow: Roadshow, others: list[Drawing]) -> None:
    coder = make_coder(roadshow)
    find(coder, others[0], "processes")
    sent = everything_sent(signed_in(coder), roadshow, others)
    ticked = [line for line in given_away(sent) if 'value="other"' not in line]
    assert {'value="processes"' in line for line in ticked} == {True}, "one's own coding, and nobody else's"


def test_an_organiser_who_codes_is_as_blind(roadshow: Roadshow, others: list[Drawing]) -> None:
    organiser = make_organiser()
    find(organiser, others[0], "processes")
    client = signed_in(organiser)
    pages = [client.get(address) for address in addresses(roadshow, others)]
    pages.append(client.get(reverse("coding-everywhere")))
    pages.append(client.get(reverse("codings-csv-everywhere")))
    pages.append(client.post(reverse("show-coding-everywhere"), follow=True))
    ticked = given_away("".join(page.content.decode() for page in pages))
    assert {'value="processes"' in line for line in ticked} == {True}


def test_drawings_that_came_in_after_a_look_are_coded_as_blind_as_the_first(
    roadshow: Roadshow, others: list[Drawing]
) -> None:
    coder = make_coder(roadshow)
    for drawing in others:
        find(coder, drawing, "processes")
    looked(coder, roadshow)
    newer = handed_in(first_table(roadshow), "leadership", title="Newer")
    say(newer, tags="thylacine")
    sent = "".join(signed_in(coder).get(address).content.decode() for address in addresses(roadshow, [newer]))
    assert [word for word in (*THEIRS, "thylacine") if word in sent] == []


# Controls: the guard sees what it is to see


def test_after_coding_everything_and_looking_all_of_it_is_sent(roadshow: Roadshow, others: list[Drawing]) -> None:
    coder = make_coder(roadshow)
    for drawing in others:
        find(coder, drawing, "processes")
    sent = everything_sent(signed_in(looked(coder, roadshow)), roadshow, others)
    assert [word for word in THEIRS if word in sent] == [*THEIRS[:2], *THEIRS[4:]]


def tags_for_words(drawings: Iterable[Drawing]) -> dict[int, Words]:
    tags = {f"{drawing.prefix}tags": drawing.pk for drawing in drawings}
    return {tags[answer.field]: Words(shows=answer.value) for answer in Answer.objects.filter(field__in=tags)}


def progress_of_another(roadshow: Roadshow, _coder: Staff) -> Progress:
    return progress_of(roadshow, Staff.objects.get(email=f"{THEIRS[0]}@example.org"))


@pytest.mark.parametrize(
    "leak",
    [
        lambda patch: patch.setattr(queries, "words_of", tags_for_words),
        lambda patch: patch.setattr(results, "has_looked", lambda *_asked: True),
        lambda patch: patch.setattr(coding, "progress_of", progress_of_another),
    ],
    ids=["the table's own tags", "results without having coded", "somebody else's codings"],
)
def test_the_guard_notices_a_leak(
    leak: Callable[[pytest.MonkeyPatch], None],
    roadshow: Roadshow,
    others: list[Drawing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leak(monkeypatch)
    sent = everything_sent(signed_in(make_coder(roadshow)), roadshow, others)
    assert [line for line in given_away(sent) if 'value="other"' not in line] != []
