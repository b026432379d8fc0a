"""The training objective of a WaveNet: batches, loss, validation."""

import numpy as np
import torch

import data
from wavenet import WaveNet

PRE_EMPHASIS = 0.85
PRE_EMPHASIS_WEIGHT = 0.5
QUIET_WEIGHT = 0.3
QUIET_FLOOR = 1e-5  # mean square, −50 dBFS: quieter targets count as this loud


def energy(x):
    return x.square().mean(-1)


def emphasise(x):
    return x[..., 1:] - PRE_EMPHASIS * x[..., :-1]


class Loss:
    """ESR, plain and pre-emphasised, plus the mean ESR per segment, so that quiet playing counts too.

    The first two divide by the mean energy of the whole set rather than the batch's: batches are small.
    """

    def __init__(self, targets):
        targets = torch.from_numpy(targets)
        self.energy = energy(targets).mean()
        self.bright_energy = energy(emphasise(targets)).mean()

    def __call__(self, y, target):
        """y and target: [segments][frames]."""
        error = y - target
        esr = energy(error).mean() / self.energy
        bright = energy(emphasise(error)).mean() / self.bright_energy
        quiet = (energy(error) / (energy(target) + QUIET_FLOOR)).mean()
        return esr + PRE_EMPHASIS_WEIGHT * bright + QUIET_WEIGHT * quiet


class WaveNetObjective:
    """Random segments of the training set, packed end to end on the frame axis."""

    def __init__(self, name, recipe, seed):
        self.recipe, self.rng = recipe, np.random.default_rng(seed)
        _, self.inputs, self.targets = data.load_set(recipe.circuit, "training")
        _, self.validation_inputs, self.validation_targets = data.load_set(recipe.circuit, "validation")
        self.loss = Loss(self.targets)

    @staticmethod
    def network_of(recipe):
        return WaveNet(recipe.shape)

    def draw_loss(self, model):
        """The loss of the next batch."""
        lookback = model.receptive_field - 1
        frames, segments = self.recipe.segment_frames, self.recipe.segments
        span = lookback + frames
        clips = self.rng.integers(len(self.inputs), size=segments)
        starts = self.rng.integers(self.inputs.shape[1] - span + 1, size=segments)
        x = np.concatenate([self.inputs[c, s : s + span] for c, s in zip(clips, starts)])
        target = np.stack([self.targets[c, s + lookback : s + span] for c, s in zip(clips, starts)])
        y = model(torch.from_numpy(x)[None])[0]
        # Frames whose receptive field spans two segments do not count.
        y = torch.nn.functional.pad(y, (lookback, 0)).view(segments, span)[:, lookback:]
        return self.loss(y, torch.from_numpy(target))

    def validation_esr(self, model):
        pairs = zip(self.validation_inputs, self.validation_targets)
        error = sum(float(np.sum((model.run(x) - y) ** 2, dtype=np.float64)) for x, y in pairs)
        return error / float(np.sum(self.validation_targets.astype(np.float64) ** 2))
