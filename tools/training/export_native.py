"""Native `.safetensors` files of models that `.nam` cannot express: a WaveNet with a direct path, and a gain network."""

import json
import math
import sys
from pathlib import Path

import numpy as np

from export_nam import silenced

sys.path.append(str(Path(__file__).resolve().parents[1] / "pytorch"))

from dilatone_export import Control, Graph, safetensors  # noqa: E402
from dilatone_export.lower import array, lower  # noqa: E402

MOST_MAKE_UP_DB = 30


def description(recipe, facts, evaluation, date, architecture, controls, graph, output):
    return {
        "version": 1, "sampleRate": 48000, "start": "silence", "architecture": architecture,
        "metadata": {
            "name": recipe.title, "modeledBy": "Dilatone", "gearType": recipe.gear_type, "toneType": recipe.tone_type,
            "date": date.isoformat(), "validationEsr": facts["validation_esr"],
            **({"loudnessDb": evaluation["loudness"]["db"]} if "loudness" in evaluation else {}),
        },
        "controls": [control.described() for control in controls],
        "ops": graph.ops, "output": output.name,
    }


def write_echo(path, model, recipe, facts, evaluation, date):
    """y = x + WaveNet(x): the direct sound is exact."""
    facts = silenced(model, facts)
    graph = Graph(1)
    echoes = wavenet_ops(graph, model)
    output = graph.add(graph.input, echoes)
    text = description(recipe, facts, evaluation, date, "WaveNet", [], graph, output)
    safetensors.write(path, graph.tensors, {"dilatone": json.dumps(text, ensure_ascii=False)})
    return facts


def wavenet_ops(graph, model):
    """The layer arrays of wavenet.py; the head scale is folded into the last array's head."""
    condition, x, head = graph.input, graph.input, None
    for index, arrays in enumerate(model.arrays):
        last = index == len(model.arrays) - 1
        with graph.scope(f"arrays.{index}"):
            with graph.scope("rechannel"):
                x = graph.conv1d(x, array(arrays.rechannel.weight))
            for number, layer in enumerate(arrays.layers):
                with graph.scope(f"layers.{number}"):
                    x, z = layer_ops(graph, layer, x, condition)
                head = z if head is None else graph.add(head, z)
            with graph.scope("head"):
                scale = model.config["head_scale"] if last else 1
                bias = None if arrays.head.bias is None else scale * array(arrays.head.bias)
                head = graph.conv1d(head, scale * array(arrays.head.weight), bias)
    return head


def layer_ops(graph, layer, x, condition):
    with graph.scope("conv"):
        a = graph.conv1d(x, array(layer.conv.weight), array(layer.conv.bias), layer.conv.dilation[0])
    with graph.scope("mixin"):
        mixed = graph.conv1d(condition, array(layer.mixin.weight))
    z = graph.activation(graph.add(a, mixed), "tanh")
    with graph.scope("layer1x1"):
        out = graph.conv1d(z, array(layer.layer1x1.weight), array(layer.layer1x1.bias))
    return graph.add(x, out), z


def write_gain_network(path, model, recipe, facts, evaluation, date):
    """y = x · gain(x, knobs) · make-up. The make-up is exact; the rest is learned."""
    controls = [
        Control("peak", 0.5, label="Peak reduction"),
        Control("recovery", 0.5, label="Recovery"),
        Control("makeup", 0.0, 0.0, float(MOST_MAKE_UP_DB), "Make-up", "dB"),
    ]
    graph = Graph(1, [control.name for control in controls])
    knobs = graph.slice(graph.controls, 0, 2)
    with graph.scope("control"):
        condition = lower(model.control, graph, knobs)
    x = detector_ops(graph, model.detector, condition)
    for number, layer in enumerate(model.layers):
        with graph.scope(f"layers.{number}"):
            x = film_layer_ops(graph, layer, x, condition)
    with graph.scope("head"):
        gain = graph.activation(graph.conv1d(x, array(model.head.weight), array(model.head.bias)), "sigmoid")
    with graph.scope("makeup"):
        nepers = graph.conv1d(graph.slice(graph.controls, 2, 1), np.full((1, 1, 1), math.log(10) / 20))
        make_up = graph.activation(nepers, "exp")
    output = graph.multiply(graph.input, gain, make_up)
    text = description(recipe, facts, evaluation, date, "TCN", controls, graph, output)
    safetensors.write(path, graph.tensors, {"dilatone": json.dumps(text, ensure_ascii=False)})
    return facts


def detector_ops(graph, detector, condition):
    """1 / (1 + w · x²), w = exp(log_weight + adaptor(condition))."""
    with graph.scope("detector"):
        bias = array(detector.log_weight + detector.adaptor.bias)
        weight = graph.activation(graph.conv1d(condition, array(detector.adaptor.weight), bias), "exp")
        channels = weight.channels
        with graph.scope("square"):
            wide = graph.conv1d(graph.multiply(graph.input, graph.input), np.ones((channels, 1, 1)))
        with graph.scope("one"):
            plus_one = graph.scale(graph.multiply(wide, weight), np.ones(channels), np.ones(channels))
        return graph.activation(plus_one, "reciprocal")


def film_layer_ops(graph, layer, x, condition):
    with graph.scope("conv"):
        z = graph.conv1d(x, array(layer.conv.weight), None, layer.dilation)
    with graph.scope("adaptor"):
        film = graph.conv1d(condition, array(layer.adaptor.weight), array(layer.adaptor.bias))
    gain, offset = graph.slice(film, 0, z.channels), graph.slice(film, z.channels, z.channels)
    z = graph.activation(graph.add(graph.multiply(z, gain), offset), "tanh")
    with graph.scope("mix"):
        return graph.add(x, graph.conv1d(z, array(layer.mix.weight), array(layer.mix.bias)))
