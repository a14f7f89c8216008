"""The certificate for phones: a client that trusts its authority connects, the authority vouches for nothing else."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import stat
import sys
from pathlib import Path

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
