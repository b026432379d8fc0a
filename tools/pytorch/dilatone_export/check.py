"""Compares the output of an exported file, rendered with Dilatone's command line, with PyTorch's."""

import json
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch

from . import safetensors
from .wav import read_wav, write_wav

TOLERANCE = 1e-5  # relative to max(1, peak of PyTorch's output)


def check(model, path, *, controls=None, frames=20000, seed=1, command=None):
    """Returns the largest difference between PyTorch's output and Dilatone's for seeded noise; raises if it is too large.

    `controls`: their values, in order; default: each control's default. `command`: how to call Dilatone; default: the
    environment variable DILATONE, or `npx dilatone`.
    """
    description = json.loads(safetensors.read(path)[1]["dilatone"])
    knobs = description.get("controls", [])
    values = [knob["default"] for knob in knobs] if controls is None else list(controls)
    channels = description["ops"][0]["channels"]
    x = (np.random.default_rng(seed).standard_normal((channels, frames)) * 0.3).astype(np.float32)
    expected = pytorch_output(model, x, values, description["start"], receptive_field(path))
    settings = [f"--control={knob['name']}={value}" for knob, value in zip(knobs, values)] if controls is not None else []
    got = dilatone_output(path, x, description["sampleRate"], settings, command)
    difference, limit = float(np.abs(got - expected).max()), TOLERANCE * max(1, float(np.abs(expected).max()))
    if not difference <= limit:
        raise AssertionError(f"{path}: expected PyTorch's output within {limit:.1e}, got a difference of {difference:.1e}")
    return difference


def pytorch_output(model, x, controls, start, receptive_field):
    """The model's output [channels][frames] for x [channels][frames], with the initial state that `start` names."""
    before = receptive_field if start == "silence" else 0
    padded = np.concatenate([np.zeros((len(x), before), np.float32), x], 1)
    arguments = [torch.from_numpy(padded)[None]]
    if len(controls):
        arguments.append(torch.tensor([controls], dtype=torch.float32))
    with torch.no_grad():
        return model(*arguments)[0].numpy()[:, -x.shape[1] :]


def receptive_field(path):
    """Input frames, including the current one, that influence one output frame."""
    tensors, metadata = safetensors.read(path)
    description, reach = json.loads(metadata["dilatone"]), {}
    for op in description["ops"]:
        inputs = op.get("inputs", [op["input"]] if "input" in op else [])
        shape = tensors[op["weight"]].shape if op["op"] == "conv1d" else ()
        lookback = (shape[2] - 1) * op.get("dilation", 1) if len(shape) == 3 else 0
        reach[op["name"]] = lookback + max((reach[name] for name in inputs), default=0)
    return reach[description["output"]] + 1


def dilatone_output(path, x, sample_rate, settings, command):
    """Output of `dilatone render` for x."""
    command = shlex.split(command or os.environ.get("DILATONE", "npx dilatone"))
    with tempfile.TemporaryDirectory() as folder:
        dry, wet = Path(folder, "dry.wav"), Path(folder, "wet.wav")
        write_wav(dry, x, sample_rate)
        subprocess.run([*command, "render", "--model", str(path), "--input", str(dry), "--output", str(wet), *settings],
                       check=True, stdout=subprocess.DEVNULL)
        return read_wav(wet)
