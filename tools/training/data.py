"""Input and target of a set, simulated once per circuit and kept in the checkpoints folder."""

from pathlib import Path

import numpy as np

import signals

CHECKPOINTS = Path(__file__).parent / "checkpoints"


def folder(model):
    """Folder of a model's reproducible files: simulated sets, checkpoints."""
    path = CHECKPOINTS / model
    path.mkdir(parents=True, exist_ok=True)
    return path


def set_path(circuit, name):
    """File of a set; models of the same circuit share it."""
    return folder(circuit.__name__.rpartition(".")[2].replace("_", "-")) / f"{name}.npz"


def load_set(circuit, name):
    """(kinds, inputs, targets) of the "training", "validation" or "test" set, arrays [clips][frames], float32."""
    path = set_path(circuit, name)
    if not path.exists():
        kinds, inputs = signals.make_set(name)
        print(f"{path.parent.name}: simulating the {name} set, {len(kinds)} clips", flush=True)
        np.savez(path, kinds=kinds, inputs=inputs, targets=circuit.simulate(inputs))
    with np.load(path) as file:
        return [str(kind) for kind in file["kinds"]], file["inputs"], file["targets"]
