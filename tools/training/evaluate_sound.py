"""Measurements of a model without knobs."""

import numpy as np

import data
import signals
from checkpoint import model_path
from measures import compare, db, rms, rounded, silence, sine_shares
from memoryless import Memoryless
from nam_reader import Nam
from native_reader import Native

LEVELS_DB = [0, -6, -12, -18, -24, -30, -40]
LOUDNESS_PEAK_DB = -6
MOST_DELAY_FRAMES = 40  # greatest delay of the circuit's filters in the search for the best delay of a curve
TONES = [(hz, level) for hz in (437, 3137) for level in (-40, -30, -24, -18, -12, -6)]


class Shipped:
    """The model's file; `run` returns the network's part of the output: for an echo, the output minus the direct sound."""

    def __init__(self, name, recipe):
        path = model_path(name)
        self.file = Nam(path) if recipe.file_type == "nam" else Native(path)
        self.weights, self.receptive_field = self.file.weights, self.file.receptive_field
        self.direct = recipe.adds_to_sound

    def play(self, x):
        """The file's output."""
        return self.file.run(x)

    def run(self, x):
        return self.play(x) - x if self.direct else self.play(x)


def evaluate_sound(name, recipe):
    model, circuit = Shipped(name, recipe), recipe.circuit
    _, inputs, targets = data.load_set(circuit, "training")
    own_delay = getattr(circuit, "DELAY_FRAMES", 0)
    curve = Memoryless(inputs, targets, range(own_delay, own_delay + MOST_DELAY_FRAMES))
    kinds, inputs, targets = data.load_set(circuit, "test")
    ys = [model.run(x) for x in inputs]
    curve_ys = [curve.run(x) for x in inputs]

    def subset(names):
        at = [i for i, kind in enumerate(kinds) if kind in names]
        return compare([ys[i] for i in at], [curve_ys[i] for i in at], [targets[i] for i in at])

    sweep = level_sweep(model, curve, circuit)
    outputs = {row["input_peak_dbfs"]: row["output_rms_dbfs"] for row in sweep}
    range_db = LEVELS_DB[0] - LEVELS_DB[-1]
    return {
        "weights": model.weights,
        "receptive_field_frames": model.receptive_field,
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
        "silence": silence(model.play, signals.riff()),
        **({"repeats": repeats(model, circuit)} if recipe.adds_to_sound else {"sine": sines(model, circuit)}),
    }


def level_sweep(model, curve, circuit):
    """The riff at several peak levels; the circuit is simulated again at each."""
    riff = signals.riff()
    inputs = [riff * np.float32(10 ** (level / 20)) for level in LEVELS_DB]
    targets = circuit.simulate(np.stack(inputs))
    rows = []
    for level, x, target in zip(LEVELS_DB, inputs, targets):
        y, played = model.run(x), model.play(x)
        rows.append({
            "input_peak_dbfs": level,
            "output_peak_dbfs": db(np.abs(played).max()),
            "output_rms_dbfs": db(rms(played)),
            **compare([y], [curve.run(x)], [target]),
        })
    return rows


def sines(model, circuit):
    t = np.arange(57600) / 48000
    inputs = [10 ** (level / 20) * np.sin(2 * np.pi * hz * t) for hz, level in TONES]
    return [
        {"hz": hz, "input_peak_dbfs": level, "network": sine_shares(model.run(x), hz), "circuit": sine_shares(y, hz)}
        for (hz, level), x, y in zip(TONES, inputs, circuit.simulate(np.stack(inputs)))
    ]


def repeats(model, circuit, count=9):
    """Level of each repeat of a short burst of 500 Hz at −6 dBFS, network and circuit, and the error between them."""
    delay, burst = circuit.DELAY_FRAMES, 2400
    x = np.zeros(delay * (count + 1))
    x[:burst] = 0.5 * np.sin(2 * np.pi * 500 / 48000 * np.arange(burst)) * np.hanning(burst)
    y, target = model.run(x), circuit.simulate(x[None])[0]
    rows = []
    for repeat in range(1, count + 1):
        at = slice(repeat * delay, (repeat + 1) * delay)
        rows.append({
            "repeat": repeat,
            "network_rms_dbfs": db(rms(y[at])),
            "circuit_rms_dbfs": db(rms(target[at])),
            "error_rms_dbfs": db(rms(y[at] - target[at])),
        })
    return rows
