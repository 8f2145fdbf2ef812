import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.clock
import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0010_assignment_reviewed_at"),
        ("reports", "0004_scores_of_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", common.ids.PublicIdField(editable=False, max_length=40, prefix="cmt", unique=True)),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="Text")),
                ("question_id", models.CharField(blank=True, max_length=60, verbose_name="Question")),
                (
                    "at_ms",
                    models.PositiveIntegerField(
                        blank=True, help_text="in the answer's recording", null=True, verbose_name="Moment"
                    ),
                ),
                ("written_at", models.DateTimeField(default=common.clock.now, verbose_name="Written")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="Changed")),
                ("deleted_at", models.DateTimeField(blank=True, null=True, verbose_name="Deleted")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Author",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="interviews.interview",
                        verbose_name="Interview",
                    ),
                ),
                (
                    "mentioned",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="Mentioned"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("edited_at", models.DateTimeField(default=common.clock.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="reports.comment"
                    ),
                ),
            ],
            options={
                "ordering": ["-edited_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", common.ids.PublicIdField(editable=False, max_length=40, prefix="dec", unique=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="Number")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("advance", "Advance"), ("hold", "On hold"), ("reject", "Reject")],
                        max_length=10,
                        verbose_name="Decision",
                    ),
                ),
                ("reason", models.TextField(max_length=5000, verbose_name="Reason")),
                ("decided_at", models.DateTimeField(default=common.clock.now, verbose_name="Decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="interviews.interview",
                        verbose_name="Interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", common.ids.PublicIdField(editable=False, max_length=40, prefix="ovr", unique=True)),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("recommendation", "Recommendation"),
                            ("professional_knowledge", "Professional knowledge"),
                            ("logical_thinking", "Logical thinking"),
                            ("language_expression", "Language and expression"),
                            ("stress_resistance", "Resistance to stress"),
                            ("communication_potential", "Communication potential"),
                        ],
                        max_length=30,
                        verbose_name="Of",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Score")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strongly_recommend", "Strongly recommended"),
                            ("recommend", "Recommended"),
                            ("consider", "To be considered"),
                            ("not_recommend", "Not recommended"),
                        ],
                        max_length=30,
                        verbose_name="Recommendation",
                    ),
                ),
                ("ai_score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="AI's score")),
                (
                    "ai_recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strongly_recommend", "Strongly recommended"),
                            ("recommend", "Recommended"),
                            ("consider", "To be considered"),
                            ("not_recommend", "Not recommended"),
                            ("insufficient_evidence", "Not enough evidence"),
                        ],
                        max_length=30,
                        verbose_name="AI's recommendation",
                    ),
                ),
                ("reason", models.TextField(max_length=5000, verbose_name="Reason")),
                ("overridden_at", models.DateTimeField(default=common.clock.now, verbose_name="At")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="Withdrawn at")),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="interviews.interview",
                        verbose_name="Interview",
                    ),
                ),
                (
                    "overridden_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "override",
                "verbose_name_plural": "overrides",
                "ordering": ["-overridden_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "professional_knowledge",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Professional knowledge"),
                ),
                (
                    "logical_thinking",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Logical thinking"),
                ),
                (
                    "language_expression",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Language and expression"),
                ),
                (
                    "stress_resistance",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Resistance to stress"),
                ),
                (
                    "communication_potential",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Communication potential"),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strongly_recommend", "Strongly recommended"),
                            ("recommend", "Recommended"),
                            ("consider", "To be considered"),
                            ("not_recommend", "Not recommended"),
                        ],
                        max_length=30,
                        verbose_name="Recommendation",
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="Notes")),
                ("public_id", common.ids.PublicIdField(editable=False, max_length=40, prefix="rev", unique=True)),
                ("is_blind", models.BooleanField(default=False, verbose_name="Before the AI's scores")),
                ("created_at", models.DateTimeField(default=common.clock.now)),
                ("saved_at", models.DateTimeField(default=common.clock.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="Handed in")),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="interviews.interview",
                        verbose_name="Interview",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Reviewer",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["submitted_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "professional_knowledge",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Professional knowledge"),
                ),
                (
                    "logical_thinking",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Logical thinking"),
                ),
                (
                    "language_expression",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Language and expression"),
                ),
                (
                    "stress_resistance",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Resistance to stress"),
                ),
                (
                    "communication_potential",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Communication potential"),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strongly_recommend", "Strongly recommended"),
                            ("recommend", "Recommended"),
                            ("consider", "To be considered"),
                            ("not_recommend", "Not recommended"),
                        ],
                        max_length=30,
                        verbose_name="Recommendation",
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="Notes")),
                ("said_at", models.DateTimeField()),
                ("amended_at", models.DateTimeField(default=common.clock.now)),
                ("reason", models.TextField(max_length=5000)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="reports.review"
                    ),
                ),
            ],
            options={
                "ordering": ["-amended_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deleted_at__isnull", True), models.Q(("text", ""), _negated=True)),
                    models.Q(("deleted_at__isnull", False), ("text", "")),
                    _connector="OR",
                ),
                name="comment_has_text_until_deleted",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_ms__isnull", True), models.Q(("question_id", ""), _negated=True), _connector="OR"
                ),
                name="moment_is_in_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("interview", "number"), name="decision_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="decision_numbered_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["advance", "hold", "reject"])), name="decision_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="decision_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "target__in",
                        [
                            "recommendation",
                            "professional_knowledge",
                            "logical_thinking",
                            "language_expression",
                            "stress_resistance",
                            "communication_potential",
                        ],
                    )
                ),
                name="override_target_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="override_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("recommendation__in", ["strongly_recommend", "recommend", "consider", "not_recommend"]),
                        ("score__isnull", True),
                        ("target", "recommendation"),
                    ),
                    models.Q(
                        models.Q(("target", "recommendation"), _negated=True),
                        ("recommendation", ""),
                        ("score__isnull", False),
                        ("score__lte", 100),
                    ),
                    _connector="OR",
                ),
                name="override_says_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("interview", "target"),
                name="one_override_of_a_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("interview", "reviewer"), name="one_review_of_each_reviewer"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at__isnull", True),
                    ("recommendation__in", ["strongly_recommend", "recommend", "consider", "not_recommend"]),
                    _connector="OR",
                ),
                name="review_handed_in_recommends",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("professional_knowledge__isnull", True),
                    models.Q(("professional_knowledge__gte", 1), ("professional_knowledge__lte", 5)),
                    _connector="OR",
                ),
                name="review_professional_knowledge_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("logical_thinking__isnull", True),
                    models.Q(("logical_thinking__gte", 1), ("logical_thinking__lte", 5)),
                    _connector="OR",
                ),
                name="review_logical_thinking_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language_expression__isnull", True),
                    models.Q(("language_expression__gte", 1), ("language_expression__lte", 5)),
                    _connector="OR",
                ),
                name="review_language_expression_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stress_resistance__isnull", True),
                    models.Q(("stress_resistance__gte", 1), ("stress_resistance__lte", 5)),
                    _connector="OR",
                ),
                name="review_stress_resistance_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("communication_potential__isnull", True),
                    models.Q(("communication_potential__gte", 1), ("communication_potential__lte", 5)),
                    _connector="OR",
                ),
                name="review_communication_potential_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="amendment_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("professional_knowledge__isnull", True),
                    models.Q(("professional_knowledge__gte", 1), ("professional_knowledge__lte", 5)),
                    _connector="OR",
                ),
                name="amended_professional_knowledge_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("logical_thinking__isnull", True),
                    models.Q(("logical_thinking__gte", 1), ("logical_thinking__lte", 5)),
                    _connector="OR",
                ),
                name="amended_logical_thinking_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language_expression__isnull", True),
                    models.Q(("language_expression__gte", 1), ("language_expression__lte", 5)),
                    _connector="OR",
                ),
                name="amended_language_expression_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stress_resistance__isnull", True),
                    models.Q(("stress_resistance__gte", 1), ("stress_resistance__lte", 5)),
                    _connector="OR",
                ),
                name="amended_stress_resistance_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("communication_potential__isnull", True),
                    models.Q(("communication_potential__gte", 1), ("communication_potential__lte", 5)),
                    _connector="OR",
                ),
                name="amended_communication_potential_sane",
            ),
        ),
    ]
