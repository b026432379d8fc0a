"""Fits the polynomial of exp that the kernels use, and prints its coefficients and errors.

    exp(r) ≈ P(r), P of degree 5 with P(0) = 1, for |r| ≤ ln 2 / 2; exp(n · ln 2 + r) = 2^n · exp(r)

Reweighted least squares on the relative error, as in fit_tanh.py.

usage: python3 fit_exp.py
"""

import numpy as np

LIMIT = np.log(2) / 2 * 1.0001
DEGREE = 5


def fit(rounds=3000):
    r = LIMIT * np.sin(np.linspace(-np.pi / 2, np.pi / 2, 4001))
    y = np.exp(r)
    lawson = np.ones_like(r)
    best, best_error = None, np.inf
    for _ in range(rounds):
        weight = np.sqrt(lawson) / y
        columns = np.stack([r**k for k in range(1, DEGREE + 1)], 1)
        c = np.linalg.lstsq(columns * weight[:, None], (y - 1) * weight, rcond=None)[0]
        error = np.abs((1 + columns @ c) / y - 1)
        if error.max() < best_error:
            best, best_error = np.concatenate([[1.0], c]), error.max()
        lawson *= 0.02 + error / error.max()
        lawson /= lawson.mean()
    return best, best_error


if __name__ == "__main__":
    coefficients, error = fit()
    print("P:", ", ".join(f"{v:.9e}" for v in coefficients))
    r = np.linspace(-LIMIT, LIMIT, 1_000_001).astype(np.float32)
    value = np.full_like(r, np.float32(coefficients[-1]))
    for coefficient in coefficients[-2::-1]:
        value = value * r + np.float32(coefficient)
    print(f"greatest relative error in exact arithmetic: {error:.3e}")
    print(f"greatest relative error in float32:          {np.abs(value / np.exp(r.astype(np.float64)) - 1).max():.3e}")
