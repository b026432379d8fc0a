"""The best curve without memory: the best that any waveshaper can reach on the same training data."""

import numpy as np
from scipy.linalg import solveh_banded

BINS = 2001


class Memoryless:
    """y[t] = curve(x[t − delay]): the mean target per input value, at the delay that fits best."""

    def __init__(self, inputs, targets, delays):
        some = slice(0, None, 8)  # clips used to choose the delay
        errors = [self.fit(inputs[some], targets[some], delay)[0] for delay in delays]
        self.delay = delays[int(np.argmin(errors))]
        _, self.points, self.curve = self.fit(inputs, targets, self.delay)

    @staticmethod
    def warp(x):
        """Maps input values to the table, with finer steps near zero, where most samples of a guitar are."""
        return np.sign(x) * np.sqrt(np.abs(x))

    def fit(self, inputs, targets, delay):
        x = self.warp(inputs[:, : inputs.shape[1] - delay].ravel().astype(np.float64))
        y = targets[:, delay:].ravel().astype(np.float64)
        # Linear interpolation between evenly spaced points; least squares gives a tridiagonal system.
        position = np.clip((x + 1) * (BINS - 1) / 2, 0, BINS - 1.001)
        index = position.astype(np.intp)
        upper = position - index
        lower = 1 - upper
        count = lambda at, weight: np.bincount(at, weight, BINS)
        diagonal = count(index, lower * lower) + count(index + 1, upper * upper)
        beside = count(index, lower * upper)[:-1]
        right = count(index, lower * y) + count(index + 1, upper * y)
        ridge = 1e-3  # weak regularization of empty bins towards their neighbours
        diagonal += ridge * np.r_[1, np.full(BINS - 2, 2), 1] + 1e-9
        curve = solveh_banded(np.stack([np.r_[0, beside - ridge], diagonal]), right)
        quadratic = curve @ (diagonal * curve) + 2 * np.sum(curve[:-1] * curve[1:] * (beside - ridge))
        error = float(y @ y - 2 * curve @ right + quadratic)
        return error, np.linspace(-1, 1, BINS), curve

    def run(self, samples):
        y = np.interp(self.warp(np.asarray(samples, np.float64)), self.points, self.curve)
        return np.concatenate([np.zeros(self.delay), y[: len(y) - self.delay]])
