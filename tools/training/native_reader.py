"""Runs a native `.safetensors` model in plain numpy: an independent reader of the file, used to measure it as shipped.

Supports the ops of our own models: no recurrent cells.
"""

import json
import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "pytorch"))

from dilatone_export import safetensors  # noqa: E402

ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(x, 0),
    "exp": np.exp,
    "reciprocal": lambda x: 1 / x,
}


class Native:
    def __init__(self, path):
        tensors, metadata = safetensors.read(path)
        self.file = json.loads(metadata["dilatone"])
        self.tensors = {name: tensor.astype(np.float64) for name, tensor in tensors.items()}
        self.output = self.file["output"]
        self.knobs = self.file.get("controls", [])
        self.weights = sum(tensor.size for tensor in tensors.values())

    @property
    def receptive_field(self):
        reach = {}
        for op in self.file["ops"]:
            before = [reach[name] for name in self.inputs(op)]
            reach[op["name"]] = max(before, default=0) + (self.lookback(op) if op["op"] == "conv1d" else 0)
        return 1 + reach[self.output]

    def run(self, samples, knobs=None):
        """Output for a 1-D array, after endless silence or zeros, as the file says.

        In silence every signal is constant, so one frame represents its whole history.
        """
        values = [knob["default"] for knob in self.knobs] if knobs is None else list(knobs)
        silence = self.file["start"] == "silence"
        signals = {}
        for op in self.file["ops"]:
            kind, name = op["op"], op["name"]
            inputs = [signals[key] for key in self.inputs(op)]
            if kind == "input":
                past = np.zeros(1 if silence else 0)
                signals[name] = np.concatenate([past, np.asarray(samples, np.float64)])[None]
            elif kind == "control":
                order = [knob["name"] for knob in self.knobs]
                signals[name] = np.array([[values[order.index(key)]] for key in op["controls"]])
            elif kind == "conv1d":
                signals[name] = self.convolve(op, inputs[0], silence)
            elif kind == "activation":
                signals[name] = ACTIVATIONS[op["kind"]](inputs[0])
            elif kind == "add":
                signals[name] = sum(inputs)
            elif kind == "multiply":
                signals[name] = np.prod(np.broadcast_arrays(*inputs), axis=0)
            elif kind == "slice":
                signals[name] = inputs[0][op["start"] : op["start"] + op["channels"]]
            elif kind == "concat":
                signals[name] = np.concatenate(np.broadcast_arrays(*inputs))
            else:
                raise ValueError(f"ops: expected no {kind}")
        return signals[self.output][0, -len(samples) :]

    def inputs(self, op):
        return op.get("inputs", [op["input"]] if "input" in op else [])

    def lookback(self, op):
        shape = self.tensors[op["weight"]].shape
        return (shape[2] - 1) * op.get("dilation", 1) if len(shape) == 3 else 0

    def convolve(self, op, x, silence):
        weight = self.tensors[op["weight"]]
        weight = weight[:, :, None] if weight.ndim == 2 else weight
        out, per_group, kernel_size = weight.shape
        groups, frames = op.get("groups") or 1, x.shape[1]
        y = np.zeros((out, frames))
        for k in range(kernel_size):
            shift = (kernel_size - 1 - k) * (op.get("dilation") or 1)
            # A signal of one frame is constant: it depends on controls only.
            past = np.repeat(x[:, :1] if silence else 0 * x[:, :1], min(shift, frames), axis=1)
            tap = x if frames == 1 else np.concatenate([past, x[:, : frames - past.shape[1]]], axis=1)
            for group in range(groups):
                rows = slice(group * out // groups, (group + 1) * out // groups)
                y[rows] += weight[rows, :, k] @ tap[group * per_group : (group + 1) * per_group]
        return y if op.get("bias") is None else y + self.tensors[op["bias"]][:, None]
