from django.urls import path

from accounts.api import api_applications, views

urlpatterns = [
    path("users/register", views.Register.as_view()),
    path("users/login", views.Login.as_view()),
    path("users/me", views.Me.as_view()),
    path("users/refresh-token", views.Refresh.as_view()),
    path("users/logout", views.Logout.as_view()),
    path("users/password/change", views.PasswordChange.as_view()),
    path("users/password/reset", views.PasswordReset.as_view()),
    path("users/password/reset/confirm", views.PasswordResetConfirm.as_view()),
    path("api-applications", api_applications.Applications.as_view()),
    path("api-applications/<app_id:app_id>", api_applications.ApplicationItem.as_view()),
]
