from django.db import migrations


def tell_the_bank(apps, schema_editor):
    """Scores of reports made before the question bank kept them, or lost on the way to it."""
    report_model = apps.get_model("reports", "Report")
    score_model = apps.get_model("questionbank", "QuestionScore")
    known = dict(apps.get_model("questionbank", "Question").objects.values_list("public_id", "pk"))
    told = score_model.objects.values("source")
    reports = report_model.objects.filter(state="done", document__isnull=False, interview__erased_at=None)
    missing = reports.exclude(interview__public_id__in=told).order_by("pk")
    for source, document in missing.values_list("interview__public_id", "document").iterator(chunk_size=100):
        scores = {
            entry["question_id"]: entry["score"]
            for entry in document.get("questions", [])
            if not entry["is_follow_up"] and entry["score"] is not None and entry["question_id"] in known
        }
        score_model.objects.bulk_create(
            [score_model(question_id=known[key], source=source, score=score) for key, score in scores.items()],
            ignore_conflicts=True,
        )
    erased = apps.get_model("interviews", "Interview").objects.filter(erased_at__isnull=False)
    score_model.objects.filter(source__in=erased.values("public_id")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("questionbank", "0001_initial"),
        ("interviews", "0001_initial"),
    ]

    operations = [migrations.RunPython(tell_the_bank, migrations.RunPython.noop)]
