"""A network in the terms of the native format: ops that read signals, and their tensors."""

from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Signal:
    """Output of an op: `channels` × frames.

    `left` is the number of zero frames that a padding module has added at the start for the next convolution. `right` is the
    number of frames at the end that come from a convolution's symmetric padding; the next module must cut them off.
    """

    name: str
    channels: int
    left: int = 0
    right: int = 0


class Graph:
    """Collects ops and tensors. Each method appends one op and returns its signal.

    With `unpadded`, convolutions without padding look back on past frames instead of returning fewer frames.
    """

    def __init__(self, input_channels, controls=(), unpadded=False):
        self.ops, self.tensors, self.unpadded = [], {}, unpadded
        self.reach = {}  # frames of lookback of each signal, by name
        self._scope, self._names = [], set()
        self.input = self._append("input", "input", input_channels, [], channels=input_channels)
        self.controls = None
        if controls:
            self.controls = self._append("control", "controls", len(controls), [], controls=list(controls))

    @contextmanager
    def scope(self, name):
        """Prefixes all names in its block with `name` and a dot, as in PyTorch's state dict."""
        self._scope.append(name)
        try:
            yield
        finally:
            self._scope.pop()

    @property
    def place(self):
        """The current place in the model, for messages."""
        return ".".join(self._scope) or "model"

    def conv1d(self, x, weight, bias=None, dilation=1, groups=1):
        """A causal convolution; weight [out][in / groups][kernel], bias [out]."""
        keys = {"weight": self._tensor("weight", weight)}
        if bias is not None:
            keys["bias"] = self._tensor("bias", bias)
        if dilation != 1:
            keys["dilation"] = dilation
        if groups != 1:
            keys["groups"] = groups
        lookback = (weight.shape[2] - 1) * dilation if weight.ndim == 3 else 0
        return self._append("conv1d", "conv", weight.shape[0], [x], lookback, input=x.name, **keys)

    def scale(self, x, gain, offset):
        """gain[c] · x[c] + offset[c]."""
        return self.conv1d(x, np.asarray(gain)[:, None, None], offset, groups=x.channels)

    def activation(self, x, kind, **parameters):
        parameters = {
            key: value if np.isscalar(value) else self._tensor(key, value) for key, value in parameters.items()
        }
        return self._append("activation", kind, x.channels, [x], input=x.name, kind=kind, **parameters)

    def add(self, *signals):
        return self._append("add", "sum", signals[0].channels, signals, inputs=[x.name for x in signals])

    def multiply(self, *signals):
        return self._append("multiply", "product", signals[0].channels, signals, inputs=[x.name for x in signals])

    def slice(self, x, start, channels):
        return self._append("slice", "slice", channels, [x], input=x.name, start=start, channels=channels)

    def concat(self, *signals):
        width = sum(x.channels for x in signals)
        return self._append("concat", "concat", width, signals, inputs=[x.name for x in signals])

    def recurrent(self, kind, x, tensors):
        """`lstm` or `gru`; tensors by the format's key: weightInput, weightHidden, biasInput, …"""
        keys = {key: self._tensor(key, value) for key, value in tensors.items()}
        return self._append(kind, kind, tensors["weightHidden"].shape[1], [x], input=x.name, **keys)

    def _append(self, op, word, width, reads, lookback=0, **keys):
        name = self._unique(".".join([*self._scope, word]))
        self.ops.append({"op": op, "name": name, **keys})
        self.reach[name] = lookback + max((self.reach[x.name] for x in reads), default=0)
        return Signal(name, width)

    def _tensor(self, key, value):
        name = ".".join([*self._scope, key])
        suffix = 2
        while name in self.tensors:
            name, suffix = ".".join([*self._scope, f"{key}_{suffix}"]), suffix + 1
        self.tensors[name] = np.array(value, np.float32)
        return name

    def _unique(self, name):
        candidate, suffix = name, 2
        while candidate in self._names:
            candidate, suffix = f"{name}_{suffix}", suffix + 1
        self._names.add(candidate)
        return candidate
