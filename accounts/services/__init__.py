"""Writing accounts. Callers import from here."""

from accounts.services.api_applications import (
    ApplicationKeys,
    SignedRequest,
    application_of_access_token,
    application_of_tenant_token,
    application_with_signature,
    create_api_application,
    issue_tenant_token,
    revoke_api_application,
)
from accounts.services.confirmation import read_confirmation, send_confirmation
from accounts.services.people import (
    change_password,
    check_credentials,
    log_in,
    log_out,
    refresh_session,
    register,
    reset_password,
    send_password_reset,
    update_profile,
)

__all__ = [
    "ApplicationKeys",
    "SignedRequest",
    "application_of_access_token",
    "application_of_tenant_token",
    "application_with_signature",
    "change_password",
    "check_credentials",
    "create_api_application",
    "issue_tenant_token",
    "log_in",
    "log_out",
    "read_confirmation",
    "refresh_session",
    "register",
    "reset_password",
    "revoke_api_application",
    "send_confirmation",
    "send_password_reset",
    "update_profile",
]
