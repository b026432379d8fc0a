"""The `.nam` file of a trained WaveNet."""

import json

import numpy as np
import torch


def silence_output(model):
    """The constant output for endless silence."""
    with torch.no_grad():
        return model(torch.zeros(1, model.receptive_field)).item()


def silenced(model, facts):
    """Changes the head bias so that silence at the input gives silence at the output; returns the facts with the change."""
    facts = dict(facts, silence_before_bias_shift=silence_output(model))
    with torch.no_grad():
        model.arrays[-1].head.bias -= facts["silence_before_bias_shift"] / model.config["head_scale"]
    return facts


def shortest(x):
    """The shortest decimal number that is parsed as the same float32."""
    return float(str(np.float32(x)))


def write_nam(path, model, recipe, facts, evaluation, date):
    facts = silenced(model, facts)
    metadata = {
        "date": dict(year=date.year, month=date.month, day=date.day, hour=0, minute=0, second=0),
        "name": recipe.title,
        "modeled_by": "Dilatone",
        "gear_type": recipe.gear_type,
        "gear_make": None,
        "gear_model": None,
        "tone_type": recipe.tone_type,
        "loudness": evaluation.get("loudness", {}).get("db"),
        "gain": evaluation.get("gain", {}).get("value"),
        "training": {
            "circuit": recipe.circuit.NAME,
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
        "sample_rate": 48000,
    }
    path.write_text(json.dumps(file, separators=(",", ":")) + "\n")
    return facts
