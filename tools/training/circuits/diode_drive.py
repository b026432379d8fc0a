"""An overdrive pedal: diodes in the feedback of an operational amplifier, simulated at 8 × 48 kHz.

Signal path (0 dBFS at the input stands for 1 V):

1. Input coupling: a 20 Hz high-pass.
2. The clipper, a non-inverting amplifier. R_1 = 4.7 kΩ in series with C_1 = 47 nF leads from the inverting input to
   ground, so that only frequencies above 720 Hz get the full gain. R_f = 100 kΩ, C_f = 51 pF and the diodes lie between
   the inverting input and the output: one diode for one polarity, two in series for the other.

       i            = (x − v_1) / R_1          C_1 · dv_1/dt = i
       C_f · dv_f/dt = i − v_f / R_f − i_d(v_f)
       i_d(v)       = I_s · (exp(v / nV_t) − exp(−v / 2nV_t))     I_s = 4 nA, nV_t = 47 mV
       output       = x + v_f

   The output always contains the clean signal beside the clipped one. The amplifier itself is ideal.
3. Tone: a one-pole low-pass at 1.6 kHz with a shelf back above 6 kHz, a low-pass at 9 kHz, a 15 Hz high-pass, the level.

v_1 advances by explicit Euler steps of 2.6 µs; v_f is stiff and advances by implicit ones, a · v_f + i_d(v_f) = q with
a = 1/R_f + C_f/dt, whose solution is a table over asinh(q).
"""

import numpy as np

from .oversampling import RATE_HZ, analog, filtered, high_pass, low_pass, oversampled

NAME = "op-amp overdrive, asymmetric diodes in the feedback, tone filter"

R_1, C_1 = 4.7e3, 47e-9
R_F, C_F = 100e3, 51e-12
SATURATION_CURRENT, THERMAL_VOLTAGE = 4e-9, 0.047
OUTPUT_GAIN = 0.4  # full scale per volt at the clipper's output

Q_SCALE = 1e-6  # amperes: the table's grid is linear below and logarithmic above
TABLE_SIZE = 1 << 14


def diode_current(v):
    return SATURATION_CURRENT * (np.exp(v / THERMAL_VOLTAGE) - np.exp(-v / (2 * THERMAL_VOLTAGE)))


def clipper(x):
    dt = 1 / RATE_HZ
    a = 1 / R_F + C_F / dt
    v_points = np.linspace(-2.4, 1.2, 200001)
    warped = np.arcsinh((a * v_points + diode_current(v_points)) / Q_SCALE)
    grid = np.linspace(warped[0], warped[-1], TABLE_SIZE)
    table = np.interp(grid, warped, v_points)
    slope = np.diff(table, append=table[-1])
    per_step = (TABLE_SIZE - 1) / (grid[-1] - grid[0])

    out = np.empty_like(x)
    v_1, v_f = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for frame in range(len(x)):
        i = (x[frame] - v_1) * (1 / R_1)
        v_1 = v_1 + (dt / C_1) * i
        q = np.arcsinh((i + (C_F / dt) * v_f) * (1 / Q_SCALE))
        position = np.clip((q - grid[0]) * per_step, 0, TABLE_SIZE - 1.001)
        index = position.astype(np.intp)
        v_f = table[index] + slope[index] * (position - index)
        out[frame] = v_f
    return x + out


def circuit(x):
    x = clipper(filtered(x, high_pass(20)))
    return filtered(x, analog([6000], [1600], 1600 / 6000), low_pass(9000), high_pass(15, OUTPUT_GAIN))


def simulate(inputs):
    return oversampled(inputs, circuit)
