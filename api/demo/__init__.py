"""A plainly invented school to try everything with."""

from api.demo.build import demo_problem

__all__ = ["demo_problem"]
