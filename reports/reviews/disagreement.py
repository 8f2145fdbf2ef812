"""Where people and the AI differ; free of the database.

A rating from 1 to 5 is put on the AI's scale linearly: 1 is 0, 2 is 25, 3 is 50, 4 is 75, 5 is 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from reports.reviews.models import ABILITIES, LEAST_RATING, MOST_RATING

FAR_POINTS = 20  # our own choice: nearly one step of the ratings


@dataclass(frozen=True, slots=True)
class Difference:
    """What is said of one ability. ``people`` is the mean of the ratings from 0 to 100, ``points`` how far it is above
    the AI's score, ``spread`` how far apart the reviewers are; None where there is nothing to compare."""

    ability: str
    ai: int | None
    ratings: tuple[int, ...]
    people: int | None
    points: int | None
    spread: int | None

    @property
    def is_far(self) -> bool:
        return self.points is not None and abs(self.points) > FAR_POINTS

    @property
    def is_split(self) -> bool:
        """The reviewers themselves are far apart: by more than one step."""
        return self.spread is not None and self.spread > FAR_POINTS + 5


def as_score(rating: float) -> float:
    """A rating (or a mean of ratings) from 1 to 5 on the scale from 0 to 100."""
    return (rating - LEAST_RATING) * 100 / (MOST_RATING - LEAST_RATING)


def differences_of(
    ai_scores: Mapping[str, int | None], ratings: Sequence[Mapping[str, int | None]]
) -> tuple[Difference, ...]:
    """One for each ability, in the order of a report. ``ratings``: one mapping of each reviewer."""
    return tuple(_difference(key, ai_scores.get(key), ratings) for key in ABILITIES)


def _difference(key: str, ai: int | None, ratings: Sequence[Mapping[str, int | None]]) -> Difference:
    given = tuple(rating for one in ratings if (rating := one.get(key)) is not None)
    if not given:
        return Difference(key, ai, (), None, None, None)
    people = round(as_score(fmean(given)))
    return Difference(
        ability=key,
        ai=ai,
        ratings=given,
        people=people,
        points=None if ai is None else people - ai,
        spread=round(as_score(max(given)) - as_score(min(given))) if len(given) > 1 else None,
    )
