"""Every page of the site, taken from its addresses, and a company that has something to show on each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from accounts.services import create_api_application, invite_member
from accounts.webhooks.enums import OffReason, WebhookEvent
from accounts.webhooks.models import WebhookDelivery, WebhookEndpoint
from common import clock
from common.admin.base import visible
from common.jobs import JobState
from common.secrets import seal
from interviews.models import ImportJob, Interview, InvitationBatch
from interviews.services import start_interview
from interviews.services.assigning import assign_reviewers
from interviews.services.consent import ask_for_human
from interviews.services.invitation_batches import BatchTerms, preview_pasted
from interviews.services.invitations import InvitationDraft, invite_one
from interviews.services.message_templates import save_message
from interviews.services.remote_accounts import add_remote_account
from interviews.tokens import invitation_token
from questionbank.models import Question, QuestionImport
from reports import services as reports
from reports.models import Report, Rescoring
from tests.client import ApiClient
from tests.factories import make_interview, make_position
from tests.interviews.pages.test_console import converse
from tests.interviews.pages.test_imports import paste
from tests.interviews.services.test_consent import decide
from tests.people import People
from tests.reports.samples import sample_document
from tests.reports.test_api import hold

OURS = ("accounts", "positions", "questionbank", "interviews", "analysis", "reports", "common")
CANDIDATES = ("i/", "my/", "positions", "interviews/")
# Addresses that show nobody a page: files, JSON, tiny answers to the page's own scripts.
NO_PAGES = {
    "",
    "favicon.ico",
    "console",
    "healthz",
    "readyz",
    "metrics",
    "admin/search/",
    "admin/autocomplete/",
    "admin/jsi18n/",
    "admin/login/",
    "admin/logout/",
    "admin/r/<path:content_type_id>/<path:object_id>/",
    "admin/(?P<url>.*)$",
    "media/<str:token>",
    "logos/<org_id:organization_id>/<slug:version>.png",
    "console/compare.xlsx",
    "console/invitations/list.csv",
    "console/invitations/sample.xlsx",
    "console/invitations/<inv_id:invitation_id>/calendar",
    "console/reports/<int_id:interview_id>/parts/<int:number>",
    "console/reports/<int_id:interview_id>/parts/<int:number>/recording",
    "console/reports/<int_id:interview_id>/rescoring",
    "console/interviews/<int_id:interview_id>/speakers",
    "console/questions/bulk",
    "console/settings/",
    "console/settings/organization/logo/remove",
    "console/settings/security/codes",
    "console/settings/security/off",
    "console/webhooks/<whe_id:endpoint_id>/deliveries/<msg_id:delivery_id>/resend",
    "language",
    "interviews/<int_id:interview_id>/check/upload",
    "console/settings/team/<tinv_id:invitation_id>/resend",
    "console/positions/<pos_id:position_id>/proposals",
    "interviews/<int_id:interview_id>/data.json",
    "interviews/<int_id:interview_id>/data.zip",
    "interviews/<int_id:interview_id>/room/state",
    "interviews/<int_id:interview_id>/feedback/progress",
    "login/code",  # asked for in the middle of signing in; tests/accounts has it
}
WANTED = {"email": "late@mail.example", "username": "新人", "role": "candidate", "organization_name": ""}
_FILE = re.compile(r"suffix|^\^?exports/|shared/.*/media/")


@dataclass(frozen=True)
class Company:
    """``values`` fill the addresses' parts by name; ``places`` are whole addresses where the plain ones would not
    do."""

    people: People
    values: Mapping[str, str]
    places: Mapping[str, str]

    def address(self, route: str) -> str:
        """Raises `KeyError` for a route with a part of which there is no example."""
        if route in self.places:
            return self.places[route]
        route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda part: self.values[part[1]], route)
        route = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: self.values[part[1]], route)
        return "/" + re.sub(r"[$^\\]", "", route)

    def visitor(self, route: str) -> User | None:
        """Whose page it is; None for whoever comes."""
        if route.startswith(("console", "admin", "password")) and not route.startswith("password-"):
            return self.people.owner
        return self.people.candidate if route.startswith(CANDIDATES) else None


def routes() -> list[str]:
    """Of every page that can be read, outside the admin's tables, which `admin_pages` walks."""
    found = (route for route, view in _walk(get_resolver()) if _is_read(view) and not _is_of_admin_table(route))
    return sorted({route for route in found if route not in NO_PAGES and not _FILE.search(route)})


