"""Groups of roles the tables of routes speak of."""

from __future__ import annotations

from models.person import Role

EVERYBODY = frozenset(Role)
STAFF = EVERYBODY - {Role.PARENT}
DESK = frozenset({Role.DEPUTY, Role.DIRECTOR})
MANAGING = DESK | {Role.COORDINATOR}
OFFICE = DESK | {Role.ADMINISTRATOR}
TEACHING = frozenset({Role.TEACHER, Role.SPECIALIST})
GIVING = TEACHING | {Role.CLASS_TEACHER}  # who may give lessons themselves
