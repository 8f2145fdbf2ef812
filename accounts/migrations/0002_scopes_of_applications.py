from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="apiapplication",
            name="scopes",
            field=models.JSONField(default=accounts.models.default_scopes, verbose_name="Scopes"),
        ),
    ]
