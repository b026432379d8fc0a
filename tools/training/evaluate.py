"""Measures a `.nam` file against the simulated preamp on material it was never trained on.

    python3 evaluate.py            reads ../../models/triode-crunch.nam, writes triode-crunch.evaluation.json beside it

ESR is the energy of the error over the energy of the target. Every figure comes from the file as shipped, run in plain
numpy (nam_reader.py), not from the training code.
"""

import argparse
import json

import numpy as np

import circuit
import data
import signals
from export_nam import MODELS, NAME, load_trained
from memoryless import Memoryless
from nam_reader import Nam

LEVELS_DB = [0, -6, -12, -18, -24, -30, -40]
LOUDNESS_PEAK_DB = -6
TONES = [(hz, level) for hz in (437, 3137) for level in (-40, -30, -24, -18, -12, -6)]


def db(linear):
    return round(20 * float(np.log10(linear + 1e-12)), 1)


def rms(x):
    return float(np.sqrt(np.mean(np.square(x, dtype=np.float64))))


def esr(ys, targets):
    error = sum(np.sum((y - t) ** 2, dtype=np.float64) for y, t in zip(ys, targets))
    return float(error / sum(np.sum(np.square(t, dtype=np.float64)) for t in targets))


def rounded(x):
    """Four significant digits: the file is for reading."""
    return float(f"{x:.4g}")


def compare(ys, curve_ys, targets):
    error = np.concatenate([y - t for y, t in zip(ys, targets)])
    network, curve = esr(ys, targets), esr(curve_ys, targets)
    return {
        "esr": rounded(network),
        "error_rms_dbfs": db(rms(error)),
        "error_peak_dbfs": db(np.abs(error).max()),
        "memoryless_esr": rounded(curve),
        "times_better_than_memoryless": rounded(curve / network),
    }


def level_sweep(model, curve):
    """The riff at several peak levels; the circuit is simulated afresh at each."""
    riff = signals.riff()
    inputs = [riff * np.float32(10 ** (level / 20)) for level in LEVELS_DB]
    targets = circuit.simulate(np.stack(inputs))
    rows = []
    for level, x, target in zip(LEVELS_DB, inputs, targets):
        y = model.run(x)
        rows.append({
            "input_peak_dbfs": level,
            "output_peak_dbfs": db(np.abs(y).max()),
            "output_rms_dbfs": db(rms(y)),
            "circuit_rms_dbfs": db(rms(target)),
            **compare([y], [curve.run(x)], [target]),
        })
    return rows


def silence(model):
    """Silence alone, and the second half second after hard playing stops."""
    y = model.run(np.zeros(24000))
    riff = signals.riff()
    after = model.run(np.concatenate([riff, np.zeros(48000)]))[-24000:]
    return {
        "peak_dbfs": db(np.abs(y).max()),
        "dc": float(f"{np.mean(y):.2g}"),
        "peak_after_playing_dbfs": db(np.abs(after).max()),
    }


def sine_shares(y, hz):
    """Energy at the harmonics, and at no harmonic (aliases, noise), against the fundamental; over the last second."""
    spectrum = np.abs(np.fft.rfft(y[-48000:].astype(np.float64))) ** 2
    harmonics = np.arange(hz, 24000, hz)
    rest = spectrum.copy()
    rest[harmonics] = 0
    rest[:20] = 0
    return {
        "harmonics_db": round(10 * float(np.log10(spectrum[harmonics[1:]].sum() / spectrum[hz])), 1),
        "inharmonic_db": round(10 * float(np.log10(rest.sum() / spectrum[hz] + 1e-14)), 1),
    }


def sines(model):
    t = np.arange(57600) / 48000
    inputs = [10 ** (level / 20) * np.sin(2 * np.pi * hz * t) for hz, level in TONES]
    return [
        {"hz": hz, "input_peak_dbfs": level, "network": sine_shares(model.run(x), hz), "circuit": sine_shares(y, hz)}
        for (hz, level), x, y in zip(TONES, inputs, circuit.simulate(np.stack(inputs)))
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.parse_args()
    model = Nam(MODELS / f"{NAME}.nam")
    _, facts = load_trained()

    _, inputs, targets = data.load_set("training")
    curve = Memoryless(inputs, targets)
    kinds, inputs, targets = data.load_set("test")
    ys = [model.run(x) for x in inputs]
    curve_ys = [curve.run(x) for x in inputs]

    def subset(names):
        at = [i for i, kind in enumerate(kinds) if kind in names]
        return compare([ys[i] for i in at], [curve_ys[i] for i in at], [targets[i] for i in at])

    sweep = level_sweep(model, curve)
    outputs = {row["input_peak_dbfs"]: row["output_rms_dbfs"] for row in sweep}
    range_db = LEVELS_DB[0] - LEVELS_DB[-1]
    layers = model.file["config"]["layers"]
    evaluation = {
        "model": f"{NAME}.nam",
        "circuit": circuit.NAME,
        "weights": len(model.file["weights"]),
        "receptive_field_frames": 1 + sum((a["kernel_size"] - 1) * d for a in layers for d in a["dilations"]),
        "training": facts,
        "test": {
            "clips": len(inputs),
            "seconds": round(len(inputs) * signals.CLIP_FRAMES / 48000),
            "seed": signals.SET_SEEDS["test"],
            **compare(ys, curve_ys, targets),
        },
        "test_guitar_only": subset(signals.GUITAR_KINDS),
        "test_by_kind": {kind: subset([kind]) for kind in dict.fromkeys(kinds)},
        "riff_by_level": sweep,
        "loudness": {
            "db": outputs[LOUDNESS_PEAK_DB],
            "of": f"RMS of the output for signals.riff() at {LOUDNESS_PEAK_DB} dBFS peak",
        },
        "gain": {
            "value": rounded(1 - (outputs[LEVELS_DB[0]] - outputs[LEVELS_DB[-1]]) / range_db),
            "of": f"1 - rise of output RMS / rise of input, from {LEVELS_DB[-1]} to {LEVELS_DB[0]} dBFS; 0 is linear",
        },
        "silence": silence(model),
        "sine": sines(model),
    }
    path = MODELS / f"{NAME}.evaluation.json"
    path.write_text(json.dumps(evaluation, indent=2) + "\n")
    print(json.dumps({key: evaluation[key] for key in ("test", "silence", "loudness", "gain")}, indent=2))


if __name__ == "__main__":
    main()
