"""The best checkpoint of a model, and where the files that come of it go."""

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


def evaluation_path(name):
    return MODELS / f"{name}.evaluation.json"


def model_path(name):
    return MODELS / f"{name}.{RECIPES[name].file_type}"
