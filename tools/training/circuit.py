"""A two-valve crunch preamp, simulated at 8 × 48 kHz: the device our network is trained to imitate.

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

Each valve stage (v_s source, v_c voltage on the coupling capacitor, v_g grid, v_k cathode, v_p anode):

    C_c · dv_c/dt = (v_s − v_c − v_g) / R_s
    C_m · dv_g/dt = (v_s − v_c − v_g) / R_s − v_g / R_g − i_g(v_g − v_k)
    C_k · dv_k/dt = i_p + i_g − v_k / R_k
    v_p           = V_b − R_a · i_p(v_g − v_k, v_p − v_k)

Anode current, Koren's 12AX7 (µ = 100, x = 1.4, K_g = 1060, K_p = 600, K_vb = 300):

    e   = v_pk / K_p · ln(1 + exp(K_p · (1/µ + v_gk / √(K_vb + v_pk²))))
    i_p = 2 · e^x / K_g

Grid current: a soft diode, i_g = G · s · ln(1 + exp(v_gk / s)), G = 1 / 2.7 kΩ, s = 0.15 V. It clips the positive peaks
and charges C_c, which shifts the bias (blocking) and recovers in about 5 ms; v_k follows the mean current with a few
milliseconds. That is the memory that a memoryless curve cannot have.

Scheme: v_c and v_k are slow and advance by explicit Euler steps of 2.6 µs. v_g is stiff and advances by implicit Euler:

    a · v_gk + i_g(v_gk) = q,   a = 1/R_s + 1/R_g + C_m/dt,   q = (v_s − v_c)/R_s + C_m/dt · v_g' − a · v_k

The left side depends on v_gk alone, so v_gk(q) is solved once into a table, and with it the load line i_p(v_gk), taken
at the resting cathode voltage. All clips advance together, as one vector.

The rate converters are causal (elliptic filters), so the output never depends on future input.
"""

from dataclasses import dataclass

import numpy as np
from scipy import signal

SAMPLE_RATE_HZ = 48000
OVERSAMPLING = 8
RATE_HZ = SAMPLE_RATE_HZ * OVERSAMPLING
SETTLING_FRAMES = 9600  # silence run beforehand, so that every capacitor is at rest

PRE_VOLUME = 0.16
INTERSTAGE = 0.022
OUTPUT_GAIN = 1 / 100.0  # full scale per volt at valve B's anode

NAME = "two 12AX7 stages: pre-emphasis, grid-clipping crunch stage, milder stage, tone"


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


VALVE_A = Stage(68e3, 10e-9, 470e3, 150e-12, 1.5e3, 4.7e-6)
VALVE_B = Stage(150e3, 10e-9, 470e3, 100e-12, 1.5e3, 0.22e-6)


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
    """Anode voltage, less about its resting value, for source voltages [frames][clips] at RATE_HZ."""
    dt = 1 / RATE_HZ
    a = 1 / stage.r_source + 1 / stage.r_grid + stage.c_miller / dt
    v_k_rest = resting_cathode(stage)

    # v_gk and i_p over q, on an even grid of q, far wider than any signal at or below full scale.
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


def analog(zeros_hz, poles_hz, gain, rate_hz):
    """First-order-section filter from real corner frequencies (0 = a zero at DC), by the bilinear transform."""
    z = -2 * np.pi * np.array(zeros_hz, float)
    p = -2 * np.pi * np.array(poles_hz, float)
    return signal.zpk2sos(*signal.bilinear_zpk(z, p, gain, rate_hz))


def pre_emphasis_filter():
    corner = 1 / (2 * np.pi * 2.7e3 * 0.68e-6)
    # High-frequency gain 61.5, bass gain 23; then the 60 Hz coupling.
    return analog([corner, 0], [corner * 61.5 / 23, 60], 61.5 * PRE_VOLUME, RATE_HZ)


def interstage_filter():
    return analog([], [7000], INTERSTAGE * 2 * np.pi * 7000, RATE_HZ)


def tone_filter():
    # Mid dip: (s² + g·w/Q·s + w²) / (s² + w/Q·s + w²), g = −4 dB.
    w, q, g = 2 * np.pi * 450, 0.6, 10 ** (-4 / 20)
    dip = signal.bilinear([1, g * w / q, w * w], [1, w / q, w * w], RATE_HZ)
    w, q = 2 * np.pi * 5500, 0.6
    treble = signal.bilinear([w * w], [1, w / q, w * w], RATE_HZ)
    block_dc = analog([0], [25], OUTPUT_GAIN, RATE_HZ)
    return np.concatenate([signal.tf2sos(*dip), signal.tf2sos(*treble), block_dc])


def converter_filter():
    """Anti-imaging and anti-aliasing: flat to 18.5 kHz, −29 dB at 24 kHz, −60 dB at 29 kHz.

    The treble roll-off adds 25 dB there.
    """
    return signal.ellip(7, 0.05, 80, 18500, fs=RATE_HZ, output="sos")


def simulate(inputs):
    """The preamp's output for inputs [clips][frames] at 48 kHz, starting at rest; same shape, float32."""
    inputs = np.pad(np.atleast_2d(inputs).astype(np.float64), ((0, 0), (SETTLING_FRAMES, 0)))
    up = np.zeros((inputs.shape[1] * OVERSAMPLING, inputs.shape[0]))
    up[::OVERSAMPLING] = inputs.T * OVERSAMPLING
    x = signal.sosfilt(converter_filter(), up, axis=0)
    x = signal.sosfilt(pre_emphasis_filter(), x, axis=0)
    x = valve(VALVE_A, x)
    x = signal.sosfilt(interstage_filter(), x, axis=0)
    x = valve(VALVE_B, x)
    x = signal.sosfilt(tone_filter(), x, axis=0)
    x = signal.sosfilt(converter_filter(), x, axis=0)
    return x[::OVERSAMPLING].T[:, SETTLING_FRAMES:].astype(np.float32)
