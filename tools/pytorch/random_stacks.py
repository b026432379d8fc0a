"""Exports random causal networks with their output in PyTorch: cases for tests of any implementation.

    python3 random_stacks.py FOLDER [--count 200] [--first 0]

Case N writes N.safetensors, N.input.f32, N.output.f32 (raw float32, [channels][frames]) and a line of cases.json.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from dilatone_export import (
    CausalConv1d, Chomp1d, ContextModule, Control, GatedWaveNet, MicroTcn, Recurrent, Residual, TcnBlock, export,
    pytorch_output,
)
from dilatone_export.check import receptive_field

FRAMES = 1500
SAMPLE_RATE_HZ = 48000


def activation(rng, channels):
    slopes = nn.PReLU(channels)
    nn.init.uniform_(slopes.weight, -0.3, 0.6)
    choices = [nn.Tanh(), nn.ReLU(), nn.Sigmoid(), nn.SiLU(), nn.Softsign(), nn.Hardswish(), nn.ELU(0.7),
               nn.LeakyReLU(0.2), nn.Hardtanh(-0.8, 1.1), nn.PReLU(), slopes, nn.Identity()]
    return choices[rng.integers(len(choices))]


def batch_norm(channels):
    """A batch norm with random statistics."""
    norm = nn.BatchNorm1d(channels, affine=bool(torch.rand(1) < 0.7))
    nn.init.uniform_(norm.running_mean, -0.3, 0.3)
    nn.init.uniform_(norm.running_var, 0.3, 2)
    if norm.affine:
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.uniform_(norm.bias, -0.2, 0.2)
    return norm


def convolution(rng, inputs, outputs):
    """A causal convolution, written in one of the common ways, as a list of modules."""
    kernel, dilation = int(rng.integers(1, 6)), int(2 ** rng.integers(0, 6))
    lookback = (kernel - 1) * dilation
    divisors = [n for n in range(1, 9) if inputs % n == 0 and outputs % n == 0]
    groups = int(rng.choice(divisors)) if rng.random() < 0.4 else 1
    keys = dict(dilation=dilation, groups=groups, bias=bool(rng.random() < 0.7))
    way = rng.integers(3)
    if way == 0:
        layers = [CausalConv1d(inputs, outputs, kernel, **keys)]
    elif way == 1:
        layers = [nn.ConstantPad1d((lookback, 0), 0.0), nn.Conv1d(inputs, outputs, kernel, **keys)]
    else:
        layers = [nn.Conv1d(inputs, outputs, kernel, padding=lookback, **keys), Chomp1d(lookback)]
    if rng.random() < 0.3:
        at = next(n for n, layer in enumerate(layers) if isinstance(layer, nn.Conv1d))
        layers[at] = nn.utils.weight_norm(layers[at])
    return layers


def stack(rng):
    """A Sequential of convolutions, norms, activations and blocks."""
    width = int(rng.choice([1, 2, 3, 4, 6, 8, 12, 16]))
    layers, channels = convolution(rng, 1, width), width
    for _ in range(rng.integers(1, 6)):
        kind = rng.random()
        if kind < 0.15:
            outputs = int(rng.choice([channels, 2 * channels]))
            layers.append(TcnBlock(channels, outputs, int(rng.integers(2, 4)), int(2 ** rng.integers(0, 5))))
            channels = outputs
        elif kind < 0.3:
            body = nn.Sequential(*convolution(rng, channels, channels), activation(rng, channels))
            layers.append(Residual(body, nn.Conv1d(channels, channels, 1) if rng.random() < 0.5 else None))
        else:
            outputs = int(rng.choice([2, 4, 5, 8, channels]))
            layers += convolution(rng, channels, outputs)
            channels = outputs
            if rng.random() < 0.4:
                layers.append(batch_norm(channels))
            layers.append(activation(rng, channels))
    return nn.Sequential(*layers, nn.Conv1d(channels, 1, 1)), {}


def depthwise(rng):
    """Depthwise separable convolutions: one filter per channel, then a mix."""
    channels = int(rng.choice([4, 6, 8, 16]))
    layers = [nn.Conv1d(1, channels, 1)]
    for n in range(rng.integers(2, 6)):
        layers += [CausalConv1d(channels, channels, int(rng.integers(2, 6)), 2**n, groups=channels),
                   nn.Conv1d(channels, channels, 1), batch_norm(channels), activation(rng, channels)]
    return nn.Sequential(*layers, nn.Conv1d(channels, 1, 1)), {}


def context(rng):
    channels = int(rng.choice([1, 2, 4]))
    return nn.Sequential(nn.Conv1d(1, channels, 1), ContextModule(channels), nn.Conv1d(channels, 1, 1)), {}


def gated(rng):
    local, controls = int(rng.choice([0, 0, 2])), int(rng.choice([0, 0, 3]))
    model = GatedWaveNet(int(rng.choice([2, 4, 6])), int(rng.choice([2, 5, 8])), int(rng.integers(2, 4)),
                         [2**n for n in range(rng.integers(2, 7))], local_channels=local, global_channels=controls)
    return model, {"input_channels": 1 + local, "controls": knobs(controls)}


def micro_tcn(rng):
    model = MicroTcn(2, int(rng.choice([4, 8])), int(rng.integers(1, 4)), int(rng.integers(3, 8)), int(rng.choice([2, 4, 10])))
    for block in model.blocks:
        nn.init.uniform_(block.film.bn.running_mean, -0.3, 0.3)
        nn.init.uniform_(block.film.bn.running_var, 0.3, 2)
    return model, {"controls": knobs(2)}


def recurrent(rng):
    cell = [nn.LSTM, nn.GRU][rng.integers(2)]
    hidden, before = int(rng.choice([3, 8, 12])), int(rng.choice([1, 4]))
    return nn.Sequential(
        *([CausalConv1d(1, before, 3, 2), nn.Tanh()] if before > 1 else []),
        Recurrent(cell(before, hidden, num_layers=int(rng.integers(1, 3)), batch_first=bool(rng.random() < 0.5))),
        nn.Conv1d(hidden, 1, 1)), {}


def unpadded(rng):
    """Convolutions without padding, starting from silence."""
    width = int(rng.choice([2, 4, 8]))
    layers, channels = [], 1
    for n in range(rng.integers(2, 6)):
        layers += [nn.Conv1d(channels, width, int(rng.integers(2, 4)), dilation=2**n), activation(rng, width)]
        channels = width
    return nn.Sequential(*layers, nn.Conv1d(channels, 1, 1)), {"start": "silence"}


FAMILIES = [stack] * 8 + [depthwise, context, gated, gated, micro_tcn, recurrent, unpadded]


def knobs(count):
    return [Control(f"knob{n}", default=round(0.2 + 0.25 * n, 2)) for n in range(count)]


def enliven(model):
    """Scales weights of convolutions up from PyTorch's defaults, so that sound passes many layers, and biases down."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name.endswith(("weight_g", "weight")) and weight.ndim == 3:
                weight *= 1.8
            elif name.endswith("bias"):
                weight *= 0.5
    return model


