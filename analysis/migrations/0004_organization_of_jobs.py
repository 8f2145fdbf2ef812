from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, _editor):
    interviews = apps.get_model("interviews", "Interview").objects.filter(pk=OuterRef("interview_id"))
    jobs = apps.get_model("analysis", "AnalysisJob").objects
    jobs.update(organization_id=Subquery(interviews.values("organization_id")[:1]))


class Migration(migrations.Migration):
    """Filled apart from the next: PostgreSQL changes no column whose foreign keys wait to be checked."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("analysis", "0003_analyses_by_time"),
        ("interviews", "0004_assignments_by_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="analysisjob",
            name="organization",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.CASCADE, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
