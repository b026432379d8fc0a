"""Synthetic guitar and test signals: seeded, mono, 48 kHz, at many levels.

A clip is CLIP_FRAMES long and starts after LEAD_FRAMES of silence, so a network's receptive field never reaches
outside it. The same seed gives the same clips; the three sets use disjoint seeds.
"""

import numpy as np
from scipy import signal

SAMPLE_RATE_HZ = 48000
LEAD_FRAMES = 4096
CLIP_FRAMES = 96000

SET_SEEDS = {"training": 1000, "validation": 2000, "test": 3000}
SET_CLIPS = {"training": 192, "validation": 24, "test": 48}

LOWEST_HZ = 73.4  # a low D


def pluck(rng, hz, frames, sustain=None, brightness=None):
    """Karplus–Strong string: filtered noise into a comb with a lossy, fractionally tuned loop; then a pickup."""
    sustain = rng.uniform(1.5, 10.0) if sustain is None else sustain  # seconds to −60 dB
    brightness = rng.uniform(0.1, 0.8) if brightness is None else brightness
    period = SAMPLE_RATE_HZ / hz
    loss = 10 ** (-3 / (sustain * hz))
    damping = 0.3 * (1 - brightness) * rng.uniform(0.1, 1.0)

    # Excitation: one period of noise, softened to fall like a plucked string's harmonics, combed by the picking point.
    burst = rng.standard_normal(int(period))
    burst = signal.lfilter([1], [1, -0.97 + 0.3 * brightness], burst - burst.mean())
    excitation = np.zeros(frames)
    excitation[: len(burst)] = burst[:frames]
    comb = max(1, int(period * rng.uniform(0.06, 0.3)))
    excitation[comb:] -= 0.9 * excitation[:-comb]

    # Loop: period = whole + fraction + damping, the last for the delay of the loss filter.
    whole = int(period - damping)
    fraction = period - damping - whole
    taps = loss * np.convolve([1 - damping, damping], [1 - fraction, fraction])
    feedback = np.zeros(whole + 3)
    feedback[0] = 1
    feedback[whole:] -= taps
    string = signal.lfilter([1.0], feedback, excitation)

    comb = max(1, int(period * rng.uniform(0.08, 0.3)))  # pickup position
    string[comb:] -= 0.8 * string[:-comb].copy()
    resonance_hz, q = rng.uniform(2200, 4500), rng.uniform(0.8, 2.2)
    w = 2 * np.pi * resonance_hz / SAMPLE_RATE_HZ
    alpha = np.sin(w) / (2 * q)
    b = np.array([1, 2, 1]) * (1 - np.cos(w)) / 2
    string = signal.lfilter(b, [1 + alpha, -2 * np.cos(w), 1 - alpha], string)
    string = signal.lfilter([1, -1], [1, -0.998], string)  # no DC from the noise
    return string / (np.abs(string).max() + 1e-12)


def note_hz(fret):
    return LOWEST_HZ * 2 ** (fret / 12)


def place(clip, sound, start):
    stop = min(len(clip), start + len(sound))
    clip[start:stop] += sound[: stop - start]


def single_notes(rng, frames):
    """A line of notes of varying strength; each note damps the one before."""
    clip, start = np.zeros(frames), 0
    while start < frames:
        length = int(rng.uniform(0.08, 0.9) * SAMPLE_RATE_HZ)
        sound = pluck(rng, note_hz(rng.integers(0, 44)), length) * rng.uniform(0.3, 1.0)
        fade = min(240, length)
        sound[-fade:] *= np.linspace(1, 0, fade)
        place(clip, sound, start)
        start += length
    return clip


def chromatic_run(rng, frames):
    clip = np.zeros(frames)
    step = int(rng.uniform(0.06, 0.14) * SAMPLE_RATE_HZ)
    fret, direction = rng.integers(0, 30), rng.choice([-1, 1])
    for start in range(0, frames, step):
        sound = pluck(rng, note_hz(fret), step) * rng.uniform(0.6, 1.0)
        sound[-120:] *= np.linspace(1, 0, 120)
        place(clip, sound, start)
        fret += direction
        if not 0 < fret < 44:
            direction = -direction
    return clip


def chords(rng, frames):
    """Strummed shapes, open or power chords, left to ring."""
    shapes = [[0, 7, 12], [0, 7, 12, 16, 19, 24], [0, 7, 12, 15, 19, 24], [0, 5, 10, 15], [0, 7], [0, 4, 7, 11]]
    clip, start = np.zeros(frames), 0
    while start < frames:
        length = int(rng.uniform(0.3, 1.8) * SAMPLE_RATE_HZ)
        root = rng.integers(0, 18)
        delay = 0
        chord = np.zeros(length)
        for interval in shapes[rng.integers(len(shapes))]:
            place(chord, pluck(rng, note_hz(root + interval), length) * rng.uniform(0.5, 1), delay)
            delay += int(rng.uniform(0, 0.02) * SAMPLE_RATE_HZ)
        chord[-240:] *= np.linspace(1, 0, 240)
        place(clip, chord * rng.uniform(0.4, 1), start)
        start += length
    return clip


def palm_mutes(rng, frames):
    clip, start = np.zeros(frames), 0
    root = rng.integers(0, 10)
    step = int(rng.uniform(0.09, 0.22) * SAMPLE_RATE_HZ)
    while start < frames:
        fret = root + (0 if rng.random() < 0.7 else rng.integers(0, 8))
        for interval in ([0, 7] if rng.random() < 0.5 else [0]):
            sound = pluck(rng, note_hz(fret + interval), step, rng.uniform(0.08, 0.35), rng.uniform(0, 0.4))
            place(clip, sound * rng.uniform(0.5, 1), start)
        start += step
    return clip


