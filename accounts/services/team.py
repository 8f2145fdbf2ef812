"""Who belongs to an organization: inviting, joining, roles, switching off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.enums import InvitationState, MemberRole, Role
from accounts.errors import (
    AddressOfCandidate,
    AlreadyMember,
    EmailTaken,
    InvitationElsewhere,
    InvitationOver,
    LastOwner,
    TooManyInvitations,
)
from accounts.models import Membership, Organization, TeamInvitation, User
from accounts.rules import check_password_rules
from accounts.selectors import demand_owner
from common import clock
from common.audit.enums import Verb
from common.audit.writing import record
from common.secrets import fingerprint, new_secret

MOST_OPEN = 100
VALID_FOR = dt.timedelta(days=7)


@transaction.atomic
def invite_member(
    *, organization: Organization, actor: User, email: str, role: str, base_url: str
) -> tuple[TeamInvitation, str]:
    """(invitation, its link, which cannot be read again). Mailed after commit. An open invitation of the same address
    is replaced. Raises `NotAllowed`, `AlreadyMember`, `TooManyInvitations`."""
    demand_owner(actor, organization.pk)
    email = email.strip().lower()
    if Membership.objects.filter(organization=organization, user__email=email, is_active=True).exists():
        raise AlreadyMember
    Organization.objects.select_for_update().get(pk=organization.pk)  # of two at once one waits
    waiting = organization.team_invitations.open()
    waiting.filter(email=email).update(revoked_at=clock.now())
    if waiting.count() >= MOST_OPEN:
        raise TooManyInvitations(most=MOST_OPEN)
    invitation = TeamInvitation(organization=organization, email=email, role=role, invited_by=actor)
    return invitation, _send(invitation, actor=actor, base_url=base_url)


@transaction.atomic
def resend_invitation(invitation: TeamInvitation, *, actor: User, base_url: str) -> str:
    """A new link and a new mail; the link from before is refused. Raises `NotAllowed`, `InvitationOver`."""
    demand_owner(actor, invitation.organization_id)
    invitation = TeamInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state not in (InvitationState.OPEN, InvitationState.EXPIRED):
        raise InvitationOver
    return _send(invitation, actor=actor, base_url=base_url)


def revoke_invitation(invitation: TeamInvitation, *, actor: User) -> None:
    """Refuse the link from now on; again, or once it was used, changes nothing. Raises `NotAllowed`."""
    demand_owner(actor, invitation.organization_id)
    TeamInvitation.objects.open().filter(pk=invitation.pk).update(revoked_at=clock.now())


@transaction.atomic
def accept_invitation(invitation: TeamInvitation, *, user: User) -> Membership:
    """Make the account a member with the invited role; one that was switched off is on again.

    Raises `InvitationOver`, `InvitationElsewhere` for another address's account, `AddressOfCandidate`."""
    invitation = _usable(invitation)
    if user.email != invitation.email:
        raise InvitationElsewhere
    if not user.is_enterprise:
        raise AddressOfCandidate
    return _join(invitation, user)


@transaction.atomic
def join_with_new_account(invitation: TeamInvitation, *, username: str, password: str) -> User:
    """Make the account of the invited address, a member from the start; it founds no organization.

    Raises `InvitationOver`, `EmailTaken`, `InvalidInput`."""
    check_password_rules(password, role=Role.ENTERPRISE)
    invitation = _usable(invitation)
    if User.objects.filter(email=invitation.email).exists():
        raise EmailTaken
    user = User.objects.create_user(invitation.email, password, username=username, role=Role.ENTERPRISE)
    _join(invitation, user)
    return user


