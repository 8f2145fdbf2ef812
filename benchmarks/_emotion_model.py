"""A stand-in for DeepFace's emotion weights where they are not at hand: the same layers, random numbers in them.

What it answers means nothing; that it costs the same time is what a measurement needs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIDE = 48
CLASSES = 7
# (kernel, channels in, channels out) of the convolutions, and the pooling (kind, kernel) after each, all unpadded,
# pooling with stride 2.
LAYERS = (
    ((5, 1, 64), ("MaxPool", 5)),
    ((3, 64, 64), None),
    ((3, 64, 64), ("AveragePool", 3)),
    ((3, 64, 128), None),
    ((3, 128, 128), ("AveragePool", 3)),
)
DENSE = ((128, 1024), (1024, 1024), (1024, CLASSES))


def write_stand_in(path: Path) -> None:
    """Write the ONNX file; it takes float32 (n, 48, 48, 1) and gives float32 (n, 7) that sum to 1."""
    import onnx
    from onnx import TensorProto, helper

    path.parent.mkdir(parents=True, exist_ok=True)
    builder = _Builder()
    last = builder.add("Transpose", "faces", perm=[0, 3, 1, 2])
    for shape, pooling in LAYERS:
        last = builder.convolution(last, shape)
        if pooling:
            last = builder.add(pooling[0], last, kernel_shape=[pooling[1]] * 2, strides=[2, 2])
    last = builder.add("Flatten", last)
    for place, shape in enumerate(DENSE):
        last = builder.dense(last, shape, is_last=place == len(DENSE) - 1)
    graph = helper.make_graph(
        builder.nodes,
        "emotion",
        [helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", SIDE, SIDE, 1])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, ["n", CLASSES])],
        builder.weights,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


class _Builder:
    """Collects nodes and weights; each method returns the name of what its last node gives."""

    def __init__(self) -> None:
        self.nodes: list = []
        self.weights: list = []
        self._random = np.random.default_rng(7)

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        from onnx import helper

        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def convolution(self, taken: str, shape: tuple[int, int, int]) -> str:
        kernel, channels_in, channels_out = shape
        weight = self._weight((channels_out, channels_in, kernel, kernel), inputs=channels_in * kernel**2)
        return self.add("Relu", self.add("Conv", taken, weight))

    def dense(self, taken: str, shape: tuple[int, int], *, is_last: bool) -> str:
        product = self.add("MatMul", taken, self._weight(shape, inputs=shape[0]))
        return self.add("Softmax", product, axis=1) if is_last else self.add("Relu", product)

    def _weight(self, shape: tuple[int, ...], *, inputs: int) -> str:
        from onnx import numpy_helper

        name = f"weight_{len(self.weights)}"
        # Scaled so that pictures of 0-255 neither vanish nor overflow on their way.
        values = self._random.normal(0, (2 / inputs) ** 0.5 / (255 if not self.weights else 1), shape)
        self.weights.append(numpy_helper.from_array(values.astype(np.float32), name))
        return name
