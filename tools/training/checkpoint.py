"""The best checkpoint of a model, and the places of its exported files."""

import json
from pathlib import Path

import torch

import data
from recipes import RECIPES

MODELS = Path(__file__).resolve().parents[2] / "models"


def load_trained(name):
    """(network, training facts) of the best checkpoint by validation."""
    recipe = RECIPES[name]
    saved = torch.load(data.folder(name) / "model.pt")
    model = recipe.objective.network_of(recipe)
    model.load_state_dict(saved["model"])
    return model, saved["training"]


def training_facts(name):
    """Facts of the training run: from the checkpoint or, if there is none, from the last evaluation."""
    if (data.folder(name) / "model.pt").exists():
        return load_trained(name)[1]
    return json.loads(evaluation_path(name).read_text())["training"]


def evaluation_path(name):
    return MODELS / f"{name}.evaluation.json"


def model_path(name):
    return MODELS / f"{name}.{RECIPES[name].file_type}"
