from __future__ import annotations

from pytest_django import Settings

from workshops.throttle import MAX_FAILURES, failed_too_often


def test_the_first_failures_of_an_address_are_free() -> None:
    assert [failed_too_often("10.0.0.1") for _ in range(MAX_FAILURES)] == [False] * MAX_FAILURES
    assert failed_too_often("10.0.0.1")


def test_one_address_does_not_pay_for_another() -> None:
    for _ in range(MAX_FAILURES + 1):
        failed_too_often("10.0.0.1")
    assert not failed_too_often("10.0.0.2")


def test_a_window_that_ends_in_between_costs_nobody_anything(settings: Settings) -> None:
    # This cache forgets at once, as one whose minute is over does.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [failed_too_often("10.0.0.1") for _ in range(MAX_FAILURES + 1)] == [False] * (MAX_FAILURES + 1)
