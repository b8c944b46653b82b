"""How lines of the log are written: one JSON object each to the standard error, instants in UTC.

What may stand in a line is settled where it is written (routes without names, kinds of faults without texts); here
only its form is.
"""

from __future__ import annotations

import logging
import sys

import structlog


def write_log(level: int = logging.INFO) -> None:
    """Settles the form for this process. level: lines below it are not written."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
