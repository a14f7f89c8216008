"""The certificate for phones: a client that trusts its authority connects, the authority vouches for nothing else."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
from cryptography import x509

from efir.certificate import CertificateUnusable, Made, Own, make_authority, make_leaf
from tests.webui.served import served
from webui.secure import Secure

HERE = [ipaddress.ip_address("127.0.0.1")]


def trusting(authority: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=authority)
    return context


async def test_a_client_that_installed_the_authority_is_not_warned(tmp_path: Path) -> None:
    made = await asyncio.to_thread(Made, tmp_path / "https")
    secure = Secure(made, 0)
    async with served(tmp_path, secure=secure) as efir:
        async with efir.http.get(f"{efir.url}/efir.crt") as answer:
            assert answer.content_type == "application/x-x509-ca-cert"
            authority = await answer.read()
        assert authority == made.authority
        for host in ("127.0.0.1", "localhost"):
            url = f"https://{host}:{secure.port}/api/certificate"
            async with efir.http.get(url, ssl=trusting(authority)) as answer:
                about = await answer.json()
                assert about == {"ours": True, "fingerprint": made.fingerprint, "secure": True}
                # A browser that was told so would take the panel's port for https, too.
                assert "Strict-Transport-Security" not in answer.headers
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await efir.http.get(f"https://127.0.0.1:{secure.port}/")


def somewhere(monkeypatch: pytest.MonkeyPatch, *addresses: str, lan: str = "192.168.1.5") -> None:
    """This computer has these addresses now, besides `lan`, at which phones find it."""
    ours = {"card": [SimpleNamespace(address=one) for one in (lan, *addresses, "aa:bb:cc:00:11:22")]}
    monkeypatch.setattr("efir.certificate.psutil.net_if_addrs", lambda: ours)
    monkeypatch.setattr("efir.certificate.lan_address", lambda: lan)


def vouched(folder: Path) -> set[str]:
    """The addresses in the certificate that is served."""
    leaf = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    known = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one) for one in known.get_values_for_type(x509.IPAddress)}


def test_the_authority_stays_whatever_public_addresses_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone that installed it would be warned of another one. IPv6 has a new temporary address every day."""
    somewhere(monkeypatch, "2a02:2168::1", "fd00::5", "fe80::1%eth0")
    first = Made(tmp_path)
    somewhere(monkeypatch, "2a02:2168::2", "fd00::6", "8.8.8.8")
    second = Made(tmp_path)
    assert second.fingerprint == first.fingerprint
    assert vouched(tmp_path) == {"127.0.0.1", "::1", "192.168.1.5", "fd00::6"}
    somewhere(monkeypatch, "2a02:2168::3", lan="10.1.2.3")
    second.cover("10.1.2.3")
    assert "10.1.2.3" in vouched(tmp_path)
    assert Made(tmp_path).fingerprint == first.fingerprint


def test_where_phones_find_it_by_a_public_address_another_authority_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somewhere(monkeypatch)
    first = Made(tmp_path)
    somewhere(monkeypatch, lan="8.8.8.8")
    second = Made(tmp_path)
    assert second.fingerprint != first.fingerprint
    assert vouched(tmp_path) == {"127.0.0.1", "::1", "8.8.8.8"}
    assert Made(tmp_path).fingerprint == second.fingerprint


async def test_the_authority_stays_the_same_and_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    first = await asyncio.to_thread(Made, tmp_path)
    assert (await asyncio.to_thread(Made, tmp_path)).authority == first.authority
    (tmp_path / "authority.key").write_text("damaged")
    assert (await asyncio.to_thread(Made, tmp_path)).authority != first.authority


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder's rights say who may read")
def test_nobody_else_reads_the_keys(tmp_path: Path) -> None:
    Made(tmp_path / "https")
    for path in (tmp_path / "https").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_authority_vouches_for_local_networks_alone(tmp_path: Path) -> None:
    """What a thief of the key could make is refused by whoever trusts the authority."""
    authority, key = make_authority(["localhost"], HERE)
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    assert permitted is not None
    names = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    assert names == {"localhost", "local"}
    leaf, _ = make_leaf(authority, key, ["bank.example", "localhost"], [*HERE, ipaddress.ip_address("8.8.8.8")])
    known = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert known.get_values_for_type(x509.DNSName) == ["localhost"]
    assert known.get_values_for_type(x509.IPAddress) == HERE


def test_a_certificate_of_ones_own(tmp_path: Path) -> None:
    Made(tmp_path)
    own = Own(tmp_path / "server.pem", tmp_path / "server.pem")
    assert own.authority is None
    (tmp_path / "empty.pem").write_text("")
    for certificate, key in (("no.pem", "no.pem"), ("empty.pem", "server.pem"), ("authority.crt", "server.pem")):
        with pytest.raises(CertificateUnusable):
            Own(tmp_path / certificate, tmp_path / key)
