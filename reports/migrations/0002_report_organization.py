"""A report belongs to its interview's organization, so that a list needs no join to be scoped and sorted."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_organizations(apps, schema_editor):
    interviews = apps.get_model("interviews", "Interview").objects.filter(pk=OuterRef("interview_id"))
    apps.get_model("reports", "Report").objects.update(organization_id=Subquery(interviews.values("organization_id")))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_applications"), ("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="accounts.organization",
            ),
        ),
        migrations.RunPython(copy_organizations, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="report",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="accounts.organization"
            ),
        ),
        migrations.RemoveIndex(model_name="report", name="reports_newest"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["organization", "state", "-generated_at", "-id"], name="reports_of_organization"
            ),
        ),
    ]
