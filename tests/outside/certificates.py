"""A certificate authority of the test's own, and certificates that it signs for hosts on this machine."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Authority:
    """Whom a test trusts: its key, its certificate, and a folder for what must be a file."""

    folder: Path
    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    def trust(self) -> ssl.SSLContext:
        """Give the context of a client that trusts this authority and no other."""
        return ssl.create_default_context(cadata=self.certificate.public_bytes(Encoding.PEM).decode())

    def serving(self, *names: str, until: datetime = END) -> ssl.SSLContext:
        """Give the context of a server that goes by these names or addresses."""
        key = generate_private_key(SECP256R1())
        signed = _builder(names[0], until).issuer_name(self.certificate.subject).public_key(key.public_key())
        shown = x509.SubjectAlternativeName([_name(name) for name in names])
        certificate = signed.add_extension(shown, critical=False).sign(self.key, SHA256())
        path = self.folder / f"{certificate.serial_number:x}.pem"
        path.write_bytes(certificate.public_bytes(Encoding.PEM) + _spelled(key))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        return context


def new_authority(folder: Path) -> Authority:
    """Make an authority whose certificates a test may trust."""
    key = generate_private_key(SECP256R1())
    builder = _builder("The test's own authority", END).public_key(key.public_key())
    builder = builder.issuer_name(_called("The test's own authority"))
    basic = x509.BasicConstraints(ca=True, path_length=0)
    return Authority(folder, key, builder.add_extension(basic, critical=True).sign(key, SHA256()))


def _builder(name: str, until: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().serial_number(x509.random_serial_number()).subject_name(_called(name))
    return builder.not_valid_before(min(BEGIN, until - timedelta(days=1))).not_valid_after(until)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _spelled(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
