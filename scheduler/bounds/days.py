"""A person's day in numbers: its pieces and its inequalities, teachers and pupils alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.bounds.packing import Packing, Piece, packings
from scheduler.bounds.rooms import Day, Room, Rooms
from scheduler.problem import PlanRow, Pupil
from scheduler.terms import Needs

Between = Callable[[Room, Room], int]


@dataclass(frozen=True, slots=True)
class PersonDay:
    """Rooms of one person on one day."""

    person: str
    day: Day
    rooms: tuple[Room, ...]


class Days:
    """Rooms by teacher and day, by pupil and day, and what fits into each; equal days are computed once."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self._packings: dict[object, list[tuple[tuple[tuple[int, int], ...], int]]] = {}

    def teacher_days(self, rows: Iterable[PlanRow]) -> list[PersonDay]:
        found: defaultdict[tuple[str, Day], list[Room]] = defaultdict(list)
        for row in rows:
            for room in self.rooms.of_row[row.id]:
                found[room.teacher, room.day].append(room)
        return [PersonDay(person, day, tuple(rooms)) for (person, day), rooms in found.items()]

    def pupil_days(self, rows: Iterable[PlanRow]) -> list[PersonDay]:
        found: defaultdict[tuple[str, Day], list[Room]] = defaultdict(list)
        for row in rows:
            for room in self.rooms.of_row[row.id]:
                for pupil in row.pupils:
                    found[pupil, room.day].append(room)
        return [PersonDay(person, day, tuple(rooms)) for (person, day), rooms in found.items()]

    def teacher_packings(self, day: PersonDay) -> list[Packing]:
        """Inequalities of a teacher's day: travel by the shortest way, the break of a shared pupil."""
        places = {room: self.rooms.place(room) for room in day.rooms}

        def between(a: Room, b: Room) -> int:
            return self.rooms.least_between(a.row, places[a], b.row, places[b])

        return self._of_day("teacher", day, tuple(places.values()), between)

    def pupil_packings(self, day: PersonDay) -> list[Packing]:
        """Inequalities of a pupil's day: the required breaks."""
        pupil = self.rooms.facts.pupils[day.person]
        places = {room: self.rooms.facts.pupil_place(room.row, pupil, *room.day) for room in day.rooms}

        def between(a: Room, b: Room) -> int:
            return max(self.rooms.reach(places[a], places[b]), self._break(pupil, a, b))

        return self._of_day(day.person, day, tuple(places.values()), between)

    def most_lessons(self, packing: Packing) -> int:
        """Largest number of lessons that one inequality allows."""
        left, count = packing.room_min, 0
        for piece in sorted(packing.pieces, key=lambda piece: piece.takes_min):
            fits = min(piece.room.fits, left // piece.takes_min)
            count, left = count + fits, left - fits * piece.takes_min
        return count

    def pieces(self, day: PersonDay, between: Between) -> list[Piece]:
        """Rooms with what each takes: its length and the least separation to any other, on the grid."""
        step = self.rooms.problem.step_min
        found = []
        for room in day.rooms:
            others = (other for other in day.rooms if other is not room or room.fits > 1)
            least = min((between(room, other) for other in others), default=0)
            found.append(Piece(room, -(-(room.row.lesson_min + least) // step) * step))
        return found

    def _of_day(self, kind: str, day: PersonDay, places: tuple[str, ...], between: Between) -> list[Packing]:
        key = (kind, places, tuple((room.row.id, room.teacher, room.spans, room.fits) for room in day.rooms))
        if key not in self._packings:
            pieces = self.pieces(day, between)
            at = {id(piece): index for index, piece in enumerate(pieces)}
            self._packings[key] = [
                (tuple((at[id(piece)], piece.takes_min) for piece in packing.pieces), packing.room_min)
                for packing in packings(pieces, self.rooms.problem.step_min)
            ]
        return [
            Packing(tuple(Piece(day.rooms[index], takes) for index, takes in chosen), room_min)
            for chosen, room_min in self._packings[key]
        ]

    def _break(self, pupil: Pupil, a: Room, b: Room) -> int:
        differ = a.row.block.outside_lessons != b.row.block.outside_lessons
        if differ and pupil.needs is not Needs.SIPR:
            return max(pupil.break_min, self.rooms.problem.norms.correction_break_min)
        return pupil.break_min
