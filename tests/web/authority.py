"""A throw-away certificate authority, so that the bundled web speaks https."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Signs a certificate for any host; ``pem`` is what clients must trust."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stet bundled web")])
        builder = self._builder(self._name, self._key.public_key())
        root = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self._certificate = root.sign(self._key, hashes.SHA256())
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM)
        self.context = lru_cache(maxsize=None)(self._context)

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, age: int = 1) -> x509.CertificateBuilder:
        start = datetime.now(UTC) - timedelta(days=age)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=30))
        )

    def _context(self, host: str) -> ssl.SSLContext:
        """A server's TLS context. The certificate of ``expired...`` has run out, that of ``wrong...`` is another's."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:60])])
        named = "another.example" if host.startswith("wrong") else host
        builder = self._builder(subject, key.public_key(), age=60 if host.startswith("expired") else 1)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(named)]), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "host.pem"
            path.write_bytes(certificate + private)
            context.load_cert_chain(path)
        return context
