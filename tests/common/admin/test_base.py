"""The admin shows staff their own organization's rows alone."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from accounts.services import create_api_application, invite_member
from accounts.webhooks.models import WebhookDelivery, WebhookEndpoint
from analysis.models import AnalysisJob
from common import clock
from common.admin.base import ReadOnlyAdmin, ScopedAdmin
from interviews.models import Assignment, ImportJob, Interview
from interviews.services.invitation_batches import BatchTerms, preview_pasted
from interviews.services.invitations import InvitationDraft, invite_one
from interviews.services.message_templates import save_message
from interviews.services.remote_accounts import add_remote_account
from positions.models import Position
from questionbank.models import Question, QuestionImport
from reports import services as report_services
from reports.models import Report, ReportVersion
from tests.factories import make_position
from tests.interviews.pages.test_imports import paste
from tests.pages import browser, post, queries_of, text_of
from tests.reports.test_api import hold

OURS = ("accounts", "positions", "questionbank", "interviews", "analysis", "reports")


@pytest.fixture
def staff(people):
    """The owner and the stranger may enter the admin."""
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss@site.example", "password123")


def pages_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def ours():
    """The admin pages of our own models."""
    return {model: page for model, page in admin.site._registry.items() if model._meta.app_label in OURS}


def fill(api, people):
    """At least one row of every model, all of the owner's organization."""
    hold(api, people)
    paste(people.owner, make_position(people.owner, title="秘密职位"))
    create_api_application(actor=people.owner, name="秘密应用")
    organization = people.owner.memberships.get().organization
    invite_member(
        organization=organization, actor=people.owner, email="new@company.example", role="viewer", base_url="http://x"
    )
    fill_webhooks(organization)
    fill_invitations(people.owner, organization)
    fill_reports(people.owner)
    QuestionImport.objects.create(organization=organization, created_by=people.owner, file_name="秘密题库.xlsx")
    secrets = {"app_id": "a", "app_secret": "s3cret"}
    add_remote_account(
        organization=organization, actor=people.owner, provider="feishu", name="秘密账号", credentials=secrets
    )


def fill_webhooks(organization):
    told = WebhookEndpoint.objects.create(
        organization=organization, url="https://secret.example/hook", sealed_secret="sealed"
    )
    WebhookDelivery.objects.create(endpoint=told, event="webhook.test", key="秘密", payload={})


def fill_invitations(owner, organization):
    position = make_position(owner, title="秘密邀请")
    invite_one(position=position, actor=owner, draft=InvitationDraft(email="invited@mail.example"))
    preview_pasted(position=position, actor=owner, text="listed@mail.example", terms=BatchTerms())
    words = {"kind": "invitation", "language": "zh", "subject": "面试", "body": "您好"}
    save_message(organization=organization, actor=owner, **words)


def fill_reports(owner):
    report = Report.objects.filter(state="done").first()
    Assignment.objects.create(interview=report.interview, reviewer=owner, assigned_by=owner)
    ReportVersion.objects.create(report=report, number=1, document={}, reason="first", made_at=clock.now())
    draft = report_services.ReviewDraft(ratings={"logical_thinking": 4}, recommendation="recommend", notes="秘密评语")
    report_services.save_review(report.interview, actor=owner, draft=draft, submit=True)
    report_services.decide(report.interview, actor=owner, outcome="hold", reason="秘密理由", seen=0)
    report_services.override(report.interview, actor=owner, target="logical_thinking", score=50, reason="秘密理由")
    report_services.write_comment(report.interview, actor=owner, text="秘密评论")
    report_services.share_report(report, actor=owner, days=1)
    report_services.request_rescoring(report, actor=owner)
    report_services.request_export(actor=owner, kind="excel", selection={"list": {}}, language="zh-hans")


def rows_seen(client, model):
    return client.get(pages_of(model)).context["cl"].result_count


def test_every_admin_page_of_ours_is_scoped():
    assert len(ours()) >= 11
    assert [model.__name__ for model, page in ours().items() if not isinstance(page, ScopedAdmin)] == []


def test_stranger_sees_none_of_the_rows_and_their_pages(api, staff, boss):
    fill(api, staff)
    owner, stranger, superuser = browser(staff.owner), browser(staff.stranger), browser(boss)
    for model in ours():
        theirs = rows_seen(owner, model)
        assert theirs >= 1, model
        assert rows_seen(superuser, model) >= theirs
        for row in admin.site._registry[model].scoped(model._default_manager.all(), staff.owner):
            if model is User and row.pk == staff.stranger.pk:
                continue
            for kind in ("change", "history", "delete"):
                path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=[row.pk])
                response = stranger.get(path)
                assert response.status_code in (302, 403, 404), (path, response.status_code)
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            assert owner.get(path).status_code == 200, path


def test_stranger_finds_nothing_by_search_filter_or_completion(api, staff):
    fill(api, staff)
    stranger, owner = browser(staff.stranger), browser(staff.owner)
    path = reverse("admin:autocomplete") + "?app_label=questionbank&model_name=question&field_name=position&term="
    assert "秘密职位" in {row["text"] for row in owner.get(path).json()["results"]}
    assert stranger.get(path).json()["results"] == []
    for model in (Interview, ImportJob, Question):
        assert "秘密职位" not in text_of(stranger, f"{pages_of(model)}?q=秘密")
        assert "秘密职位" not in text_of(stranger, pages_of(model))


