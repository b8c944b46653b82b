"""Who stands in which relation to what an address of a school names, asked without the services behind."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.access import Relation
from api.relations import RESOLVERS
from api.services.schools.network import AgreementDraft, add_agreement
from models.engines import reading
from models.school import NetworkAgreement
from tests.api.pages.schools.conftest import Town
from tests.api.services.world import END, START, new_world


def related(town: Town, name: str, own: str, foreign: str) -> tuple[bool, bool, bool]:
    """Of one's own thing, of somebody else's, of none."""
    stands = RESOLVERS[(Relation.SCHOOL, name)]
    with town.here.acting(START) as unit:
        return stands(unit, own), stands(unit, foreign), stands(unit, "0" * 32)


def test_schools_and_years_are_related_to_their_own_desk_alone(town: Town) -> None:
    assert related(town, "school_id", town.here.school_id, town.there.school_id) == (True, False, False)
    assert related(town, "year_id", town.here.year_id, town.there.year_id) == (True, False, False)


@pytest.mark.parametrize("as_base", [True, False])
def test_an_agreement_is_related_to_both_its_sides(town: Town, as_base: bool) -> None:
    third = new_world(town.where.engine, "s300")
    base, partner = (town.here, town.there) if as_base else (town.there, town.here)
    keys = []
    for one, other in ((base, partner), (town.there, third)):
        draft = AgreementDraft(
            partner_id=other.school_id, number="1", signed_on=START, first_on=START, last_on=END
        )
        with one.acting(START) as unit:
            keys.append(add_agreement(unit, one.school_id, draft).id)
    with reading(town.where.engine) as session:
        assert set(session.exec(select(NetworkAgreement.id))) == set(keys)
    assert related(town, "agreement_id", keys[0], keys[1]) == (True, False, False)


def test_only_steps_there_are_have_an_address(town: Town) -> None:
    assert related(town, "step", "terms", "elsewhere") == (True, False, False)
