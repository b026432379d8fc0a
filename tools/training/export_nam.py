"""Writes the trained model as models/triode-crunch.nam.

    python3 export_nam.py [--evaluation ../../models/triode-crunch.evaluation.json]

Run it once before evaluate.py and once after: the evaluation reads the file, and its figures then go into the metadata.
"""

import argparse
import datetime
import json
from pathlib import Path

import numpy as np
import torch

import circuit
import data
from wavenet import WaveNet

MODELS = Path(__file__).resolve().parents[2] / "models"
NAME = "triode-crunch"


def load_trained():
    """(model, training facts) of the best checkpoint, its head bias moved so that silence in gives silence out."""
    saved = torch.load(data.FOLDER / "model.pt")
    model = WaveNet()
    model.load_state_dict(saved["model"])
    facts = dict(saved["training"], silence_before_bias_shift=silence_output(model))
    with torch.no_grad():
        model.arrays[-1].head.bias -= facts["silence_before_bias_shift"] / model.config["head_scale"]
    return model, facts


def silence_output(model):
    """The constant that endless silence leaves at the output."""
    with torch.no_grad():
        return model(torch.zeros(1, model.receptive_field)).item()


def shortest(x):
    """The shortest decimal number that reads back as the same float32."""
    return float(str(np.float32(x)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--evaluation", type=Path, default=MODELS / f"{NAME}.evaluation.json")
    parser.add_argument("--date", type=datetime.date.fromisoformat, default=datetime.date.today())
    arguments = parser.parse_args()
    model, facts = load_trained()
    evaluation = json.loads(arguments.evaluation.read_text()) if arguments.evaluation.exists() else {}

    metadata = {
        "date": dict(year=arguments.date.year, month=arguments.date.month, day=arguments.date.day, hour=0, minute=0, second=0),
        "name": "Triode crunch",
        "modeled_by": "Dilatone",
        "gear_type": "preamp",
        "gear_make": None,
        "gear_model": None,
        "tone_type": "crunch",
        "loudness": evaluation.get("loudness", {}).get("db"),
        "gain": evaluation.get("gain", {}).get("value"),
        "training": {
            "circuit": circuit.NAME,
            "seed": facts["seed"],
            "steps": facts["steps"],
            "validation_esr": facts["validation_esr"],
            "test_esr": evaluation.get("test", {}).get("esr"),
        },
    }
    file = {
        "version": "0.5.4",
        "metadata": metadata,
        "architecture": "WaveNet",
        "config": model.config,
        "weights": [shortest(w) for w in model.flat_weights()],
        "sample_rate": circuit.SAMPLE_RATE_HZ,
    }
    MODELS.mkdir(exist_ok=True)
    path = MODELS / f"{NAME}.nam"
    path.write_text(json.dumps(file, separators=(",", ":")) + "\n")
    print(f"{path.name}: {len(file['weights'])} weights, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
