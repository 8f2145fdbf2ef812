"""The words of mails: built in for both languages, or an organization's own, with placeholders in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interviews.inviting.enums import MailKind, MailLanguage

_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
_FOR_CANDIDATES = ("candidate", "position", "organization", "link", "opens_at", "deadline", "minutes", "questions")
_FOR_MEMBERS = ("candidate", "position", "organization", "link")


@dataclass(frozen=True, slots=True)
class Words:
    """A mail's subject and text, placeholders not filled in."""

    subject: str
    body: str


def placeholders_of(kind: str) -> tuple[str, ...]:
    """What may stand in braces in a mail of this kind."""
    return _FOR_MEMBERS if kind in (MailKind.REPORT_READY, MailKind.REPORT_FAILED) else _FOR_CANDIDATES


def unknown_placeholders(text: str, *, kind: str) -> list[str]:
    """Names in braces that mean nothing in a mail of this kind, each once, in order."""
    known = placeholders_of(kind)
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name.strip() not in known))


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with values for placeholders; a value is text and never read again for placeholders."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1).strip(), found.group(0)), text)


_ZH: dict[str, Words] = {
    MailKind.INVITATION: Words(
        "{organization} 邀请您参加「{position}」的 AI 面试",
        "{candidate}，您好：\n\n"
        "感谢您应聘「{position}」。{organization} 邀请您参加一场由 AI 主持的在线面试，"
        "共 {questions} 道题，约 {minutes} 分钟。\n\n"
        "请在截止时间前选一段不受打扰的时间，用带麦克风和摄像头的电脑或手机打开下面的链接。"
        "正式开始前，您可以检查设备并练习；没有您的同意，不会录制任何内容。\n\n"
        "是否录用由人决定，AI 不作决定。",
    ),
    MailKind.REMINDER: Words(
        "提醒：「{position}」的面试将于 {deadline} 截止",
        "{candidate}，您好：\n\n"
        "您应聘「{position}」的在线面试还没有开始，链接将于 {deadline} 截止。"
        "面试约需 {minutes} 分钟，请留出时间完成。\n\n"
        "如果您遇到困难或需要更多时间，直接回复这封邮件即可。",
    ),
    MailKind.FINISHED: Words(
        "感谢您参加「{position}」的面试",
        "{candidate}，您好：\n\n"
        "您已完成「{position}」的面试，感谢您抽出时间。"
        "{organization} 的同事会查看您的回答并作出决定，之后与您联系。\n\n"
        "在您的页面上可以查看面试的记录、更正转写中的错误，或撤回同意。",
    ),
    MailKind.REPORT_READY: Words(
        "{candidate} 的面试报告已生成（{position}）",
        "{candidate} 应聘「{position}」的面试报告已经生成。\n\n报告是供参考的意见。请查看依据和录像后再作决定。",
    ),
    MailKind.REPORT_FAILED: Words(
        "{candidate} 的面试报告生成失败（{position}）",
        "{candidate} 应聘「{position}」的面试报告未能生成。录像和回答都已保存。\n\n"
        "请打开页面查看原因；多数情况下重新分析即可。",
    ),
}

_EN: dict[str, Words] = {
    MailKind.INVITATION: Words(
        "{organization} invites you to an AI interview: {position}",
        "Hello {candidate},\n\n"
        "thank you for applying for {position}. {organization} invites you to an online interview held by AI: "
        "{questions} questions, about {minutes} minutes.\n\n"
        "Please choose a quiet time before the deadline and open the link below on a computer or phone with "
        "microphone and camera. Before it begins you can check your devices and practise; nothing is recorded "
        "without your consent.\n\n"
        "People decide about your application. The AI does not.",
    ),
    MailKind.REMINDER: Words(
        "Reminder: your interview for {position} closes {deadline}",
        "Hello {candidate},\n\n"
        "your online interview for {position} has not begun yet. Its link closes {deadline}. "
        "It takes about {minutes} minutes.\n\n"
        "If something is in your way or you need more time, just reply to this mail.",
    ),
    MailKind.FINISHED: Words(
        "Thank you for your interview: {position}",
        "Hello {candidate},\n\n"
        "you have finished the interview for {position}. Thank you for your time. People at {organization} will look "
        "at your answers, decide, and get in touch with you.\n\n"
        "On your own page you can read what was recorded, put errors of the transcript right, or withdraw "
        "your consent.",
    ),
    MailKind.REPORT_READY: Words(
        "Interview report ready: {candidate} ({position})",
        "The report on the interview of {candidate} for {position} is ready.\n\n"
        "It is advice. Please look at the evidence and the recording before you decide.",
    ),
    MailKind.REPORT_FAILED: Words(
        "Interview report failed: {candidate} ({position})",
        "The report on the interview of {candidate} for {position} could not be made. "
        "Recordings and answers are kept.\n\n"
        "Please open the page to see why; most often analysing once more helps.",
    ),
}

BUILT_IN: Mapping[str, Mapping[str, Words]] = {MailLanguage.CHINESE: _ZH, MailLanguage.ENGLISH: _EN}


def built_in(kind: str, language: str) -> Words:
    """The words of a mail where an organization has none of its own."""
    return BUILT_IN[language][kind]
