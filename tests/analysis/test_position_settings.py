"""What a position switches off is computed nowhere; its own weights decide the overall score. The report says both."""

from __future__ import annotations

import pytest

from analysis.contracts import ABILITIES
from analysis.models import AnalysisJob
from analysis.scoring.rubric import load_rubric
from analysis.selectors import scored_interview
from interviews.enums import IntegrityKind
from interviews.models import Interview
from interviews.selectors.live import withheld_from_live
from interviews.services import end_interview, start_interview
from interviews.services.integrity import record_integrity_signal
from positions.enums import USUAL_WEIGHTS, Ability
from positions.services import update_position
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.interviews.conftest import recording, upload  # noqa: F401  (fixtures)

SEEN = {"face", "gaze", "expression", "posture"}
OWN = dict(zip(ABILITIES, (0.5, 0.2, 0.1, 0.1, 0.1), strict=True))


@pytest.fixture
def answered(people, api, upload, after_commit):  # noqa: F811
    def hold(**settings):
        position = make_position(people.owner, questions=1, **settings)
        interview = make_interview(people.candidate, position, mode="video")
        client = api(people.candidate)
        question = start_interview(interview)[1]
        sent = upload(client, interview_id=interview.public_id)["file_url"]
        body = {"question_id": question.question_id, "video_url": sent, "audio_url": sent, "duration": 3}
        assert client.post(f"/interviews/{interview.public_id}/answers", body).code == 0
        with after_commit():
            end_interview(interview)
        return Interview.objects.get(pk=interview.pk)

    return hold


def test_positions_know_the_abilities_and_weights_of_the_rubric():
    assert tuple(Ability.values) == ABILITIES
    rubric = load_rubric()
    assert {key: rule.weight for key, rule in rubric.abilities.items()} == USUAL_WEIGHTS


@pytest.mark.parametrize(
    ("modalities", "off", "notices"),
    [
        (["voice"], SEEN, {"switched_off_video"}),
        (["face"], {"prosody"}, {"switched_off_audio"}),
        ([], SEEN | {"prosody"}, {"switched_off_video", "switched_off_audio"}),
    ],
)
def test_what_is_switched_off_is_computed_nowhere_and_the_report_says_so(
    answered, people, api, modalities, off, notices
):
    interview = answered(modalities=modalities)
    job = AnalysisJob.objects.get(interview=interview)
    ran = set(job.runs.values_list("kind", flat=True))
    assert "asr" in ran
    assert not off & ran
    assert {kind for kind, reason in job.missing.items() if reason == "switched_off"} == off
    document = Report.objects.get(interview=interview).document
    told = {notice["key"] for notice in document["notices"]}
    assert notices == told & {"switched_off_video", "switched_off_audio"}
    assert "withheld_video" not in told
    shown = api(people.owner, language="zh-CN").get(f"/reports/{interview.public_id}").data
    assert any(entry["reason"] == "switched_off" and "岗位" in entry["reason_label"] for entry in shown["not_measured"])


def test_live_analysis_leaves_out_what_is_switched_off(people):
    def made(*modalities):
        position = make_position(people.owner, modalities=list(modalities))
        return make_interview(people.candidate, position, mode="video")

    assert withheld_from_live(made("voice", "face")) == {}
    assert withheld_from_live(made("voice")) == {"video": "switched_off"}
    assert withheld_from_live(made("face")) == {"speech": "switched_off"}


def test_signs_of_a_face_are_not_kept_where_pictures_are_switched_off(people):
    interview = make_interview(people.candidate, make_position(people.owner, modalities=["voice"]), mode="video")
    start_interview(interview)
    assert record_integrity_signal(interview, kind=IntegrityKind.NO_FACE) is None
    assert record_integrity_signal(interview, kind=IntegrityKind.VOICE_CHANGED) is not None
    assert record_integrity_signal(interview, kind=IntegrityKind.TAB_HIDDEN) is not None


def test_weights_of_the_position_decide_the_score_and_the_report_names_them(answered, people, api):
    interview = answered(weights=OWN)
    report = Report.objects.get(interview=interview)
    assert {ability["key"]: ability["weight"] for ability in report.document["abilities"]} == OWN
    assert report.document["weights_of"] == "position"
    shown = api(people.owner, language="en").get(f"/reports/{interview.public_id}").data
    assert any("professional knowledge 50%" in notice["text"] for notice in shown["notices"])
    _answers, score = scored_interview(interview)
    there = [ability for ability in score.abilities if ability.score is not None]
    if score.overall_score is not None:
        total = sum(ability.weight for ability in there)
        assert score.overall_score == round(sum(ability.score * ability.weight for ability in there) / total)


def test_later_weights_leave_the_report_that_was_made_alone(answered, people):
    interview = answered(weights=OWN)
    before = Report.objects.get(interview=interview).document
    update_position(interview.position, actor=people.owner, weights=None)
    assert Report.objects.get(interview=interview).document == before
    assert scored_interview(Interview.objects.get(pk=interview.pk))[1].has_own_weights is False


def test_weights_of_the_rubric_are_not_called_the_positions(answered):
    document = Report.objects.get(interview=answered()).document
    assert document["weights_of"] == "rubric"
    assert "own_weights" not in {notice["key"] for notice in document["notices"]}
