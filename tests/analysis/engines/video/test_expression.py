from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from analysis.engines.base import ModelMissingError, VideoFrame
from analysis.engines.expression.auto import AutoExpressionEngine
from analysis.engines.expression.base import Shown, animation_of, scaled_head_frame, sum_up
from analysis.engines.expression.deepface import DeepfaceExpressionEngine, face_crop, weights_path
from analysis.engines.expression.geometry import GeometryExpressionEngine, smile_of
from analysis.engines.facts import Box, FaceFact
from analysis.engines.results import Reason
from tests.analysis.engines.video import pictures

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")


def write_emotion_model(home: Path, *, size: int = 48, classes: int = 7) -> Path:
    """A graph of the emotion model's signature: bright pictures are happy, dark ones sad."""
    weights = np.zeros((size * size, classes), dtype=np.float32)
    weights[:, 3] = 12 / size**2
    bias = np.zeros(classes, dtype=np.float32)
    bias[4 % classes] = 4.0
    nodes = [
        helper.make_node("Flatten", ["faces"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "weights", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["shares"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "emotion",
        [helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", size, size, 1])],
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, ["n", classes])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    path = weights_path(home=home)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty DeepFace folder; the environment is put back afterwards."""
    monkeypatch.setenv("DEEPFACE_HOME", str(tmp_path))
    monkeypatch.setenv("DEEPFACE_BACKEND_ENGINE", "onnx")
    return tmp_path


@pytest.fixture
def smile_fact(portrait_fact):
    return portrait_fact


@pytest.fixture
def calm_fact(portrait_fact):
    """The smiling portrait's mesh with its mouth made as narrow and level as a speaker's at rest."""
    return pictures.with_mouth(portrait_fact, wider=-0.18, higher=-0.08)


def shown_by(engine, facts, *, picture=None):
    under_way = engine.begin(frames_per_second=2.0)
    rgb = pictures.blank() if picture is None else picture
    for number, fact in enumerate(facts):
        under_way.observe(VideoFrame(number * 500, rgb), {"face": fact})
    return under_way.summarise()


def test_smile_of_a_smiling_face(smile_fact):
    assert smile_of(scaled_head_frame(smile_fact)) > 0.8


def test_smile_of_a_mouth_at_rest(calm_fact):
    assert smile_of(scaled_head_frame(calm_fact)) < 0.2


def test_smile_needs_raised_corners_not_only_width(portrait_fact):
    assert smile_of(scaled_head_frame(pictures.with_mouth(portrait_fact, higher=-0.08))) < 0.5


def test_smile_does_not_depend_on_size_or_turn(look, portrait, portrait_fact):
    for other in (pictures.one_face(factor=0.8), pictures.rotated(portrait, 12), pictures.mirrored(portrait)):
        assert smile_of(scaled_head_frame(look(other))) > 0.7
    assert smile_of(scaled_head_frame(look(pictures.turned(portrait, portrait_fact, right=20)))) > 0.7


def test_geometry_labels_and_shares(geometry_engine, smile_fact, calm_fact):
    expression = shown_by(geometry_engine, [smile_fact] * 3 + [calm_fact] * 9)
    assert expression.method == "face_mesh_geometry"
    assert expression.dominant == "neutral"
    assert expression.shares == {"neutral": 0.75, "smile": 0.25}
    assert expression.smile_ratio == 0.25
    assert expression.timeline[0].label == "smile"
    assert [sample.at_ms for sample in expression.timeline] == list(range(0, 6000, 1000))


def test_geometry_raised_brows_are_against_the_own_median(geometry_engine, calm_fact):
    raised = pictures.with_brows(calm_fact, higher=0.1)
    assert shown_by(geometry_engine, [calm_fact] * 6 + [raised] * 2).shares["brows_raised"] == 0.25
    assert "brows_raised" not in shown_by(geometry_engine, [raised] * 8).shares


def test_geometry_still_photograph_has_no_animation(face_engine, geometry_engine):
    places = [(150 + 8 * step, 40 + 3 * step) for step in range(8)]
    moved = [pictures.one_face(x=x, y=y) for x, y in places]
    assert pictures.watch([face_engine, geometry_engine], moved)["expression"].animation < 0.1


def test_geometry_moving_mouth_and_brows_are_animation(geometry_engine, smile_fact, calm_fact):
    still = shown_by(geometry_engine, [calm_fact] * 8).animation
    raised = pictures.with_brows(smile_fact, higher=0.1)
    lively = shown_by(geometry_engine, [calm_fact, raised] * 4).animation
    assert still == 0
    assert lively > 0.1


def test_geometry_real_speakers_move_and_do_not_smile(face_engine, geometry_engine, speakers):
    for speaker in speakers:
        expression = pictures.watch([face_engine, geometry_engine], speaker[::6], frames_per_second=25 / 6)[
            "expression"
        ]
        assert expression.dominant == "neutral"
        assert expression.smile_ratio < 0.1
        assert 0.05 < expression.animation < 0.9


def test_animation_does_not_depend_on_the_rate():
    rng = np.random.default_rng(5)
    shapes = [np.full((4, 2), value) for value in rng.normal(0, 0.01, 400)]
    assert animation_of(shapes) == pytest.approx(animation_of(shapes[::4]), abs=0.08)


@pytest.mark.parametrize(
    ("pictured", "reason"),
    [
        ([], Reason.NO_VIDEO),
        ([Shown(0, face=False)] * 5, Reason.NO_FACE),
        (
            [Shown(0, face=True, label="neutral", smile=0.0)] * 2 + [Shown(0, face=False)] * 8,
            Reason.FACE_RARELY_VISIBLE,
        ),
        ([Shown(0, face=True, label="neutral", smile=0.0)] * 2, Reason.TOO_SHORT),
    ],
)
def test_nothing_measured_says_why(pictured, reason):
    expression = sum_up(pictured, method="any")
    assert expression.dominant is None
    assert expression.shares == {}
    assert expression.smile_ratio is None
    assert expression.animation is None
    assert expression.missing["dominant"] is reason


def test_deepface_without_weights_raises_and_downloads_nothing(home, monkeypatch):
    import gdown

    def refuse(*_arguments: object, **_options: object) -> None:
        pytest.fail("a download was tried")

    monkeypatch.setattr(gdown, "download", refuse)
    with pytest.raises(ModelMissingError, match="facial_expression_model_weights"):
        DeepfaceExpressionEngine().load()
    assert not weights_path().exists()


def test_deepface_broken_weights(home):
    path = weights_path(home=home)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a model")
    with pytest.raises(ModelMissingError):
        DeepfaceExpressionEngine().load()


@pytest.mark.parametrize("other", [{"classes": 8}, {"size": 64}])
def test_deepface_weights_of_another_model(home, other):
    write_emotion_model(home, **other)
    with pytest.raises(ModelMissingError, match="seven classes"):
        DeepfaceExpressionEngine().load()


def test_deepface_reads_the_face_and_not_its_surroundings(home, portrait, portrait_fact):
    write_emotion_model(home)
    engine = DeepfaceExpressionEngine()
    bright = np.full_like(portrait, 250)
    dark_face = bright.copy()
    box = portrait_fact.box
    dark_face[
        int((box.top - 0.2) * 360) : int((box.bottom + 0.2) * 360),
        int((box.left - 0.2) * 640) : int((box.right + 0.2) * 640),
    ] = 5
    assert shown_by(engine, [portrait_fact] * 4, picture=bright).dominant == "happy"
    assert shown_by(engine, [portrait_fact] * 4, picture=dark_face).dominant == "sad"


def test_deepface_result_names_its_method(home, face_engine, portrait):
    write_emotion_model(home)
    expression = pictures.watch([face_engine, DeepfaceExpressionEngine()], [portrait] * 4)["expression"]
    assert expression.method == "deepface"
    assert set(expression.shares) <= set(LABELS)
    assert sum(expression.shares.values()) == pytest.approx(1)
    assert all(0 <= sample.smile <= 1 for sample in expression.timeline)
    assert expression.fallback_reason is None


def test_deepface_no_face_has_no_label(home):
    write_emotion_model(home)
    expression = shown_by(DeepfaceExpressionEngine(), [FaceFact(0, 640, 360)] * 4)
    assert expression.dominant is None
    assert expression.missing["dominant"] is Reason.NO_FACE


def test_deepface_home_given_to_the_engine(home, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_emotion_model(elsewhere)
    DeepfaceExpressionEngine(home=elsewhere).load()
    with pytest.raises(ModelMissingError):
        DeepfaceExpressionEngine(home=home).load()


def test_auto_without_weights_falls_back_and_says_so(home, calm_fact):
    engine = AutoExpressionEngine()
    expression = shown_by(engine, [calm_fact] * 4)
    assert expression.method == "face_mesh_geometry"
    assert expression.fallback_reason == "deepface_weights_missing"
    assert engine.parameters["chosen"] == "face_mesh_geometry"


def test_auto_with_unusable_weights_says_so(home, calm_fact):
    write_emotion_model(home, classes=8)
    expression = shown_by(AutoExpressionEngine(), [calm_fact] * 4)
    assert expression.method == "face_mesh_geometry"
    assert expression.fallback_reason == "deepface_weights_unusable"


def test_auto_with_weights_uses_them(home, portrait, portrait_fact):
    write_emotion_model(home)
    engine = AutoExpressionEngine()
    expression = shown_by(engine, [portrait_fact] * 4, picture=portrait)
    assert expression.method == "deepface"
    assert expression.fallback_reason is None
    assert engine.parameters["chosen"] == "deepface"


@pytest.mark.parametrize("box", [Box(0.95, 0.4, 1.2, 0.9), Box(-0.1, -0.1, 0.2, 0.3), Box(0.4, 0.4, 0.6, 0.8)])
def test_crop_stays_inside_the_picture(box):
    crop = face_crop(pictures.noise(), box)
    assert crop is not None
    assert min(crop.shape[:2]) > 10


def test_crop_outside_the_picture_is_none():
    assert face_crop(pictures.noise(), Box(2.0, 0.4, 2.2, 0.8)) is None


def test_geometry_engine_needs_no_model():
    GeometryExpressionEngine().load()
