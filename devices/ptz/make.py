"""Which head speaks which protocol. What one needs is imported when it is asked for: HTTP and ONVIF take their time."""

from __future__ import annotations

from collections.abc import Iterable

from control.secret import Secret
from devices.ptz.head import Head
from devices.ptz.wire import HeadConfig


def prepare(protocols: Iterable[str]) -> None:
    """Imports what heads of these protocols need: a process in waiting has nothing left to do but to connect.

    ONVIF goes on loading on a thread: in a process that is greeted at once the other cameras do not wait for it.
    """
    for protocol in protocols:
        if protocol == "cgi":
            from devices.ptz import cgi  # noqa: F401
        elif protocol == "onvif":
            from devices.ptz.onvif import load

            load()
        else:
            from devices.ptz.visca import head  # noqa: F401


def make_head(config: HeadConfig) -> Head:
    password = Secret(config.password) if config.password else None
    if config.protocol == "cgi":
        from devices.ptz.cgi import CgiHead

        return CgiHead(config.host, config.port, config.user, password, secure=config.secure)
    if config.protocol == "onvif":
        from devices.ptz.onvif import OnvifHead

        return OnvifHead(
            config.host, config.port, config.user, password, secure=config.secure, numbered=config.numbered
        )
    from devices.ptz.visca.head import MODELS, ViscaHead
    from devices.ptz.visca.transport import Endpoint

    return ViscaHead(Endpoint.of(config.protocol, config.host, config.port), MODELS[config.model])
