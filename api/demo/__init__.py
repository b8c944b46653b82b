"""A plainly invented school to try everything with."""

from api.demo.registry import demo_built, demo_registry
from scheduler.problem import Problem

__all__ = ["demo_built", "demo_problem", "demo_registry"]


def demo_problem() -> Problem:
    """The demo school as a problem: a cycle of four weeks, twelve children, two schools."""
    return demo_built().problem