def make(number):
    """(name of the family, model, keys of export) of case `number`; the same on every machine."""
    family = FAMILIES[number % len(FAMILIES)]
    for attempt in range(100):
        rng = np.random.default_rng([20261124, number, attempt])
        torch.manual_seed(100 * number + attempt)
        model, keys = family(rng)
        if is_alive(enliven(model).eval(), keys):
            return family.__name__, model, keys
    raise RuntimeError(f"case {number}: expected a network that gives sound, got 100 that do not")


def is_alive(model, keys):
    """Whether noise at the input gives noise at the output: many random networks give a constant."""
    x = torch.randn(1, keys.get("input_channels", 1), 4000)
    values = [control.default for control in keys.get("controls", [])]
    with torch.no_grad():
        y = model(x, *([torch.tensor([values])] if values else []))
    return 0.02 < y[:, :, -1000:].std() < 50


def write_case(folder, name, model, keys, seed, frames=FRAMES):
    """Writes one case and returns its line of cases.json."""
    path = folder / f"{name}.safetensors"
    export(model, path, sample_rate=SAMPLE_RATE_HZ, metadata={"name": name}, **keys)
    channels, controls = keys.get("input_channels", 1), keys.get("controls", [])
    rng = np.random.default_rng(seed)
    x = (rng.standard_normal((channels, frames)) * 0.4).astype(np.float32)
    values = [round(float(value), 2) for value in rng.uniform(0, 1, len(controls))]
    y = pytorch_output(model, x, values, keys.get("start", "zero"), receptive_field(path))
    x.astype("<f4").tofile(folder / f"{name}.input.f32")
    y.astype("<f4").tofile(folder / f"{name}.output.f32")
    settings = {control.name: value for control, value in zip(controls, values)}
    return {"name": name, "inputs": channels, "outputs": len(y), "controls": settings, "deviation": float(y.std())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    cases = []
    for number in range(arguments.first, arguments.first + arguments.count):
        family, model, keys = make(number)
        cases.append(write_case(arguments.folder, f"{number:03}-{family}", model, keys, number))
    (arguments.folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")
    print(f"{len(cases)} cases in {arguments.folder}")


if __name__ == "__main__":
    main()
