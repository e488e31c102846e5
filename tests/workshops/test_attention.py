from __future__ import annotations

import pytest

from live.kinds import Notice
from workshops import attention
from workshops.attention import Things
from workshops.models import Roadshow

HERE = Roadshow(city="Here")
MAPS = Things(lambda _roadshow, item: [f"reader of {item}"], lambda notice: f"drawn for {notice.topic}")


@pytest.fixture(autouse=True)
def _one_sort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "_things", {})
    attention.register("map", MAPS)


def notice(item: str) -> Notice:
    return Notice(1, 1, "item-hidden", "consoles", {"item": item})


def test_whoever_holds_an_item_says_who_hears_of_it_and_what_changes() -> None:
    assert attention.topics_of(HERE, "map:3") == ["reader of map:3"]
    assert attention.draw(notice("map:3")) == "drawn for consoles"


@pytest.mark.parametrize("item", ["question:3", "maps:3", ""])
def test_of_what_nobody_holds_nobody_hears_more(item: str) -> None:
    assert (attention.topics_of(HERE, item), attention.draw(notice(item))) == ([], "")


def test_two_apps_that_hold_one_sort_are_a_mistake() -> None:
    attention.register("map", MAPS)
    with pytest.raises(ValueError, match="two apps"):
        attention.register("map", Things(lambda _roadshow, _item: [], lambda _notice: ""))
