"""An optical compressor with two knobs: lamp, photoresistor and divider in a feedback loop.

The output is the sound x times the gain g of a divider whose lower leg is the photoresistor (0 dBFS stands for 1 V). The
output drives the lamp:

    y = x · g,   g = 1 / (1 + G)                  G: the photoresistor's conductance times the divider's upper leg
    L = drive · y²                                 the lamp's light
    dp/dt = (L − p) / (ATTACK if L > p else RELEASE)            the fast part of the photoresistor
    ds/dt = (p − s) / (SLOW_ATTACK if p > s else recovery)      its memory
    G = (1 − MEMORY) · p + MEMORY · s

Light proportional to the square of the output gives a ratio of 3 : 1 above a soft knee. Release has two stages: a fast one,
then a slow one, which is longer if the cell was lit longer. Knobs, both 0 … 1:

    peak reduction:  drive    = 5 · (exp(9 · knob) − 1)         none at 0
    recovery:        recovery = 60 ms · (200 / 60)^knob

A vintage cell's memory lasts seconds; this one's is short enough for a receptive field of 0.4 s.

The loop is integrated at 4 × 48 kHz, the input linearly interpolated between its frames; the product is taken once per
frame. p and s advance by explicit Euler steps of 5.2 µs, about a thousandth of the shortest time constant.
"""

import numpy as np

NAME = "optical compressor: feedback loop of lamp, photoresistor with two-stage release, and divider"

RATE_HZ = 48000
SUBSTEPS = 4
ATTACK, RELEASE, SLOW_ATTACK = 5e-3, 50e-3, 60e-3  # seconds
MEMORY = 0.5
SETTINGS = ("peak", "recovery")


def simulate(inputs, knobs):
    """Output for inputs [clips][frames] and knobs [clips][2], starting at rest; float32."""
    inputs = np.asarray(inputs, np.float64).T
    peak, recovery_knob = np.asarray(knobs, np.float64).T
    dt = 1 / (RATE_HZ * SUBSTEPS)
    drive = 5 * np.expm1(9 * peak)
    recovery = dt / (60e-3 * (200 / 60) ** recovery_knob)
    p, s, before = np.zeros(inputs.shape[1]), np.zeros(inputs.shape[1]), np.zeros(inputs.shape[1])
    out = np.empty_like(inputs)
    for frame, x in enumerate(inputs):
        for substep in range(1, SUBSTEPS + 1):
            y = (before + (x - before) * (substep / SUBSTEPS)) / (1 + (1 - MEMORY) * p + MEMORY * s)
            rise = drive * y * y - p
            climb = p - s
            p = p + rise * np.where(rise > 0, dt / ATTACK, dt / RELEASE)
            s = s + climb * np.where(climb > 0, dt / SLOW_ATTACK, recovery)
        out[frame] = x / (1 + (1 - MEMORY) * p + MEMORY * s)
        before = x
    return out.T.astype(np.float32)