def test_stranger_finds_none_of_any_model_by_list_search_or_completion(api, staff):
    fill(api, staff)
    stranger = browser(staff.stranger)
    for model, page in ours().items():
        every = model._default_manager.all()
        secrets = page.scoped(every, staff.owner).exclude(pk__in=page.scoped(every, staff.stranger).values("pk"))
        found = stranger.get(pages_of(model)).context["cl"].queryset
        assert not found.filter(pk__in=secrets).exists(), model
        assert secrets.exists() or model is User, model
        if page.search_fields:
            for word in ("秘密", "company", "_", "1"):
                found = stranger.get(f"{pages_of(model)}?q={word}").context["cl"].queryset
                assert not found.filter(pk__in=secrets).exists(), (model, word)


def test_stranger_does_nothing_by_any_action(api, staff):
    """Every action of every model with the owner's rows chosen leaves every table as it was."""
    fill(api, staff)
    stranger = browser(staff.stranger)
    for model, page in ours().items():
        chosen = [row.pk for row in page.scoped(model._default_manager.all(), staff.owner)]
        chosen = [key for key in chosen if model is not User or key != staff.stranger.pk]
        before = list(model._default_manager.order_by("pk").values())
        request = stranger.get(pages_of(model)).wsgi_request
        for name in page.get_actions(request):
            given = {"action": name, "_selected_action": chosen, "post": "yes", "confirmed": "yes"}
            response = post(stranger, pages_of(model), given)
            assert response.status_code in (200, 302, 403), (model, name)
            assert b"invited@mail.example" not in b"".join(response), (model, name)
        assert list(model._default_manager.order_by("pk").values()) == before, model


def test_question_cannot_be_put_into_a_strangers_position(api, staff):
    theirs = make_position(staff.owner)
    given = {
        "position": theirs.pk,
        "content": "?",
        "type": "technical",
        "difficulty": "easy",
        "time_limit": 60,
        "scoring_points": "",
    }
    count = Question.objects.count()
    post(browser(staff.stranger), reverse("admin:questionbank_question_add"), given)
    assert Question.objects.count() == count
    post(browser(staff.owner), reverse("admin:questionbank_question_add"), given)
    assert Question.objects.count() == count + 1


def test_position_made_by_staff_is_of_their_own_organization(staff):
    given = {
        "title": "新职位",
        "category": "ai",
        "description": "d",
        "requirements": "",
        "status": "active",
        "interview_duration": 30,
        "question_count": 5,
        "language": "auto",
        "interviewer_style": "friendly",
        "timezone": "Asia/Shanghai",
        "candidate_report": "full",
        "link_valid_days": 7,
        "organization": staff.stranger.memberships.get().organization_id,
    }
    response = post(browser(staff.owner), reverse("admin:positions_position_add"), given)
    assert response.status_code == 302, response.content[:3000]
    assert Position.objects.get(title="新职位").organization_id == staff.owner.memberships.get().organization_id


def test_failed_import_is_run_again_by_its_own_staff_alone(staff):
    paste(staff.owner, make_position(staff.owner), content="{]")
    job = ImportJob.objects.get()
    finished = job.finished_at
    given = {"action": "import_again", "_selected_action": [job.pk]}
    post(browser(staff.stranger), pages_of(ImportJob), given)
    job.refresh_from_db()
    assert job.finished_at == finished
    post(browser(staff.owner), pages_of(ImportJob), given)
    job.refresh_from_db()
    assert job.finished_at > finished


@pytest.mark.parametrize("model", [Interview, Report, AnalysisJob])
def test_history_is_not_changed_even_by_superusers(api, staff, boss, model):
    hold(api, staff)
    row = model.objects.first()
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    assert post(browser(boss), path, {"state": "failed"}).status_code == 403
    assert browser(boss).get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")).status_code == 403


def test_staff_without_rights_do_not_make_superusers(staff):
    path = reverse("admin:accounts_user_change", args=[staff.mate.pk])
    assert post(browser(staff.owner), path, {"is_staff": "on", "username": "x"}).status_code == 403


def test_candidates_and_plain_members_do_not_enter(people):
    for person in (people.owner, people.candidate):
        assert browser(person).get("/admin/").status_code == 302


def test_admin_lists_take_the_same_queries_for_one_and_three(api, staff):
    client = browser(staff.owner)
    models = (Interview, Report, AnalysisJob, Position, Question)
    hold(api, staff)
    text_of(client, "/admin/")
    once = {model: queries_of(lambda model=model: text_of(client, pages_of(model))) for model in models}
    hold(api, staff)
    hold(api, staff)
    for model in models:
        assert queries_of(lambda model=model: text_of(client, pages_of(model))) == once[model], model


def test_history_is_read_newest_first(staff, rf):
    text_of(browser(staff.owner), "/admin/")  # the pages are registered with the addresses
    request = rf.get("/")
    request.user = staff.owner
    histories = [page for page in admin.site._registry.values() if isinstance(page, ReadOnlyAdmin)]
    assert len(histories) > 10
    for page in histories:
        assert not page.date_hierarchy or page.get_ordering(request)[0].startswith("-"), page
