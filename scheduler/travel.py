"""Travel minutes between places: an explicit pair wins, else an estimate from coordinates."""

from __future__ import annotations

import math

from scheduler.problem import Place, Problem, Travel

EARTH_KM = 6371.0


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Haversine distance in km on a sphere of radius 6371.0 km; degrees in."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    d_phi, d_lambda = phi_b - phi_a, math.radians(lon_b - lon_a)
    h = math.sin(d_phi / 2) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(d_lambda / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def estimated_min(a: Place, b: Place, travel: Travel) -> int | None:
    """Minutes from door to door by the crow's flight, the detour and the speed; None without coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    km = great_circle_km(a.lat, a.lon, b.lat, b.lon)
    return math.ceil(60 * travel.detour * km / travel.speed_kmh - 1e-9) + travel.door_min


class TravelTimes:
    """Minutes from place to place of one problem; looked up by place id, computed once per pair."""

    def __init__(self, problem: Problem) -> None:
        self._travel = problem.travel
        self._places = {place.id: place for place in problem.places}
        self._minutes: dict[tuple[str, str], int] = {}
        for pair in problem.travel.pairs:
            self._minutes[pair.from_place, pair.to_place] = pair.minutes
        for pair in problem.travel.pairs:
            self._minutes.setdefault((pair.to_place, pair.from_place), pair.minutes)

    def __call__(self, origin: str, target: str) -> int:
        """Minutes; 0 within one place. KeyError when neither a pair nor coordinates tell."""
        if origin == target:
            return 0
        known = self._minutes.get((origin, target))
        if known is None:
            known = self._estimate(origin, target)
            self._minutes[origin, target] = known
        return known

    def _estimate(self, origin: str, target: str) -> int:
        minutes = estimated_min(self._places[origin], self._places[target], self._travel)
        if minutes is None:
            raise KeyError(f"no travel time from {origin} to {target}")
        return minutes
