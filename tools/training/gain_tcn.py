"""A temporal convolution network that computes a gain: conditioned on knobs, with the structure of a compressor.

    detector   r_i = 1 / (1 + w_i · x²)             a bank of soft thresholds, one per octave or so
    layers     x ← x + mix · tanh(film(conv(x)))    kernel size 3, dilations 3ⁿ: they cover the receptive field without gaps
    output     y = x · sigmoid(head(x)) · make-up

FiLM scales and offsets each channel before the tanh with numbers that a small control network computes from the knobs; the
control network also scales the detector's w_i. The make-up is exact: a gain in dB.

Dilations that grow by the kernel size allow a shortcut in training. To compute only every Sth output frame, S = 3^m, the
layer with dilation 3ⁿ needs only every 3ⁿth frame of its input: it becomes a convolution with stride 3 on a sequence
that is already decimated by 3ⁿ. Everything after layer m takes 1/S of the work. `forward` uses the decimated form if it
is given a stride, and the full one otherwise; both compute the same numbers.
"""

import math

import torch
from torch import nn

KERNEL_SIZE = 3


class ControlNetwork(nn.Sequential):
    def __init__(self, knobs, width):
        super().__init__(nn.Linear(knobs, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh())


class Detector(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        # Thresholds spread over the levels that the loop compresses: w x² = 1 from −70 to 0 dBFS.
        self.log_weight = nn.Parameter(torch.linspace(0, 7 * math.log(10), channels))
        self.adaptor = nn.Linear(width, channels)

    def forward(self, x, condition):
        """[clips][1][frames] → [clips][channels][frames]."""
        weight = torch.exp(self.log_weight + self.adaptor(condition))
        return 1 / (1 + weight[:, :, None] * x.square())


class Layer(nn.Module):
    def __init__(self, channels, width, dilation):
        super().__init__()
        self.dilation = dilation
        self.conv = nn.Conv1d(channels, channels, KERNEL_SIZE, bias=False)
        self.adaptor = nn.Linear(width, 2 * channels)
        self.mix = nn.Conv1d(channels, channels, 1)
        with torch.no_grad():
            self.adaptor.bias[:channels] += 1

    def forward(self, x, condition, thinning, stride):
        """One layer on a sequence that holds every `thinning`th frame; thins it by 3 more while that leaves `stride`."""
        if thinning < stride:
            z = torch.nn.functional.conv1d(x, self.conv.weight, stride=KERNEL_SIZE)
            x = x[:, :, KERNEL_SIZE - 1 :: KERNEL_SIZE]
        else:
            dilation = self.dilation // thinning
            z = torch.nn.functional.conv1d(x, self.conv.weight, dilation=dilation)
            x = x[:, :, (KERNEL_SIZE - 1) * dilation :]
        gain, offset = self.adaptor(condition)[:, :, None].chunk(2, 1)
        return x + self.mix(torch.tanh(z * gain + offset))


class GainTcn(nn.Module):
    def __init__(self, knobs, channels, layers, width=16):
        super().__init__()
        self.control = ControlNetwork(knobs, width)
        self.detector = Detector(channels, width)
        self.layers = nn.ModuleList(Layer(channels, width, KERNEL_SIZE**n) for n in range(layers))
        self.head = nn.Conv1d(channels, 1, 1)
        with torch.no_grad():
            self.head.bias += 2

    @property
    def receptive_field(self):
        return KERNEL_SIZE ** len(self.layers)

    def log_odds(self, x, knobs, stride=1):
        """The gain before its sigmoid, for every `stride`th of the frames whose receptive field is present.

        x [clips][frames], knobs [clips][knobs]; with a stride, a power of 3, the frames must be a multiple of it.
        """
        condition = self.control(knobs)
        z, thinning = self.detector(x[:, None], condition), 1
        for layer in self.layers:
            z = layer(z, condition, thinning, stride)
            thinning = min(stride, thinning * KERNEL_SIZE)
        return self.head(z)[:, 0]

    def run(self, samples, knobs, block=1 << 16):
        """Output for a 1-D float array, same length; the frames before it are silence."""
        lookback = self.receptive_field - 1
        samples = torch.as_tensor(samples, dtype=torch.float32)
        padded = torch.cat([torch.zeros(lookback), samples])
        knobs = torch.as_tensor(knobs, dtype=torch.float32)[None]
        with torch.no_grad():
            starts = range(0, len(samples), block)
            gains = [torch.sigmoid(self.log_odds(padded[None, s : s + block + lookback], knobs)[0]) for s in starts]
        return (samples * torch.cat(gains)).numpy()

    def blocks(self):
        """The weights in groups that interact strongly."""
        yield list(self.control.parameters())
        yield list(self.detector.parameters())
        for layer in self.layers:
            yield list(layer.parameters())
        yield list(self.head.parameters())