def _walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        elif not route.startswith(("v1", "open-apis")):
            yield from _walk(entry, route)


def _is_read(view: Any) -> bool:
    kind = getattr(view, "view_class", None)
    return kind is None or hasattr(kind, "get")


def _is_of_admin_table(route: str) -> bool:
    return route.startswith("admin/") and any(f"admin/{app}/" in route for app in (*OURS, "auth"))


def admin_pages(company: Company) -> list[str]:
    """Of each of our tables the list, a row and its history, and what the owner may add and delete."""
    found = []
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=company.people.owner.pk)
    for model, page in admin.site._registry.items():
        if model._meta.app_label not in OURS:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        found += [reverse(f"{name}_add")] if page.has_add_permission(request) else []
        row = visible(model, company.people.owner).first()
        if row is not None:
            kinds = (
                ("change", "history", "delete") if page.has_delete_permission(request, row) else ("change", "history")
            )
            found += [reverse(f"{name}_{kind}", args=[row.pk]) for kind in kinds]
    return found


def filled_company(people: People) -> Company:
    """Something of everything; the owner may enter the admin."""
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    User.objects.filter(pk=people.stranger.pk).update(username="外人")
    owner, organization = people.owner, people.owner.memberships.get().organization
    held = _held(people)
    values = {
        **_settings(people, organization),
        **_bank(people, held),
        **_invitations(people, organization),
        **_webhooks(people, organization),
        "interview_id": held.public_id,
        "position_id": held.position.public_id,
        "number": "1",
        **_judged(held, owner),
        "app_label": "interviews",
    }
    values["token"] = "unknown"  # each kind of link has its own, in `places`
    return Company(people=people, values=values, places={**_candidates(people), **_links(people, held, values)})


def _held(people: People) -> Interview:
    """An interview with a report of every kind of finding, and a transcript."""
    path = hold(lambda user: ApiClient(user), people)
    interview = Interview.objects.get(public_id=path.rsplit("/", 1)[1])
    converse(interview, paragraphs=4)
    document = sample_document()
    Report.objects.filter(interview=interview).update(document=document, overall_score=71, recommendation="recommend")
    paste(people.owner, make_position(people.owner))
    return interview


def _settings(people: People, organization: Any) -> dict[str, str]:
    owner = people.owner
    application, _keys = create_api_application(actor=owner, name="招聘系统")
    _team, link = invite_member(
        organization=organization, actor=owner, email="new@company.example", role="viewer", base_url=""
    )
    secrets = {"app_id": "a", "app_secret": "s3cret"}
    account = add_remote_account(
        organization=organization, actor=owner, provider="feishu", name="飞书账号", credentials=secrets
    )
    return {
        "secret": link.rsplit("/", 1)[1],
        "uid": urlsafe_base64_encode(force_bytes(people.mate.public_id)),
        "application_id": application.public_id,
        "account_id": account.public_id,
        "user_id": people.mate.public_id,
    }


def _bank(people: People, held: Interview) -> dict[str, str]:
    question = Question.objects.filter(position=held.position).first()
    file = QuestionImport.objects.create(
        organization=held.position.organization, created_by=people.owner, file_name="题库.xlsx", state="done"
    )
    return {"question_id": question.public_id, "import_id": file.public_id}


def _invitations(people: People, organization: Any) -> dict[str, str]:
    owner = people.owner
    position = make_position(owner, title="邀请的职位")
    invitation = invite_one(position=position, actor=owner, draft=InvitationDraft(email="invited@mail.example"))
    preview_pasted(position=position, actor=owner, text="listed@mail.example\nnobody", terms=BatchTerms())
    save_message(organization=organization, actor=owner, kind="invitation", language="zh", subject="面试", body="您好")
    return {
        "invitation_id": invitation.public_id,
        "batch_id": InvitationBatch.objects.get().public_id,
        "kind": "invitation",
        "language": "zh",
    }


