"""Fits the rational approximation of tanh that the kernels use, and prints its coefficients and errors.

    tanh(x) ≈ x · P(x²) / Q(x²),   P of degree 3, Q of degree 4 in x², for |x| ≤ LIMIT, x clamped to it beyond

P(0) = Q(0), so that small signals pass exactly: an error of the slope at zero would add up over the layers of a deep
stack. Iteratively reweighted least squares on x·P − tanh(x)·Q = 0: each round weights the equations by the last round's
1 / (Q · tanh x), which turns the residual into the relative error of the quotient, and raises the weight where the error
is largest (Lawson), which leads towards the least maximum. Then float32 arithmetic is simulated, coefficients rounded.

usage: python3 fit_tanh.py
"""

import numpy as np

LIMIT = 7.9
DEGREE_P, DEGREE_Q = 3, 4


def fit(rounds=4000):
    x = LIMIT * np.sin(np.linspace(0, np.pi / 2, 4001)[1:])
    y, u = np.tanh(x), x * x / LIMIT**2
    q = np.ones_like(x)
    lawson = np.ones_like(x)
    best, best_error = None, np.inf
    for _ in range(rounds):
        weight = np.sqrt(lawson) / (q * y)
        columns = [x * u**k for k in range(1, DEGREE_P + 1)] + [-y * u**k for k in range(1, DEGREE_Q + 1)]
        c = np.linalg.lstsq(np.stack(columns, 1) * weight[:, None], (y - x) * weight, rcond=None)[0]
        p, qc = np.concatenate([[1.0], c[:DEGREE_P]]), np.concatenate([[1.0], c[DEGREE_P:]])
        q = np.polyval(qc[::-1], u)
        error = np.abs(x * np.polyval(p[::-1], u) / q / y - 1)
        if error.max() < best_error:
            best, best_error = (p, qc), error.max()
        lawson *= 0.02 + error / error.max()
        lawson /= lawson.mean()
    p, qc = best
    scale = LIMIT ** (-2.0 * np.arange(max(DEGREE_P, DEGREE_Q) + 1))
    p, qc = p * scale[: DEGREE_P + 1], qc * scale[: DEGREE_Q + 1]
    # Both divided by Q's leading coefficient, which saves its multiplication.
    return p / qc[-1], qc / qc[-1], best_error


def evaluate32(p, q, x):
    f = np.float32
    c = np.clip(x.astype(f), f(-LIMIT), f(LIMIT))
    u = c * c
    def horner(coefficients):
        value = np.full_like(u, f(coefficients[-1]))
        for coefficient in coefficients[-2::-1]:
            value = value * u + f(coefficient)
        return value
    return c * horner(p) / horner(q)


if __name__ == "__main__":
    p, q, error = fit()
    print("P:", ", ".join(f"{v:.9e}" for v in p))
    print("Q:", ", ".join(f"{v:.9e}" for v in q))
    x = np.linspace(1e-4, 12, 3_000_001).astype(np.float32)
    exact = np.tanh(x.astype(np.float64))
    got = evaluate32(p, q, x).astype(np.float64)
    print(f"greatest relative error in exact arithmetic: {error:.3e}")
    print(f"greatest relative error in float32:          {np.abs(got / exact - 1).max():.3e}")
    print(f"greatest magnitude:                          {got.max():.9f}")
