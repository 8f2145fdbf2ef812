"""Comments: written, changed and deleted by their authors; who is mentioned gets a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, jobs
from common.audit.enums import Verb
from common.errors import InvalidInput, NotAllowed
from interviews.errors import InterviewErased
from interviews.models import Interview
from interviews.selectors.reviewing import is_blind, members_who_know, takes_part
from reports.reviews.errors import CommentDeleted, NotAReviewer, ReviewFirst
from reports.reviews.models import Comment, CommentEdit
from reports.services.reviewing import bounded_text, tell

MAIL_TASK = "reports.mail_mention"
logger = structlog.get_logger(__name__)


@transaction.atomic
def write_comment(
    interview: Interview, *, actor: User, text: str, question_id: str = "", at_ms: int | None = None, base_url: str = ""
) -> Comment:
    """Add a comment, perhaps of a moment in an answer's recording. Members named ``@name`` or ``@e-mail`` who may know
    of the interview get a mail. Raises `NotAReviewer`, `ReviewFirst`, `InterviewErased`, `InvalidInput`."""
    _check_may_write(interview, actor)
    _check_place(interview, question_id, at_ms)
    comment = Comment.objects.create(
        interview=interview, author=actor, text=_words(text), question_id=question_id, at_ms=at_ms
    )
    _mention(comment, base_url=base_url)
    tell(Verb.COMMENTED, interview, actor=actor, subject=comment.public_id)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, actor: User, text: str, base_url: str = "") -> Comment:
    """Change one's own; what it said is kept and can be read. Those newly mentioned get a mail. Raises `NotAllowed`,
    `CommentDeleted` and as `write_comment`."""
    comment = _own(comment, actor)
    text = _words(text)
    if text == comment.text:
        return comment
    CommentEdit.objects.create(comment=comment, text=comment.text)
    comment.text, comment.edited_at = text, clock.now()
    comment.save(update_fields=["text", "edited_at"])
    _mention(comment, base_url=base_url)
    tell(Verb.COMMENT_EDITED, comment.interview, actor=actor, subject=comment.public_id)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, actor: User) -> None:
    """Take one's own back: its words and what they were before are gone, that it was there is seen. Raises
    `NotAllowed`, `CommentDeleted`."""
    comment = _own(comment, actor)
    comment.edits.all().delete()
    comment.mentioned.clear()
    comment.text, comment.deleted_at = "", clock.now()
    comment.save(update_fields=["text", "deleted_at"])
    tell(Verb.COMMENT_DELETED, comment.interview, actor=actor, subject=comment.public_id)


def mentioned_in(text: str, members: Iterable[User]) -> list[User]:
    """The members whose ``@name`` or ``@e-mail`` is in the text; of two with one name, both. A longer name counts
    before a shorter one it begins with."""
    by_name: dict[str, list[User]] = {}
    for member in members:
        for name in {member.username, member.email}:
            by_name.setdefault(name.casefold(), []).append(member)
    found: dict[int, User] = {}
    rest = text.casefold()
    for name in sorted(by_name, key=len, reverse=True):
        pattern = _mention_of(name)
        if pattern.search(rest):
            found.update((member.pk, member) for member in by_name[name])
            rest = pattern.sub("\0", rest)
    return list(found.values())


def pieces_of(text: str, mentioned: Iterable[User]) -> list[tuple[str, bool]]:
    """The text cut at its mentions: (piece, whether it names one of these people)."""
    names = sorted({name for person in mentioned for name in (person.username, person.email)}, key=len, reverse=True)
    if not names:
        return [(text, False)]
    pattern = re.compile("|".join(_mention_of(name).pattern for name in names), re.IGNORECASE)
    pieces, at = [], 0
    for match in pattern.finditer(text):
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [(piece, is_name) for piece, is_name in [*pieces, (text[at:], False)] if piece]


def _mention_of(name: str) -> re.Pattern[str]:
    """``@name``, but not inside an e-mail address, nor as the beginning of a longer Latin word."""
    ends_latin = name[-1:].isascii() and name[-1:].isalnum()
    return re.compile(rf"(?<![a-z0-9._%+-])@{re.escape(name)}" + (r"(?![a-z0-9])" if ends_latin else ""))


def mail_mention(comment_id: int, member_id: int, base_url: str, language: str) -> None:
    """Tell a member who was mentioned where; the words stay in the console. A mail server that is away is logged."""
    comment = Comment.objects.select_related("author", "interview__position").filter(pk=comment_id).first()
    member = User.objects.filter(pk=member_id, is_active=True).first()
    if comment is None or member is None or comment.deleted_at is not None:
        return
    with translation.override(language or settings.LANGUAGE_CODE):
        _send(comment, member, base_url)


def _send(comment: Comment, member: User, base_url: str) -> None:
    path = f"/console/reports/{comment.interview.public_id}#comment-{comment.public_id}"
    words = {
        "name": member.username,
        "author": comment.author.username if comment.author else "–",
        "title": comment.interview.position.title,
        "link": f"{settings.PUBLIC_BASE_URL or base_url}{path}",
    }
    message = _("Hello %(name)s,\n\n%(author)s mentioned you in a comment on an interview for %(title)s:\n%(link)s")
    try:
        send_mail(
            subject=" ".join((_("%(author)s mentioned you: %(title)s") % words).split()),
            message=message % words,
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[member.email],
        )
    except OSError as error:
        logger.warning("mention_mail_failed", comment=comment.public_id, error=type(error).__name__)


def _mention(comment: Comment, *, base_url: str) -> None:
    if "@" not in comment.text:
        comment.mentioned.clear()
        return
    known = set(comment.mentioned.values_list("pk", flat=True))
    now = mentioned_in(comment.text, members_who_know(comment.interview))
    comment.mentioned.set(now)
    for member in now:
        if member.pk not in known and member != comment.author:
            jobs.enqueue(MAIL_TASK, comment.pk, member.pk, base_url, translation.get_language() or "")


def _check_may_write(interview: Interview, actor: User) -> None:
    if not takes_part(actor, interview):
        raise NotAReviewer
    if is_blind(actor, interview):
        raise ReviewFirst
    if interview.erased_at is not None:
        raise InterviewErased


def _check_place(interview: Interview, question_id: str, at_ms: int | None) -> None:
    if question_id and not interview.questions.filter(question_id=question_id).exists():
        raise InvalidInput.on("question_id", _("There is no such question in this interview."))
    if at_ms is not None and not question_id:
        raise InvalidInput.on("question_id", _("A moment needs the question it is in."))
    if at_ms is not None and not 0 <= at_ms <= 24 * 3600 * 1000:
        raise InvalidInput.on("at_ms", _("There is no such moment."))


def _own(comment: Comment, actor: User) -> Comment:
    comment = Comment.objects.select_for_update(of=("self",)).select_related("interview", "author").get(pk=comment.pk)
    if comment.author_id != actor.pk:
        raise NotAllowed
    _check_may_write(comment.interview, actor)
    if comment.deleted_at is not None:
        raise CommentDeleted
    return comment


def _words(text: Any) -> str:
    text = str(text).strip()
    if not text:
        raise InvalidInput.on("text", _("Please write something."))
    return bounded_text(text, field="text")
