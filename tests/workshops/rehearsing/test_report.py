from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workshops.rehearsing.play import Played
from workshops.rehearsing.records import Drop, Got, How, Kept, Press, Record, Sent
from workshops.rehearsing.report import Figures, Spread, TopicFigures, figures, spread
from workshops.rehearsing.web import Traffic
from workshops.rehearsing.words import in_words

# Events 2, 3 and 5 went to all tables, event 4 to table 1; each was written at ten times its number.
SENT = [Sent("tables", seq, 10.0 * seq, "stage-revealed", "Ana") for seq in (1, 2, 3, 5)]
SENT.insert(3, Sent("table:1", 4, 40.0, "table-signal", "Table 1"))


def got(seq: int, how: How = How.SOCKET, topic: str = "tables", after: float = 0.1) -> Got:
    return Got(topic, seq, 10.0 * seq + after, how)


def device(*came: Got, **fields: Any) -> Record:
    """Return what a device got that was first drawn with event 1 and has everything in the end."""
    plain: dict[str, Any] = {"first": 1, "have": 5, "got": list(came)}
    return Record("table 1, device 1", ("tables", "table:1"), **plain | fields)


ALL = (got(2), got(3), got(4, topic="table:1"), got(5))


def reported(*records: Record, kept: tuple[Kept, ...] = (), **fields: Any) -> Figures:
    return figures(Played(list(records), Traffic(), **fields), SENT, kept)


def rounded(found: Spread | None) -> Spread | None:
    """Return a spread in whole milliseconds."""
    return found and Spread(found.n, *(round(each) for each in (found.p50, found.p95, found.p99, found.worst)))


def topic(found: Figures, name: str) -> TopicFigures:
    return next(entry for entry in found.topics if entry.topic == name)


def test_a_device_that_got_everything_lost_nothing() -> None:
    found = reported(device(*ALL))
    assert topic(found, "tables") == TopicFigures("tables", pages=1, frames=3, due=3, socket=3)
    assert topic(found, "each table's own") == TopicFigures("each table's own", pages=1, frames=1, due=1, socket=1)
    assert found.ok
    assert "Nothing was lost, nothing came twice, and everybody was equal in the end." in in_words(found)


def test_what_the_page_was_first_drawn_with_is_not_due() -> None:
    assert topic(reported(device(*ALL[2:], first=3)), "tables").due == 1


def test_each_way_is_counted_by_itself() -> None:
    found = topic(reported(device(got(2), got(5, How.REPLAY), pages=[4])), "tables")
    assert (found.socket, found.replay, found.page, found.lost) == (1, 1, 1, 0)


def test_a_frame_that_never_came_is_lost_and_named() -> None:
    found = reported(device(*ALL[:2], *ALL[3:]))
    assert topic(found, "each table's own").lost == 1
    assert found.losses == ["table 1, device 1: event 4 (table-signal) came 0 times on table:1"]
    assert not found.ok
    assert "1 lost or doubled, 0 not equal in the end." in in_words(found)


def test_a_page_that_was_drawn_too_early_makes_nothing_good() -> None:
    assert topic(reported(device(got(2), got(3), pages=[4])), "tables").lost == 1


def test_a_frame_that_was_applied_twice_is_named() -> None:
    found = reported(device(*ALL, got(3, How.REPLAY)))
    assert topic(found, "tables").twice == 1
    assert found.losses == ["table 1, device 1: event 3 (stage-revealed) came 2 times on tables"]
    assert not found.ok


def test_a_frame_of_another_table_is_not_due() -> None:
    other = Record("table 2, device 1", ("tables", "table:2"), first=1, have=5, got=[got(2), got(3), got(5)])
    found = reported(device(*ALL), other)
    assert topic(found, "each table's own").due == 1
    assert topic(found, "tables").due == 6
    assert found.ok


def test_a_device_that_is_behind_in_the_end_is_named() -> None:
    found = reported(device(*ALL, have=3))
    assert found.never_equal == ["table 1, device 1 has event 3 of 5"]
    assert not found.ok
    assert "NOT EQUAL: table 1, device 1 has event 3 of 5" in in_words(found)


