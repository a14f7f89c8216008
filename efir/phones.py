"""The second port by which phones come."""

from control.show import Show
from efir.certificate import Made, Own
from efir.options import RunOptions
from efir.places import Places
from webui.secure import Secure

HTTPS_PORT = 8443


def secure(show: Show, options: RunOptions, places: Places) -> Secure | None:
    """None: nobody needs it. Blocking. CertificateUnusable, DataFolderError."""
    if options.https_port is None and not any(camera.takes_phone for camera in show.cameras):
        return None
    port = options.https_port if options.https_port is not None else HTTPS_PORT if options.port else 0
    if options.certificate is not None and options.key is not None:
        return Secure(Own(options.certificate, options.key), port)
    with places.in_use():
        return Secure(Made(places.certificates), port)
