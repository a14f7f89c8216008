"""The file that OBS's browser source opens instead of the graphics page itself.

A browser source that is created before the server answers shows an error page and never looks again (obs-browser#71).
This file lies on the machine's own disk, so it always opens; it is transparent, asks for the server until it answers,
and then goes to the page, which from there on survives restarts by itself. "Refresh" in OBS opens this file again.
"""

from __future__ import annotations

import html
import json
import os
import tempfile
from pathlib import Path
from typing import Final

FILE_NAME: Final = "graphics.html"
_RETRY_MS: Final = 500
_PROBE_TIMEOUT_MS: Final = 4000

_PAGE: Final = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>html, body {{ margin: 0; background: transparent; }}</style>
</head>
<body>
<script>
'use strict';
const page = {url};
// Any answer will do, and its content may not be read from a file: "no-cors" asks only whether somebody is there.
async function answers() {{
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), {timeout});
  try {{
    await fetch(page, {{ mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: stop.signal }});
    return true;
  }} catch {{
    return false;
  }} finally {{
    clearTimeout(timer);
  }}
}}
async function look() {{
  // Twice: a server that is just going down may answer once.
  if ((await answers()) && (await answers())) location.replace(page);
  else setTimeout(look, {retry});
}}
look();
</script>
</body>
</html>
"""


def bootstrap_html(url: str) -> str:
    """The file's text for the graphics page at `url`. The URL carries a token, so the text is a secret."""
    # "<" would end the script, whatever the URL holds.
    quoted = json.dumps(url).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _PAGE.format(title=html.escape("Эфир"), url=quoted, timeout=_PROBE_TIMEOUT_MS, retry=_RETRY_MS)


def write_bootstrap(folder: Path, url: str) -> Path:
    """Writes the file into `folder`, readable by its owner only, in one step; returns its path. Blocking.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / FILE_NAME
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=FILE_NAME)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(bootstrap_html(url))
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
