"""An analogue echo with a bucket-brigade delay, simulated at 8 × 48 kHz: the echoes alone, without the direct sound.

Signal path (0 dBFS at the input stands for 1 V), a loop of DELAY_FRAMES at 48 kHz, 100 ms:

    u[t]   = x[t] + FEEDBACK · w[t]                       w: the echoes, the output
    v      = low-pass(u)        one pole at 4.5 kHz and two at 5 kHz, Q 0.9: anti-aliasing before the buckets
    b      = HEADROOM · (tanh(v / HEADROOM + BIAS) − tanh(BIAS)) / (1 − tanh²(BIAS))
    w[t]   = LEVEL · filter(b[t − delay])

The curve models how a bucket chain saturates with large charges, slightly asymmetrically. The filter after it models
charge-transfer loss as one pole at 6 kHz, the output filter with two poles at 4.2 kHz, Q 0.8, and a 90 Hz high-pass, so
that every round trip is thinner and darker than the last.

Not simulated: the clock's hiss, whine and aliasing, and its drift. A network without randomness cannot learn the noise,
and a time-invariant one cannot learn the drift.

The loop is longer than a block, so the simulation runs block by block with whole-array filters.
"""

import numpy as np
from scipy import signal

from .oversampling import OVERSAMPLING, high_pass, low_pass, low_pass_2, oversampled

NAME = "bucket-brigade echo: 100 ms loop, soft saturation, darkening filters"

DELAY_FRAMES = 4800
FEEDBACK = 0.45
HEADROOM = 0.8
BIAS = 0.15
LEVEL = 0.7
CLIPS_AT_ONCE = 24


class Filter:
    """Second-order sections that carry their state from block to block."""

    def __init__(self, sections, clips):
        self.sections = np.concatenate(sections)
        self.state = np.zeros((len(self.sections), 2, clips))

    def run(self, x):
        y, self.state = signal.sosfilt(self.sections, x, axis=0, zi=self.state)
        return y


def saturate(v):
    return HEADROOM * (np.tanh(v / HEADROOM + BIAS) - np.tanh(BIAS)) / (1 - np.tanh(BIAS) ** 2)


def circuit(x):
    clips = x.shape[1]
    before = Filter([low_pass(4500), low_pass_2(5000, 0.9)], clips)
    after = Filter([low_pass(6000), low_pass_2(4200, 0.8), high_pass(90, LEVEL)], clips)
    block = DELAY_FRAMES * OVERSAMPLING
    out = np.empty_like(x)
    buckets = np.zeros((block, clips))
    for start in range(0, len(x), block):
        u = x[start : start + block]
        w = after.run(buckets[: len(u)])
        out[start : start + block] = w
        buckets = saturate(before.run(u + FEEDBACK / LEVEL * w))
    return out


def simulate(inputs):
    groups = [inputs[start : start + CLIPS_AT_ONCE] for start in range(0, len(inputs), CLIPS_AT_ONCE)]
    return np.concatenate([oversampled(group, circuit) for group in groups])
