"""Writes the pages of models/ from the evaluation files, so that no figure is copied by hand.

    python3 model_page.py

README.md lists the models, MODEL.md describes one model, models.json is the list for programs.
"""

import json

from checkpoint import MODELS, evaluation_path, model_path
from gain_objective import GainObjective
from native_reader import Native
from page_gain import gain_sections
from page_parts import facts, percent, table
from page_sound import sound_sections
from recipes import RECIPES


def is_gain(recipe):
    return recipe.objective is GainObjective


def evaluated():
    """(name, recipe, evaluation) of the models that have been measured."""
    return [
        (name, recipe, json.loads(evaluation_path(name).read_text()))
        for name, recipe in RECIPES.items() if evaluation_path(name).exists()
    ]


def page(name, recipe, e):
    commands = "\n".join(f"    python3 {script} --model {name}" for script in ("train.py", "export.py", "evaluate.py", "export.py"))
    sections = gain_sections(recipe, e) if is_gain(recipe) else sound_sections(recipe, e)
    return f"""# {recipe.title}

{recipe.summary}. {recipe.advice}

{table(["", ""], facts(name, recipe, e))}

{sections}
## Made with

{commands}
    python3 model_page.py

in `tools/training`; the run's log is
`logs/{name}.log`. This page is written by `model_page.py` from
`{name}.evaluation.json`. {recipe.history}

Judged by measurements alone: nobody listened to it before it was published.
"""


def overview(models):
    rows = [
        [f"[{recipe.title}]({name}.md)", recipe.kind, recipe.size_class, e["weights"], f"{e['receptive_field_frames'] / 48:.0f} ms",
         percent(error(recipe, e)), f"{e['test']['times_better_than_memoryless']:.0f}"]
        for name, recipe, e in models
    ]
    summaries = "\n".join(f"- **{recipe.title}**, `{e['model']}`: {recipe.summary[0].lower()}{recipe.summary[1:]}." for _, recipe, e in models)
    return f"""# Models

We trained these models with `tools/training`, each on an oversampled simulation of our own
circuit; no hardware was captured. Licence: MIT, like everything here; weights, circuits and training signals are ours. All
models run at 48 kHz. [`models.json`](models.json) lists them for programs.

{table(["model", "kind", "size", "weights", "receptive field", "ESR on test", "times smaller than memoryless"], rows)}

{summaries}

ESR is the energy of the error divided by that of the target, measured with the shipped file on test signals that were not
used in training. The last column is the factor by which the error's energy is smaller than that of the best curve without
memory, fitted to the same data. `model_page.py` writes this page and those of the models from the evaluation files beside
the models.
"""


def error(recipe, e):
    """The model's main figure of error."""
    return e["test"]["mean_esr_of_clips"] if is_gain(recipe) else e["test"]["esr"]


def listed(name, recipe, e):
    """One entry of models.json."""
    path = model_path(name)
    controls = Native(path).knobs if recipe.file_type == "safetensors" else []
    return {
        "file": path.name, "name": recipe.title, "kind": recipe.kind, "description": recipe.summary,
        "sizeClass": recipe.size_class, "weights": e["weights"], "bytes": path.stat().st_size, "controls": controls,
    }


def main():
    models = evaluated()
    for name, recipe, e in models:
        (MODELS / f"{name}.md").write_text(page(name, recipe, e))
    (MODELS / "README.md").write_text(overview(models))
    entries = [listed(*model) for model in models]
    (MODELS / "models.json").write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
