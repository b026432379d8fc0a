"""Finds the latency and polarity of a recording of the test signal, and problems of the recording."""

from dataclasses import dataclass, field

import numpy as np
from scipy import signal

ONSET_SHARE = 0.3  # share of the impulse response's peak; the first sample above it is the onset
CLIPPED_LEVEL = 0.995
CLIPPED_RUN = 4  # consecutive equal samples at the peak: only clipping causes that
LONGEST_LATENCY_SECONDS = 3
EARLIEST_FRAMES = 4800  # a recorder that overcompensates its latency starts before the signal


class AlignmentError(ValueError):
    """The recording does not contain the test signal, or cannot be used."""


@dataclass
class Alignment:
    latency_frames: int
    inverted: bool
    drift_frames: int
    peak_db: float
    noise_db: float
    signal_db: float
    offset: float
    clipped_runs: int
    warnings: list = field(default_factory=list)


def align(played, parts, recorded):
    """Returns the Alignment of a recording of `played`; both have one channel and the same rate."""
    latency, inverted = find(played, parts["sync"], recorded)
    later, _ = find(played, parts["sync again"], recorded, around=latency)
    noise, loud = stretch(recorded, parts["noise"], latency), stretch(recorded, parts["training"], latency)
    if len(loud) < 0.9 * (parts["training"].stop - parts["training"].start):
        raise AlignmentError("recording: expected the whole test signal, got a recording that ends before it does")
    # The device still rings after the chirp, so only the second half of the silence measures its own noise.
    noise = noise[len(noise) // 2 :]
    alignment = Alignment(
        latency_frames=latency,
        inverted=inverted,
        drift_frames=later - latency,
        peak_db=db(np.abs(recorded).max()),
        noise_db=db(np.std(noise)),
        signal_db=db(np.std(loud)),
        offset=float(np.mean(noise)),
        clipped_runs=clipped_runs(recorded),
    )
    alignment.warnings = list(complaints(alignment))
    return alignment


def find(played, part, recorded, around=None):
    """Returns (latency in frames, whether the polarity is inverted), found with a part's chirp."""
    chirp = played[part.start : part.stop]
    if around is None:
        begin, reach = part.start - EARLIEST_FRAMES, EARLIEST_FRAMES + LONGEST_LATENCY_SECONDS * 48000
    else:
        begin, reach = part.start + around - 480, 960
    window = recorded[max(0, begin) : begin + len(chirp) + reach]
    if len(window) < len(chirp):
        raise AlignmentError("recording: expected the whole test signal, got a recording that ends before it does")
    response = impulse_response(chirp, window)
    peak = int(np.argmax(np.abs(response)))
    # The impulse response after the onset belongs to the device, so the first large sample counts, not the largest.
    region = np.abs(response[max(0, peak - 96) : peak + 1])
    onset = max(0, peak - 96) + int(np.argmax(region >= ONSET_SHARE * np.abs(response[peak])))
    if np.abs(response[peak]) < 12 * np.median(np.abs(response)):
        raise AlignmentError("recording: expected the chirp of the test signal near its start, found none")
    return max(0, begin) - part.start + onset, bool(response[peak] < 0)


def impulse_response(chirp, window):
    """Impulse response from the chirp to the window: spectral division, regularized where the chirp has no energy."""
    size = 1 << int(np.ceil(np.log2(len(window) + len(chirp))))
    x, y = np.fft.rfft(chirp, size), np.fft.rfft(window, size)
    power = np.abs(x) ** 2
    return np.fft.irfft(y * np.conj(x) / (power + 1e-3 * power.max()), size)[: len(window)]


def stretch(recorded, part, latency):
    return recorded[max(0, part.start + latency) : max(0, part.stop + latency)]


def clipped_runs(recorded):
    """Number of runs of equal samples at the peak: clipping of a converter."""
    top = np.abs(recorded) >= CLIPPED_LEVEL
    same = np.concatenate([[False], np.abs(np.diff(recorded)) < 1e-4])
    runs = signal.lfilter(np.ones(CLIPPED_RUN), [1], (top & same).astype(float)) >= CLIPPED_RUN - 0.5
    return int(np.sum(np.diff(np.concatenate([[0], runs.astype(int)])) == 1))


def complaints(a):
    if a.clipped_runs:
        yield f"the recording clips in {a.clipped_runs} places: lower the recording level and record again"
    if a.drift_frames:
        yield (f"the recording runs away from the signal by {a.drift_frames} frames: play and record with one interface, "
               "or clock both from one source")
    if a.signal_db - a.noise_db < 40:
        yield f"noise lies only {a.signal_db - a.noise_db:.0f} dB below the sound: the network would learn to fear it"
    if a.peak_db < -24:
        yield f"the recording is quiet, its peak at {a.peak_db:.0f} dBFS: raise the recording level"
    if abs(a.offset) > 3e-3:
        yield f"the recording has an offset of {a.offset:.4f}: a converter or an input is faulty"
    if a.latency_frames < 0:
        yield f"the recording precedes the signal by {-a.latency_frames} frames: the recorder has shifted it; that is made good"


def db(linear):
    return round(20 * float(np.log10(linear + 1e-12)), 1)
