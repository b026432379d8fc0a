"""Measurements of a compressor with knobs."""

import numpy as np

import signals
from checkpoint import model_path
from gain_objective import load_set
from measures import compare, db, energy, esr, rms, rounded, silence
from memoryless import Memoryless
from native_reader import Native

GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
LEVELS_DB = (-40, -30, -20, -10, 0)
PEAK, RECOVERY = 0.7, 0.5
RELEASE_MS = (5, 20, 50, 100, 200, 400, 800)


def evaluate_gain(name, recipe):
    model, circuit = Native(model_path(name)), recipe.circuit
    kinds, inputs, knobs, targets = load_set(circuit, "test")
    ys = [model.run(x, [*setting, 0]) for x, setting in zip(inputs, knobs)]
    # A curve of its own for each clip, fitted to that very clip: no curve without memory can do better.
    curve_ys = [Memoryless(x[None], target[None], [0]).run(x) for x, target in zip(inputs, targets)]
    ratios = [esr([y], [target]) for y, target in zip(ys, targets)]
    peaks = knobs[:, 0]
    return {
        "weights": model.weights,
        "receptive_field_frames": model.receptive_field,
        "test": {
            "clips": len(inputs),
            "seconds": round(inputs.size / 48000),
            "seed": signals.SET_SEEDS["test"],
            **compare(ys, curve_ys, targets),
            "mean_esr_of_clips": rounded(float(np.mean(ratios))),
            "worst_esr_of_clips": rounded(float(np.max(ratios))),
            "esr_of_doing_nothing": rounded(energy(inputs - targets) / energy(targets)),
        },
        "test_by_peak": {
            f"{low:.2f} … {low + 0.25:.2f}": part(ys, curve_ys, targets, (peaks >= low) & (peaks <= low + 0.25))
            for low in GRID[:-1]
        },
        "riff_by_setting": riff_by_setting(model, circuit),
        "static": static_curve(model, circuit),
        "release": release(model, circuit),
        "knob_between": knob_sweep(model, circuit),
        "loudness": {
            "db": db(rms(model.run(signals.riff() * np.float32(0.5)))),
            "of": "RMS of the output for signals.riff() at -6 dBFS peak, knobs at their defaults",
        },
        "silence": silence(model.run, signals.riff()),
    }


def part(ys, curve_ys, targets, chosen):
    at = np.flatnonzero(chosen)
    return {"clips": len(at), **compare([ys[i] for i in at], [curve_ys[i] for i in at], [targets[i] for i in at])}


def riff_by_setting(model, circuit):
    """The riff at −6 dBFS peak for a grid of both knobs."""
    settings = [(peak, recovery) for peak in GRID for recovery in (0.0, 0.5, 1.0)]
    riff = signals.riff() * np.float32(0.5)
    targets = circuit.simulate(np.stack([riff] * len(settings)), settings)
    return [
        {"peak": peak, "recovery": recovery, "esr": rounded(esr([model.run(riff, [peak, recovery, 0])], [target])),
         "reduction_db": round(db(rms(target)) - db(rms(riff)), 1)}
        for (peak, recovery), target in zip(settings, targets)
    ]


def gain_db(y, x, at, frames=960):
    """Gain over a stretch of whole periods of a 200 Hz sine."""
    window = slice(at, at + frames)
    return round(20 * float(np.log10(rms(y[window]) / rms(x[window]))), 2)


def static_curve(model, circuit):
    """Gain of a steady 200 Hz sine by level, network and circuit, for the peak knob's grid."""
    settings = [(peak, level) for peak in GRID for level in LEVELS_DB]
    t = np.arange(72000) / 48000
    inputs = [10 ** (level / 20) * np.sin(2 * np.pi * 200 * t) for _, level in settings]
    targets = circuit.simulate(np.stack(inputs), [(peak, RECOVERY) for peak, _ in settings])
    return [
        {"peak": peak, "input_peak_dbfs": level, "network_db": gain_db(model.run(x, [peak, RECOVERY, 0]), x, 70000),
         "circuit_db": gain_db(target, x, 70000)}
        for (peak, level), x, target in zip(settings, inputs, targets)
    ]


def release(model, circuit):
    """Gain after a sine falls from −6 to −30 dBFS, for fast and slow recovery."""
    t = np.arange(110400) / 48000
    step = 48000
    x = np.sin(2 * np.pi * 200 * t) * np.where(np.arange(len(t)) < step, 0.5, 0.5 * 10 ** (-24 / 20))
    rows = []
    for recovery in (0.0, 1.0):
        y, target = model.run(x, [PEAK, recovery, 0]), circuit.simulate(x[None], [(PEAK, recovery)])[0]
        for ms in RELEASE_MS:
            at = step + 48 * ms
            rows.append({"recovery": recovery, "ms": ms, "network_db": gain_db(y, x, at, 240),
                         "circuit_db": gain_db(target, x, at, 240)})
    return rows


def knob_sweep(model, circuit):
    """Largest ESR of a riff over settings between those of the grid, to find gaps between trained settings."""
    riff = signals.riff()[:144000] * np.float32(0.5)
    settings = [(peak, 1 - peak) for peak in np.linspace(0.03, 0.97, 16)]
    targets = circuit.simulate(np.stack([riff] * len(settings)), settings)
    ratios = [esr([model.run(riff, [*setting, 0])], [target]) for setting, target in zip(settings, targets)]
    return {"settings": len(settings), "worst_esr": rounded(max(ratios)), "median_esr": rounded(float(np.median(ratios)))}