def bends(rng, frames):
    """One note with bends and vibrato."""
    t = np.arange(frames) / SAMPLE_RATE_HZ
    string = pluck(rng, note_hz(rng.integers(8, 36)), int(frames * 1.4), rng.uniform(2, 6))
    bend = rng.uniform(0, 3) / (1 + np.exp(-(t - rng.uniform(0.3, 1.2)) * 12))
    vibrato = rng.uniform(0, 0.4) * np.sin(2 * np.pi * rng.uniform(4, 7) * t)
    position = np.cumsum(2 ** ((bend + vibrato) / 12))
    bent = np.interp(position, np.arange(len(string)), string)
    return bent * np.minimum(1, t * 2000)


def sweep(rng, frames):
    """Sine glide with a slowly varying level."""
    t = np.arange(frames) / frames
    low, high = np.log(rng.uniform(30, 200)), np.log(rng.uniform(2000, 12000))
    glide = np.exp(low + (high - low) * (t if rng.random() < 0.5 else 1 - t))
    level = 10 ** (-rng.uniform(0, 1.5) * (0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(0.5, 4) * t)))
    return np.sin(2 * np.pi * np.cumsum(glide) / SAMPLE_RATE_HZ) * level


def two_tones(rng, frames):
    clip = np.zeros(frames)
    step = int(rng.uniform(0.1, 0.4) * SAMPLE_RATE_HZ)
    for start in range(0, frames, step):
        t = np.arange(step) / SAMPLE_RATE_HZ
        hz = np.exp(rng.uniform(np.log(50), np.log(4000), 2))
        envelope = np.minimum(1, np.minimum(t, t[::-1]) * rng.uniform(50, 2000)) * 10 ** (-rng.uniform(0, 1.5))
        place(clip, (np.sin(2 * np.pi * hz[0] * t) + rng.uniform(0, 1) * np.sin(2 * np.pi * hz[1] * t)) * envelope, start)
    return clip


def noise_bursts(rng, frames):
    """Coloured noise, gated on and off, band-limited like a pickup."""
    clip, start = np.zeros(frames), 0
    while start < frames:
        length = int(np.exp(rng.uniform(np.log(0.01), np.log(0.6))) * SAMPLE_RATE_HZ)
        sos = signal.butter(2, np.exp(rng.uniform(np.log(400), np.log(9000))), fs=SAMPLE_RATE_HZ, output="sos")
        sound = signal.sosfilt(sos, rng.standard_normal(length))
        place(clip, sound / np.abs(sound).max() * 10 ** (-rng.uniform(0, 1.5)), start)
        start += length + int(rng.uniform(0, 0.15) * SAMPLE_RATE_HZ)
    return clip


def silence(rng, frames):
    """Silence, then hum and hiss at −70 … −50 dBFS, as from a guitar cable between notes."""
    t = np.arange(frames) / SAMPLE_RATE_HZ
    hum = sum(np.sin(2 * np.pi * 50 * k * t + rng.uniform(0, 6)) / k for k in (1, 2, 3, 5))
    noise = hum * rng.uniform(0, 1) + rng.standard_normal(frames) * 0.2
    noise[: frames // 2] = 0
    return noise


# Name, generator, share of a set, loudest and quietest peak in dBFS.
KINDS = [
    ("single notes", single_notes, 9, 0, -40),
    ("chords", chords, 9, 0, -40),
    ("palm mutes", palm_mutes, 7, 0, -30),
    ("chromatic run", chromatic_run, 6, 0, -40),
    ("bends", bends, 5, 0, -30),
    ("sweep", sweep, 4, 0, -40),
    ("two tones", two_tones, 4, 0, -40),
    ("noise bursts", noise_bursts, 3, 0, -40),
    ("silence", silence, 1, -50, -70),
]
GUITAR_KINDS = {"single notes", "chords", "palm mutes", "chromatic run", "bends"}


def at_peak(clip, peak_db):
    return clip / (np.abs(clip).max() + 1e-12) * 10 ** (peak_db / 20)


def make_clip(kind, rng):
    """One clip of the named kind, at a random peak level; half of the levels lie above a third of the range."""
    _, generator, _, loudest, quietest = next(entry for entry in KINDS if entry[0] == kind)
    clip = at_peak(generator(rng, CLIP_FRAMES), loudest + (quietest - loudest) * rng.random() ** 1.6)
    return np.concatenate([np.zeros(LEAD_FRAMES), clip]).astype(np.float32)


def make_set(name):
    """(kinds, clips [clips][LEAD_FRAMES + CLIP_FRAMES]) of "training", "validation" or "test"."""
    count = SET_CLIPS[name]
    share = sum(entry[2] for entry in KINDS)
    kinds = [kind for kind, _, weight, _, _ in KINDS for _ in range(max(1, round(count * weight / share)))]
    clips = [make_clip(kind, np.random.default_rng([SET_SEEDS[name], i])) for i, kind in enumerate(kinds)]
    return kinds, np.stack(clips)


def riff(seed=4000):
    """Six seconds of playing for listening and level sweeps: muted chugs, a chord, a line, a bend; peak 0 dBFS."""
    rng = np.random.default_rng(seed)
    parts = [palm_mutes(rng, 72000), chords(rng, 72000), single_notes(rng, 72000), bends(rng, 72000)]
    return at_peak(np.concatenate([np.zeros(LEAD_FRAMES), *[at_peak(p, 0) for p in parts]]), 0).astype(np.float32)
