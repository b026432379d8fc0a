"""Measurements of models. Levels are in dBFS; ESR is the energy of the error over the energy of the target."""

import numpy as np


def db(linear):
    return round(20 * float(np.log10(linear + 1e-12)), 1)


def rms(x):
    return float(np.sqrt(np.mean(np.square(x, dtype=np.float64))))


def energy(xs):
    return sum(float(np.sum(np.square(x, dtype=np.float64))) for x in xs)


def esr(ys, targets):
    return energy([y - t for y, t in zip(ys, targets)]) / energy(targets)


def rounded(x):
    """Rounds to four significant digits, for people to read."""
    return float(f"{x:.4g}")


def compare(ys, curve_ys, targets):
    """Compares the network's output and that of the best memoryless curve with the target."""
    error = np.concatenate([y - t for y, t in zip(ys, targets)])
    network, curve = esr(ys, targets), esr(curve_ys, targets)
    return {
        "esr": rounded(network),
        "error_rms_dbfs": db(rms(error)),
        "error_peak_dbfs": db(np.abs(error).max()),
        "memoryless_esr": rounded(curve),
        "times_better_than_memoryless": rounded(curve / network),
    }


def sine_shares(y, hz):
    """Energy at harmonics and elsewhere (aliases, noise), relative to the fundamental, in the last second."""
    spectrum = np.abs(np.fft.rfft(y[-48000:].astype(np.float64))) ** 2
    harmonics = np.arange(hz, 24000, hz)
    rest = spectrum.copy()
    rest[harmonics] = 0
    rest[:20] = 0
    return {
        "harmonics_db": round(10 * float(np.log10(spectrum[harmonics[1:]].sum() / spectrum[hz])), 1),
        "inharmonic_db": round(10 * float(np.log10(rest.sum() / spectrum[hz] + 1e-14)), 1),
    }


def silence(run, playing):
    """Silence alone, and half a second of it, 1.5 seconds after hard playing."""
    y = run(np.zeros(24000))
    after = run(np.concatenate([playing, np.zeros(96000)]))[-24000:]
    return {
        "peak_dbfs": db(np.abs(y).max()),
        "dc": float(f"{np.mean(y):.2g}"),
        "peak_after_playing_dbfs": db(np.abs(after).max()),
    }
