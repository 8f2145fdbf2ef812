"""mediapipe's pose graph for single pictures, told where the person was when that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

# As in mediapipe's own graph, but what follows the person is given from outside instead of kept from the picture
# before: pictures of many people come in turn. Where a person is known to be, the detector is left out.
_GRAPH = """
input_stream: "image"
input_stream: "region"
input_stream: "is_known"
output_stream: "pose_landmarks"
output_stream: "pose_region"
node {
  calculator: "ConstantSidePacketCalculator"
  output_side_packet: "PACKET:0:model_complexity"
  output_side_packet: "PACKET:1:with_segmentation"
  node_options {
    [type.googleapis.com/mediapipe.ConstantSidePacketCalculatorOptions] {
      packet { int_value: 1 }
      packet { bool_value: false }
    }
  }
}
node {
  calculator: "ImagePropertiesCalculator"
  input_stream: "IMAGE_CPU:image"
  output_stream: "SIZE:size"
}
node {
  calculator: "GateCalculator"
  input_stream: "image"
  input_stream: "size"
  input_stream: "DISALLOW:is_known"
  output_stream: "searched_image"
  output_stream: "searched_size"
}
node {
  calculator: "GateCalculator"
  input_stream: "region"
  input_stream: "ALLOW:is_known"
  output_stream: "known_region"
}
node {
  calculator: "PoseDetectionCpu"
  input_stream: "IMAGE:searched_image"
  output_stream: "DETECTIONS:detections"
}
node {
  calculator: "SplitDetectionVectorCalculator"
  input_stream: "detections"
  output_stream: "detection"
  options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 1 } element_only: true } }
}
node {
  calculator: "PoseDetectionToRoi"
  input_stream: "DETECTION:detection"
  input_stream: "IMAGE_SIZE:searched_size"
  output_stream: "ROI:found_region"
}
node {
  calculator: "MergeCalculator"
  input_stream: "found_region"
  input_stream: "known_region"
  output_stream: "used_region"
}
node {
  calculator: "PoseLandmarkByRoiCpu"
  input_stream: "IMAGE:image"
  input_stream: "ROI:used_region"
  input_side_packet: "MODEL_COMPLEXITY:model_complexity"
  input_side_packet: "ENABLE_SEGMENTATION:with_segmentation"
  output_stream: "LANDMARKS:pose_landmarks"
  output_stream: "AUXILIARY_LANDMARKS:auxiliary_landmarks"
}
node {
  calculator: "PoseLandmarksToRoi"
  input_stream: "LANDMARKS:auxiliary_landmarks"
  input_stream: "IMAGE_SIZE:size"
  output_stream: "ROI:pose_region"
}
"""
_DETECTOR_SCORE = "posedetectioncpu__TensorsToDetectionsCalculator.min_score_thresh"


@dataclass(frozen=True, slots=True)
class Region:
    """Where a whole person is, in shares of the picture's width and height; most of it may lie outside."""

    across: float
    along: float
    width: float
    height: float
    turned: float  # radians


_ANYWHERE = Region(0.5, 0.5, 1.0, 1.0, 0.0)  # the graph wants a rectangle even where none is known


class Found(NamedTuple):
    """Both None where nobody was found."""

    landmarks: Any
    region: Region | None


class PoseSolution:
    """The graph, opened. Raises what mediapipe raises."""

    def __init__(self, *, min_confidence: float) -> None:
        import mediapipe  # noqa: F401  (registers the calculators)
        from mediapipe.framework.formats.rect_pb2 import NormalizedRect
        from mediapipe.python.solution_base import PacketDataType, SolutionBase

        self._rect = NormalizedRect
        self._graph = SolutionBase(
            graph_config=_GRAPH,
            calculator_params={_DETECTOR_SCORE: min_confidence},
            outputs=["pose_landmarks", "pose_region"],
            stream_type_hints={
                "image": PacketDataType.IMAGE_FRAME,
                "region": PacketDataType.PROTO,
                "is_known": PacketDataType.BOOL,
            },
        )

    def process(self, rgb: np.ndarray, *, region: Region | None = None) -> Found:
        """The person in ``region``, or wherever there is one when it is None."""
        given = _rect_of(region or _ANYWHERE, self._rect)
        result = self._graph.process({"image": rgb, "region": given, "is_known": region is not None})
        return Found(result.pose_landmarks, _region_of(result.pose_region) if result.pose_landmarks else None)


def _rect_of(region: Region, kind: Any) -> Any:
    return kind(
        x_center=region.across,
        y_center=region.along,
        width=region.width,
        height=region.height,
        rotation=region.turned,
    )


def _region_of(rect: Any) -> Region:
    return Region(rect.x_center, rect.y_center, rect.width, rect.height, rect.rotation)
