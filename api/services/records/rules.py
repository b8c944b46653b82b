"""Dated rules of attestation from rules.toml: the usual form of a row, what is issued at the end of a level."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.case import Programme
from models.record import EndPaper, FinalWay, Rhythm, Scale
from scheduler.terms import Block

FILE = Path(__file__).parent / "rules.toml"


class _Rule(BaseModel):
    """What a rule fits; None: anything. mark: how certain its source is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    programmes: tuple[Programme, ...] | None = None
    grades: tuple[int, ...] | None = None
    source: str
    mark: Literal["V", "V2", "M", "I"]
    valid_from: date

    def fits(self, programme: Programme, grade: int, on: date) -> bool:
        fitting = self.programmes is None or programme in self.programmes
        return fitting and (self.grades is None or grade in self.grades) and self.valid_from <= on


class FormRule(_Rule):
    """How a row is attested. hours_below: of less than so many hours a week."""

    blocks: tuple[Block, ...] | None = None
    hours_below: Fraction | None = None
    rhythm: Rhythm
    scale: Scale
    way: str


class EndRule(_Rule):
    """How a level ends: how the final attestation may be held, which paper may be issued."""

    ways: tuple[FinalWay, ...]
    documents: tuple[EndPaper, ...]


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    form: tuple[FormRule, ...]
    end: tuple[EndRule, ...]


@cache
def _rules() -> _Rules:
    return _Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def usual_form(programme: Programme, grade: int, block: Block, hours: Fraction, on: date) -> FormRule:
    """The first rule that fits; the last one fits everything."""
    return next(
        rule
        for rule in _rules().form
        if rule.fits(programme, grade, on)
        and (rule.blocks is None or block in rule.blocks)
        and (rule.hours_below is None or hours < rule.hours_below)
    )


def end_rule(programme: Programme, grade: int, on: date) -> EndRule | None:
    """The rule of the end of a level; None in a grade that ends none."""
    return next((rule for rule in _rules().end if rule.fits(programme, grade, on)), None)
