"""Runs a circuit at 8 × 48 kHz, and provides the linear filters of circuits.

All filters are causal, including the rate converters, so the output never depends on future input.
"""

import numpy as np
from scipy import signal

SAMPLE_RATE_HZ = 48000
OVERSAMPLING = 8
RATE_HZ = SAMPLE_RATE_HZ * OVERSAMPLING
SETTLING_FRAMES = 9600  # length of silence before the input, so that every capacitor is at rest


def converter_filter():
    """Anti-imaging and anti-aliasing: flat to 18.5 kHz, −29 dB at 24 kHz, −60 dB at 29 kHz."""
    return signal.ellip(7, 0.05, 80, 18500, fs=RATE_HZ, output="sos")


def oversampled(inputs, circuit):
    """Runs `circuit`, a function of voltages [frames][clips] at RATE_HZ, on clips [clips][frames] at 48 kHz, from rest.

    Returns the same shape as `inputs`, float32.
    """
    inputs = np.pad(np.atleast_2d(inputs).astype(np.float64), ((0, 0), (SETTLING_FRAMES, 0)))
    up = np.zeros((inputs.shape[1] * OVERSAMPLING, inputs.shape[0]))
    up[::OVERSAMPLING] = inputs.T * OVERSAMPLING
    x = circuit(signal.sosfilt(converter_filter(), up, axis=0))
    x = signal.sosfilt(converter_filter(), x, axis=0)
    return x[::OVERSAMPLING].T[:, SETTLING_FRAMES:].astype(np.float32)


def analog(zeros_hz, poles_hz, gain):
    """First-order sections from real corner frequencies (0 = a zero at DC), by the bilinear transform."""
    z = -2 * np.pi * np.array(zeros_hz, float)
    p = -2 * np.pi * np.array(poles_hz, float)
    return signal.zpk2sos(*signal.bilinear_zpk(z, p, gain, RATE_HZ))


def high_pass(hz, gain=1):
    return analog([0], [hz], gain)


def low_pass(hz, gain=1):
    return analog([], [hz], gain * 2 * np.pi * hz)


def peak(hz, q, gain_db):
    """(s² + g·w/Q·s + w²) / (s² + w/Q·s + w²): a bell, or a dip, of gain g at its centre."""
    w, g = 2 * np.pi * hz, 10 ** (gain_db / 20)
    return signal.tf2sos(*signal.bilinear([1, g * w / q, w * w], [1, w / q, w * w], RATE_HZ))


def low_pass_2(hz, q):
    """w² / (s² + w/Q·s + w²)."""
    w = 2 * np.pi * hz
    return signal.tf2sos(*signal.bilinear([w * w], [1, w / q, w * w], RATE_HZ))


def filtered(x, *sections):
    """x [frames][clips] through the sections, one after another."""
    return signal.sosfilt(np.concatenate(sections), x, axis=0)
