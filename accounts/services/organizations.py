"""What an organization says of itself: name, picture, texts; and what it demands of its members."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO, Any

from django.db import transaction

from accounts.errors import ImageTooLarge, NotAnImage, SecondFactorNeeded
from accounts.models import Organization, OrganizationLogo, User
from accounts.selectors import demand_owner, second_factor_of
from common import clock
from common.audit.enums import Verb
from common.audit.writing import record

LOGO_MAX_BYTES = 2 * 1024 * 1024
LOGO_MAX_SIDE = 4096  # of what is sent
LOGO_WIDTH, LOGO_HEIGHT = 480, 160  # of what is kept, at most
_FORMATS = ("PNG", "JPEG", "WEBP")


@transaction.atomic
def update_organization(organization: Organization, *, actor: User, **changes: Any) -> Organization:
    """Raises `NotAllowed` for anyone but an owner, `SecondFactorNeeded` for an owner who demands of others what the
    own account has not."""
    demand_owner(actor, organization.pk)
    if changes.get("requires_second_factor") and second_factor_of(actor) is None:
        raise SecondFactorNeeded(errors={"requires_second_factor": [str(SecondFactorNeeded.template)]})
    changed = sorted(name for name, value in changes.items() if getattr(organization, name) != value)
    for name in changed:
        setattr(organization, name, changes[name])
    organization.save(update_fields=changed)
    if changed:
        _tell(organization, actor=actor, fields=changed)
    return organization


@transaction.atomic
def set_logo(organization: Organization, *, actor: User, content: IO[bytes]) -> OrganizationLogo:
    """Draw the picture anew as a small PNG, so that nothing but pixels of what was sent is kept. What it is, its bytes
    say, not its name. Raises `NotAllowed`, `NotAnImage`, `ImageTooLarge`."""
    demand_owner(actor, organization.pk)
    png = _redrawn(content.read(LOGO_MAX_BYTES + 1))
    version = hashlib.sha256(png).hexdigest()[:16]
    logo, _is_new = OrganizationLogo.objects.update_or_create(
        organization=organization, defaults={"content": png, "version": version, "updated_at": clock.now()}
    )
    _tell(organization, actor=actor, fields=["logo"])
    return logo


@transaction.atomic
def remove_logo(organization: Organization, *, actor: User) -> None:
    """Raises `NotAllowed` for anyone but an owner."""
    demand_owner(actor, organization.pk)
    OrganizationLogo.objects.filter(organization=organization).delete()
    _tell(organization, actor=actor, fields=["logo"])


def _tell(organization: Organization, *, actor: User, fields: list[str]) -> None:
    """Which of its settings changed, not what they say."""
    record(
        Verb.CHANGED,
        organization_id=organization.pk,
        about=organization.public_id,
        actor=actor,
        facts={"fields": fields},
    )


def _redrawn(given: bytes) -> bytes:
    from PIL import Image, ImageOps

    if len(given) > LOGO_MAX_BYTES:
        raise ImageTooLarge
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            sent = Image.open(io.BytesIO(given), formats=_FORMATS)
            if max(sent.size) > LOGO_MAX_SIDE:
                raise ImageTooLarge
            picture = ImageOps.exif_transpose(sent).convert("RGBA")
            picture.thumbnail((LOGO_WIDTH, LOGO_HEIGHT))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise ImageTooLarge from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise NotAnImage from None
    drawn = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
