"""A certificate for phones: their browsers give a page the camera only over https.

An authority of this show's own, kept in its data folder, signs a certificate for this computer's names and addresses. A
phone warns about it until the authority is installed there, which is why the authority can vouch for nothing but local
networks (RFC 5280, section 4.2.1.10): whoever steals its key cannot pretend to be a bank. Blocking code.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import os
import re
import socket
import ssl
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from control.errors import EfirError
from webui.addresses import lan_address

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

CA_DAYS: Final = 3650
# Phones of Apple take no certificate for longer than 825 days, whoever signed it.
LEAF_DAYS: Final = 397
RENEW_DAYS: Final = 30
# A phone's clock may be behind ours.
BEFORE: Final = dt.timedelta(days=2)
LOCAL: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8",
                 "::1/128", "fc00::/7", "fe80::/10")
)  # fmt: skip


class CertificateUnusable(EfirError):
    """*certificate-unusable* (``path``, ``reason``): the person's own certificate or key."""


class Own:
    """A certificate that somebody else made: `--certificate` and `--key`."""

    authority: bytes | None = None
    fingerprint = ""

    def __init__(self, certificate: Path, key: Path) -> None:
        """Raises CertificateUnusable."""
        self.context = _context()
        try:
            self.context.load_cert_chain(certificate, key, password=_no_password)
        except (OSError, ValueError) as error:
            raise CertificateUnusable("certificate-unusable", path=str(certificate), reason=str(error)) from error

    def cover(self, host: str) -> None:
        """It covers what it covers."""


def _no_password() -> str:
    """Or OpenSSL would ask for it in the terminal and wait."""
    raise ValueError("the key has a password")


class Made:
    """The certificate that is made here. `folder` is made at first use; OSError if it cannot be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names, addresses = names_here(), addresses_here()
        self._signer = self._ca(names, addresses)
        self.authority: bytes | None = self._signer[0].public_bytes(serialization.Encoding.DER)
        """For phones to install."""
        self.fingerprint = self._signer[0].fingerprint(hashes.SHA256()).hex(" ").upper()
        """SHA-256 as phones show it: `AB CD …`."""
        self.context = _context()
        self._covered: frozenset[Address] = frozenset()
        self._issue(names, addresses)

    def cover(self, host: str) -> None:
        """Of an address that this computer has got since; connections from now on see the new certificate."""
        with contextlib.suppress(ValueError):
            if ipaddress.ip_address(host) not in self._covered:
                self._issue(names_here(), addresses_here())

    def _ca(self, names: list[str], addresses: list[Address]) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        """The one that is kept, as phones have it installed; unless it is about to end, or may not vouch for the very
        address at which phones find this computer. Another address that it may not vouch for is left without one."""
        lan = lan_address()
        found: list[Address] = [] if lan is None else [ipaddress.ip_address(lan)]
        certificate, key = self._folder / "authority.crt", self._folder / "authority.key"
        kept = _read(certificate, key)
        if kept is not None and _fresh(kept[0]) and all(_allowed(kept[0], address) for address in found):
            return kept
        made = make_authority(names, [*addresses, *found])
        _write(key, _pem_of(made[1]))
        _write(certificate, made[0].public_bytes(serialization.Encoding.PEM))
        return made

    def _issue(self, names: list[str], addresses: list[Address]) -> None:
        own, key = make_leaf(*self._signer, names, addresses)
        path = self._folder / "server.pem"
        _write(path, _pem_of(key) + own.public_bytes(serialization.Encoding.PEM))
        self.context.load_cert_chain(path)
        self._covered = frozenset(addresses)


def names_here() -> list[str]:
    """What this computer is called in its network."""
    host = socket.gethostname().lower()
    # A name that is none (a blank, Cyrillic on Windows) is in nobody's address bar.
    short = host.partition(".")[0] if re.fullmatch(r"[a-z0-9.-]{1,200}", host) else ""
    return ["localhost", *dict.fromkeys(name for name in (host, f"{short}.local") if short)]


def addresses_here() -> list[Address]:
    """All that this computer has, but those that only one link knows, and the public ones of IPv6: they are others
    every day (RFC 8981)."""
    found: list[Address] = [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")]
    for each in psutil.net_if_addrs().values():
        for one in each:
            with contextlib.suppress(ValueError):
                address = ipaddress.ip_address(one.address.partition("%")[0])
                public = address.version == 6 and not _local(address)
                if not address.is_link_local and not address.is_loopback and not public:
                    found.append(address)
    return list(dict.fromkeys(found))


def _local(address: Address) -> bool:
    return any(address in net for net in LOCAL)


def make_authority(names: list[str], addresses: list[Address]) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """One that may vouch for local networks, and for the names and addresses that are not of those."""
    key = ec.generate_private_key(ec.SECP256R1())
    # The name tells the authorities of several shows apart in a phone's list.
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Efir {socket.gethostname()[:40]} {os.urandom(3).hex()}")]
    )
    outside = [ipaddress.ip_network(one) for one in dict.fromkeys(addresses) if not _local(one)]
    permitted: list[x509.GeneralName] = [x509.IPAddress(net) for net in (*LOCAL, *outside)]
    permitted += [x509.DNSName(each) for each in dict.fromkeys([*names, "local"])]
    made = (
        _builder(name, name, key.public_key(), CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=True), critical=True)
        # Not critical, as RFC 5280 has it: who knows constraints keeps to them anyway, who does not would refuse all.
        .add_extension(x509.NameConstraints(permitted, None), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, hashes.SHA256()), key


def make_leaf(
    authority: x509.Certificate, key: ec.EllipticCurvePrivateKey, names: list[str], addresses: list[Address]
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    own = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Efir")])
    known = [x509.DNSName(name) for name in names if _allowed_name(authority, name)]
    seen = [x509.IPAddress(one) for one in addresses if _allowed(authority, one)]
    made = (
        _builder(subject, authority.subject, own.public_key(), LEAF_DAYS)
        .add_extension(x509.SubjectAlternativeName([*known, *seen]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, hashes.SHA256()), own


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now + dt.timedelta(days=days))
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign, key_cert_sign=sign, crl_sign=sign, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _permitted(authority: x509.Certificate) -> list[x509.GeneralName]:
    """Raises x509.ExtensionNotFound."""
    return authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []


def _allowed(authority: x509.Certificate, address: Address) -> bool:
    known = [one.value for one in _permitted(authority) if isinstance(one, x509.IPAddress)]
    return any(isinstance(net, Network) and address in net for net in known)


def _allowed_name(authority: x509.Certificate, name: str) -> bool:
    known = [one.value for one in _permitted(authority) if isinstance(one, x509.DNSName)]
    return any(name == one or name.endswith(f".{one}") for one in known)


def _fresh(certificate: x509.Certificate) -> bool:
    left = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC)
    return left > dt.timedelta(days=LEAF_DAYS + RENEW_DAYS)


def _read(certificate: Path, key: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None:
    """None: there is none, or what is there is damaged."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
        _permitted(found)
    except (FileNotFoundError, ValueError, TypeError, x509.ExtensionNotFound):
        return None
    if not isinstance(secret, ec.EllipticCurvePrivateKey) or secret.public_key() != found.public_key():
        return None
    return found, secret


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and for nobody else to read (on Windows the folder's rights say who may)."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    new.replace(path)


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
