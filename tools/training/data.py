"""Input and target of a set, simulated once per model and kept in the checkpoints folder."""

from pathlib import Path

import numpy as np

import signals

CHECKPOINTS = Path(__file__).parent / "checkpoints"


def folder(model):
    """Where everything of a model is kept that can be made again: simulated sets, checkpoints."""
    path = CHECKPOINTS / model
    path.mkdir(parents=True, exist_ok=True)
    return path


def load_set(model, circuit, name):
    """(kinds, inputs, targets) of the "training", "validation" or "test" set, arrays [clips][frames], float32."""
    path = folder(model) / f"{name}.npz"
    if not path.exists():
        kinds, inputs = signals.make_set(name)
        print(f"{model}: simulating the {name} set, {len(kinds)} clips", flush=True)
        np.savez(path, kinds=kinds, inputs=inputs, targets=circuit.simulate(inputs))
    with np.load(path) as file:
        return [str(kind) for kind in file["kinds"]], file["inputs"], file["targets"]