def _webhooks(people: People, organization: Any) -> dict[str, str]:
    endpoint = WebhookEndpoint.objects.create(
        organization=organization,
        url="https://hr.example/hook",
        events=list(WebhookEvent.values),
        sealed_secret=seal("whsec_" + "A" * 32),
        is_active=False,  # nothing is sent from here
        off_reason=OffReason.OWNER,
        created_by=people.owner,
    )
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint,
        event=WebhookEvent.values[0],
        key="1",
        payload={},
        state=JobState.FAILED,
        answer_status=500,
        answer="bad",
    )
    return {"endpoint_id": endpoint.public_id, "delivery_id": delivery.public_id}


def _judged(held: Interview, owner: User) -> dict[str, str]:
    """Reviewed, decided, overridden, commented, scored again and exported."""
    report = Report.objects.get(interview=held)
    assign_reviewers(held, [owner.public_id], actor=owner)
    draft = reports.ReviewDraft(ratings={"logical_thinking": 4}, recommendation="recommend", notes="评语")
    reports.save_review(held, actor=owner, draft=draft, submit=True)
    reports.decide(held, actor=owner, outcome="hold", reason="理由", seen=0)
    reports.override(held, actor=owner, target="logical_thinking", score=50, reason="理由")
    comment = reports.write_comment(held, actor=owner, text="评论")
    reports.request_rescorings(Report.objects.filter(pk=report.pk), actor=owner)
    reports.request_export(actor=owner, kind="excel", selection={"list": {}}, language="zh-hans")
    batch = Rescoring.objects.exclude(batch="").latest("pk").batch
    return {"batch": batch, "comment_id": comment.public_id}


def _candidates(people: People) -> dict[str, str]:
    """The pages of a candidate, each of an interview that stands there."""
    position = make_position(people.owner, title="候选人的职位", human_contact="人事部 hr@company.example")
    new, agreed, person, running = (make_interview(people.candidate, position) for _each in range(4))
    tomorrow = clock.now() + dt.timedelta(days=1)
    window = InvitationDraft(email=people.candidate.email, opens_at=tomorrow)
    later = invite_one(position=make_position(people.owner), actor=people.owner, draft=window).interview
    for interview in (agreed, running, later):
        decide(interview)
    ask_for_human(person, actor=people.candidate)
    start_interview(running)
    part = "interviews/<int_id:interview_id>/"
    return {
        "i/<str:token>": f"/i/{invitation_token(new.public_id)}",
        f"{part}consent": f"/interviews/{new.public_id}/consent",
        f"{part}person": f"/interviews/{person.public_id}/person",
        f"{part}waiting": f"/interviews/{later.public_id}/waiting",
        f"{part}check": f"/interviews/{agreed.public_id}/check",
        f"{part}practice": f"/interviews/{agreed.public_id}/practice",
        f"{part}room": f"/interviews/{running.public_id}/room",
        "console/live/<int_id:interview_id>": f"/console/live/{running.public_id}",
    }


def _links(people: People, held: Interview, values: Mapping[str, str]) -> dict[str, str]:
    """Pages behind a secret, and those that want a choice."""
    _link, token = reports.share_report(Report.objects.get(interview=held), actor=people.owner, days=1)
    return {
        r"^shared/(?P<token>[\w-]{20,100})$": f"/shared/{token}",
        "sign-up/<str:token>": f"/sign-up/{signing.dumps(WANTED, salt='accounts.confirmation', compress=True)}",
        "console/imports/<imp_id:import_id>": f"/console/imports/{ImportJob.objects.get().public_id}",
        "console/compare": f"/console/compare?report={held.public_id}",
        "password-reset/<str:uid>/<str:token>": (
            f"/password-reset/{values['uid']}/{default_token_generator.make_token(people.mate)}"
        ),
    }