def test_a_device_that_was_sent_away_need_not_be_equal_and_is_named() -> None:
    found = reported(device(*ALL, have=3, sent_away="/table/ was answered with 401"))
    assert found.never_equal == []
    assert "Sent away: table 1, device 1: /table/ was answered with 401" in in_words(found)


def test_times_are_from_being_written_to_coming_by_the_socket() -> None:
    came = [got(2, after=0.1), got(3, after=0.3), got(5, How.REPLAY, after=9)]
    assert rounded(reported(device(*came, pages=[4])).latency["written to devices"]) == Spread(2, 100, 300, 300, 300)


def test_slow_devices_screens_and_consoles_have_times_of_their_own() -> None:
    slow = device(*ALL, slow=True)
    screen = Record("screen", ("screens",), got=[Got("screens", 3, 31.0, How.SOCKET)])
    found = figures(Played([slow, screen], Traffic()), [*SENT, Sent("screens", 3, 30.0, "k", "")], [])
    assert set(found.latency) == {"written to slow devices", "written to screens"}


def test_a_servers_clock_that_is_ahead_is_allowed_for() -> None:
    found = reported(device(*ALL), clock_ahead=0.05).latency["written to devices"]
    assert found is not None
    assert found.p50 == pytest.approx(150)


def test_a_press_is_timed_until_each_device_has_what_it_did() -> None:
    press = Press("reveal", 29.9, 30.2, 200)
    other = Press("broadcast", 60.0, 60.1, 200)
    found = reported(device(*ALL), presses=[press, other])
    assert rounded(found.latency["pressed on the console to devices"]) == Spread(1, 200, 200, 200, 200)
    assert found.presses == {"broadcast 200": 1, "reveal 200": 1}


def test_reconnects_are_timed_from_the_networks_return() -> None:
    drops = [Drop(20.0, 25.0, 25.5), Drop(30.0, 31.0, None), Drop(32.0, 34.0, 36.0)]
    found = reported(device(*ALL, drops=drops))
    assert found.connections_lost == 3
    assert rounded(found.equal_after) == Spread(2, 500, 2000, 2000, 2000)
    assert "3 connections were lost" in in_words(found)


def test_answers_are_counted_by_kind() -> None:
    kept = (Kept("park", 1, 1), Kept("park", 2, 1), Kept("help", 1, 1))
    found = reported(device(*ALL), kept=kept)
    assert found.answers == {
        "help": {"accepted": 1, "kept": 1, "lost": 0, "doubled": 0},
        "park": {"accepted": 2, "kept": 2, "lost": 0, "doubled": 0},
    }
    assert found.ok


@pytest.mark.parametrize(("times", "column"), [(0, "lost"), (2, "doubled")])
def test_an_answer_that_was_lost_or_doubled_is_named(times: int, column: str) -> None:
    found = reported(device(*ALL), kept=(Kept("park", 3, times),))
    assert found.answers["park"][column] == 1
    assert found.losses == [f"table 3: an accepted answer (park) is kept {times} times"]
    assert not found.ok


def test_http_answers_are_counted_by_status() -> None:
    traffic = Traffic(unanswered=4)
    traffic.statuses.update({("GET", 200): 12, ("POST", 409): 1})
    found = figures(Played([device(*ALL)], traffic), SENT, [])
    assert "HTTP: GET 200: 12, POST 409: 1; 4 without an answer." in in_words(found)


def test_where_nothing_happened_there_is_nothing_to_time() -> None:
    found = figures(Played([device(first=0, have=0)], Traffic()), [], [])
    assert found.ok
    assert found.latency == {}
    assert "Nothing was lost" in in_words(found)
    assert spread([]) is None


def test_only_so_many_losses_are_spelled_out() -> None:
    found = replace(reported(device(*ALL)), losses=[f"loss {n}" for n in range(50)])
    assert in_words(found).count("LOST OR DOUBLED") == 20
    assert "50 lost or doubled" in in_words(found)


def test_other_programs_get_the_same_figures() -> None:
    told = reported(device(*ALL)).as_json()
    assert told["ok"] is True
    assert told["topics"][0]["due"] == 3
    assert told["latency"]["written to devices"]["n"] == 4
