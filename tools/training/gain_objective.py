"""The training objective of a gain network: clips with all settings of the knobs, at every 27th frame."""

import numpy as np
import torch

import data
import signals
from gain_tcn import GainTcn

STRIDE = 27
CLIPS = 6
SEGMENT_FRAMES = STRIDE * 1600
CLIP_ENERGY_FLOOR = 1e-6
SET_CLIPS = {"training": 256, "validation": 32, "test": 64}


def level_steps(rng, frames):
    """A gain that jumps or glides between levels up to 30 dB apart, to make a compressor react."""
    levels, ends = [], []
    while not ends or ends[-1] < frames:
        ends.append((ends[-1] if ends else 0) + int(rng.uniform(0.1, 1.0) * signals.SAMPLE_RATE_HZ))
        levels.append(rng.uniform(-30, 0))
    gain = 10 ** (np.array(levels) / 20)
    steps = gain[np.searchsorted(ends, np.arange(frames), side="right")]
    return steps if rng.random() < 0.5 else np.convolve(np.pad(steps, (0, 2399), "edge"), np.ones(2400) / 2400, "valid")


def make_set(name):
    """(kinds, inputs [clips][frames], knobs [clips][2]): each clip is two clips of signals.py in a row, with level steps."""
    kinds, inputs, knobs = [], [], []
    names = [kind for kind, _, weight, _, _ in signals.KINDS for _ in range(weight)]
    for i in range(SET_CLIPS[name]):
        rng = np.random.default_rng([signals.SET_SEEDS[name], 77, i])
        kind = names[rng.integers(len(names))]
        clip = np.concatenate([signals.make_clip(kind, rng), signals.make_clip(names[rng.integers(len(names))], rng)])
        loud = signals.at_peak(clip * level_steps(rng, len(clip)), rng.uniform(-24, 0)) if kind != "silence" else clip
        kinds.append(kind)
        inputs.append(loud.astype(np.float32))
        # A fifth of the knobs are at an end of their range.
        knobs.append(np.clip(rng.uniform(-0.125, 1.125, 2), 0, 1))
    return kinds, np.stack(inputs), np.stack(knobs).astype(np.float32)


def load_set(circuit, name):
    """(kinds, inputs, knobs, targets), simulated once."""
    path = data.set_path(circuit, name)
    if not path.exists():
        print(f"{path.parent.name}: simulating the {name} set", flush=True)
        kinds, inputs, knobs = make_set(name)
        np.savez(path, kinds=kinds, inputs=inputs, knobs=knobs, targets=circuit.simulate(inputs, knobs))
    with np.load(path) as file:
        return [str(kind) for kind in file["kinds"]], file["inputs"], file["knobs"], file["targets"]


class GainObjective:
    """Weights the error of each clip by the clip's own output energy, so that all settings count equally."""

    def __init__(self, name, recipe, seed):
        self.recipe, self.rng = recipe, np.random.default_rng(seed)
        _, self.inputs, self.knobs, self.targets = load_set(recipe.circuit, "training")
        self.validation = load_set(recipe.circuit, "validation")[1:]

    @staticmethod
    def network_of(recipe):
        return GainTcn(len(recipe.circuit.SETTINGS), **recipe.shape)

    def draw_loss(self, model):
        """The loss of the next batch."""
        lookback = model.receptive_field - 1
        # The thinned sequences hold whole groups of STRIDE frames, of which each group's last is computed.
        span = -(-lookback // STRIDE) * STRIDE + SEGMENT_FRAMES
        clips = self.rng.integers(len(self.inputs), size=CLIPS)
        starts = self.rng.integers(self.inputs.shape[1] - span + 1, size=CLIPS)
        x = torch.from_numpy(np.stack([self.inputs[c, s : s + span] for c, s in zip(clips, starts)]))
        target = torch.from_numpy(np.stack([self.targets[c, s : s + span] for c, s in zip(clips, starts)]))
        z = model.log_odds(x, torch.from_numpy(self.knobs[clips]), STRIDE)
        heard, target = x[:, STRIDE - 1 :: STRIDE], target[:, STRIDE - 1 :: STRIDE]
        heard, target = heard[:, -z.shape[1] :], target[:, -z.shape[1] :]
        error = (heard * torch.sigmoid(z) - target).square().mean(1)
        return (error / (target.square().mean(1) + CLIP_ENERGY_FLOOR)).mean()

    def validation_esr(self, model):
        """The mean of the clips' ESRs: in a common sum, loud settings would dominate."""
        ratios = []
        for x, knobs, target in zip(*self.validation):
            error = np.sum((model.run(x, knobs) - target) ** 2, dtype=np.float64)
            ratios.append(error / (np.sum(target.astype(np.float64) ** 2) + CLIP_ENERGY_FLOOR * len(target)))
        return float(np.mean(ratios))
