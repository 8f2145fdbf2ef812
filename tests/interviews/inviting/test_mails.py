"""What mails say, in both languages and both forms, whatever the candidate is called."""

from __future__ import annotations

import html
import re
from email.message import Message

import pytest
from django.core import mail

from interviews.services import end_interview, start_interview
from interviews.services.mails import set_wish
from interviews.services.openings import accept_invitation
from positions.models import Position
from reports.models import Report
from reports.services import build_report
from tests.interviews.inviting.conftest import BASE

NAME = "<script>alert(1)</script> {link} & Co"
SUBJECTS = {
    ("finished", "zh"): "感谢您参加「后端 <b>工程师</b>」的面试",
    ("finished", "en"): "Thank you for your interview: 后端 <b>工程师</b>",
    ("ready", "zh"): f"{NAME} 的面试报告已生成（后端 <b>工程师</b>）",
    ("ready", "en"): f"Interview report ready: {NAME} (后端 <b>工程师</b>)",
    ("failed", "zh"): f"{NAME} 的面试报告生成失败（后端 <b>工程师</b>）",
    ("failed", "en"): f"Interview report failed: {NAME} (后端 <b>工程师</b>)",
}
BUTTONS = {
    ("finished", "zh"): "打开我的页面：",
    ("finished", "en"): "Open my page:",
    ("ready", "zh"): "查看报告：",
    ("ready", "en"): "Read the report:",
    ("failed", "zh"): "查看原因：",
    ("failed", "en"): "See what happened:",
}
ADDRESSES = {
    "finished": "/interviews/{}/done",
    "ready": "/console/reports/{}",
    "failed": "/console/interviews/{}",
}


@pytest.fixture
def held(people, position, invite, after_commit, monkeypatch):
    """``held(kind, language)``: the mails of an interview that was held, and its public id."""
    Position.objects.filter(pk=position.pk).update(title="后端 <b>工程师</b>")

    def hold(kind: str, language: str) -> tuple[list[Message], str]:
        if kind == "failed":
            monkeypatch.setattr("reports.services.making._build", lambda report: 1 / 0)
        organization = position.organization_id
        set_wish(user=people.owner, organization_id=organization, reports="all", language=language, base_url=BASE)
        made = invite("candidate@mail.example", name=NAME, language=language)
        interview = accept_invitation(made.interview, user=people.candidate)
        start_interview(interview)
        with after_commit():
            end_interview(interview)
        if kind == "failed":
            Report.objects.update(attempts=99, not_before=None)  # the last of its tries
            with after_commit():
                build_report(Report.objects.get().pk)
        return [one for one in mail.outbox if one.subject == SUBJECTS[kind, language]], interview.public_id

    return hold


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["finished", "ready", "failed"])
def test_mail_leads_to_its_page_and_runs_no_markup(people, held, kind, language):
    (sent,), interview_id = held(kind, language)
    assert sent.to == [people.candidate.email if kind == "finished" else people.owner.email]
    address = BASE + ADDRESSES[kind].format(interview_id)
    assert f"{BUTTONS[kind, language]}\n{address}\n" in sent.body
    assert NAME in sent.body
    assert "后端 <b>工程师</b>" in sent.body
    (shown,) = [content for content, kind_of in sent.alternatives if kind_of == "text/html"]
    assert set(re.findall(r'href="([^"]*)"', shown)) == {address}
    assert not re.search("<script|<b>", shown)
    assert html.escape(NAME) in shown
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in shown
