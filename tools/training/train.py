"""Trains the WaveNet on the simulated preamp; writes checkpoints/model.pt (best validation) and state.pt (to resume).

    python3 train.py --minutes 55

The learning rate follows the clock, not a step count: whatever the machine, the run ends at the given time with the
rate at its lowest. `--steps N` fixes the number of steps instead, which makes a run repeatable bit for bit on one
machine and PyTorch version.
"""

import argparse
import ctypes
import json
import math
import time

import numpy as np
import torch

import data
from rotated_adam import RotatedAdam
from wavenet import WaveNet

SEGMENT_FRAMES = 8192  # frames whose error counts, per segment; the receptive field's context comes on top
SEGMENTS = 2
LEARNING_RATE = 5e-3
FINAL_RATE = 2e-5
WARMUP_STEPS = 50
PRE_EMPHASIS = 0.85
PRE_EMPHASIS_WEIGHT = 0.5
QUIET_WEIGHT = 0.3
QUIET_FLOOR = 1e-5  # mean square, −50 dBFS: the error below it counts as if the target were that loud
AVERAGING = 0.999


def energy(x):
    return x.square().mean(-1)


def emphasise(x):
    return x[..., 1:] - PRE_EMPHASIS * x[..., :-1]


class Loss:
    """ESR, plain and pre-emphasised, plus the mean ESR per segment, which keeps quiet playing honest.

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


class Batches:
    """Random segments, packed end to end on the frame axis."""

    def __init__(self, inputs, targets, lookback, seed):
        self.inputs, self.targets, self.lookback = inputs, targets, lookback
        self.rng = np.random.default_rng(seed)

    def draw(self):
        span = self.lookback + SEGMENT_FRAMES
        clips = self.rng.integers(len(self.inputs), size=SEGMENTS)
        starts = self.rng.integers(self.inputs.shape[1] - span + 1, size=SEGMENTS)
        x = np.concatenate([self.inputs[c, s : s + span] for c, s in zip(clips, starts)])
        target = np.stack([self.targets[c, s + self.lookback : s + span] for c, s in zip(clips, starts)])
        return torch.from_numpy(x)[None], torch.from_numpy(target)


def unpack(y, lookback):
    """[1][packed frames less the lookback] → [segments][SEGMENT_FRAMES], without the frames that straddle a joint."""
    padded = torch.nn.functional.pad(y[0], (lookback, 0))
    return padded.view(SEGMENTS, lookback + SEGMENT_FRAMES)[:, lookback:]


def keep_freed_memory():
    """Asks glibc to reuse large blocks rather than return them to the system at each step: halves the time."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
    mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


def validation_esr(model, inputs, targets):
    error = sum(float(np.sum((model.run(x) - y) ** 2, dtype=np.float64)) for x, y in zip(inputs, targets))
    return error / float(np.sum(targets.astype(np.float64) ** 2))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--steps", type=int, help="fixed number of steps instead of a time")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    keep_freed_memory()

    _, inputs, targets = data.load_set("training")
    _, validation_inputs, validation_targets = data.load_set("validation")
    model, average = WaveNet(), WaveNet()
    lookback = model.receptive_field - 1
    loss_function = Loss(targets)
    batches = Batches(inputs, targets, lookback, arguments.seed)
    optimizer = RotatedAdam(model.blocks(), LEARNING_RATE)
    step, spent, best = 0, 0.0, math.inf
    average.load_state_dict(model.state_dict())

    state_path, model_path = data.FOLDER / "state.pt", data.FOLDER / "model.pt"
    if arguments.resume and state_path.exists():
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        batches.rng.bit_generator.state = state["rng"]
        step, spent, best = state["step"], state["spent"], state["best"]

    began = time.monotonic() - spent
    last_check, last_losses = time.monotonic(), []
    while True:
        spent = time.monotonic() - began
        progress = step / arguments.steps if arguments.steps else spent / (60 * arguments.minutes)
        done = progress >= 1
        check_due = step % 1000 == 0 and step > 0 if arguments.steps else time.monotonic() - last_check > 240
        if done or check_due:
            last_check = time.monotonic()
            esr = validation_esr(average, validation_inputs, validation_targets)
            training = {"seed": arguments.seed, "steps": step, "minutes": round(spent / 60, 1), "validation_esr": esr}
            if esr < best:
                best = esr
                torch.save({"model": average.state_dict(), "training": training}, model_path)
            torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                        "rng": batches.rng.bit_generator.state, "step": step, "spent": spent, "best": best}, state_path)
            print(json.dumps({**training, "loss": round(float(np.mean(last_losses or [0])), 5)}), flush=True)
            last_losses = []
        if done:
            break

        rate = FINAL_RATE + (LEARNING_RATE - FINAL_RATE) * 0.5 * (1 + math.cos(math.pi * progress))
        optimizer.rate = rate * min(1, (step + 1) / WARMUP_STEPS)
        x, target = batches.draw()
        loss = loss_function(unpack(model(x), lookback), target)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        decay = min(AVERAGING, step / (step + 10))
        with torch.no_grad():
            for mean, value in zip(average.parameters(), model.parameters()):
                mean.lerp_(value, 1 - decay)
        last_losses.append(loss.item())
        step += 1


if __name__ == "__main__":
    main()
