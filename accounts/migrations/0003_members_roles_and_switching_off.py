"""The role that only reads is called viewer; a membership can be switched off."""

from django.db import migrations, models

ROLES = ["owner", "recruiter", "reviewer", "viewer"]


def rename(before, after):
    def run(apps, schema_editor):
        apps.get_model("accounts", "Membership").objects.filter(role=before).update(role=after)

    return run


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_applications")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="member_role_known"),
        migrations.RunPython(rename("read_only", "viewer"), rename("viewer", "read_only")),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("owner", "Owner"),
                    ("recruiter", "Recruiter"),
                    ("reviewer", "Reviewer"),
                    ("viewer", "Viewer"),
                ],
                default="owner",
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="Active"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(condition=models.Q(role__in=ROLES), name="member_role_known"),
        ),
    ]