@transaction.atomic
def change_role(membership: Membership, *, role: str, actor: User) -> Membership:
    """Takes effect with the member's next request. Raises `NotAllowed`, `LastOwner`."""
    demand_owner(actor, membership.organization_id)
    membership = _locked(membership)
    if role != MemberRole.OWNER:
        _keep_an_owner(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    if before != role:
        _tell(Verb.ROLE_CHANGED, membership, actor=actor, facts={"before": before, "role": role})
    return membership


@transaction.atomic
def switch_off_member(membership: Membership, *, actor: User) -> Membership:
    """Ends the account's every session at once, in browsers and of tokens. What the person wrote stays.

    Raises `NotAllowed`, `LastOwner`."""
    demand_owner(actor, membership.organization_id)
    membership = _locked(membership)
    _keep_an_owner(membership)
    was_active, membership.is_active = membership.is_active, False
    membership.save(update_fields=["is_active"])
    end_sessions(membership.user)
    if was_active:
        _tell(Verb.MEMBER_OFF, membership, actor=actor)
    return membership


@transaction.atomic
def switch_on_member(membership: Membership, *, actor: User) -> Membership:
    """The member signs in again with the role from before. Raises `NotAllowed`."""
    demand_owner(actor, membership.organization_id)
    membership = _locked(membership)
    was_active, membership.is_active = membership.is_active, True
    membership.save(update_fields=["is_active"])
    if not was_active:
        _tell(Verb.MEMBER_ON, membership, actor=actor)
    return membership


def end_sessions(user: User) -> None:
    """Refuse every session and token made until now."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])


def _send(invitation: TeamInvitation, *, actor: User, base_url: str) -> str:
    secret, now = new_secret(), clock.now()
    invitation.token_hash = fingerprint(secret)
    invitation.sent_at, invitation.expires_at = now, now + VALID_FOR
    invitation.save()
    link = f"{settings.PUBLIC_BASE_URL or base_url}/join/{secret}"
    subject = _("%(organization)s invites you to its team") % {"organization": _one_line(invitation.organization.name)}
    words = {
        "name": actor.username,
        "organization": invitation.organization.name,
        "role": invitation.get_role_display(),
        "link": link,
        "days": VALID_FOR.days,
    }
    text = (
        _(
            "%(name)s invites you to join %(organization)s (role: %(role)s).\n\n"
            "Open this link within %(days)s days:\n%(link)s\n\n"
            "It works once, and for this address alone. If you expected no invitation, ignore this mail."
        )
        % words
    )
    transaction.on_commit(lambda: _mail(subject, text, invitation.email))
    return link


def _mail(subject: str, text: str, address: str) -> None:
    send_mail(subject=subject, message=text, from_email=settings.DEFAULT_FROM_EMAIL, recipient_list=[address])


def _usable(invitation: TeamInvitation) -> TeamInvitation:
    """Locked, so that of two uses one wins."""
    locked = TeamInvitation.objects.select_for_update().select_related("organization").get(pk=invitation.pk)
    if locked.state != InvitationState.OPEN:
        raise InvitationOver
    return locked


def _join(invitation: TeamInvitation, user: User) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        user=user, organization=invitation.organization, defaults={"role": invitation.role}
    )
    if not is_new and not membership.is_active:
        membership.role, membership.is_active = invitation.role, True
        membership.save(update_fields=["role", "is_active"])
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _tell(Verb.MEMBER_JOINED, membership, actor=user, facts={"role": membership.role})
    return membership


def _tell(verb: Verb, membership: Membership, *, actor: User, facts: Mapping[str, Any] | None = None) -> None:
    """Of the organization's trail; the member is named by id."""
    record(
        verb,
        organization_id=membership.organization_id,
        about=membership.organization.public_id,
        actor=actor,
        subject=membership.user.public_id,
        facts=facts,
    )


def _locked(membership: Membership) -> Membership:
    """With its organization locked first: of two owners leaving at once, one stays."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    return Membership.objects.select_related("user", "organization").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != MemberRole.OWNER or not membership.is_active:
        return
    others = Membership.objects.filter(
        organization_id=membership.organization_id, role=MemberRole.OWNER, is_active=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())
