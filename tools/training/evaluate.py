"""Measures a model's file against the simulated circuit on material it was never trained on.

    python3 evaluate.py --model triode-lead

Writes MODEL.evaluation.json beside the file. Every figure comes from the file as shipped, run in plain numpy, not from
the training code, so that no checkpoint is needed.
"""

import argparse
import json

from checkpoint import evaluation_path, training_facts
from evaluate_gain import evaluate_gain
from evaluate_sound import evaluate_sound
from gain_objective import GainObjective
from recipes import RECIPES


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=RECIPES, required=True)
    name = parser.parse_args().model
    recipe = RECIPES[name]
    evaluate = evaluate_gain if recipe.objective is GainObjective else evaluate_sound
    evaluation = {
        "model": f"{name}.{recipe.file_type}",
        "circuit": recipe.circuit.NAME,
        "training": training_facts(name),
        **evaluate(name, recipe),
    }
    evaluation_path(name).write_text(json.dumps(evaluation, indent=2) + "\n")
    print(json.dumps({key: evaluation[key] for key in ("test", "silence", "loudness")}, indent=2))


if __name__ == "__main__":
    main()
