from __future__ import annotations

import pytest

from workshops import health

EVERYTHING = dict.fromkeys((check.key for check in health.CHECKS), health.OK)


def test_a_device_on_which_everything_works_has_no_trouble() -> None:
    assert (health.troubles(EVERYTHING), health.untried(EVERYTHING)) == ([], [])


def test_what_failed_is_said_in_the_order_of_the_checks() -> None:
    found = EVERYTHING | {"camera": health.NO, "socket": health.NO}
    assert health.troubles(found) == ["live updates do not come through", "it could not take a photo"]


def test_what_was_not_tried_is_no_trouble_but_is_named() -> None:
    found = EVERYTHING | {"camera": health.UNTRIED}
    del found["touch"]
    assert (health.troubles(found), health.untried(found)) == ([], ["A photo", "Touch"])


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (0, "right"),
        (-1_499, "right"),
        (1_499, "right"),
        (-2_000, "2 seconds ahead"),
        (2_000, "2 seconds behind"),
        (60_000, "1 minute behind"),
        (-61_000, "1 minute 1 second ahead"),
        (-93_600_000, "1 day 2 hours ahead"),
        (-86_430_000, "1 day ahead"),
        (2 * 86_400_000 + 3_600_000, "2 days 1 hour behind"),
    ],
)
def test_how_far_a_clock_is_off_is_said_by_its_two_largest_units(offset: int, words: str) -> None:
    assert health.clock_words(offset) == words
