import django.db.models.deletion
from django.db import migrations, models

from common.secrets import seal, unseal


def seal_keys(apps, schema_editor):
    """Keys that lie in plain are sealed; a database without any has nothing to do."""
    plain = apps.get_model("otp_totp", "TOTPDevice").objects.exclude(key="")
    sealed = apps.get_model("accounts", "AuthenticatorApp")
    for device in plain.iterator():
        row = sealed(totpdevice_ptr_id=device.pk, sealed_key=seal(device.key))
        row.save_base(raw=True, force_insert=True)
        plain.filter(pk=device.pk).update(key="")


def open_keys(apps, schema_editor):
    devices = apps.get_model("otp_totp", "TOTPDevice").objects
    for row in apps.get_model("accounts", "AuthenticatorApp").objects.iterator():
        devices.filter(pk=row.totpdevice_ptr_id).update(key=unseal(row.sealed_key))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_more_webhook_events"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthenticatorApp",
            fields=[
                (
                    "totpdevice_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="otp_totp.totpdevice",
                    ),
                ),
                ("sealed_key", models.TextField()),
            ],
            options={"verbose_name": "authenticator app", "verbose_name_plural": "authenticator apps"},
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(seal_keys, open_keys),
    ]
