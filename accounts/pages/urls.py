from django.urls import path
from django.views.i18n import set_language

from accounts.pages import join, organization, second_factor, team, views
from accounts.pages.applications import Applications, ChangeScopes, RevokeApplication
from accounts.pages.webhooks_urls import console as webhooks_console

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("login", views.Login.as_view(), name="login"),
    path("login/code", second_factor.LoginCode.as_view(), name="login_code"),
    path("logout", views.Logout.as_view(), name="logout"),
    path("sign-up", views.SignUp.as_view(), name="sign_up"),
    path("sign-up/<str:token>", views.FinishSignUp.as_view(), name="finish_sign_up"),
    path("password", views.PasswordChange.as_view(), name="password_change"),
    path("password-reset", views.PasswordReset.as_view(), name="password_reset"),
    path("password-reset/<str:uid>/<str:token>", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("join/<str:secret>", join.Join.as_view(), name="join"),
    path("join/<str:secret>/sign-out", join.LeaveForJoin.as_view(), name="leave_for_join"),
    path("logos/<org_id:organization_id>/<slug:version>.png", organization.Logo.as_view(), name="logo"),
    path("admin/login/", views.AdminLogin.as_view()),
    path("language", set_language, name="set_language"),
]

console = [
    path("settings/", organization.Settings.as_view(), name="settings"),
    path("settings/organization", organization.OrganizationPage.as_view(), name="organization"),
    path("settings/organization/logo/remove", organization.RemoveLogo.as_view(), name="remove_logo"),
    path("settings/team", team.Team.as_view(), name="team"),
    path(
        "settings/team/<tinv_id:invitation_id>/resend", team.ResendInvitation.as_view(), name="resend_team_invitation"
    ),
    path(
        "settings/team/<tinv_id:invitation_id>/revoke", team.RevokeInvitation.as_view(), name="revoke_team_invitation"
    ),
    path("settings/team/<u_id:user_id>/role", team.ChangeRole.as_view(), name="change_role"),
    path("settings/team/<u_id:user_id>/off", team.SwitchOff.as_view(), name="switch_off_member"),
    path("settings/team/<u_id:user_id>/on", team.SwitchOn.as_view(), name="switch_on_member"),
    path("settings/team/<u_id:user_id>/second-factor", team.ForgetSecondFactor.as_view(), name="forget_second_factor"),
    path("settings/security", second_factor.Security.as_view(), name="security"),
    path("settings/security/codes", second_factor.RenewCodes.as_view(), name="renew_codes"),
    path("settings/security/off", second_factor.SwitchOffSecondFactor.as_view(), name="switch_off_second_factor"),
    path("applications/", Applications.as_view(), name="applications"),
    path("applications/<app_id:application_id>/scopes", ChangeScopes.as_view(), name="application_scopes"),
    path("applications/<app_id:application_id>/revoke", RevokeApplication.as_view(), name="revoke_application"),
    *webhooks_console,
]
