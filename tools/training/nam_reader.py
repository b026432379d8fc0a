"""Runs a `.nam` WaveNet in plain numpy: an independent reader of the file, used to check the export.

Supports A1 files: legacy head, no gating, no FiLM, one Tanh-like activation per array.
"""

import json

import numpy as np


class Weights:
    def __init__(self, numbers):
        self.numbers, self.position = np.array(numbers, np.float64), 0

    def take(self, *shape):
        count = int(np.prod(shape))
        if self.position + count > len(self.numbers):
            raise ValueError(f"weights: expected at least {self.position + count} numbers, got {len(self.numbers)}")
        self.position += count
        return self.numbers[self.position - count : self.position].reshape(shape)

    def finish(self):
        if self.position != len(self.numbers):
            raise ValueError(f"weights: expected {self.position} numbers, got {len(self.numbers)}")


class Nam:
    def __init__(self, path):
        with open(path) as file:
            self.file = json.load(file)
        config = self.file["config"]
        if self.file["architecture"] != "WaveNet" or config.get("head") is not None:
            raise ValueError(f"{path}: expected a WaveNet without a post-stack head")
        weights = Weights(self.file["weights"])
        self.arrays = []
        for a in config["layers"]:
            if a["gated"] or a["activation"] != "Tanh":
                raise ValueError(f"{path}: expected ungated Tanh layers")
            c, k = a["channels"], a["kernel_size"]
            self.arrays.append({
                "rechannel": weights.take(c, a["input_size"]),
                "layers": [
                    {"dilation": d, "conv": weights.take(c, c, k), "bias": weights.take(c),
                     "mixin": weights.take(c, a["condition_size"]), "out": weights.take(c, c), "out_bias": weights.take(c)}
                    for d in a["dilations"]
                ],
                "head": weights.take(a["head_size"], c),
                "head_bias": weights.take(a["head_size"]) if a["head_bias"] else np.zeros(a["head_size"]),
            })
        self.head_scale = weights.take(1)[0]
        weights.finish()
        self.weights = len(weights.numbers)
        self.receptive_field = 1 + sum((a["kernel_size"] - 1) * d for a in config["layers"] for d in a["dilations"])

    def run(self, samples):
        """Output for a 1-D array, after a prewarm on endless silence.

        In silence every signal is constant, so the prewarm is one frame of silence before the input, repeated for the
        lookback of each convolution.
        """
        condition = np.concatenate([[0.0], np.asarray(samples, np.float64)])[None]
        u, h = condition, None
        for array in self.arrays:
            x = array["rechannel"] @ u
            for layer in array["layers"]:
                kernel_size = layer["conv"].shape[2]
                z = layer["bias"][:, None] + layer["mixin"] @ condition
                for k in range(kernel_size):
                    shift = (kernel_size - 1 - k) * layer["dilation"]
                    past = np.repeat(x[:, :1], min(shift, x.shape[1]), axis=1)
                    z += layer["conv"][:, :, k] @ np.concatenate([past, x[:, : x.shape[1] - past.shape[1]]], axis=1)
                z = np.tanh(z)
                h = z if h is None else h + z
                x = x + layer["out"] @ z + layer["out_bias"][:, None]
            u, h = x, array["head"] @ h + array["head_bias"][:, None]
        return self.head_scale * h[0, 1:]
