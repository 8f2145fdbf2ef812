from django.db import migrations, models

EVENTS = [
    ("interview.created", "Interview made"),
    ("interview.started", "Interview started"),
    ("interview.completed", "Interview completed"),
    ("interview.expired", "Interview expired"),
    ("interview.cancelled", "Interview cancelled"),
    ("interview.erased", "Interview erased"),
    ("answer.analyzed", "Answer analysed"),
    ("invitation.sent", "Invitation sent"),
    ("invitation.opened", "Invitation opened"),
    ("invitation.revoked", "Invitation revoked"),
    ("report.ready", "Report ready"),
    ("report.failed", "Report could not be made"),
    ("report.rescored", "Report scored again"),
    ("review.decided", "Somebody decided"),
    ("webhook.test", "Test"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_scopes_of_applications")]

    operations = [
        migrations.RemoveConstraint(model_name="webhookdelivery", name="webhook_event_known"),
        migrations.AlterField(
            model_name="webhookdelivery",
            name="event",
            field=models.CharField(choices=EVENTS, max_length=40, verbose_name="Event"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(event__in=[value for value, _label in EVENTS]), name="webhook_event_known"
            ),
        ),
    ]
