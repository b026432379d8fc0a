"""A triode stage: half a 12AX7 with its anode, cathode and grid network.

With v_s source, v_c voltage on the coupling capacitor, v_g grid, v_k cathode, v_p anode:

    C_c · dv_c/dt = (v_s − v_c − v_g) / R_s
    C_m · dv_g/dt = (v_s − v_c − v_g) / R_s − v_g / R_g − i_g(v_g − v_k)
    C_k · dv_k/dt = i_p + i_g − v_k / R_k
    v_p           = V_b − R_a · i_p(v_g − v_k, v_p − v_k)

Anode current, Koren's 12AX7 (µ = 100, x = 1.4, K_g = 1060, K_p = 600, K_vb = 300):

    e   = v_pk / K_p · ln(1 + exp(K_p · (1/µ + v_gk / √(K_vb + v_pk²))))
    i_p = 2 · e^x / K_g

Grid current: a soft diode, i_g = G · s · ln(1 + exp(v_gk / s)), G = 1 / 2.7 kΩ, s = 0.15 V. It clips the positive peaks
and charges C_c, which shifts the bias (blocking) and recovers in about 5 ms; v_k follows the mean current with a few
milliseconds. A memoryless curve cannot model this.

Scheme: v_c and v_k are slow and advance by explicit Euler steps of 2.6 µs. v_g is stiff and advances by implicit Euler:

    a · v_gk + i_g(v_gk) = q,   a = 1/R_s + 1/R_g + C_m/dt,   q = (v_s − v_c)/R_s + C_m/dt · v_g' − a · v_k

The left side depends on v_gk alone, so v_gk(q) is solved once into a table, and with it the load line i_p(v_gk), taken
at the resting cathode voltage. All clips advance together, as one vector.
"""

from dataclasses import dataclass

import numpy as np

from .oversampling import RATE_HZ


@dataclass(frozen=True)
class Stage:
    """Component values of one valve stage, in ohms, farads and volts."""

    r_source: float
    c_coupling: float
    r_grid: float
    c_miller: float
    r_cathode: float
    c_cathode: float
    r_anode: float = 100e3
    supply: float = 260.0


def anode_current(v_gk, v_pk):
    """Koren's triode equation for a 12AX7; amperes."""
    e = v_pk / 600.0 * np.logaddexp(0, 600.0 * (1 / 100.0 + v_gk / np.sqrt(300.0 + v_pk * v_pk)))
    return 2 * e**1.4 / 1060.0


def grid_current(v_gk):
    """Soft diode from grid to cathode; amperes."""
    return 0.15 / 2.7e3 * np.logaddexp(0, v_gk / 0.15)


def load_line(stage, v_gk, v_k):
    """Anode current where valve and anode resistor agree, by bisection on the anode voltage."""
    low, high = np.full_like(v_gk, 1e-3), np.full_like(v_gk, stage.supply - v_k)
    for _ in range(50):
        middle = (low + high) / 2
        too_high = stage.r_anode * anode_current(v_gk, middle) + middle + v_k > stage.supply
        low, high = np.where(too_high, low, middle), np.where(too_high, middle, high)
    return anode_current(v_gk, (low + high) / 2)


def resting_cathode(stage):
    """Cathode voltage without signal: v_k = R_k · (i_p(−v_k) + i_g(−v_k))."""
    low, high = 0.0, 10.0
    for _ in range(50):
        v_k = (low + high) / 2
        current = load_line(stage, np.array([-v_k]), v_k)[0] + grid_current(-v_k)
        low, high = (v_k, high) if stage.r_cathode * current > v_k else (low, v_k)
    return low


def valve(stage, source):
    """Anode voltage minus approximately its resting value, for source voltages [frames][clips] at RATE_HZ."""
    dt = 1 / RATE_HZ
    a = 1 / stage.r_source + 1 / stage.r_grid + stage.c_miller / dt
    v_k_rest = resting_cathode(stage)

    # v_gk and i_p over q, on an even grid of q, far wider than any signal up to full scale.
    v_gk_points = np.linspace(-60, 12, 200001)
    q_points = a * v_gk_points + grid_current(v_gk_points)
    q_low, q_high, size = q_points[0], q_points[-1], 1 << 15
    q_grid = np.linspace(q_low, q_high, size)
    v_gk_table = np.interp(q_grid, q_points, v_gk_points)
    i_p_table = load_line(stage, v_gk_table, v_k_rest)
    i_g_table = grid_current(v_gk_table)
    # The lookup interpolates between neighbours: values and differences, side by side.
    tables = np.stack([v_gk_table, i_p_table, i_p_table + i_g_table], 1)
    differences = np.diff(tables, axis=0, append=tables[-1:])
    per_q = (size - 1) / (q_high - q_low)

    frames, clips = source.shape
    out = np.empty_like(source)
    v_c = np.zeros(clips)
    v_g = np.zeros(clips)
    v_k = np.full(clips, v_k_rest)
    for frame in range(frames):
        drive = (source[frame] - v_c) * (1 / stage.r_source)
        q = drive + (stage.c_miller / dt) * v_g - a * v_k
        position = np.clip((q - q_low) * per_q, 0, size - 1.001)
        index = position.astype(np.intp)
        values = tables[index] + differences[index] * (position - index)[:, None]
        v_g = values[:, 0] + v_k
        v_c = v_c + (dt / stage.c_coupling) * (drive - v_g * (1 / stage.r_source))
        v_k = v_k + (dt / stage.c_cathode) * (values[:, 2] - v_k * (1 / stage.r_cathode))
        out[frame] = values[:, 1]
    return stage.r_anode * (v_k_rest / stage.r_cathode - out)
