from django.urls import path

from accounts.api import api_applications, views, webhooks

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
    path("webhooks", webhooks.Webhooks.as_view()),
    path("webhooks/events", webhooks.WebhookEvents.as_view()),
    path("webhooks/<whe_id:endpoint_id>", webhooks.WebhookItem.as_view()),
    path("webhooks/<whe_id:endpoint_id>/secret", webhooks.WebhookSecret.as_view()),
    path("webhooks/<whe_id:endpoint_id>/test", webhooks.WebhookTest.as_view()),
    path("webhooks/<whe_id:endpoint_id>/deliveries", webhooks.Deliveries.as_view()),
    path("webhooks/<whe_id:endpoint_id>/deliveries/<msg_id:delivery_id>", webhooks.DeliveryItem.as_view()),
    path("webhooks/<whe_id:endpoint_id>/deliveries/<msg_id:delivery_id>/resend", webhooks.ResendDelivery.as_view()),
]
