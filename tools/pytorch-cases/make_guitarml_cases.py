"""Writes test/fixtures/guitarml: models of Proteus, NeuralPi and SmartAmpPro with random weights, an input, and outputs.

NumPy computes the outputs in float64 as the trainers define the networks: PyTorch's LSTM and GRU frame by frame, and
Keras's strided convolutions and LSTM window by window. Knobs are at 0.5.
"""

import json
import pathlib

import numpy as np

FRAMES = 400
FOLDER = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "guitarml"
rng = np.random.default_rng(20261127)


def numbers(*shape, scale=0.6):
    return np.round(scale * rng.standard_normal(shape), 4)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, wx, wh, b):
    """PyTorch's and Keras's order of gates: i, f, g, o; weights [4h][inputs], [4h][h], [4h]."""
    h = c = np.zeros(wh.shape[1])
    outputs = []
    for frame in x:
        i, f, g, o = np.split(wx @ frame + wh @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.array(outputs)


def gru(x, wx, wh, bx, bh):
    """PyTorch's order of gates: r, z, n."""
    h = np.zeros(wh.shape[1])
    outputs = []
    for frame in x:
        (rx, zx, nx), (rh, zh, nh) = np.split(wx @ frame + bx, 3), np.split(wh @ h + bh, 3)
        z = sigmoid(zx + zh)
        h = (1 - z) * np.tanh(nx + sigmoid(rx + rh) * nh) + z * h
        outputs.append(h)
    return np.array(outputs)


def state_dict(name, x, unit="LSTM", inputs=1, hidden=6, layers=1, skip=1, bias=True, **extra):
    """A model of Automated-GuitarAmpModelling, as Proteus and NeuralPi load it."""
    rows = hidden * (4 if unit == "LSTM" else 3)
    tensors = {}
    y = np.column_stack([x] + [np.full_like(x, 0.5)] * (inputs - 1))
    for layer in range(layers):
        wx, wh, bx, bh = numbers(rows, y.shape[1]), numbers(rows, hidden), numbers(rows), numbers(rows)
        for key, value in (("weight_ih", wx), ("weight_hh", wh), ("bias_ih", bx), ("bias_hh", bh)):
            tensors[f"rec.{key}_l{layer}"] = value.tolist()
        y = lstm(y, wx, wh, bx + bh) if unit == "LSTM" else gru(y, wx, wh, bx, bh)
    w, b = numbers(1, hidden), numbers(1) if bias else np.zeros(1)
    tensors["lin.weight"] = w.tolist()
    if bias:
        tensors["lin.bias"] = b.tolist()
    data = {"model": "SimpleRNN", "input_size": inputs, "skip": skip, "output_size": 1, "unit_type": unit,
            "num_layers": layers, "hidden_size": hidden, "bias_fl": bias}
    write(name, {"model_data": data, "state_dict": tensors, **extra}, y @ w[0] + b[0] + skip * x)


def strided(x, weight, bias, stride):
    """Keras's Conv1D with `same` padding: x [rows][in], weight [k][in][out]."""
    kernel, rows = len(weight), -(-len(x) // stride)
    zeros = max((rows - 1) * stride + kernel - len(x), 0)
    x = np.pad(x, ((zeros // 2, zeros - zeros // 2), (0, 0)))
    return np.array([np.tensordot(x[r * stride:r * stride + kernel], weight, 2) + bias for r in range(rows)])


def smart_amp_pro(name, x, window, kernels, strides, channels, hidden, recurrent=False):
    """A model of SmartAmpPro: for each frame, the last `window` frames through the whole network."""
    w0, b0 = numbers(kernels[0], 1, channels, scale=0.4), numbers(channels)
    w1, b1 = numbers(kernels[1], channels, channels, scale=0.4), numbers(channels)
    w, u, b = numbers(channels, 4 * hidden), numbers(hidden, 4 * hidden), numbers(4 * hidden)
    dense, dense_bias = numbers(hidden, 1), numbers(1)
    past = np.concatenate([np.zeros(window - 1), x])
    y = []
    for t in range(len(x)):
        rows = strided(strided(past[t:t + window, None], w0, b0, strides[0]), w1, b1, strides[1])
        assert len(rows) == 1 or recurrent
        y.append(lstm(rows, w.T, u.T, b)[-1] @ dense[:, 0] + dense_bias[0])

    def layer(kernel, bias, **others):
        return {"bias:0": bias.tolist(), "kernel:0": kernel.tolist(), **others}

    cell = {"recurrent_kernel:0": u.tolist()} if recurrent else {"lstm_cell": {}}
    write(name, {"conv1d": layer(w0, b0), "conv1d_1": layer(w1, b1), "dense": layer(dense, dense_bias),
                 "lstm": layer(w, b, **cell), "input_size": window, "conv1d_stride": strides[0],
                 "conv1d_1_stride": strides[1]}, np.array(y))


def write(name, file, y):
    (FOLDER / f"{name}.json").write_text(json.dumps(file))
    y.astype("<f4").tofile(FOLDER / f"{name}.f32")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    x = (0.5 * rng.standard_normal(FRAMES)).astype("<f4")
    x.tofile(FOLDER / "input.f32")
    x = x.astype("f8")
    state_dict("proteus", x, hidden=8)
    state_dict("proteus-knob", x, inputs=2)
    state_dict("neuralpi-two-knobs", x, inputs=3, hidden=5)
    state_dict("two-layers", x, layers=2, skip=0, bias=False, hidden=4, metadata={"samplerate": 48000, "name": "Two"})
    state_dict("gru", x, unit="GRU", inputs=2, layers=2, hidden=5)
    smart_amp_pro("smart-amp-pro", x, 120, (12, 12), (12, 12), 4, 6)
    smart_amp_pro("smart-amp-pro-padded", x, 50, (9, 8), (6, 12), 3, 5)
    smart_amp_pro("smart-amp-pro-two-steps", x, 60, (4, 8), (4, 8), 2, 4, recurrent=True)


if __name__ == "__main__":
    main()
