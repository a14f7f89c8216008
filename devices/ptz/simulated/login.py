"""Whether who asks may: HTTP digest (RFC 7616, MD5 with qop=auth, as cameras have it) and basic."""

import hashlib
import re
from base64 import b64decode
from typing import Literal

REALM, NONCE = "camera", "0123456789abcdef"


def challenge(kind: Literal["digest", "basic"]) -> str:
    if kind == "basic":
        return f'Basic realm="{REALM}"'
    return f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{NONCE}"'


def allowed(header: str | None, method: str, kind: Literal["digest", "basic"], user: str, password: str) -> bool:
    """`header` is Authorization's value."""
    if header is None:
        return False
    if kind == "basic":
        scheme, _, encoded = header.partition(" ")
        return scheme.lower() == "basic" and b64decode(encoded) == f"{user}:{password}".encode()
    said = {name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', header)}
    secret = _md5(f"{user}:{REALM}:{password}")
    what = _md5(f"{method}:{said.get('uri', '')}")
    proof = _md5(f"{secret}:{NONCE}:{said.get('nc', '')}:{said.get('cnonce', '')}:auth:{what}")
    return said.get("username") == user and said.get("nonce") == NONCE and said.get("response") == proof


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
