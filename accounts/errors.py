from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput, NotAllowed, NotAuthenticated, TooMany


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


class ApplicationRevoked(NotAllowed):
    template = _("This application was revoked.")


class SignatureRefused(NotAuthenticated):
    template = _("The signature is wrong.")


class SignatureTooOld(NotAuthenticated):
    template = _("The request's time is more than five minutes from ours.")


class ConfirmationRefused(InvalidInput):
    template = _("This sign-up link is not valid, or its time is over.")
