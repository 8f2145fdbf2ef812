"""Background work of accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.services import webhooks


@shared_task(name="accounts.send_webhook")
def send_webhook(delivery_id: int) -> None:
    webhooks.send_delivery(delivery_id)


@shared_task(name="accounts.sweep_webhooks")
def sweep_webhooks() -> int:
    return webhooks.sweep_webhooks()


@shared_task(name="accounts.forget_old_deliveries")
def forget_old_deliveries() -> int:
    return webhooks.forget_old_deliveries()
