"""Realistic answers, interviews and reports for tests: strong, weak, off topic, silent, typed.

The numbers are of the size that engines measure; no test should depend on a particular one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.contracts import AnswerResults, EngineUse, InterviewScore
from analysis.engines.results import (
    Content,
    Emotion,
    Expression,
    ExpressionSample,
    Face,
    Filler,
    Gaze,
    GazeSample,
    Mark,
    PointCoverage,
    Posture,
    PostureSample,
    Prosody,
    Quote,
    Reason,
    Sentence,
    Span,
    Transcript,
    VoiceSample,
)
from analysis.scoring.aggregate import score_interview, unanswered_question
from analysis.scoring.rubric import load_rubric
from reports.builders.document import build_document
from reports.builders.facts import InterviewFacts, QuestionFacts
from reports.builders.present import present
from reports.builders.wording import Language

STARTED_AT = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
SENTENCE_MS = 6_000
VIDEO_KINDS = ("face", "gaze", "expression", "posture")

TEXTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "strong": {
        "zh": (
            "首先，过拟合是指模型在训练集上误差很低，但在验证集上误差明显升高。",
            "我们在商品推荐项目里遇到过这个问题，训练集准确率是百分之九十七，验证集只有百分之八十一。",
            "因此我加入了随机失活和权重衰减，并且用早停控制训练轮数。",
            "其次，我和数据组一起清洗了重复样本，又扩充了两倍的长尾类别。",
            "最后验证集准确率提高到百分之九十，线上点击率上升了百分之六。",
        ),
        "en": (
            "First, overfitting means that the model does well on training data but poorly on validation data.",
            "In our recommendation project training accuracy was 97 percent while validation stayed at 81.",
            "Therefore I added dropout and weight decay, and used early stopping to limit the epochs.",
            "Second, together with the data team I removed duplicates and doubled the rare classes.",
            "As a result validation accuracy rose to 90 percent and clicks online went up by six percent.",
        ),
    },
    "weak": {
        "zh": ("嗯，过拟合就是那个模型学得太多了吧。", "然后呢，就是，呃，可能要调一下参数。", "别的我不太记得了。"),
        "en": ("Um, overfitting is when the model learns too much.", "So, uh, you can tune it.", "I forget the rest."),
    },
    "off_topic": {
        "zh": (
            "我从小在海边长大，非常喜欢夏天和朋友一起游泳。",
            "每到周末我们都会去城南的老街吃面，那里的师傅手艺特别好。",
            "旅行能让人心情愉快，也能让人认识许多有趣的朋友。",
            "所以我相信热爱生活的人一定能做好任何一件事情。",
        ),
        "en": (
            "I grew up by the sea and I love swimming with my friends in summer.",
            "Every weekend we go to the old town for noodles, and the cook there is wonderful.",
            "Travel keeps the spirits up and brings you many interesting friends.",
            "So I believe that whoever loves life can do anything well.",
        ),
    },
}
QUESTION = {
    "zh": "什么是过拟合？你在项目中是如何处理的？",
    "en": "What is overfitting, and how did you deal with it in a project?",
}


def strong_answer(*, language: Language = "zh", **changes: Any) -> AnswerResults:
    """An answer to the point, told with figures, fluent, looking at the camera."""
    quotes = _quotes("strong", language)
    content = Content(
        units=150,
        relevance=0.86,
        relevance_quote=quotes[0],
        points=(
            PointCoverage("point 1", 0.92, quotes[0]),
            PointCoverage("point 2", 0.84, quotes[2]),
            PointCoverage("point 3", 0.6, quotes[3]),
        ),
        point_coverage=0.79,
        reference_coverage=0.74,
        reference_points=(PointCoverage("statement", 0.8, quotes[2]),),
        structure=0.78,
        structure_marks=(
            Mark("order", "first", quotes[0]),
            Mark("cause", "therefore", quotes[2]),
            Mark("order", "second", quotes[3]),
            Mark("result", "finally", quotes[4]),
        ),
        star={"situation": quotes[1], "action": quotes[2], "result": quotes[4]},
        depth=0.76,
        depth_marks=(Mark("number", "97", quotes[1]), Mark("term", "dropout", quotes[2])),
        collaboration_marks=(Mark("together", "together", quotes[3]), Mark("team", "team", quotes[3])),
        grade=0.83,
    )
    prosody = _prosody(language=language, emotion="confident", fluency=0.88, length=len(quotes))
    return _answer("strong", language=language, content=content, prosody=prosody, **changes)


def weak_answer(*, language: Language = "zh", **changes: Any) -> AnswerResults:
    """A short, halting answer that touches the subject and stops."""
    quotes = _quotes("weak", language)
    content = Content(
        units=32,
        relevance=0.52,
        relevance_quote=quotes[0],
        points=(PointCoverage("point 1", 0.4, quotes[0]), PointCoverage("point 2", 0.1, None)),
        point_coverage=0.22,
        reference_coverage=0.18,
        structure=0.15,
        structure_marks=(Mark("order", "then", quotes[1]),),
        depth=0.12,
        grade=0.25,
    )
    prosody = replace(
        _prosody(language=language, emotion="nervous", fluency=0.45, length=len(quotes)),
        pause_ratio=0.52,
        long_pauses=(Span(6_500, 12_000),),
        response_latency_ms=9_500,
        fillers=tuple(Filler("嗯" if language == "zh" else "um", at, at + 300) for at in range(500, 14_500, 2_000)),
        fillers_per_minute=19.0,
        pitch_sd_semitones=1.2,
    )
    answer = _answer("weak", language=language, content=content, prosody=prosody, **changes)
    gaze = Gaze(frames=36, eye_contact_ratio=0.16, mean_degrees_off=21.0, away=(Span(2_000, 9_000),))
    return replace(answer, results={**answer.results, "gaze": gaze} if "gaze" in answer.results else answer.results)


def off_topic_answer(*, language: Language = "zh", **changes: Any) -> AnswerResults:
    """Eloquent, structured, well delivered, and about something else."""
    quotes = _quotes("off_topic", language)
    content = Content(
        units=120,
        relevance=0.05,
        relevance_quote=quotes[2],
        points=(PointCoverage("point 1", 0.03, None),),
        point_coverage=0.03,
        reference_coverage=0.02,
        structure=0.7,
        structure_marks=(Mark("cause", "so", quotes[3]), Mark("order", "every", quotes[1])),
        star={"situation": quotes[0], "result": quotes[3]},
        depth=0.4,
        depth_marks=(Mark("place", "sea", quotes[0]),),
        collaboration_marks=(Mark("together", "friends", quotes[0]),),
        grade=0.06,
    )
    prosody = _prosody(language=language, emotion="confident", fluency=0.93, length=len(quotes))
    return _answer("off_topic", language=language, content=content, prosody=prosody, **changes)


def silent_answer(*, language: Language = "zh", **changes: Any) -> AnswerResults:
    """A recording that was heard and holds no speech; the camera saw a face."""
    transcript = Transcript(text="", language=None, reason=Reason.NO_SPEECH)
    missing = {"prosody": str(Reason.NO_SPEECH), "content": str(Reason.NO_SPEECH)}
    answer = _answer("silent", language=language, content=None, prosody=None, **changes)
    return replace(answer, results={**answer.results, "asr": transcript}, missing={**answer.missing, **missing})


def typed_answer(*, language: Language = "zh", quality: str = "strong", **changes: Any) -> AnswerResults:
    """The same content as another sample, typed: no voice, no picture, no times."""
    spoken = {"strong": strong_answer, "weak": weak_answer, "off_topic": off_topic_answer}[quality](
        language=language, **changes
    )
    transcript = spoken.results["asr"]
    sentences = tuple(Sentence(sentence.text) for sentence in transcript.sentences)
    typed = Transcript(text=transcript.text, language=language, sentences=sentences, source="client")
    missing = dict.fromkeys(("prosody", *VIDEO_KINDS), str(Reason.TEXT_ONLY))
    content = _without_times(spoken.results["content"])
    return replace(spoken, results={"asr": typed, "content": content}, missing=missing, engines=_engines("content"))


def without_video(answer: AnswerResults, *, reason: str = Reason.NO_VIDEO) -> AnswerResults:
    results = {kind: result for kind, result in answer.results.items() if kind not in VIDEO_KINDS}
    return replace(answer, results=results, missing={**answer.missing, **dict.fromkeys(VIDEO_KINDS, str(reason))})


def without_kind(answer: AnswerResults, kind: str, *, reason: str = Reason.ENGINE_FAILED) -> AnswerResults:
    results = {name: result for name, result in answer.results.items() if name != kind}
    return replace(answer, results=results, missing={**answer.missing, kind: str(reason)})


def with_content(answer: AnswerResults, **changes: Any) -> AnswerResults:
    """The same answer with other fields of its `Content`."""
    return replace(answer, results={**answer.results, "content": replace(answer.results["content"], **changes)})


def follow_up(answer: AnswerResults, *, to: AnswerResults, number: int = 1) -> AnswerResults:
    """An answer turned into the answer to a follow-up, which has no scoring points and no reference."""
    question = f"{to.question_id}_f{number}"
    turned = replace(
        answer,
        answer_id=f"ans_{question}",
        question_id=question,
        parent_question_id=to.question_id,
        order=to.order,
        question_type=to.question_type,
        difficulty=to.difficulty,
        question_content="你提到了早停，具体是怎样设置的？",
        offset_ms=to.offset_ms + to.duration_ms + 5_000,
    )
    if "content" not in turned.results:
        return turned
    unknown = {"point_coverage": Reason.NO_SCORING_POINTS, "reference_coverage": Reason.NO_REFERENCE}
    return with_content(
        turned,
        points=(),
        reference_points=(),
        point_coverage=None,
        reference_coverage=None,
        grade=None,
        missing={**unknown, "grade": Reason.NO_REFERENCE},
    )


def sample_answers(language: Language = "zh") -> list[AnswerResults]:
    """Four questions and a follow-up: strong, weak, off topic, strong on a hard behavioral one."""
    first = strong_answer(language=language, question_id="q_1", order=1, question_type="basic", difficulty="easy")
    second = weak_answer(language=language, question_id="q_2", order=2)
    third = off_topic_answer(language=language, question_id="q_3", order=3)
    fourth = strong_answer(language=language, question_id="q_4", order=4, question_type="behavioral", difficulty="hard")
    return [first, follow_up(strong_answer(language=language), to=first), second, third, fourth]


def facts_for(answers: Sequence[AnswerResults], **changes: Any) -> InterviewFacts:
    """The interview in which these answers were given; ``changes`` are fields of `InterviewFacts`."""
    questions = tuple(
        QuestionFacts(
            question_id=answer.question_id,
            order=answer.order,
            content=answer.question_content,
            type=answer.question_type,
            difficulty=answer.difficulty,
            parent_question_id=answer.parent_question_id,
            answer_id=answer.answer_id or None,
        )
        for answer in answers
    )
    total = sum(answer.duration_ms for answer in answers) // 1000 + 60
    facts = InterviewFacts(
        report_id="rpt_901234",
        interview_id="int_345678",
        candidate_id="u_123456",
        candidate_name="张三",
        position_id="pos_789012",
        position_title="算法工程师",
        organization_name="示例科技",
        started_at=STARTED_AT,
        ended_at=STARTED_AT + timedelta(seconds=total),
        end_reason="completed",
        total_seconds=total,
        questions=questions,
        generated_at=STARTED_AT + timedelta(seconds=total + 5),
    )
    return replace(facts, **changes)


def unanswered(**changes: Any) -> AnswerResults:
    """A question that was asked and never answered."""
    fields = {"question_id": "q_9", "order": 9, "question_type": "technical", "difficulty": "medium"}
    return unanswered_question(**{**fields, "question_content": QUESTION["zh"], **changes})


def score_of(answers: Sequence[AnswerResults]) -> InterviewScore:
    return score_interview(answers, rubric=load_rubric())


def document_of(answers: Sequence[AnswerResults], **changes: Any) -> dict[str, Any]:
    """The stored document of an interview with these answers."""
    facts = facts_for(answers, **changes)
    return build_document(interview=facts, answers=answers, score=score_of(answers))


def sample_document(language: Language = "zh") -> dict[str, Any]:
    return document_of(sample_answers(language), language=language)


def sample_report(
    language: Language = "zh", *, can_see_scores: bool = True, answers: Sequence[AnswerResults] | None = None
) -> dict[str, Any]:
    """A whole presented report; of `sample_answers` unless others are given."""
    given = sample_answers(language) if answers is None else answers
    return present(document_of(given, language=language), language=language, can_see_scores=can_see_scores)


def _answer(
    quality: str,
    *,
    language: Language,
    content: Content | None,
    prosody: Prosody | None,
    question_id: str = "q_1",
    order: int = 1,
    question_type: str = "technical",
    difficulty: str = "medium",
) -> AnswerResults:
    duration_ms = max(len(TEXTS.get(quality, {}).get(language, ())) * SENTENCE_MS + 2_000, 10_000)
    results = {"asr": _transcript(quality, language), "prosody": prosody, "content": content, **_video(duration_ms)}
    return AnswerResults(
        answer_id=f"ans_{question_id}",
        question_id=question_id,
        parent_question_id=None,
        order=order,
        question_content=QUESTION[language],
        question_type=question_type,
        difficulty=difficulty,
        offset_ms=10_000 + (order - 1) * 90_000,
        duration_ms=duration_ms,
        results={kind: result for kind, result in results.items() if result is not None},
        engines=_engines("asr", "prosody", "content", *VIDEO_KINDS),
    )


def _transcript(quality: str, language: Language) -> Transcript | None:
    if quality not in TEXTS:
        return None
    sentences = tuple(Sentence(quote.text, quote.start_ms, quote.end_ms) for quote in _quotes(quality, language))
    joint = "" if language == "zh" else " "
    text = joint.join(sentence.text for sentence in sentences)
    speech = tuple(Span(sentence.start_ms or 0, sentence.end_ms or 0) for sentence in sentences)
    return Transcript(text=text, language=language, sentences=sentences, language_probability=0.98, speech=speech)


def _quotes(quality: str, language: Language) -> list[Quote]:
    starts = range(1_000, 1_000 + len(TEXTS[quality][language]) * SENTENCE_MS, SENTENCE_MS)
    texts = TEXTS[quality][language]
    return [Quote(text, start, start + SENTENCE_MS - 500) for text, start in zip(texts, starts, strict=True)]


def _prosody(*, language: Language, emotion: str, fluency: float, length: int) -> Prosody:
    speech_ms = length * (SENTENCE_MS - 500)
    rate = 265.0 if language == "zh" else 270.0
    return Prosody(
        duration_ms=length * SENTENCE_MS + 2_000,
        speech_ms=speech_ms,
        response_latency_ms=1_000,
        syllables=round(rate * speech_ms / 60_000),
        speech_rate=rate - 35,
        articulation_rate=rate,
        words_per_minute=None if language == "zh" else 150.0,
        pauses=tuple(Span(at - 500, at) for at in range(1_000 + SENTENCE_MS, length * SENTENCE_MS, SENTENCE_MS)),
        pause_ratio=0.14,
        fillers=(Filler("嗯" if language == "zh" else "um", 7_200, 7_500),),
        fillers_per_minute=2.2,
        pitch_median_hz=168.0,
        pitch_range_semitones=9.5,
        pitch_sd_semitones=2.9,
        intensity_mean_db=64.0,
        intensity_sd_db=6.0,
        jitter_local=0.021,
        shimmer_local=0.09,
        hnr_db=13.0,
        fluency=fluency,
        emotion=Emotion(emotion, 0.7, (("pitch_sd_semitones", 2.9), ("pause_ratio", 0.14))),
        timeline=tuple(VoiceSample(at, rate, 1.0, 64.0) for at in range(0, length * SENTENCE_MS, 1_000)),
    )


def _video(duration_ms: int) -> dict[str, Any]:
    times = range(0, duration_ms, 1_000)
    return {
        "face": Face(frames=len(times) * 2, presence_ratio=0.99, several_faces_ratio=0.0),
        "gaze": Gaze(
            frames=len(times) * 2,
            eye_contact_ratio=0.72,
            mean_degrees_off=8.5,
            timeline=tuple(GazeSample(at, 8.0, True) for at in times),
        ),
        "expression": Expression(
            frames=len(times) * 2,
            method="face_mesh_geometry",
            dominant="neutral",
            shares={"neutral": 0.8, "smile": 0.2},
            smile_ratio=0.2,
            animation=0.3,
            timeline=tuple(ExpressionSample(at, "neutral", 0.1) for at in times),
            fallback_reason="weights_missing",
        ),
        "posture": Posture(
            frames=len(times) * 2,
            upright_ratio=0.9,
            shoulder_tilt_degrees=2.1,
            lean_degrees=3.0,
            movement=0.08,
            framing="good",
            timeline=tuple(PostureSample(at, 2.0, 0.08) for at in times),
        ),
    }


def _engines(*kinds: str) -> tuple[EngineUse, ...]:
    names = {"asr": ("faster-whisper", "1.2.1"), "prosody": ("parselmouth", "0.4.7"), "content": ("embedded", "1")}
    uses = ((kind, *names.get(kind, ("mediapipe", "0.10.21"))) for kind in kinds)
    return tuple(EngineUse(kind, name, version, {"rate": 2}, "ab" * 32, 120) for kind, name, version in uses)


def _without_times(content: Content) -> Content:
    def typed(quote: Quote | None) -> Quote | None:
        return None if quote is None else Quote(quote.text)

    return replace(
        content,
        relevance_quote=typed(content.relevance_quote),
        points=tuple(replace(point, quote=typed(point.quote)) for point in content.points),
        reference_points=tuple(replace(point, quote=typed(point.quote)) for point in content.reference_points),
        structure_marks=tuple(replace(mark, quote=typed(mark.quote)) for mark in content.structure_marks),
        depth_marks=tuple(replace(mark, quote=typed(mark.quote)) for mark in content.depth_marks),
        collaboration_marks=tuple(replace(mark, quote=typed(mark.quote)) for mark in content.collaboration_marks),
        star={part: Quote(quote.text) for part, quote in content.star.items()},
    )
