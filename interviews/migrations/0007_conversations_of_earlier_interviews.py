"""Ask for the transcript of every interview that was held before there were conversations; the sweeper has them made."""

from django.db import migrations
from django.utils import timezone

BATCH = 500


def ask(apps, schema_editor):
    interviews = apps.get_model("interviews", "Interview").objects
    conversation = apps.get_model("interviews", "Conversation")
    held = interviews.filter(origin="own", started_at__isnull=False, conversation=None)
    rows = (
        conversation(interview_id=key, starts_at=started_at, source="asr", requested_at=timezone.now())
        for key, started_at in held.values_list("pk", "started_at").iterator(BATCH)
    )
    conversation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0006_recordings_in_parts")]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
