"""From hours a week to lessons of a cycle: plan hours, lessons, real minutes and paid hours stay four numbers."""

from scheduler.split.hours import split
from scheduler.split.values import Frame, Part, Split

__all__ = ["Frame", "Part", "Split", "split"]
