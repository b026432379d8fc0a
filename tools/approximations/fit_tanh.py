"""Fits the rational approximation of tanh that the kernels use, and prints its coefficients and errors.

    t = x · P(x²) / Q(x²) ≈ tanh(x/2),   P of degree 2, Q of degree 3 in x², for |x| ≤ LIMIT, x clamped to it beyond
    tanh(x) = 2t / (1 + t²) = 2ND / (N² + D²),   N = x · P, D = Q

An error of t reaches tanh multiplied by (1 − t²) / (1 + t²): near ±1 hardly, so that tanh becomes exactly ±1. P(0) = Q(0) / 2,
so that small signals pass exactly: an error of the slope at zero would add up over the layers of a deep stack. Q(0) has 12
bits: its square is exact, which every small result is divided by.

Iteratively reweighted least squares on x · P − t · Q = 0: each round weights the equations so that the residual is the relative
error of tanh, and raises the weight where the error is largest (Lawson), which leads towards the least maximum. One coefficient
after the other is rounded to float32, and the others are fitted again. Then float32 arithmetic is simulated, with multiply-adds
rounded twice and once.

usage: python3 fit_tanh.py
"""

import numpy as np

LIMIT = 9.1
DEGREE_P, DEGREE_Q = 2, 3
RANGES = [1e-6, 1e-3, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9, 12]


def fit(x, fixed, rounds):
    """Coefficients by name: p1 …, q0 … (the leading one of Q is 1, p0 is q0 / 2), and the greatest error."""
    t, u = np.tanh(x / 2), x * x
    columns = {f"p{k}": x * u**k for k in range(1, DEGREE_P + 1)}
    columns |= {f"q{k}": -t * u**k for k in range(DEGREE_Q)}
    columns["q0"] = columns["q0"] + x / 2
    base = -t * u**DEGREE_Q + sum(columns[name] * value for name, value in fixed.items())
    free = [name for name in columns if name not in fixed]
    reach = (1 - t**2) / (1 + t**2) / t
    q, lawson = (1 + u) ** DEGREE_Q, np.ones_like(x)
    best, best_error = None, np.inf
    for _ in range(rounds if free else 1):
        c = dict(fixed)
        if free:
            weight = np.sqrt(lawson) * reach / q
            matrix = np.stack([columns[name] * weight for name in free], 1)
            size = np.sqrt((matrix**2).sum(0))
            c |= dict(zip(free, np.linalg.lstsq(matrix / size, -base * weight, rcond=None)[0] / size))
        n = x * np.polyval([c[f"p{k}"] for k in range(DEGREE_P, 0, -1)] + [c["q0"] / 2], u)
        q = np.polyval([1] + [c[f"q{k}"] for k in range(DEGREE_Q - 1, -1, -1)], u)
        error = np.abs(2 * n * q / (n * n + q * q) / np.tanh(x) - 1)
        if error.max() < best_error:
            best, best_error = c, error.max()
        lawson *= 0.02 + error / error.max()
        lawson /= lawson.mean()
    return best, best_error


def fit_rounded():
    x = LIMIT * np.sin(np.linspace(0, np.pi / 2, 3001)[1:])
    c, _ = fit(x, {}, 1800)
    unit = 2.0 ** (np.floor(np.log2(c["q0"])) - 11)
    fixed = {"q0": float(np.round(c["q0"] / unit) * unit)}
    for name in ["q1", "p1", "q2", "p2"]:
        c, _ = fit(x, fixed, 600)
        fixed[name] = float(np.float32(c[name]))
    c, error = fit(x, fixed, 1)
    return [c["q0"] / 2, c["p1"], c["p2"]], [c["q0"], c["q1"], c["q2"]], error


def evaluate32(p, q, x, fused):
    f = np.float32

    def madd(a, b, c):
        return (a.astype(float) * b + c).astype(f) if fused else a * b + c

    c = np.clip(x.astype(f), f(-LIMIT), f(LIMIT))
    u = c * c
    n = c * madd(madd(np.full_like(u, f(p[2])), u, f(p[1])), u, f(p[0]))
    d = madd(madd(u + f(q[2]), u, f(q[1])), u, f(q[0]))
    return (n + n) * d / madd(d, d, n * n)


if __name__ == "__main__":
    p, q, error = fit_rounded()
    print("P:", ", ".join(repr(v) for v in p))
    print("Q:", ", ".join(repr(v) for v in q), "and 1")
    print(f"greatest relative error in exact arithmetic: {error:.3e}")
    x = np.concatenate([np.geomspace(1e-6, 0.1, 500_001), np.linspace(0.1, 12, 3_000_001)]).astype(np.float32)
    exact = np.tanh(x.astype(float))
    for fused in (False, True):
        got = evaluate32(p, q, x, fused).astype(float)
        errors = got / exact - 1
        print(f"in float32, multiply-adds rounded {'once' if fused else 'twice'}:")
        print(f"  greatest relative error {np.abs(errors).max():.3e}, greatest magnitude {got.max():.9f}")
        print(f"  at and beyond ±{LIMIT}:", evaluate32(p, q, np.array([LIMIT, 50, 1e30, -LIMIT]), fused))
        for low, high in zip(RANGES, RANGES[1:]):
            here = errors[(x >= low) & (x < high)]
            print(f"  {low:6g} … {high:<5g} mean {here.mean():9.1e}, greatest {np.abs(here).max():.1e}")
