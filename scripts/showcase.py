"""Data for the pictures in docs/screenshots: one company in the middle of its hiring.

Everything is made through the services the product itself uses. The answers are written for the purpose and their
measurements are samples; scoring, recommendation, evidence and report are what the product makes of them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

from django.core.management import call_command
from showcase_film import film
from showcase_times import told_naturally, words_of

from accounts.enums import MemberRole, Role
from accounts.models import Membership, User
from accounts.services import register
from analysis.contracts import AnswerResults
from analysis.scoring.aggregate import score_interview
from analysis.scoring.rubric import load_rubric
from common import clock
from common.jobs import JobState
from interviews.candidacy.texts import CURRENT
from interviews.enums import AnswerMode, EndReason, InterviewStatus
from interviews.models import Answer, Interview, InterviewQuestion, Invitation
from interviews.services import AnswerDraft, cancel_interview, end_interview, start_interview, submit_answer
from interviews.services.assigning import assign_reviewers
from interviews.services.consent import record_consents
from interviews.services.conversations import build_conversation
from interviews.services.invitations import InvitationDraft, invite_one
from interviews.services.transcripts import record_transcript
from interviews.tokens import invitation_token
from positions.models import Position
from positions.services import create_position
from questionbank.services import create_question
from reports.builders.document import build_document
from reports.models import Report
from reports.reviews.models import ABILITIES
from reports.services import ReviewDraft, decide, facts_of, override, save_review, share_report, write_comment
from reports.services.making import keep_scores
from tests.reports.samples import TEXTS, off_topic_answer, silent_answer, strong_answer, weak_answer

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "content": "什么是过拟合？你在项目中是如何处理的？",
        "type": "basic",
        "difficulty": "easy",
        "reference_answer": "模型在训练集上误差低、在新数据上误差高；可以用正则化、更多数据和早停来避免。",
        "scoring_points": ["说出过拟合的定义", "给出自己项目里的数字", "说出两种以上的处理办法"],
    },
    {
        "content": "线上推荐服务的响应突然变慢，你会怎样定位？",
        "type": "technical",
        "difficulty": "hard",
        "reference_answer": "先看监控分清范围，再比较发布与流量的变化，用链路追踪找到慢的一段，最后验证并复盘。",
        "scoring_points": ["先看监控与范围", "用链路追踪定位", "说出验证与复盘"],
    },
    {
        "content": "请讲一次你与团队意见不一致的经历，以及你是怎样处理的。",
        "type": "behavioral",
        "difficulty": "medium",
        "scoring_points": ["说清背景与分歧", "说出自己做了什么", "说出结果"],
    },
)
ANSWERS = {
    ("strong", 2): (
        "首先我会看监控，先分清是全部请求变慢还是只有一部分，再看流量和发布记录有没有变化。",
        "上个季度我们遇到过一次，九十九分位从八十毫秒涨到了六百毫秒，只发生在一个机房。",
        "因此我用链路追踪找到了特征服务，发现缓存命中率从百分之九十五掉到了百分之四十。",
        "其次，我和运维同事一起回滚了键的命名改动，并且给缓存加了预热。",
        "最后响应时间恢复到七十毫秒，复盘之后我们把命中率写进了发布检查。",
    ),
    ("strong", 3): (
        "首先说背景，去年产品希望两周上线新的排序模型，而我认为离线指标还不足以说明问题。",
        "当时离线指标提高了百分之三，但长尾商品的曝光下降了百分之十二。",
        "因此我没有直接反对，而是准备了一页对比，说明两种方案各自的风险。",
        "其次，我和产品、运营一起定了一个只放百分之五流量的方案，先跑一周。",
        "最后实验证明长尾确实受损，我们加了多样性约束，上线后点击率提高了百分之四。",
    ),
    ("weak", 2): (
        "嗯，我会先看一下那个日志吧。",
        "然后呢，就是，呃，可能重启一下服务。",
        "别的要看具体情况。",
    ),
    ("weak", 3): (
        "嗯，意见不一致的时候还是挺多的吧。",
        "然后呢，就是，呃，一般听组长的。",
        "具体的例子我不太记得了。",
    ),
}
MAKERS = {"strong": strong_answer, "weak": weak_answer, "off_topic": off_topic_answer, "silent": silent_answer}
HELD = (
    ("陈雨桐", ("strong", "strong", "strong")),
    ("刘子涵", ("strong", "strong", "weak")),
    ("赵一鸣", ("strong", "weak", "strong")),
    ("孙嘉怡", ("weak", "strong", "weak")),
    ("Alexandra Montgomery", ("strong", "off_topic", "strong")),
    ("吴泽宇", ("weak", "weak", "weak")),
    ("郑欣妍", ("off_topic", "off_topic", "weak")),
    ("欧阳思远", ("weak", "strong", "strong")),
    ("王梓轩", ("silent", "silent", "silent")),
    ("何静怡", ("strong", "off_topic", "weak")),
    ("马晓东", ("off_topic", "strong", "strong")),
    ("林书豪", ("weak", "off_topic", "off_topic")),
)


@dataclasses.dataclass(frozen=True)
class Showcase:
    """Whom to be signed in as, and which addresses the pictures are taken of, by name."""

    recruiter: User
    reviewer: User
    candidate: User
    admin: User
    ids: dict[str, str]


def furnish() -> Showcase:
    """Fill an empty, migrated database."""
    call_command("seed_demo", stdout=io.StringIO())
    recruiter = User.objects.get(email="hr@demo.example")
    mate = _member(recruiter, "zhou@demo.example", "周岚", MemberRole.RECRUITER)
    reviewer = _member(recruiter, "fang@demo.example", "方远", MemberRole.REVIEWER)
    position = _position(recruiter)
    held = [_held(position, recruiter, name, kinds, day) for day, (name, kinds) in enumerate(HELD, start=1)]
    film(held[0])
    _review(held, recruiter=recruiter, mate=mate, reviewer=reviewer)
    ids = _others(position, recruiter)
    report = Report.objects.get(interview=held[0])
    _link, token = share_report(report, actor=recruiter, days=14, with_media=True)
    _coded, code_token = share_report(report, actor=recruiter, days=14, email="client@partner.example")
    return Showcase(
        recruiter=recruiter,
        reviewer=reviewer,
        candidate=User.objects.get(email="candidate@demo.example"),
        admin=User.objects.get(is_superuser=True),
        ids={
            **ids,
            "position": position.public_id,
            "question": position.questions.earliest("pk").public_id,
            "held": held[0].public_id,
            "unreviewed": held[3].public_id,
            "silent": held[8].public_id,
            "chosen": "&".join(f"report={one.public_id}" for one in held[:4]),
            "share": token,
            "share_code": code_token,
        },
    )


def _member(owner: User, email: str, name: str, role: str) -> User:
    organization = owner.memberships.get().organization
    user = User.objects.create_user(email, None, username=name, role=Role.ENTERPRISE)
    Membership.objects.create(user=user, organization=organization, role=role)
    return user


def _position(recruiter: User) -> Position:
    position = create_position(
        actor=recruiter,
        title="推荐算法工程师",
        category="ai",
        language="zh",
        description="负责推荐算法的研发、训练与上线。\n与产品、工程同事一起，把模型的效果变成用户的体验。",
        requirements=["扎实的机器学习基础", "熟练使用 Python 与 PyTorch", "有线上推荐或搜索系统的经验"],
        question_count=len(QUESTIONS),
        human_contact="hr@demo.example",
        opening_text="感谢您投递。面试大约半小时，请在安静明亮的地方进行。",
    )
    for question in QUESTIONS:
        create_question(position=position, **question)
    return position


def _held(position: Position, recruiter: User, name: str, kinds: tuple[str, ...], day: int) -> Interview:
    """One interview, held ``day`` days ago, with its report."""
    email = f"candidate{day}@mail.example"
    candidate = register(email=email, password="a long password 1", username=name, role=Role.CANDIDATE)
    interview = _invited(position, recruiter, email, name, mode=AnswerMode.TEXT).interview
    start_interview(interview)
    results: list[AnswerResults] = []
    for question, kind in zip(interview.questions.order_by("order"), kinds, strict=True):
        begins_ms = _end_of(results) + _read_ms(question, day)
        results.append(_answered(question, kind, candidate, seed=f"{day} {question.order}", begins_ms=begins_ms))
    end_interview(interview, reason=EndReason.FINISHED)
    _set_back(interview, results, days=day)
    _report(Interview.objects.get(pk=interview.pk), tuple(results))
    return Interview.objects.get(pk=interview.pk)


def _end_of(results: list[AnswerResults]) -> int:
    return results[-1].offset_ms + results[-1].duration_ms if results else 0


def _read_ms(question: InterviewQuestion, day: int) -> int:
    """From one answer to the next: the question is read, and thought about."""
    return 9_000 + 250 * len(question.content) + 1_700 * (day * question.order % 7)


def _answered(question: InterviewQuestion, kind: str, candidate: User, *, seed: str, begins_ms: int) -> AnswerResults:
    """Hand in one answer; what was measured in it."""
    number = next(at for at, one in enumerate(QUESTIONS, start=1) if one["content"] == question.content)
    result = MAKERS[kind](
        question_id=question.question_id,
        order=question.order,
        question_type=question.type,
        difficulty=question.difficulty,
    )
    said = ANSWERS.get((kind, number))
    if said:
        result = _with_words(result, dict(zip(TEXTS[kind]["zh"], said, strict=True)))
    result = told_naturally(result, kind=kind, seed=seed, offset_ms=begins_ms)
    draft = AnswerDraft(
        question_id=question.question_id, duration=result.duration_ms // 1000, transcript=_said(result) or "……"
    )
    answer = submit_answer(question.interview, actor=candidate, draft=draft).answer
    return dataclasses.replace(result, question_content=question.content, answer_id=answer.public_id)


def _said(result: AnswerResults) -> str:
    return str(result.results["asr"].text) if "asr" in result.results else ""


def _with_words(value: Any, words: dict[str, str]) -> Any:
    """The same results with other sentences."""
    if isinstance(value, str):
        for old, new in words.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {name: _with_words(one, words) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_with_words(one, words) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {one.name: _with_words(getattr(value, one.name), words) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **given)
    return value


def _set_back(interview: Interview, results: list[AnswerResults], *, days: int) -> None:
    """As if it had been held days ago, by video."""
    began = clock.now() - dt.timedelta(days=days * 1.6, hours=days % 5, minutes=17 * days % 60)
    invited_at = began - dt.timedelta(days=2, hours=3)
    Interview.objects.filter(pk=interview.pk).update(
        mode=AnswerMode.VIDEO,
        created_at=invited_at,
        started_at=began,
        deadline_at=began + dt.timedelta(minutes=30),
        ended_at=began + dt.timedelta(milliseconds=_end_of(results) + 5_000),
    )
    Invitation.objects.filter(interview=interview).update(created_at=invited_at)
    asked_at = began
    for result in results:
        answer = interview.answers.select_related("question").get(public_id=result.answer_id)
        asked_at = _recorded(answer, result, began=began, asked_at=asked_at)
    build_conversation(interview.pk)


def _recorded(answer: Answer, result: AnswerResults, *, began: dt.datetime, asked_at: dt.datetime) -> dt.datetime:
    """As if it had been spoken; when it was handed in."""
    seconds = -(-result.duration_ms // 1000)
    submitted_at = began + dt.timedelta(milliseconds=result.offset_ms, seconds=seconds)
    InterviewQuestion.objects.filter(pk=answer.question_id).update(started_at=asked_at)
    Answer.objects.filter(pk=answer.pk).update(submitted_at=submitted_at, duration=seconds, client_transcript="")
    record_transcript(
        answer,
        source="asr",
        text=_said(result),
        language="zh",
        words=words_of(result) if _said(result) else (),
        sentences=[dataclasses.asdict(one) for one in result.results["asr"].sentences],
        reason=result.results["asr"].reason,
        engine="faster-whisper 1.2.1",
    )
    return submitted_at


def _report(interview: Interview, results: tuple[AnswerResults, ...]) -> None:
    report = Report.objects.get(interview=interview)
    assert interview.ended_at is not None
    report.state, report.generated_at = JobState.DONE, interview.ended_at + dt.timedelta(minutes=2)
    score = score_interview(results, rubric=load_rubric())
    report.document = build_document(interview=facts_of(interview, report, results), answers=results, score=score)
    keep_scores(report, score)
    report.save()


def _invited(position: Position, recruiter: User, email: str, name: str, **terms: Any) -> Invitation:
    mode = terms.pop("mode", AnswerMode.VIDEO)
    draft = InvitationDraft(email=email, name=name, mode=mode, base_url="http://localhost", **terms)
    return invite_one(position=position, actor=recruiter, draft=draft)


def _others(position: Position, recruiter: User) -> dict[str, str]:
    """Invitations and interviews at every other step; those that pages are shown of, by name."""
    email, now = "candidate@demo.example", clock.now()
    fresh = _invited(position, recruiter, email, "示例候选人")
    others = list(Position.objects.exclude(pk=position.pk).order_by("pk"))
    later = _invited(others[0], recruiter, email, "示例候选人", opens_at=now + dt.timedelta(days=2, hours=3))
    agreed = _invited(others[1], recruiter, email, "示例候选人").interview
    _agree(agreed)
    for number, name in enumerate(("徐若曦", "高俊杰", "Benjamin Thompson", "罗雅琪"), start=1):
        _invited(others[number % 2], recruiter, f"invited{number}@mail.example", name)
    for number, name in enumerate(("梁佳慧", "宋文博"), start=1):
        register(email=f"now{number}@mail.example", password="a long password 1", username=name, role=Role.CANDIDATE)
        start_interview(_invited(position, recruiter, f"now{number}@mail.example", name).interview)
    cancel_interview(_invited(position, recruiter, "gone@mail.example", "韩雪").interview)
    expired = _invited(position, recruiter, "late@mail.example", "曹颖").interview
    Interview.objects.filter(pk=expired.pk).update(
        created_at=now - dt.timedelta(days=20),
        link_expires_at=now - dt.timedelta(days=6),
        status=InterviewStatus.EXPIRED,
        end_reason=EndReason.LINK_EXPIRED,
    )
    running = Interview.objects.filter(status=InterviewStatus.IN_PROGRESS).first()
    return {
        "invitation": fresh.public_id,
        "token": invitation_token(fresh.interview.public_id),
        "new": fresh.interview.public_id,
        "later": later.interview.public_id,
        "later_token": invitation_token(later.interview.public_id),
        "agreed": agreed.public_id,
        "running": running.public_id if running else "",
    }


def _agree(interview: Interview) -> None:
    assert interview.candidate is not None
    record_consents(
        interview,
        actor=interview.candidate,
        given={"recording": True, "scoring": True, "signals": True},
        text_version=CURRENT,
        language="zh",
    )


def _review(held: list[Interview], *, recruiter: User, mate: User, reviewer: User) -> None:
    """What people said about the first ones."""
    for interview in held[:5]:
        assign_reviewers(interview, [reviewer.public_id, mate.public_id], actor=recruiter)
    _rate(held[0], mate, (5, 4, 4, 4, 5), "recommend", "思路清楚，先结论后理由，数字记得很准。")
    _rate(held[0], reviewer, (4, 4, 5, None, 4), "recommend", "工程经验扎实，第三题的处理很成熟。")
    _rate(held[1], mate, (4, 4, 3, 3, 3), "consider", "前两题很好，第三题例子不够具体。")
    decide(held[0], actor=recruiter, outcome="advance", reason="复核后进入下一轮，重点问工程经验。", seen=0)
    override(held[0], actor=recruiter, target="logical_thinking", score=78, reason="第二题的排查顺序比评分要点更完整。")
    question = held[0].questions.get(content=QUESTIONS[1]["content"])
    text = "@方远 请听这里，关于缓存命中率的说法。"
    write_comment(held[0], actor=mate, text=text, question_id=question.question_id, at_ms=13_000)
    write_comment(held[0], actor=reviewer, text="听过了，和他简历里写的一致。")
    decide(held[5], actor=recruiter, outcome="reject", reason="基础不够，三题都没有例子。", seen=0)


def _rate(interview: Interview, actor: User, ratings: tuple[int | None, ...], advice: str, notes: str) -> None:
    given: dict[str, Any] = {str(name): rating for name, rating in zip(ABILITIES, ratings, strict=True)}
    draft = ReviewDraft(ratings=given, recommendation=advice, notes=notes)
    save_review(interview, actor=actor, draft=draft, submit=True)
