"""Starts, watches and stops the whole product on one machine: what `manage.py run` does."""
