"""The settings as a process of its own reads them, for each way of running the server."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ASK = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""
OUR_OWN = {"PORT", "HOST", "DEBUG", "DATA_DIR", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"}
OUR_OWN |= {"STORAGE_URL", "EMAIL_URL", "PUBLIC_URL", "SSL_CERTFILE", "SSL_KEYFILE", "DJANGO_SETTINGS_MODULE"}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a clean environment, with warnings as errors."""
    kept = {name: value for name, value in os.environ.items() if name not in OUR_OWN}
    return subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-W", "error", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read(*names: str, **environment: str) -> dict[str, Any]:
    """Return the values of settings under an environment."""
    result = python("-c", ASK, *names, **environment)
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def refusal(**environment: str) -> str:
    """Return what `manage.py` says when the settings refuse an environment: words, and no traceback."""
    result = python("manage.py", "check", **environment)
    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


SECURE = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER"]
SECURE += ["SECURE_CROSS_ORIGIN_OPENER_POLICY"]


def test_with_nothing_set_it_is_a_laptop_in_a_hall(tmp_path: Path) -> None:
    names = ["DEBUG", "PORT", "DATABASES", "CHANNEL_LAYERS", "EMAIL_BACKEND", "EMAIL_FILE_PATH", "ALLOWED_HOSTS"]
    found = read(*names, *SECURE, DATA_DIR=str(tmp_path))
    assert [found[name] for name in SECURE] == [False, False, 0, None, None]
    assert (found["DEBUG"], found["PORT"], found["CHANNEL_LAYERS"]) == (False, 8000, {})
    database = found["DATABASES"]["default"]
    assert (database["ENGINE"], database["NAME"]) == (
        "django.db.backends.sqlite3",
        str(tmp_path / "roadshow.sqlite3"),
    )
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    assert found["ALLOWED_HOSTS"][0] == "localhost"
    assert "*" not in found["ALLOWED_HOSTS"]


def test_a_public_address_behind_tls_makes_cookies_secure(tmp_path: Path) -> None:
    found = read(
        *SECURE,
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        DATA_DIR=str(tmp_path),
        PUBLIC_URL="https://roadshow.example/",
        ALLOWED_HOSTS="hall.local",
    )
    assert [found[name] for name in SECURE] == [
        True,
        True,
        31_536_000,
        ["HTTP_X_FORWARDED_PROTO", "https"],
        "same-origin",
    ]
    assert found["ALLOWED_HOSTS"] == ["hall.local", "roadshow.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://roadshow.example"]


def test_control_a_public_address_in_the_clear_leaves_them_plain(tmp_path: Path) -> None:
    found = read(*SECURE, "ALLOWED_HOSTS", DATA_DIR=str(tmp_path), PUBLIC_URL="http://roadshow.example:8123")
    assert [found[name] for name in SECURE] == [False, False, 0, None, None]
    assert found["ALLOWED_HOSTS"][-1] == "roadshow.example"


def test_a_certificate_of_our_own_makes_cookies_secure_and_promises_nothing_for_next_week(tmp_path: Path) -> None:
    found = read(*SECURE, "HOST", DATA_DIR=str(tmp_path), SSL_CERTFILE="/somewhere/hall.pem")
    assert [found[name] for name in SECURE] == [True, True, 0, None, "same-origin"]
    assert found["HOST"] == "0.0.0.0"  # noqa: S104 -- compared


def test_a_certificate_may_go_with_the_name_that_it_is_for(tmp_path: Path) -> None:
    url = "https://hall.example:8000"
    found = read(
        *SECURE, "CSRF_TRUSTED_ORIGINS", DATA_DIR=str(tmp_path), PUBLIC_URL=url, SSL_CERTFILE="/somewhere/hall.pem"
    )
    assert [found[name] for name in SECURE] == [True, True, 0, None, "same-origin"]
    assert found["CSRF_TRUSTED_ORIGINS"] == [url]


def test_a_key_without_a_certificate_is_refused(tmp_path: Path) -> None:
    assert refusal(DATA_DIR=str(tmp_path), SSL_KEYFILE="/somewhere/hall.key") == (
        "SSL_KEYFILE is set and SSL_CERTFILE is not: name the certificate too. Nothing was changed."
    )


def test_a_certificate_for_an_address_in_the_clear_is_refused(tmp_path: Path) -> None:
    said = refusal(DATA_DIR=str(tmp_path), PUBLIC_URL="http://hall.example", SSL_CERTFILE="/somewhere/hall.pem")
    assert said == (
        "With SSL_CERTFILE the server answers by https only, but PUBLIC_URL is http://hall.example. "
        "Nothing was changed. Write https:// there, or leave it unset."
    )


def test_services_of_a_server_are_taken_from_the_environment(tmp_path: Path) -> None:
    found = read(
        "DATABASES",
        "CHANNEL_LAYERS",
        "EMAIL_BACKEND",
        "EMAIL_HOST",
        DATA_DIR=str(tmp_path),
        DATABASE_URL="postgres://roadshow@db/roadshow",
        REDIS_URL="redis://cache",
        EMAIL_URL="smtp://mail.example:25",
    )
    database = found["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"]) == ("django.db.backends.postgresql", "db")
    assert "OPTIONS" not in database or "init_command" not in database["OPTIONS"]
    assert found["CHANNEL_LAYERS"]["default"]["CONFIG"]["hosts"][0]["address"] == "redis://cache"
    assert (found["EMAIL_BACKEND"], found["EMAIL_HOST"]) == (
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example",
    )


@pytest.mark.parametrize("hosts", ["*", "hall.local,*"])
def test_every_host_name_at_once_is_refused(tmp_path: Path, hosts: str) -> None:
    assert refusal(DATA_DIR=str(tmp_path), ALLOWED_HOSTS=hosts) == (
        "ALLOWED_HOSTS may not hold '*': name each host, or leave it unset for this machine's own names."
    )


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    assert refusal(DATA_DIR=str(tmp_path), PORT="eighty") == (
        "PORT should be a number, not 'eighty'. Nothing was changed. For example: PORT=8001 make run"
    )


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_folder_that_cannot_be_one_is_refused_in_words(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.touch()
    folder = file / below if below else file
    said = refusal(DATA_DIR=str(folder))
    assert said.startswith(f"Cannot read or write in the data folder {folder} (")
    assert said.endswith(
        "). Nothing was changed. Give this account write permission there, or set DATA_DIR to another folder."
    )


def test_control_the_same_commands_pass_where_nothing_is_wrong(tmp_path: Path) -> None:
    result = python("manage.py", "check", DATA_DIR=str(tmp_path), ALLOWED_HOSTS="hall.local", PORT="8001")
    assert result.returncode == 0, result.stderr


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    first, second = (read("SECRET_KEY", DATA_DIR=str(folder))["SECRET_KEY"] for _ in range(2))
    kept = folder / "secret-key"
    assert first == second == kept.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert read("SECRET_KEY", DATA_DIR=str(tmp_path / "another"))["SECRET_KEY"] != first


def test_a_secret_key_from_the_environment_is_not_kept(tmp_path: Path) -> None:
    found = read("SECRET_KEY", DATA_DIR=str(tmp_path), SECRET_KEY="from a vault")
    assert found["SECRET_KEY"] == "from a vault"
    assert list(tmp_path.iterdir()) == []


def test_no_page_may_load_or_run_anything_from_elsewhere() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert {source for sources in directives.values() for source in sources} <= {"'none'", "'self'", "blob:", "data:"}
