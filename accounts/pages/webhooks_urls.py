from django.urls import path

from accounts.pages import webhooks

_ONE = "webhooks/<whe_id:endpoint_id>"
_MESSAGE = f"{_ONE}/deliveries/<msg_id:delivery_id>"

console = [
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path(_ONE, webhooks.Webhook.as_view(), name="webhook"),
    path(f"{_ONE}/test", webhooks.TestWebhook.as_view(), name="test_webhook"),
    path(f"{_ONE}/secret", webhooks.RotateSecret.as_view(), name="rotate_webhook_secret"),
    path(f"{_ONE}/off", webhooks.SwitchOffWebhook.as_view(), name="switch_off_webhook"),
    path(f"{_ONE}/on", webhooks.SwitchOnWebhook.as_view(), name="switch_on_webhook"),
    path(f"{_ONE}/delete", webhooks.DeleteWebhook.as_view(), name="delete_webhook"),
    path(_MESSAGE, webhooks.Delivery.as_view(), name="webhook_delivery"),
    path(f"{_MESSAGE}/resend", webhooks.ResendDelivery.as_view(), name="resend_webhook_delivery"),
]
