"""Who is next, and why: the order that is applied is the one that is published."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from places.fairness import (
    AFTER,
    BEYOND,
    FULL,
    LARGE,
    MISSED,
    NEW,
    NO_ROOM,
    PUT_FIRST,
    Rules,
    Waiter,
    in_order,
    next_up,
)

NO_RULES = Rules()


def waiter(n: int, organisation: str = "", *, size: int = 1, **fields: bool) -> Waiter:
    return Waiter(tuple(range(n * 10, n * 10 + size)), n, organisation or f"org {n}", **fields)


def order(waiters: list[Waiter], held: dict[str, int] | None = None, rules: Rules = NO_RULES) -> list[int]:
    return [standing.waiter.arrival for standing in in_order(waiters, held or {}, rules)]


def test_without_rules_whoever_asked_first_is_first() -> None:
    assert order([waiter(3), waiter(1), waiter(2)]) == [1, 2, 3]


def test_who_was_put_first_is_first_whatever_the_rules() -> None:
    waiters = [waiter(1, missed=True), waiter(2, "full", put_first=True)]
    (first, _second) = in_order(waiters, {"full": 9}, Rules(most=1, missed_first=True, new_first=True))
    assert (first.waiter.arrival, first.why) == (2, (PUT_FIRST,))


def test_who_missed_an_earlier_date_comes_before_others_only_where_the_rules_say_so() -> None:
    waiters = [waiter(1), waiter(2, missed=True)]
    assert order(waiters) == [1, 2]
    (first, _second) = in_order(waiters, {}, Rules(missed_first=True))
    assert (first.waiter.arrival, first.why) == (2, (MISSED,))


def test_an_organisation_is_new_until_it_has_a_place() -> None:
    waiters = [waiter(1, "big"), waiter(2, "small"), waiter(3, "small")]
    standings = in_order(waiters, {"big": 1}, Rules(new_first=True))
    assert [(each.waiter.arrival, each.why) for each in standings] == [(2, (NEW,)), (1, ()), (3, ())]


def test_an_organisation_that_has_all_it_may_have_holds_nobody_up() -> None:
    waiters = [waiter(1, "big"), waiter(2)]
    standings = in_order(waiters, {"big": 2}, Rules(most=2))
    assert [(each.waiter.arrival, each.why) for each in standings] == [(2, ()), (1, (FULL.format(2),))]
    assert next_up(waiters, {"big": 2}, 2, Rules(most=2)) == [waiters[1]]


def test_why_an_organisation_may_have_no_more_is_said_as_it_is() -> None:
    """What it has now, who of it comes before, or that the group is larger than any organisation's share."""
    waiters = [waiter(1, "big"), waiter(2, "big"), waiter(3, "large", size=3), waiter(4, "has")]
    why = {each.waiter.arrival: each.why[0] for each in in_order(waiters, {"has": 1}, Rules(most=1)) if each.why}
    assert why == {2: AFTER.format(1), 3: BEYOND.format(1), 4: FULL.format(1)}


def test_a_group_that_wants_all_its_places_lets_smaller_ones_pass_until_there_are_enough() -> None:
    waiters = [waiter(1, size=3), waiter(2)]
    assert next_up(waiters, {}, 2, Rules()) == [waiters[1]]
    assert next_up(waiters, {}, 4, Rules()) == waiters
    (group, single) = in_order(waiters, {}, Rules())
    assert (group.position, group.why, single.position) == (1, (LARGE.format(3),), 4)


def test_a_group_that_wants_more_than_there_is_reads_so() -> None:
    why = {each.waiter.size: each.why for each in in_order([waiter(1, size=4), waiter(2, size=5)], {}, Rules(room=4))}
    assert why == {4: (LARGE.format(4),), 5: (NO_ROOM.format(5, 4),)}


def test_who_has_an_offer_elsewhere_is_passed_and_keeps_their_position() -> None:
    waiters = [waiter(1, has_offer=True), waiter(2)]
    assert next_up(waiters, {}, 1, Rules()) == [waiters[1]]
    assert order(waiters) == [1, 2]


waiters_of_any_kind = st.lists(
    st.builds(
        lambda organisation, size, missed, put_first: (organisation, size, missed, put_first),
        st.sampled_from("abc"),
        st.integers(1, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
).map(
    lambda made: [
        waiter(n, organisation, size=size, missed=missed, put_first=put_first)
        for n, (organisation, size, missed, put_first) in enumerate(made, start=1)
    ]
)
organisations_have = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3))
any_rules = st.builds(Rules, st.integers(0, 3), st.booleans(), st.booleans())


def one_by_one(waiters: list[Waiter], held: dict[str, int], rules: Rules) -> list[int]:
    """Return the order as one finds it who looks through all that are left each time."""
    left, has, found = list(waiters), Counter(held), []
    while left:
        waiter = min(
            left,
            key=lambda each: (
                not each.put_first and bool(rules.most) and has[each.organisation] + each.size > rules.most,
                not each.put_first,
                rules.missed_first and not each.missed,
                rules.new_first and has[each.organisation] > 0,
                each.arrival,
            ),
        )
        found.append(waiter.arrival)
        left.remove(waiter)
        has[waiter.organisation] += waiter.size
    return found


@given(waiters_of_any_kind, organisations_have, any_rules)
def test_the_order_is_that_of_looking_through_all_each_time(
    waiters: list[Waiter], held: dict[str, int], rules: Rules
) -> None:
    assert order(waiters, held, rules) == one_by_one(waiters, held, rules)


@given(waiters_of_any_kind, organisations_have, any_rules)
def test_everybody_stands_in_the_order_once(waiters: list[Waiter], held: dict[str, int], rules: Rules) -> None:
    assert sorted(order(waiters, held, rules)) == [each.arrival for each in waiters]


@given(waiters_of_any_kind, organisations_have, st.integers(0, 6), any_rules)
def test_no_more_is_offered_than_is_free_or_than_an_organisation_may_have(
    waiters: list[Waiter], held: dict[str, int], free: int, rules: Rules
) -> None:
    chosen = next_up(waiters, held, free, rules)
    assert sum(each.size for each in chosen) <= free
    by_rule = [each for each in chosen if not each.put_first]
    for organisation in {each.organisation for each in by_rule} if rules.most else set():
        last = [each for each in chosen if each.organisation == organisation and not each.put_first][-1]
        before = chosen[: chosen.index(last) + 1]
        has = held.get(organisation, 0) + sum(each.size for each in before if each.organisation == organisation)
        assert has <= rules.most


@given(waiters_of_any_kind, organisations_have, any_rules)
def test_the_one_who_is_served_next_is_the_first_of_the_published_order(
    waiters: list[Waiter], held: dict[str, int], rules: Rules
) -> None:
    chosen = next_up(waiters, held, 3, rules)
    if chosen:
        assert chosen[0] == in_order(waiters, held, rules)[0].waiter
