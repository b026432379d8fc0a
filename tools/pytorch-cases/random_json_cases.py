"""Random networks in the formats of RTNeural, AIDA-X and PedalNetRT, in all common spellings, with their outputs.

    python3 random_json_cases.py FOLDER [--count 48] [--first 0]

Writes input.f32 and, for each case, NAME.json and NAME.f32 (raw float32, [channels][frames]). The outputs are computed
here in NumPy, in float64, from the equations of the formats, independently of any other implementation.
"""

import argparse
import json
from pathlib import Path

import numpy as np

FRAMES = 2000


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    powers = np.exp(x - x.max(axis=0))
    return powers / powers.sum(axis=0)


# Signals are [channels][frames].
ACTIVATIONS = {
    "": lambda x: x,
    "linear": lambda x: x,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": sigmoid,
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "softmax": softmax,
}


def numbers(rng, *shape, scale=1.0):
    """Random float32 numbers, which the file stores exactly."""
    return (scale * rng.standard_normal(shape)).astype(np.float32).astype(np.float64)


def convolve(x, weight, bias, dilation=1, groups=1):
    """weight [k][in / groups][out], k = 0 the oldest tap; the history starts at zero."""
    taps, columns, outputs = weight.shape
    y = np.zeros((outputs, x.shape[1]))
    for k in range(taps):
        shift = min((taps - 1 - k) * dilation, x.shape[1])
        tap = np.concatenate([np.zeros((len(x), shift)), x[:, : x.shape[1] - shift]], axis=1)
        for group in range(groups):
            rows = slice(group * outputs // groups, (group + 1) * outputs // groups)
            y[rows] += weight[k][:, rows].T @ tap[group * columns : (group + 1) * columns]
    return y + bias[:, None]


def shape_of(rng, channels):
    """The ways to write a layer's shape; only the last number is known."""
    return [[None, None, channels], [None, None, channels], [None, channels], [channels], channels][rng.integers(5)]


def one(rng, value):
    return [value] if rng.random() < 0.7 else value


def activation_of(rng):
    name = str(rng.choice(list(ACTIVATIONS)))
    spelled = {} if name == "" and rng.random() < 0.3 else {"activation": None if name == "" and rng.random() < 0.3 else name}
    return spelled, ACTIVATIONS[name]


def with_bias(rng, lists, bias):
    """The weight lists of a layer; some layers have no bias."""
    if rng.random() < 0.3:
        return [lists], np.zeros_like(bias)
    return [lists, bias], bias


def dense(rng, inputs, outputs):
    spelled, activate = activation_of(rng)
    weight = numbers(rng, inputs, outputs, scale=0.9 / np.sqrt(inputs))
    lists, bias = with_bias(rng, weight, numbers(rng, outputs, scale=0.2))
    layer = {"type": str(rng.choice(["dense", "time-distributed-dense"])), **spelled, "weights": lists}
    return layer, lambda x: activate(convolve(x, weight[None], bias))


def conv1d(rng, inputs, outputs):
    spelled, activate = activation_of(rng)
    groups = int(rng.choice([n for n in range(1, inputs + 1) if inputs % n == 0 and outputs % n == 0]))
    taps, dilation = int(rng.integers(1, 8)), int(rng.choice([1, 2, 3, 5, 16, 100]))
    weight = numbers(rng, taps, inputs // groups, outputs, scale=1.2 / np.sqrt(taps * inputs / groups))
    lists, bias = with_bias(rng, weight, numbers(rng, outputs, scale=0.2))
    layer = {"type": "conv1d", **spelled, "kernel_size": one(rng, taps), "weights": lists}
    if dilation > 1 or rng.random() < 0.5:
        layer["dilation"] = one(rng, dilation)
    if groups > 1 or rng.random() < 0.5:
        layer["groups"] = groups
    return layer, lambda x: activate(convolve(x, weight, bias, dilation, groups))


def batchnorm(rng, inputs, _):
    spelled, activate = activation_of(rng)
    gamma, beta, mean = 1 + numbers(rng, inputs, scale=0.3), numbers(rng, inputs, scale=0.2), numbers(rng, inputs, scale=0.3)
    gamma = gamma.astype(np.float32).astype(np.float64)
    variance = rng.uniform(0.2, 2, inputs).astype(np.float32).astype(np.float64)
    affine = rng.random() < 0.5
    if not affine:
        gamma, beta = np.ones(inputs), np.zeros(inputs)
    named = rng.random() < 0.5
    epsilon = float(rng.choice([1e-3, 1e-5, 0.01])) if named else 1e-3
    layer = {"type": "batchnorm", **spelled, "weights": [gamma, beta, mean, variance] if affine else [mean, variance]}
    if named:
        layer["epsilon"] = epsilon
    scale = (gamma / np.sqrt(variance + epsilon))[:, None]
    return layer, lambda x: activate((x - mean[:, None]) * scale + beta[:, None])


def prelu(rng, inputs, _):
    slopes = numbers(rng, 1 if rng.random() < 0.2 else inputs, scale=0.4)
    layer = {"type": "prelu", "activation": "", "weights": [slopes[None] if rng.random() < 0.8 else slopes]}
    return layer, lambda x: np.where(x > 0, x, slopes[:, None] * x)


def activation(rng, _inputs, _outputs):
    spelled, activate = activation_of(rng)
    weights = {"weights": []} if rng.random() < 0.5 else {}
    return {"type": "activation", **spelled, **weights}, activate


def recurrent_lists(rng, gates, inputs, hidden):
    kernel = numbers(rng, inputs, gates * hidden, scale=0.8 / np.sqrt(inputs))
    return kernel, numbers(rng, hidden, gates * hidden, scale=0.8 / np.sqrt(hidden))


def lstm(rng, inputs, hidden):
    """Gates i, f, c, o."""
    kernel, recurrent = recurrent_lists(rng, 4, inputs, hidden)
    bias = numbers(rng, 4 * hidden, scale=0.3)
    lists = [kernel, recurrent, bias]
    if rng.random() < 0.2:
        bias, lists = np.zeros_like(bias), lists[:2]

    def run(x):
        h, c, y = np.zeros(hidden), np.zeros(hidden), np.zeros((hidden, x.shape[1]))
        for t in range(x.shape[1]):
            i, f, candidate, o = np.split(x[:, t] @ kernel + h @ recurrent + bias, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(candidate)
            h = sigmoid(o) * np.tanh(c)
            y[:, t] = h
        return y

    return {"type": "lstm", "activation": str(rng.choice(["", "tanh"])), "weights": lists}, run


def gru(rng, inputs, hidden):
    """Gates z, r, h, with the reset after the product."""
    kernel, recurrent = recurrent_lists(rng, 3, inputs, hidden)
    biases = numbers(rng, 2, 3 * hidden, scale=0.3)
    lists = [kernel, recurrent, biases]
    if rng.random() < 0.2:
        biases, lists = np.zeros_like(biases), lists[:2]

    def run(x):
        h, y = np.zeros(hidden), np.zeros((hidden, x.shape[1]))
        for t in range(x.shape[1]):
            a_z, a_r, a_h = np.split(x[:, t] @ kernel + biases[0], 3)
            b_z, b_r, b_h = np.split(h @ recurrent + biases[1], 3)
            z, r = sigmoid(a_z + b_z), sigmoid(a_r + b_r)
            h = z * h + (1 - z) * np.tanh(a_h + r * b_h)
            y[:, t] = h
        return y

    return {"type": "gru", "activation": str(rng.choice(["", "tanh"])), "weights": lists}, run


KEEPS_WIDTH = (batchnorm, prelu, activation)
KINDS = [dense, conv1d, conv1d, batchnorm, prelu, activation, lstm, gru]


def plain(value, as_text):
    """Arrays as lists; `as_text` writes their numbers as strings, as some programs do."""
    if isinstance(value, (list, tuple)):
        return [plain(entry, as_text) for entry in value]
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim:
        return [plain(entry, as_text) for entry in value]
    return str(float(value)) if as_text else float(value)


def stack(number, rng, x):
    """A stack of layers; case N has a layer of the Nth kind. Some are AIDA-X's, with gains and a skip connection."""
    layers, runs, width = [], [], 1
    kinds = [KINDS[number % len(KINDS)], *(KINDS[n] for n in rng.integers(len(KINDS), size=rng.integers(1, 6)))]
    for kind in [conv1d, *rng.permutation(np.array(kinds, object)), dense]:
        last = len(layers) == len(kinds) + 1
        outputs = width if kind in KEEPS_WIDTH else 1 if last else int(rng.choice([1, 2, 3, 4, 6, 8, 12, 16]))
        layer, run = kind(rng, width, outputs)
        if last:
            layer["activation"], run = "", (lambda x, weights=layer["weights"]: convolve(
                x, weights[0][None], weights[1] if len(weights) > 1 else np.zeros(1)))
        width = outputs
        layers.append({**layer, "shape": shape_of(rng, width), "weights": plain(layer.get("weights", []), rng.random() < 0.15)})
        if "weights" not in layer:
            del layers[-1]["weights"]
        runs.append(run)
    file, in_gain, out_gain, skips = {"in_shape": shape_of(rng, 1), "layers": layers}, 0.0, 0.0, 0
    if rng.random() < 0.3:
        in_gain, out_gain, skips = float(rng.integers(-9, 9)), float(rng.integers(-9, 9)), int(rng.integers(2))
        file.update(in_gain=in_gain, out_gain=out_gain, in_skip=skips, metadata={"name": "x", "samplerate": "48000"})
    sound = x[None] * 10 ** (in_gain / 20)
    y = sound
    for run in runs:
        y = run(y)
    return file, (y + skips * sound) * 10 ** (out_gain / 20)


def pedalnet(_, rng, x):
    width, taps = int(rng.choice([1, 2, 3, 4, 6, 8, 12, 16])), int(rng.integers(1, 6))
    dilations = [[2**n for n in range(rng.integers(1, 10))], [1, 2, 4] * int(rng.integers(1, 4)),
                 [int(d) for d in rng.integers(1, 200, rng.integers(1, 8))]][rng.integers(3)]
    variables = []

    def variable(layer, name, *shape, scale):
        values = numbers(rng, *shape, scale=scale)
        variables.append({"layer_idx": layer, "name": name, "data": [str(value) for value in values.ravel()]})
        return values

    def pair(layer, ending, taps, inputs, outputs, scale):
        weight = variable(layer, f"W{ending}", taps, inputs, outputs, scale=scale / np.sqrt(taps * inputs))
        return weight, variable(layer, f"b{ending}", outputs, scale=0.1)

    signal = convolve(x[None], *pair(-1, "", 1, 1, width, 1))
    outputs = []
    for layer, dilation in enumerate(dilations):
        z = convolve(signal, *pair(layer, "_conv", taps, width, 2 * width, 1.2), dilation)
        outputs.append(np.tanh(z[:width]) * sigmoid(z[width:]))
        signal = signal + convolve(outputs[-1], *pair(layer, "_out", 1, width, width, 0.7))
    y = convolve(np.concatenate(outputs), *pair(len(dilations), "", 1, width * len(dilations), 1, 1))
    if rng.random() < 0.3:
        rng.shuffle(variables)
    file = {"activation": "gated", "output_channels": 1, "input_channels": 1, "residual_channels": width,
            "filter_width": taps, "dilations": dilations, "variables": variables}
    return file, y


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    x = (0.4 * np.random.default_rng(20261125).standard_normal(FRAMES)).astype("<f4")
    x.tofile(arguments.folder / "input.f32")
    for number in range(arguments.first, arguments.first + arguments.count):
        make = pedalnet if number % 3 == 2 else stack
        file, y = make(number, np.random.default_rng([20261125, number]), x.astype(np.float64))
        name = f"{'pedalnet' if make is pedalnet else 'keras'}-{number:03}"
        (arguments.folder / f"{name}.json").write_text(json.dumps(file))
        y.astype("<f4").tofile(arguments.folder / f"{name}.f32")


if __name__ == "__main__":
    main()
