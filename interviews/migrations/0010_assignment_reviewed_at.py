from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0009_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="reviewed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when the reviewer first handed in a review; empty: open",
                null=True,
                verbose_name="Reviewed at",
            ),
        ),
    ]
