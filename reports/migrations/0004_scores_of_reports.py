"""Lists sort by ability: the scores of reports made before are taken from their documents."""

from django.db import migrations


def fill(apps, schema_editor):
    report = apps.get_model("reports", "Report")
    made = report.objects.filter(document__isnull=False).only("document")
    for row in made.iterator(chunk_size=50):
        abilities = row.document.get("abilities", [])
        scores = {ability["key"]: ability["score"] for ability in abilities if ability["score"] is not None}
        report.objects.filter(pk=row.pk).update(ability_scores=scores, coverage=row.document.get("coverage"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_versions_shares_exports")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
