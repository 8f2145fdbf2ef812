"""Make credentials for another program: this interface's, Feishu's and Tencent Meeting's."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.enums import Scope
from accounts.models import ApiApplication, User
from accounts.services import ApplicationKeys, create_api_application
from common.errors import NotAllowed

_LONGEST_NAME = ApiApplication._meta.get_field("name").max_length


class Command(BaseCommand):
    help = "Make an API application of an organization; its secrets are printed this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="an owner of the organization")
        parser.add_argument("--name", required=True, help="what the application is for")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            dest="scopes",
            help="what it may do; may be given several times; transcripts:read without it",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = dataclasses.asdict(_create(options["owner"], options["name"].strip(), options["scopes"]))
        if options["json"]:
            self.stdout.write(json.dumps(keys))
            return
        self.stdout.write("Keep these; they cannot be shown again:")
        for name, value in keys.items():
            self.stdout.write(f"  {name:<13} {value}")


def _create(email: str, name: str, scopes: list[str] | None) -> ApplicationKeys:
    if not name or len(name) > _LONGEST_NAME:
        raise CommandError(f"The name must have 1 to {_LONGEST_NAME} characters.")
    owner = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if owner is None:
        raise CommandError(f"There is no account with the e-mail {email}.")
    try:
        return create_api_application(actor=owner, name=name, scopes=scopes)[1]
    except NotAllowed:
        raise CommandError(f"{email} owns no organization.") from None
