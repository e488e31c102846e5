from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone

from tests.certificates import DAY, write_certificate
from workshops.certificate import BadCertificateError, check_certificate

DONE = (
    "Nothing was changed. Correct it and start again; or leave SSL_CERTFILE and SSL_KEYFILE unset to serve plain http."
)


def refusal(certificate: Path, key: Path | str = "") -> str:
    with pytest.raises(BadCertificateError) as refused:
        check_certificate(str(certificate), str(key), timezone.now())
    said = str(refused.value)
    assert said.endswith(DONE)
    return said


def test_a_certificate_with_its_key_is_good(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    check_certificate(str(certificate), str(key), timezone.now())


def test_both_may_be_in_one_file(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    both = tmp_path / "both.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    check_certificate(str(both), "", timezone.now())


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    missing = tmp_path / "missing"
    assert refusal(missing, key).startswith(f"SSL_CERTFILE names {missing}, which cannot be read (No such file")
    assert refusal(certificate, missing).startswith(f"SSL_KEYFILE names {missing}, which cannot be read (No such file")
    assert refusal(tmp_path, key).startswith(f"SSL_CERTFILE names {tmp_path}, which cannot be read (Is a directory)")


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    certificate.write_text("a certificate, I promise")
    assert refusal(certificate, key).startswith(f"{certificate} and {key} hold no certificate with the key")


def test_a_certificate_without_a_key_is_refused(tmp_path: Path) -> None:
    certificate, _key = write_certificate(tmp_path)
    assert refusal(certificate).startswith(f"{certificate} holds no certificate with the key")


def test_the_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    certificate, _key = write_certificate(tmp_path)
    _other, key = write_certificate(tmp_path / "other")
    assert "the key that belongs to it" in refusal(certificate, key)


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path, password="open sesame")
    assert "without a password" in refusal(certificate, key)


@pytest.mark.parametrize(("begins", "ends"), [(-3 * DAY, -2 * DAY), (2 * DAY, 3 * DAY)])
def test_a_certificate_of_another_time_is_refused_with_its_days(tmp_path: Path, begins: object, ends: object) -> None:
    certificate, key = write_certificate(tmp_path, begins=begins, ends=ends)  # type: ignore[arg-type]
    assert re.search(r"is good from \d+ \w+ \d{4} to \d+ \w+ \d{4}, not now\.", refusal(certificate, key))
