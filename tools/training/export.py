"""Writes the file of a trained model into models/.

    python3 export.py --model triode-lead

Run it before evaluate.py and again afterwards: the evaluation reads the file, and its figures go into the metadata.
"""

import argparse
import datetime
import json

from checkpoint import evaluation_path, load_trained, model_path
from export_nam import write_nam
from export_native import write_echo, write_gain_network
from gain_tcn import GainTcn
from recipes import RECIPES


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=RECIPES, required=True)
    parser.add_argument("--date", type=datetime.date.fromisoformat, default=datetime.date.today())
    arguments = parser.parse_args()
    recipe, path = RECIPES[arguments.model], model_path(arguments.model)
    model, facts = load_trained(arguments.model)
    evaluated = evaluation_path(arguments.model)
    evaluation = json.loads(evaluated.read_text()) if evaluated.exists() else {}
    write = write_gain_network if isinstance(model, GainTcn) else write_echo if recipe.adds_to_sound else write_nam
    write(path, model, recipe, facts, evaluation, arguments.date)
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
