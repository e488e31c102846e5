from __future__ import annotations

from workshops.topics import CONSOLES, EVERYBODY, SCREENS, TABLES, own_table


def test_everybody_is_tables_screens_and_consoles() -> None:
    assert EVERYBODY == (TABLES, SCREENS, CONSOLES)
    assert len(set(EVERYBODY)) == 3


def test_a_table_has_a_topic_of_its_own() -> None:
    assert own_table(1) != own_table(2)
    assert own_table(1) not in EVERYBODY
