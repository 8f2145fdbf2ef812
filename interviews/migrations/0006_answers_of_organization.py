from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0005_organization_of_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="organization",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["organization", "-submitted_at", "-id"], name="answers_of_organization"),
        ),
    ]
