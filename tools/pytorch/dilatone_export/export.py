"""Writes a model file."""

import json
from dataclasses import dataclass

from torch import nn

from . import safetensors
from .graph import Graph
from .lower import ExportError, lower, whole


@dataclass(frozen=True)
class Control:
    """A knob: a number that conditions the network and that the user can set."""

    name: str
    default: float = 0.5
    minimum: float = 0.0
    maximum: float = 1.0
    label: str = ""
    unit: str = ""

    def described(self):
        entry = {"name": self.name, "minimum": self.minimum, "maximum": self.maximum, "default": self.default}
        return {**entry, **{key: getattr(self, key) for key in ("label", "unit") if getattr(self, key)}}


def export(model, path, *, sample_rate, start="zero", input_channels=None, controls=(), architecture=None, metadata=None):
    """Writes `model` as a native Dilatone model and returns its description.

    The model maps [batch][channels][frames] to the same number of frames; with `controls`, a list of `Control`, its second
    argument is their values, [batch][controls].

    `start` is the state before the first frame. "zero", the default, is for networks that pad their convolutions with
    zeros: the output equals PyTorch's from the first frame on. "silence" means that the input has always been silent; use
    it also for networks without padding, whose output has fewer frames than their input.

    `metadata`: the fields of the format, such as {"name": "My effect", "modeledBy": "me", "gearType": "pedal"}.
    """
    if start not in ("zero", "silence"):
        raise ValueError(f'start: expected "zero" or "silence", got {start!r}')
    channels = input_channels or first_in_channels(model)
    graph = Graph(channels, [control.name for control in controls], unpadded=start == "silence")
    output = whole(lower(model, graph, graph.input), graph)
    description = {
        "version": 1, "sampleRate": sample_rate, "start": start,
        "architecture": architecture or type(model).__name__, "metadata": metadata or {},
        "controls": [control.described() for control in controls],
        "ops": graph.ops, "output": output.name,
    }
    safetensors.write(path, graph.tensors, {"dilatone": json.dumps(description, ensure_ascii=False)})
    return {**description, "receptiveField": graph.reach[output.name] + 1}


def first_in_channels(model):
    """Number of input channels of the first layer that states them."""
    for module in model.modules():
        if isinstance(module, nn.Conv1d):
            return module.in_channels
        if isinstance(module, nn.RNNBase):
            return module.input_size
    raise ExportError("model: expected a convolution or a recurrent cell; say how wide the input is with input_channels")
