"""Input and target of a set, simulated once and kept in the checkpoints folder."""

from pathlib import Path

import numpy as np

import circuit
import signals

FOLDER = Path(__file__).parent / "checkpoints"


def load_set(name):
    """(kinds, inputs, targets), both arrays [clips][frames], float32."""
    path = FOLDER / f"{name}.npz"
    if not path.exists():
        FOLDER.mkdir(exist_ok=True)
        kinds, inputs = signals.make_set(name)
        print(f"simulating the {name} set: {len(kinds)} clips", flush=True)
        np.savez(path, kinds=kinds, inputs=inputs, targets=circuit.simulate(inputs))
    with np.load(path) as file:
        return [str(kind) for kind in file["kinds"]], file["inputs"], file["targets"]


if __name__ == "__main__":
    for set_name in signals.SET_SEEDS:
        load_set(set_name)
