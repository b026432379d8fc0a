"""A three-valve lead preamp, simulated at 8 × 48 kHz: high gain, long sustain.

Signal path (0 dBFS at the input stands for 1 V):

1. Input valve, linearised: gain 23 in the bass, 61 above 230 Hz (2.7 kΩ ∥ 0.68 µF cathode); the gain control passes
   PRE_VOLUME; coupling cuts below 90 Hz, so that the distortion stays tight.
2. Valve A: 100 kΩ anode, 1.8 kΩ ∥ 1 µF cathode, coupling 22 nF through 220 kΩ into 470 kΩ, 120 pF Miller capacitance.
3. Interstage loss: divider to COLD_DRIVE, one-pole low-pass at 9 kHz.
4. Valve B, cold: a 10 kΩ cathode resistor (22 nF beside it) biases it near cut-off, so that it clips one half of
   the wave long before the other; 100 kΩ anode, 10 nF through 220 kΩ into 470 kΩ, 100 pF.
5. Interstage loss: divider to LAST_DRIVE, one-pole low-pass at 8 kHz.
6. Valve C: 100 kΩ anode, 1.5 kΩ ∥ 4.7 µF cathode, 10 nF through 100 kΩ into 470 kΩ, 100 pF.
7. Tone: +3 dB around 1.2 kHz, a two-pole treble roll-off at 4.8 kHz, a 30 Hz high-pass that blocks DC, and the level.

The valves' equations are in valve.py.
"""

import numpy as np

from .oversampling import analog, filtered, high_pass, low_pass, low_pass_2, oversampled, peak
from .valve import Stage, valve

NAME = "three 12AX7 stages: pre-emphasis, gain stage, cold clipper, output stage, tone"

PRE_VOLUME = 0.3
COLD_DRIVE = 0.25
LAST_DRIVE = 0.06
OUTPUT_GAIN = 1 / 220.0  # full scale per volt at valve C's anode

VALVE_A = Stage(220e3, 22e-9, 470e3, 120e-12, 1.8e3, 1e-6)
VALVE_B = Stage(220e3, 10e-9, 470e3, 100e-12, 10e3, 22e-9)
VALVE_C = Stage(100e3, 10e-9, 470e3, 100e-12, 1.5e3, 4.7e-6)


def pre_emphasis():
    corner = 1 / (2 * np.pi * 2.7e3 * 0.68e-6)
    return analog([corner, 0], [corner * 61.5 / 23, 90], 61.5 * PRE_VOLUME)


def circuit(x):
    x = valve(VALVE_A, filtered(x, pre_emphasis()))
    x = valve(VALVE_B, filtered(x, low_pass(9000, COLD_DRIVE)))
    x = valve(VALVE_C, filtered(x, low_pass(8000, LAST_DRIVE)))
    return filtered(x, peak(1200, 0.7, 3), low_pass_2(4800, 0.65), high_pass(30, OUTPUT_GAIN))


def simulate(inputs):
    return oversampled(inputs, circuit)
