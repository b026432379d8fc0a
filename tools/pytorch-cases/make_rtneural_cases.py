"""Writes test/fixtures/rtneural: JSON in RTNeural's and AIDA-X's format, an input, and PyTorch's outputs."""

import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FRAMES = 400
FOLDER = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "rtneural"
rng = np.random.default_rng(20261124)


def numbers(*shape, scale=0.5):
    return (scale * rng.standard_normal(shape)).astype("f4")


def shape(channels):
    return [None, None, channels]


def tensor(array):
    return torch.from_numpy(np.ascontiguousarray(array)).double()


ACTIVATIONS = {
    "": lambda x: x, "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "elu": F.elu,
    "softmax": lambda x: torch.softmax(x, dim=1),
}


def dense(inputs, outputs, activation="", kind="dense"):
    w, b = numbers(inputs, outputs), numbers(outputs)
    layer = {"type": kind, "activation": activation, "shape": shape(outputs), "weights": [w.tolist(), b.tolist()]}
    return layer, lambda x: ACTIVATIONS[activation](F.conv1d(x, tensor(w.T)[:, :, None], tensor(b)))


def conv(inputs, outputs, kernel, dilation, activation="", groups=1):
    w, b = numbers(kernel, inputs // groups, outputs), numbers(outputs)
    layer = {
        "type": "conv1d", "activation": activation, "shape": shape(outputs), "kernel_size": [kernel],
        "dilation": [dilation], "groups": groups, "weights": [w.tolist(), b.tolist()],
    }

    def run(x):
        x = F.pad(x, ((kernel - 1) * dilation, 0))
        y = F.conv1d(x, tensor(w.transpose(2, 1, 0)), tensor(b), dilation=dilation, groups=groups)
        return ACTIVATIONS[activation](y)

    return layer, run


def batchnorm(channels, affine, epsilon=0.001):
    gamma, beta, mean = numbers(channels), numbers(channels), numbers(channels)
    variance = (0.5 + rng.random(channels)).astype("f4")
    lists = [gamma, beta, mean, variance] if affine else [mean, variance]
    layer = {"type": "batchnorm", "activation": "", "shape": shape(channels), "epsilon": epsilon,
             "weights": [values.tolist() for values in lists]}

    def run(x):
        weights = (tensor(gamma), tensor(beta)) if affine else (None, None)
        return F.batch_norm(x, tensor(mean), tensor(variance), *weights, eps=epsilon)

    return layer, run


def prelu(channels, shared=False):
    slopes = numbers(1, 1 if shared else channels)
    layer = {"type": "prelu", "activation": "", "shape": shape(channels), "weights": [slopes.tolist()]}
    return layer, lambda x: F.prelu(x, tensor(slopes[0]))


def activation(channels, kind):
    return {"type": "activation", "activation": kind, "shape": shape(channels), "weights": []}, ACTIVATIONS[kind]


def recurrent(kind, inputs, hidden):
    """PyTorch's weights in the order of Keras: gates i, f, c, o are the same, r, z, n become z, r, h."""
    module = {"lstm": nn.LSTM, "gru": nn.GRU}[kind](inputs, hidden, batch_first=True)
    order = [0, 1, 2, 3] if kind == "lstm" else [1, 0, 2]
    rows = np.concatenate([np.arange(hidden) + gate * hidden for gate in order])
    w, u, b, c = (getattr(module, name).detach().numpy()[rows]
                  for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"))
    biases = (b + c).tolist() if kind == "lstm" else [b.tolist(), c.tolist()]
    layer = {"type": kind, "activation": "", "shape": shape(hidden), "weights": [w.T.tolist(), u.T.tolist(), biases]}
    module.double()
    return layer, lambda x: module(x.transpose(1, 2))[0].transpose(1, 2)


def case(name, layers, x, inputs=1, in_gain=0.0, out_gain=0.0, **extra):
    """Writes one case; extra input channels are knobs at 0.5."""
    file = {"in_shape": shape(inputs), "layers": [layer for layer, _ in layers], **extra}
    if in_gain or out_gain:
        file.update(in_gain=in_gain, out_gain=out_gain)
    (FOLDER / f"{name}.json").write_text(json.dumps(file))
    with torch.no_grad():
        sound = tensor(x)[None, None] * 10 ** (in_gain / 20)
        y = torch.cat([sound] + [torch.full_like(sound, 0.5)] * (inputs - 1), dim=1)
        for _, run in layers:
            y = run(y)
        y = (y + sound if extra.get("in_skip") else y) * 10 ** (out_gain / 20)
    y[0].numpy().astype("<f4").tofile(FOLDER / f"{name}.f32")


def main():
    torch.manual_seed(20261124)
    FOLDER.mkdir(parents=True, exist_ok=True)
    x = (0.5 * rng.standard_normal(FRAMES)).astype("<f4")
    x.tofile(FOLDER / "input.f32")
    case("stack", [conv(1, 6, 4, 3, "elu"), batchnorm(6, False), conv(6, 8, 3, 7, "sigmoid", groups=2), prelu(8, True),
                   batchnorm(8, True, 0.01), conv(8, 8, 2, 1, groups=8), activation(8, "tanh"),
                   dense(8, 5, "softmax", "time-distributed-dense"), dense(5, 1)], x)
    case("softmax", [conv(1, 7, 2, 1), activation(7, "softmax"), dense(7, 2, "softmax"), dense(2, 1)], x)
    case("lstm", [recurrent("lstm", 1, 7), dense(7, 1)], x, in_skip=1, metadata={"name": "A", "samplerate": 44100})
    case("gru", [recurrent("gru", 1, 9), recurrent("gru", 9, 5), dense(5, 1)], x, in_gain=-3.0, out_gain=4.5, in_skip=1)
    case("knobs", [recurrent("gru", 3, 6), dense(6, 1)], x, inputs=3, in_skip=1, samplerate=48000)
    case("two-outputs", [conv(1, 3, 3, 2, "relu"), dense(3, 2, "tanh")], x)


if __name__ == "__main__":
    main()
