"""Checks that a `.nam` file, run in plain numpy, gives what it should.

    python3 check_export.py MODEL.nam                          against the trained PyTorch model in checkpoints/
    python3 check_export.py MODEL.nam --input X --output Y     against raw float32 files from another implementation
"""

import argparse
import sys

import numpy as np

from nam_reader import Nam

TOLERANCE = 1e-5  # times max(1, peak)


def trained_case():
    """(input, output) of the checkpoint on a stretch of the riff and noise."""
    import signals
    from export_nam import load_trained

    model, _ = load_trained()
    rng = np.random.default_rng(7)
    x = np.concatenate([signals.riff()[: 2 * 48000] * 0.5, rng.standard_normal(24000).astype(np.float32) * 0.2])
    return x, model.run(x)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--input")
    parser.add_argument("--output")
    arguments = parser.parse_args()
    if arguments.input:
        x, expected = np.fromfile(arguments.input, "<f4"), np.fromfile(arguments.output, "<f4")
    else:
        x, expected = trained_case()
    got = Nam(arguments.model).run(x)
    difference, peak = np.abs(got - expected).max(), np.abs(expected).max()
    limit = TOLERANCE * max(1, peak)
    print(f"{arguments.model}: largest difference {difference:.2e}, limit {limit:.2e}, peak {peak:.3f}")
    sys.exit(0 if difference <= limit else 1)


if __name__ == "__main__":
    main()
