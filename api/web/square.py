"""Square codes (QR) of links, as a picture that stands in the page itself."""

from __future__ import annotations

import segno


def square(text: str) -> str:
    """The code of a text as a `data:` address for `<img>`; modules of 4 units, a quiet edge of 4 modules."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
