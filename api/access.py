"""Who may ask for what: one table of routes, roles and relations. What is not listed is refused.

A route is `METHOD /path/{template}`. An object of somebody else answers exactly as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.errors import Forbidden, NotFound, Refusal, SignInNeeded
from api.services.unit import Actor
from models.person import Role
from models.session import SessionKind


class Relation(StrEnum):
    """What the actor has to do with what the route names."""

    INSTALLATION = "installation"  # no object of a school: the administrator's own pages
    SCHOOL = "school"  # of the school the actor acts for
    CASE = "case"  # the case of a child the actor speaks for
    CLASS = "class"  # of the class the actor leads
    LESSONS = "lessons"  # lessons the actor gives
    SELF = "self"  # one's own account, sessions, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line. device: a teacher's 30 days on a device are enough. pending: so is a sign-in without its code."""

    route: str
    roles: frozenset[Role]
    relation: Relation
    device: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    rule: Rule | None  # None: the route is public


@dataclass(frozen=True, slots=True)
class Denied:
    """Refused with what is said; of 404 it cannot be told whether the thing is missing or foreign."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Seen:
    """Who asks: the kind of session and, unless the code is still to be given, the actor."""

    kind: SessionKind
    actor: Actor | None


Resolver = Callable[[Relation, Actor], bool]
"""Whether the actor stands in the relation to the object the request names."""
ObjectResolver = Callable[..., bool]
Resolvers = Mapping[tuple[Relation, str], ObjectResolver]
"""(relation, name in the path) -> function(unit, id). A name without one is foreign to everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole table. public: routes anybody may ask for, signed in or not."""

    public: frozenset[str]
    rules: tuple[Rule, ...]

    def is_public(self, route: str) -> bool:
        return _as_get(route) in self.public

    def of(self, route: str) -> tuple[Rule, ...]:
        """Lines of a route. HEAD is judged as GET."""
        asked = _as_get(route)
        return tuple(rule for rule in self.rules if rule.route == asked)

    def unlisted(self, routes: Iterable[str]) -> tuple[str, ...]:
        """Routes nobody has thought of: neither public nor in the table."""
        listed = self.public | {rule.route for rule in self.rules}
        return tuple(sorted({route for route in routes if _as_get(route) not in listed}))

    def idle(self, routes: Iterable[str]) -> tuple[str, ...]:
        """Lines whose route does not exist (any more)."""
        there = {_as_get(route) for route in routes}
        return tuple(sorted((self.public | {rule.route for rule in self.rules}) - there))

    def twice(self) -> tuple[str, ...]:
        """Routes that are public and in the table as well: one of the two is a mistake."""
        return tuple(sorted(self.public & {rule.route for rule in self.rules}))


def _as_get(route: str) -> str:
    method, _, path = route.partition(" ")
    return f"GET {path}" if method == "HEAD" else route


def lines(routes: Iterable[str], roles: Iterable[Role], relation: Relation, **more: bool) -> tuple[Rule, ...]:
    """Rules for several routes with the same roles and relation."""
    told = frozenset(roles)
    return tuple(Rule(route=route, roles=told, relation=relation, **more) for route in routes)


def decide(policy: Policy, route: str, seen: Seen | None, resolver: Resolver) -> Allowed | Denied:
    """Whether the request may go on. Order: public, signed in, session strong enough, role, relation."""
    if policy.is_public(route):
        return Allowed(None)
    rules = policy.of(route)
    if seen is None:
        return Denied(SignInNeeded())
    if seen.actor is None:
        open_now = next((rule for rule in rules if rule.pending), None)
        return Allowed(open_now) if open_now else Denied(SignInNeeded(CODE_FIRST))
    mine = [rule for rule in rules if seen.actor.role in rule.roles]
    if not mine:
        return Denied(Forbidden(NOT_YOURS))
    if seen.kind == SessionKind.DEVICE:
        mine = [rule for rule in mine if rule.device]
        if not mine:
            return Denied(SignInNeeded(STRONGER))
    related = next((rule for rule in mine if resolver(rule.relation, seen.actor)), None)
    return Allowed(related) if related else Denied(NotFound())


CODE_FIRST = "Введите код из приложения, чтобы закончить вход."
NOT_YOURS = "Эта страница не для вашей роли. Вернитесь на начальную страницу."
STRONGER = "Для этого войдите с паролем: на этом устройстве открыты только ваши уроки."
