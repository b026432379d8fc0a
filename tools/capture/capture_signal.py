"""The test signal for capturing a device, and the positions of its parts.

    python3 capture_signal.py capture-signal.wav

Mono, 48 kHz, 24 bits, a good three minutes. Parts, in order, with silence between them:

    sync           a chirp from 60 Hz to 16 kHz at −12 dBFS: its position in the recording gives latency and polarity
    noise          two seconds of silence: the noise of the device and the cables
    levels         the same chirp at −30, −18, −6 and −1 dBFS
    training       playing of many kinds and levels: the synthetic guitar of tools/training, sweeps, tones, noise
    validation     the same kinds with other seeds
    sync again     shows whether recorder and player ran at the same speed

The signal is generated from fixed seeds and therefore always the same: aligning a recording does not need the original file.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))

import signals  # noqa: E402
import wav_file  # noqa: E402

RATE_HZ = 48000
SYNC_DB = -12
LEVELS_DB = (-30, -18, -6, -1)
TRAINING_CLIPS, VALIDATION_CLIPS = 84, 6
TRAINING_SEED, VALIDATION_SEED = 5000, 6000
PEAK = 10 ** (-1 / 20)  # peak of the whole signal


@dataclass(frozen=True)
class Part:
    name: str
    start: int
    stop: int


def chirp(seconds=1.0, low_hz=60, high_hz=16000):
    """Exponential sine sweep with fades of 10 ms."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    growth = np.log(high_hz / low_hz)
    sweep = np.sin(2 * np.pi * low_hz * seconds / growth * (np.exp(t / seconds * growth) - 1))
    edge = np.minimum(1, np.minimum(np.arange(len(t)), np.arange(len(t))[::-1]) / (0.01 * RATE_HZ))
    return sweep * edge


def clips(count, seed):
    """Clips of all kinds in turn, at many levels."""
    names = [kind for kind, _, weight, _, _ in signals.KINDS for _ in range(weight)]
    order = [names[i * 7 % len(names)] for i in range(count)]
    made = [signals.make_clip(kind, np.random.default_rng([seed, i])) for i, kind in enumerate(order)]
    return np.concatenate([clip[signals.LEAD_FRAMES :] for clip in made]) * PEAK


def build(training_clips=TRAINING_CLIPS):
    """Returns (signal, parts by name). Tests use fewer clips than the real signal."""
    pieces, parts, position = [], {}, 0

    def add(name, samples):
        nonlocal position
        pieces.append(samples)
        if name:
            parts[name] = Part(name, position, position + len(samples))
        position += len(samples)

    silence = np.zeros(RATE_HZ // 2)
    sync = chirp() * 10 ** (SYNC_DB / 20)
    add(None, silence)
    add("sync", sync)
    add("noise", np.zeros(2 * RATE_HZ))
    for level in LEVELS_DB:
        add(f"level {level}", chirp() * 10 ** (level / 20))
        add(None, silence)
    add("training", clips(training_clips, TRAINING_SEED))
    add(None, silence)
    add("validation", clips(VALIDATION_CLIPS, VALIDATION_SEED))
    add(None, silence)
    add("sync again", sync)
    add(None, np.zeros(2 * RATE_HZ))
    return np.concatenate(pieces), parts


def main():
    parser = argparse.ArgumentParser(description="writes the signal to play through a device")
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    samples, _ = build()
    wav_file.write(output, samples, RATE_HZ)
    print(f"{output}: {len(samples) / RATE_HZ:.0f} seconds, peak {20 * np.log10(np.abs(samples).max()):.1f} dBFS")


if __name__ == "__main__":
    main()
