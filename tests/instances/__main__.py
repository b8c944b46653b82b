"""`python -m tests.instances school --seed 1 -o file.json [--one-week] [--witness file.json]`"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scheduler.wire import dump_bytes, write_atomic
from tests.instances import KINDS, make_instance


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.instances", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-week", action="store_true")
    parser.add_argument("-o", "--output", type=Path, help="where the problem goes; default stdout")
    parser.add_argument("--witness", type=Path, help="where the hidden witness goes")
    asked = parser.parse_args()
    instance = make_instance(asked.kind, asked.seed, asked.one_week)
    if asked.output is None:
        sys.stdout.buffer.write(dump_bytes(instance.problem))
    else:
        write_atomic(asked.output, dump_bytes(instance.problem))
    if asked.witness is not None:
        write_atomic(asked.witness, dump_bytes(instance.witness))


if __name__ == "__main__":
    main()
