from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0010_assignment_reviewed_at")]

    operations = [
        migrations.AddIndex(
            model_name="interviewquestion",
            index=models.Index(fields=["question_id"], name="asked_questions_of_bank"),
        ),
    ]
