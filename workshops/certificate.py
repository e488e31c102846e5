"""The certificate that the server may be given, looked at before anything is done with it."""

from __future__ import annotations

import ssl
from datetime import datetime
from pathlib import Path

from cryptography import x509

_WITHOUT = (
    "Nothing was changed. Correct it and start again; or leave SSL_CERTFILE and SSL_KEYFILE unset to serve plain http."
)


class BadCertificateError(Exception):
    """The certificate cannot be served with; its text says why and what to do."""


def check_certificate(certificate: str, key: str, now: datetime) -> None:
    """Raise BadCertificateError unless these PEM files belong together and are good at `now`.

    `key` may be empty: the certificate's file holds both then.
    """
    for name, file in (("SSL_CERTFILE", certificate), ("SSL_KEYFILE", key)):
        if file:
            _refuse_unreadable(name, Path(file))
    try:
        # With an empty password: else a protected key would stop the start and ask on the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key or None, password="")
        first, *_chain = x509.load_pem_x509_certificates(Path(certificate).read_bytes())
    except (ssl.SSLError, ValueError) as error:
        where = f"{certificate} and {key} hold" if key else f"{certificate} holds"
        message = f"{where} no certificate with the key that belongs to it, as PEM and without a password. {_WITHOUT}"
        raise BadCertificateError(message) from error
    begins, ends = first.not_valid_before_utc, first.not_valid_after_utc
    if not begins <= now <= ends:
        message = f"The certificate in {certificate} is good from {_day(begins)} to {_day(ends)}, not now. {_WITHOUT}"
        raise BadCertificateError(message)


def _refuse_unreadable(name: str, path: Path) -> None:
    try:
        path.read_bytes()
    except OSError as error:
        message = f"{name} names {path}, which cannot be read ({error.strerror}). {_WITHOUT}"
        raise BadCertificateError(message) from error


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
