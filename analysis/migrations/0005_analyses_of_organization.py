from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0004_organization_of_jobs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="analysisjob",
            name="organization",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.AddIndex(
            model_name="analysisjob",
            index=models.Index(fields=["organization", "-created_at", "-id"], name="analyses_of_organization"),
        ),
    ]
