"""Checks the output of a model's file, run in plain numpy.

    python3 check_export.py triode-lead                        against the trained PyTorch model in checkpoints/
    python3 check_export.py FILE --input X --output Y          against raw float32 files from another implementation
"""

import argparse
import sys

import numpy as np

from nam_reader import Nam
from native_reader import Native

TOLERANCE = 1e-5  # relative to max(1, peak)


def trained_case(name):
    """(file, input, the checkpoint's output); the input is part of the riff, and noise."""
    import signals
    from checkpoint import load_trained, model_path
    from export_nam import silenced
    from gain_tcn import GainTcn
    from recipes import RECIPES

    model, facts = load_trained(name)
    rng = np.random.default_rng(7)
    noise = rng.standard_normal(24000).astype(np.float32) * np.float32(0.2)
    x = np.concatenate([np.zeros(40000, np.float32), signals.riff()[: 2 * 48000] * np.float32(0.5), noise])
    if isinstance(model, GainTcn):
        return model_path(name), x, model.run(x, [0.5, 0.5])
    silenced(model, facts)
    return model_path(name), x, model.run(x) + (x if RECIPES[name].adds_to_sound else 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--input")
    parser.add_argument("--output")
    arguments = parser.parse_args()
    path = arguments.model
    if arguments.input:
        x, expected = np.fromfile(arguments.input, "<f4"), np.fromfile(arguments.output, "<f4")
    else:
        path, x, expected = trained_case(arguments.model)
    file = Nam(path) if str(path).endswith(".nam") else Native(path)
    difference, peak = np.abs(file.run(x) - expected).max(), np.abs(expected).max()
    limit = TOLERANCE * max(1, peak)
    print(f"{path}: largest difference {difference:.2e}, limit {limit:.2e}, peak {peak:.3f}")
    sys.exit(0 if difference <= limit else 1)


if __name__ == "__main__":
    main()
