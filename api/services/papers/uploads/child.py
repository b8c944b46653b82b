"""The limited child: a file's bytes on stdin; on stdout a line of JSON (what it is, or why not) and what to keep.

It knows the standard library and the words of refusals: no database, no keys, no settings.
"""

from __future__ import annotations

import json
import sys

from api.errors import Invalid
from api.services.papers.uploads import MAX_BYTES, judged
from exports import limited


def main() -> None:
    """Reads, judges, answers. What takes too much dies, and is refused by whoever asked."""
    limited.limit()
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        media, kept = judged(content)
        told = {"media": media.value}
    except Invalid as refusal:
        told, kept = {"refused": refusal.faults["file"][0]}, b""
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n" + kept)


if __name__ == "__main__":
    main()
