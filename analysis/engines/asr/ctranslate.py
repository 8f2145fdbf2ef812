"""Read a CTranslate2 Whisper model and give it back as the state that openai-whisper loads.

The file format is CTranslate2's binary version 6: a header, then each variable as name, shape, type and
bytes, then aliases. CTranslate2 fuses the attention projections; they are cut apart again here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.engines.base import ModelMissingError

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_BINARY_VERSION = 6


@dataclass
class _Reader:
    content: bytes
    position: int = 0

    def number(self, code: str) -> int:
        (value,) = struct.unpack_from(f"<{code}", self.content, self.position)
        self.position += struct.calcsize(code)
        return int(value)

    def text(self) -> str:
        length = self.number("H")
        value = self.content[self.position : self.position + length - 1].decode()
        self.position += length
        return value

    def variable(self) -> tuple[str, np.ndarray]:
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = _TYPES[self.number("B")]
        size = self.number("I")
        values = np.frombuffer(self.content, dtype=kind, count=size // np.dtype(kind).itemsize, offset=self.position)
        self.position += size
        return name, values.reshape(shape)


def read_variables(content: bytes) -> dict[str, np.ndarray]:
    """The variables of a ``model.bin`` by name; arrays are views into ``content``. Raises `ModelMissingError`."""
    reader = _Reader(content)
    try:
        version, kind, _ = reader.number("I"), reader.text(), reader.number("I")
        if version != _BINARY_VERSION or kind != "WhisperSpec":
            raise ModelMissingError(f"Not a Whisper model that can be read: {kind} version {version}.")
        return dict(reader.variable() for _ in range(reader.number("I")))
    except (struct.error, KeyError, ValueError, UnicodeDecodeError) as error:
        raise ModelMissingError(f"The Whisper model file is damaged: {error}") from error


def whisper_checkpoint(variables: dict[str, np.ndarray]) -> tuple[dict[str, int], dict[str, Any]]:
    """(dimensions, state) as ``whisper.model.ModelDimensions`` and ``Whisper.load_state_dict`` take them, float32."""
    state: dict[str, np.ndarray] = {}
    for side in ("encoder", "decoder"):
        _convert_side(variables, state, side=side)
    for index in (1, 2):
        _copy(variables, state, f"encoder/conv{index}", f"encoder.conv{index}")
    state["encoder.positional_embedding"] = variables["encoder/position_encodings/encodings"]
    state["decoder.positional_embedding"] = variables["decoder/position_encodings/encodings"]
    state["decoder.token_embedding.weight"] = variables["decoder/embeddings/weight"]
    return _dimensions(state), {name: _tensor(value) for name, value in state.items()}


def _convert_side(variables: dict[str, np.ndarray], state: dict[str, np.ndarray], *, side: str) -> None:
    final = "ln_post" if side == "encoder" else "ln"
    _norm(variables, state, f"{side}/layer_norm", f"{side}.{final}")
    for index in range(_layers(variables, side)):
        source, target = f"{side}/layer_{index}", f"{side}.blocks.{index}"
        _attention(variables, state, f"{source}/self_attention", f"{target}.attn", fused=("query", "key", "value"))
        _norm(variables, state, f"{source}/self_attention/layer_norm", f"{target}.attn_ln")
        if side == "decoder":
            _cross_attention(variables, state, f"{source}/attention", f"{target}.cross_attn")
            _norm(variables, state, f"{source}/attention/layer_norm", f"{target}.cross_attn_ln")
        _norm(variables, state, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
        _copy(variables, state, f"{source}/ffn/linear_0", f"{target}.mlp.0")
        _copy(variables, state, f"{source}/ffn/linear_1", f"{target}.mlp.2")


def _attention(
    variables: dict[str, np.ndarray], state: dict[str, np.ndarray], source: str, target: str, *, fused: tuple[str, ...]
) -> None:
    _split(variables, state, f"{source}/linear_0", target, names=fused)
    _copy(variables, state, f"{source}/linear_1", f"{target}.out")


def _cross_attention(variables: dict[str, np.ndarray], state: dict[str, np.ndarray], source: str, target: str) -> None:
    _copy(variables, state, f"{source}/linear_0", f"{target}.query")
    _split(variables, state, f"{source}/linear_1", target, names=("key", "value"))
    _copy(variables, state, f"{source}/linear_2", f"{target}.out")


def _split(
    variables: dict[str, np.ndarray], state: dict[str, np.ndarray], source: str, target: str, *, names: tuple[str, ...]
) -> None:
    """Cut a fused projection into equal parts. Whisper's key has no bias; the fused one holds zeros there."""
    for part in ("weight", "bias"):
        for name, value in zip(names, np.split(variables[f"{source}/{part}"], len(names)), strict=True):
            if (name, part) != ("key", "bias"):
                state[f"{target}.{name}.{part}"] = value


def _copy(variables: dict[str, np.ndarray], state: dict[str, np.ndarray], source: str, target: str) -> None:
    for part in ("weight", "bias"):
        state[f"{target}.{part}"] = variables[f"{source}/{part}"]


def _norm(variables: dict[str, np.ndarray], state: dict[str, np.ndarray], source: str, target: str) -> None:
    state[f"{target}.weight"] = variables[f"{source}/gamma"]
    state[f"{target}.bias"] = variables[f"{source}/beta"]


def _layers(variables: dict[str, np.ndarray], side: str) -> int:
    return len({name.split("/")[1] for name in variables if name.startswith(f"{side}/layer_") and name.count("/") > 2})


def _dimensions(state: dict[str, np.ndarray]) -> dict[str, int]:
    """Whisper's sizes, read off the arrays. Attention heads are 64 wide in every Whisper model."""
    audio_context, width = state["encoder.positional_embedding"].shape
    text_context, text_width = state["decoder.positional_embedding"].shape
    return {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": audio_context,
        "n_audio_state": width,
        "n_audio_head": width // 64,
        "n_audio_layer": len([name for name in state if name.startswith("encoder") and name.endswith(".attn_ln.bias")]),
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": text_context,
        "n_text_state": text_width,
        "n_text_head": text_width // 64,
        "n_text_layer": len([name for name in state if name.startswith("decoder") and name.endswith(".attn_ln.bias")]),
    }


def _tensor(value: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(value.astype(np.float32))
