"""Parts that the pages of all models share."""

from checkpoint import model_path


def percent(ratio):
    return f"{100 * ratio:.2g} %"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def training_time(training):
    """Current runs record processor time; the first one recorded wall-clock time."""
    if "cpu_minutes" in training:
        return f"{training['cpu_minutes']} minutes of one CPU core"
    return f"{training['minutes']} minutes on a share of one CPU core"


def facts(name, recipe, e):
    training, test, quiet = e["training"], e["test"], e["silence"]
    module = recipe.circuit.__name__.split(".")[-1]
    frames = e["receptive_field_frames"]
    return [
        ["What", f"{e['circuit']}; `tools/training/circuits/{module}.py` gives its equations and component values"],
        ["No hardware", "the circuit is our own and exists only as equations; nothing was captured from a device"],
        ["Network", f"{recipe.network}, {e['weights']} weights, 48 kHz; size class {recipe.size_class}"],
        ["Receptive field", f"{frames} frames, {frames / 48:.0f} ms"],
        ["File", f"`{e['model']}`, {model_path(name).stat().st_size} bytes"],
        ["Licence", "MIT, like everything here; weights, circuit and training signals are ours"],
        ["Training", f"seed {training['seed']}, {training['steps']} steps, {training_time(training)}, synthetic guitar only"],
        ["ESR on validation", percent(training["validation_esr"])],
        ["Error on test", f"RMS {test['error_rms_dbfs']} dBFS, peak {test['error_peak_dbfs']} dBFS, over {test['clips']} clips, {test['seconds']} s, never trained on"],
        ["In silence", f"peak {quiet['peak_dbfs']} dBFS, DC {quiet['dc']}; {quiet['peak_after_playing_dbfs']} dBFS 1.5 s after hard playing"],
        ["Loudness", f"{e['loudness']['db']} dB: {e['loudness']['of']}"],
    ]
