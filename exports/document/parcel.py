"""DOCX parcels written so that one content has one file: members in order, no clock in them."""

from __future__ import annotations

import io
import zipfile

MOMENT = (1980, 1, 1, 0, 0, 0)


def settled(docx: bytes) -> bytes:
    """The same document with nothing in it that depends on when it was written."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as told,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parcel,
    ):
        for name in told.namelist():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            parcel.writestr(entry, told.read(name))
    return made.getvalue()
