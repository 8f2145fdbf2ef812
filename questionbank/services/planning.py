"""What a table of questions would do to the bank: row by row new, changed, the same, or wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from common.tables.reading import Row
from positions.models import Position
from questionbank import selectors
from questionbank.models import Question
from questionbank.rules import fields_of
from questionbank.services.sheets import Draft, head_of, missing_of_new, read_draft, with_defaults

STEP = 500


@dataclass(slots=True)
class Planned:
    """What becomes of one row. ``kind``: new, changed, same, wrong. ``question`` is set to what it will say."""

    kind: str
    draft: Draft
    question: Question | None = None
    changed: list[str] = field(default_factory=list)  # names of fields


class Planner:
    """Plans the rows of one table for one person, a few hundred at a time; knows the rows it has seen."""

    def __init__(self, *, actor: User, position: Position | None) -> None:
        self.default = position
        positions = list(selectors.positions_written_by(actor).order_by("-created_at", "-pk"))
        self.positions = {place.pk: place for place in positions}
        self.by_id = {place.public_id: place for place in positions}
        self.by_title: dict[str, list[Position]] = {}
        for place in positions:
            self.by_title.setdefault(place.title.strip().casefold(), []).append(place)
        self.known: dict[int, dict[bytes, int]] = {}  # position -> what it asks -> key
        self.seen: dict[Any, int] = {}  # what a row is about -> its number

    def steps(self, rows: Sequence[Row]) -> Iterator[list[Planned]]:
        for start in range(0, len(rows), STEP):
            yield self._step([read_draft(row) for row in rows[start : start + STEP]])

    def _step(self, drafts: list[Draft]) -> list[Planned]:
        places = {id(draft): self._position(draft) for draft in drafts}
        named = self._named(drafts)
        keys = {id(draft): self._key(draft, places[id(draft)], named) for draft in drafts}
        wanted = [key for key in keys.values() if key]
        existing = {question.pk: question for question in Question.objects.filter(pk__in=wanted)}
        return [self._plan(draft, places[id(draft)], existing.get(keys[id(draft)] or 0)) for draft in drafts]

    def _position(self, draft: Draft) -> Position | None:
        """Where it goes; a name that is none or more than one is a problem of the row."""
        if not draft.position:
            if self.default is None and not draft.question_id:
                draft.problems.append((head_of("position"), _("Name a position, or choose one for the whole file.")))
            return self.default
        if draft.position in self.by_id:
            return self.by_id[draft.position]
        found = self.by_title.get(draft.position.casefold(), [])
        if len(found) == 1:
            return found[0]
        if self.default in found:
            return self.default
        sentence = (
            _("Several positions are called “%(title)s”. Put the position's id here.")
            if found
            else _("There is no position “%(title)s” of yours.")
        )
        draft.problems.append((head_of("position"), sentence % {"title": draft.position[:60]}))
        return None

    def _named(self, drafts: list[Draft]) -> dict[str, int]:
        ids = [draft.question_id for draft in drafts if draft.question_id]
        found = Question.objects.filter(public_id__in=ids, position__in=list(self.positions))
        return dict(found.values_list("public_id", "pk"))

    def _key(self, draft: Draft, position: Position | None, named: dict[str, int]) -> int | None:
        """Of the question the row is about: by its id, else by its words in that position."""
        if draft.question_id:
            key = named.get(draft.question_id)
            if key is None:
                draft.problems.append((head_of("id"), _("There is no question of yours with this id.")))
            return key
        if position is None or "content" not in draft.fields:
            return None
        return self._asked(position).get(_hash(draft.fields["content"]))

    def _asked(self, position: Position) -> dict[bytes, int]:
        if position.pk not in self.known:
            rows = position.questions.order_by("-pk").values_list("content", "pk").iterator(chunk_size=2000)
            self.known[position.pk] = {_hash(content): key for content, key in rows}
        return self.known[position.pk]

    def _plan(self, draft: Draft, position: Position | None, existing: Question | None) -> Planned:
        if not draft.problems:
            self._refuse_repetition(draft, position, existing)
        if existing is None and not draft.problems:
            draft.problems += missing_of_new(draft)
        if draft.problems:
            return Planned("wrong", draft)
        if existing is None:
            return Planned("new", draft, Question(position=position, **with_defaults(draft.fields)))
        return self._change(draft, position, existing)

    def _refuse_repetition(self, draft: Draft, position: Position | None, existing: Question | None) -> None:
        about = existing.pk if existing else (position.pk, _hash(draft.fields["content"]))
        first = self.seen.setdefault(about, draft.number)
        if first != draft.number:
            draft.problems.append((head_of("content"), _("The same question stands in row %(row)s.") % {"row": first}))

    def _change(self, draft: Draft, position: Position | None, existing: Question) -> Planned:
        before = fields_of(existing)
        changed = [name for name, value in draft.fields.items() if before[name] != value]
        for name, value in draft.fields.items():
            setattr(existing, name, value)
        if draft.position and position is not None and position.pk != existing.position_id:
            existing.position = position
            changed.append("position")
        return Planned("changed" if changed else "same", draft, existing, changed)


def _hash(content: str) -> bytes:
    """Two questions are the same when they differ in spaces alone."""
    return hashlib.blake2b(" ".join(content.split()).encode(), digest_size=16).digest()
