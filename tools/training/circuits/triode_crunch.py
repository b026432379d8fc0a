"""A two-valve crunch preamp, simulated at 8 × 48 kHz.

Signal path (0 dBFS at the input stands for 1 V):

1. Pre-emphasis: a clean input valve, linearised. Its cathode (2.7 kΩ ∥ 0.68 µF) lifts the gain from 23 in the bass
   to 61 above 230 Hz, so low notes stay tight; a volume control passes PRE_VOLUME of it; a coupling capacitor cuts
   below 60 Hz.
2. Valve A, the crunch: half a 12AX7, 100 kΩ anode resistor, 1.5 kΩ ∥ 4.7 µF cathode, coupling 10 nF through 68 kΩ into
   a 470 kΩ grid leak, 150 pF Miller capacitance.
3. Interstage loss: divider to INTERSTAGE, one-pole low-pass at 7 kHz.
4. Valve B, milder: 100 kΩ anode, 1.5 kΩ ∥ 0.22 µF cathode (most of the local feedback stays), 10 nF through 150 kΩ
   into 470 kΩ, 100 pF.
5. Tone: a −4 dB mid dip at 450 Hz, a two-pole treble roll-off at 5.5 kHz, a 25 Hz high-pass that blocks DC, and the
   output level.

The valves' equations are in valve.py.
"""

import numpy as np

from .oversampling import analog, filtered, high_pass, low_pass, low_pass_2, oversampled, peak
from .valve import Stage, valve

NAME = "two 12AX7 stages: pre-emphasis, grid-clipping crunch stage, milder stage, tone"

PRE_VOLUME = 0.16
INTERSTAGE = 0.022
OUTPUT_GAIN = 1 / 100.0  # full scale per volt at valve B's anode

VALVE_A = Stage(68e3, 10e-9, 470e3, 150e-12, 1.5e3, 4.7e-6)
VALVE_B = Stage(150e3, 10e-9, 470e3, 100e-12, 1.5e3, 0.22e-6)


def pre_emphasis():
    corner = 1 / (2 * np.pi * 2.7e3 * 0.68e-6)
    # High-frequency gain 61.5, bass gain 23; then the 60 Hz coupling.
    return analog([corner, 0], [corner * 61.5 / 23, 60], 61.5 * PRE_VOLUME)


def circuit(x):
    x = valve(VALVE_A, filtered(x, pre_emphasis()))
    x = valve(VALVE_B, filtered(x, low_pass(7000, INTERSTAGE)))
    return filtered(x, peak(450, 0.6, -4), low_pass_2(5500, 0.6), high_pass(25, OUTPUT_GAIN))


def simulate(inputs):
    return oversampled(inputs, circuit)
