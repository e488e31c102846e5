from __future__ import annotations

from collections.abc import Callable

import pytest

from tools import browser


def path_with(*programs: str) -> Callable[[str], str | None]:
    """Return a `which` for a machine with these programs."""
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def test_the_browser_that_was_asked_for_comes_first() -> None:
    which = path_with("chromium", "brave")
    assert browser.present({"BROWSER_EXECUTABLE": "brave"}, which) == "/usr/bin/brave"


def test_chromium_comes_before_chrome() -> None:
    assert browser.present({}, path_with("google-chrome", "chromium")) == "/usr/bin/chromium"


@pytest.mark.parametrize("name", browser.NAMES)
def test_every_known_name_is_found(name: str) -> None:
    assert browser.present({}, path_with(name)) == f"/usr/bin/{name}"


def test_no_browser_is_no_path() -> None:
    assert browser.present({}, path_with("firefox")) is None


def test_a_wrong_wish_is_not_passed_over_in_silence() -> None:
    with pytest.raises(SystemExit, match="BROWSER_EXECUTABLE names brave, which is no program"):
        browser.present({"BROWSER_EXECUTABLE": "brave"}, path_with("chromium"))


@pytest.mark.parametrize(("programs", "user", "may"), [("apt-get", 0, True), ("apt-get", 1000, False), ("", 0, False)])
def test_apt_is_for_root_where_there_is_one(
    programs: str, user: int, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert browser.may_use_apt(path_with(programs)) is may


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand on a machine without a browser; return what was tried there, as it is tried."""
    tried: list[str] = []

    def by_apt() -> bool:
        tried.append("apt")
        return False

    def by_playwright(command: list[str]) -> int:
        tried.append(" ".join(command[1:]))
        return 0

    monkeypatch.setattr(browser, "present", lambda _environ, _which: None)
    monkeypatch.setattr(browser, "may_use_apt", lambda _which: True)
    monkeypatch.setattr(browser, "_install_by_apt", by_apt)
    monkeypatch.setattr("subprocess.call", by_playwright)
    return tried


def test_the_system_is_asked_before_playwright(bare: list[str]) -> None:
    assert browser.find_or_install() == {}
    assert bare == ["apt", "-m playwright install chromium"]


def test_playwright_alone_where_the_system_may_not_be_changed(bare: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "may_use_apt", lambda _which: False)
    browser.find_or_install()
    assert bare == ["-m playwright install chromium"]


@pytest.mark.usefixtures("bare")
def test_without_any_browser_the_suite_stops_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.call", lambda _command: 1)
    with pytest.raises(SystemExit, match="No browser could be found or installed"):
        browser.find_or_install()
