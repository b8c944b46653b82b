"""The limited child: a signature's bytes on stdin; on stdout JSON: what it quotes, or why it is refused."""

from __future__ import annotations

import json
import sys

from api.errors import Invalid
from api.services.papers.signatures import MAX_BYTES, read_signature
from exports import limited


def main() -> None:
    """Reads, judges, answers. What takes too much dies, and is refused by whoever asked."""
    limited.limit()
    try:
        told: dict[str, object] = {"quotes": read_signature(sys.stdin.buffer.read(MAX_BYTES + 1)).quotes}
    except Invalid as refusal:
        told = {"refused": refusal.faults["file"][0]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
