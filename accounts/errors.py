from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, InvalidInput, NotAllowed, NotAuthenticated, TooMany


class EmailTaken(InvalidInput):
    template = _("An account with this e-mail exists already.")

    def __init__(self) -> None:
        super().__init__(errors={"email": [str(self.template)]})


class WrongCredentials(NotAuthenticated):
    template = _("E-mail or password is wrong.")


class TokenRefused(NotAuthenticated):
    template = _("The token is not valid, or its time is over.")


class LockedOut(TooMany):
    template = _("Too many failed logins. Please try again in %(retry_after_seconds)s seconds.")


class WrongPassword(InvalidInput):
    template = _("The present password is wrong.")


class ResetLinkRefused(InvalidInput):
    template = _("This reset link is not valid, or its time is over.")


class ApplicationSecretRefused(NotAuthenticated):
    template = _("The application's id or secret is wrong.")


class ApplicationTokenRefused(NotAuthenticated):
    template = _("The application's token is not valid, or its time is over.")


class ApplicationUnowned(NotAuthenticated):
    template = _("Who made this application no longer owns the organization. Make a new application.")


class ApplicationRevoked(NotAllowed):
    template = _("This application was revoked.")


class SignatureRefused(NotAuthenticated):
    template = _("The signature is wrong.")


class SignatureTooOld(NotAuthenticated):
    template = _("The request's time is more than five minutes from ours.")


class ConfirmationRefused(InvalidInput):
    template = _("This sign-up link is not valid, or its time is over.")


class AlreadyMember(InvalidInput):
    template = _("This person is a member already.")

    def __init__(self) -> None:
        super().__init__(errors={"email": [str(self.template)]})


class TooManyInvitations(Conflict):
    template = _("There are %(most)s open invitations already. Revoke some first.")


class InvitationOver(Conflict):
    template = _("This invitation was used or revoked, or its time is over.")


class InvitationElsewhere(NotAllowed):
    template = _("This invitation is for another e-mail address.")


class AddressOfCandidate(NotAllowed):
    template = _("This address has a candidate's account. Ask to be invited with another address.")


class LastOwner(Conflict):
    template = _("An organization needs an owner. Make somebody else an owner first.")


class AccessSwitchedOff(NotAllowed):
    template = _("Your access was switched off. Please ask an owner of your organization.")


class CodeMissing(NotAuthenticated):
    template = _("This account has a second factor. Give the code of your authenticator app as otp_code.")

    def __init__(self) -> None:
        super().__init__(errors={"otp_code": [str(self.template)]})


class WrongCode(NotAuthenticated):
    template = _("The code is wrong, or it was used already.")

    def __init__(self, *, field: str = "otp_code") -> None:
        super().__init__(errors={field: [str(self.template)]})


class TooManyCodes(TooMany):
    template = _("Too many wrong codes. Please try again in %(retry_after_seconds)s seconds.")


class SecondFactorNeeded(NotAllowed):
    template = _("Your organization requires a second factor. Set one up in the console first.")


class NotAnImage(InvalidInput):
    template = _("This is not a PNG, JPEG or WebP picture.")

    def __init__(self) -> None:
        super().__init__(errors={"logo": [str(self.template)]})


class ImageTooLarge(InvalidInput):
    template = _("The picture may have 2 MB and 4096 pixels a side at most.")

    def __init__(self) -> None:
        super().__init__(errors={"logo": [str(self.template)]})


class TooManyWebhooks(Conflict):
    template = _("There are %(most)s webhooks already. Delete some first.")


class WebhookIsOff(Conflict):
    template = _("This webhook is switched off. Switch it on first.")
