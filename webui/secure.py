"""The second port, by https: a phone's browser gives a page the camera only there."""

from __future__ import annotations

import ssl
from typing import Protocol

from aiohttp import web

from webui.answers import CertificateAnswer
from webui.api import answer


class Certificate(Protocol):
    """What the assembly hands over (`efir.certificate`)."""

    context: ssl.SSLContext
    authority: bytes | None
    """DER, to be installed on phones; None: the certificate is somebody's own, and phones know its authority."""
    fingerprint: str
    """Of the authority, SHA-256, as phones show it."""

    def cover(self, host: str) -> None:
        """This computer has this address, too. Blocking."""


class Secure:
    """`port`: where to listen; 0: any free one, known after `start`."""

    def __init__(self, certificate: Certificate, port: int) -> None:
        self.certificate, self.port = certificate, port

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/efir.crt", self._authority), web.get("/api/certificate", self._about)]

    async def _authority(self, request: web.Request) -> web.Response:
        if self.certificate.authority is None:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": 'attachment; filename="efir.crt"'}
        return web.Response(body=self.certificate.authority, content_type="application/x-x509-ca-cert", headers=headers)

    async def _about(self, request: web.Request) -> web.Response:
        """For everybody: it is what every TLS handshake shows."""
        ours = self.certificate.authority is not None
        return answer(CertificateAnswer(ours=ours, fingerprint=self.certificate.fingerprint, secure=request.secure))
