from django.urls import path
from django.views.i18n import set_language

from accounts.pages import views
from accounts.pages.applications import Applications, RevokeApplication

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("login", views.Login.as_view(), name="login"),
    path("logout", views.Logout.as_view(), name="logout"),
    path("sign-up", views.SignUp.as_view(), name="sign_up"),
    path("sign-up/<str:token>", views.FinishSignUp.as_view(), name="finish_sign_up"),
    path("password", views.PasswordChange.as_view(), name="password_change"),
    path("password-reset", views.PasswordReset.as_view(), name="password_reset"),
    path("password-reset/<str:uid>/<str:token>", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("language", set_language, name="set_language"),
]

console = [
    path("applications/", Applications.as_view(), name="applications"),
    path("applications/<app_id:application_id>/revoke", RevokeApplication.as_view(), name="revoke_application"),
]
