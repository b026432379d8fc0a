"""Trains a model on its simulated circuit.

    python3 train.py --model triode-lead

Writes checkpoints/MODEL/model.pt (best validation), state.pt (for `--resume`) and logs/MODEL.log. The learning rate depends
on the step count, so pauses do not matter, and a run is reproducible bit for bit on one machine and PyTorch version.
"""

import argparse
import ctypes
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

import data
from recipes import RECIPES
from rotated_adam import RotatedAdam

LEARNING_RATE = 5e-3
FINAL_RATE = 2e-5
WARMUP_STEPS = 50
AVERAGING = 0.999
CHECK_STEPS = 1000
LOGS = Path(__file__).parent / "logs"


def keep_freed_memory():
    """Makes glibc reuse large blocks instead of returning them to the system at each step, which halves the time."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
    mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD


class Run:
    """One training run: the model, the running average of its weights, and everything needed to resume."""

    def __init__(self, objective, steps, seed):
        self.objective, self.steps, self.seed = objective, steps, seed
        self.model, self.average = (objective.network_of(objective.recipe) for _ in range(2))
        self.average.load_state_dict(self.model.state_dict())
        self.optimizer = RotatedAdam(self.model.blocks(), LEARNING_RATE)
        self.step, self.cpu_seconds, self.best_esr, self.losses = 0, 0.0, math.inf, []

    def advance(self):
        began = time.process_time()
        cosine = 0.5 * (1 + math.cos(math.pi * self.step / self.steps))
        rate = FINAL_RATE + (LEARNING_RATE - FINAL_RATE) * cosine
        self.optimizer.rate = rate * min(1, (self.step + 1) / WARMUP_STEPS)
        loss = self.objective.draw_loss(self.model)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        decay = min(AVERAGING, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, value in zip(self.average.parameters(), self.model.parameters()):
                mean.lerp_(value, 1 - decay)
        self.losses.append(loss.item())
        self.step += 1
        self.cpu_seconds += time.process_time() - began

    def check(self, folder):
        """Validates, saves, and returns the line for the log."""
        facts = {
            "seed": self.seed,
            "steps": self.step,
            "cpu_minutes": round(self.cpu_seconds / 60, 1),
            "validation_esr": self.objective.validation_esr(self.average),
        }
        if facts["validation_esr"] < self.best_esr:
            self.best_esr = facts["validation_esr"]
            torch.save({"model": self.average.state_dict(), "training": facts}, folder / "model.pt")
        torch.save(self.state_dict(), folder / "state.pt")
        line = json.dumps({**facts, "loss": round(float(np.mean(self.losses or [0])), 6)})
        self.losses = []
        return line

    def state_dict(self):
        return {
            "model": self.model.state_dict(), "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(), "rng": self.objective.rng.bit_generator.state,
            "step": self.step, "cpu_seconds": self.cpu_seconds, "best_esr": self.best_esr,
        }

    def load_state_dict(self, state):
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.objective.rng.bit_generator.state = state["rng"]
        self.step, self.cpu_seconds, self.best_esr = state["step"], state["cpu_seconds"], state["best_esr"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=RECIPES, required=True)
    parser.add_argument("--seed", type=int, help="the recipe's, unless given")
    parser.add_argument("--steps", type=int, help="the recipe's, unless given")
    parser.add_argument("--resume", action="store_true")
    arguments = parser.parse_args()
    recipe = RECIPES[arguments.model]
    seed = recipe.seed if arguments.seed is None else arguments.seed
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    keep_freed_memory()

    folder = data.folder(arguments.model)
    run = Run(recipe.objective(arguments.model, recipe, seed), arguments.steps or recipe.steps, seed)
    if arguments.resume:
        run.load_state_dict(torch.load(folder / "state.pt"))
    LOGS.mkdir(exist_ok=True)
    with open(LOGS / f"{arguments.model}.log", "a" if arguments.resume else "w") as log:
        while run.step < run.steps:
            run.advance()
            if run.step % CHECK_STEPS == 0 or run.step == run.steps:
                print(run.check(folder), file=log, flush=True)


if __name__ == "__main__":
    main()
