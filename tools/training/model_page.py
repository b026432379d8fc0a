"""Writes models/README.md from the evaluation file, so that no figure is typed by hand.

    python3 model_page.py
"""

import json

from export_nam import MODELS, NAME


def percent(ratio):
    return f"{100 * ratio:.2g} %"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def main():
    e = json.loads((MODELS / f"{NAME}.evaluation.json").read_text())
    size = (MODELS / f"{NAME}.nam").stat().st_size
    frames = e["receptive_field_frames"]
    training, test, guitar, quiet = e["training"], e["test"], e["test_guitar_only"], e["silence"]
    facts = [
        ["What", "a crunch preamp with two simulated 12AX7 stages; [`circuit.py`](../tools/training/circuit.py) gives its equations and component values"],
        ["No hardware", "the circuit is our own and exists only as equations; nothing was captured from an amplifier"],
        ["Network", f"WaveNet, NAM “feather” shape: arrays of 8 and 4 channels, 20 layers, {e['weights']} weights, 48 kHz"],
        ["Receptive field", f"{frames} frames, {frames / 48:.0f} ms"],
        ["File", f"{size} bytes"],
        ["Licence", "MIT, like everything here; weights, circuit and training signals are ours"],
        ["Training", f"seed {training['seed']}, {training['steps']} steps, {training['minutes']} minutes on a share of one CPU core, synthetic guitar only"],
        ["ESR on validation", percent(training["validation_esr"])],
        ["**ESR on test**", f"**{percent(test['esr'])}** over {test['clips']} clips, {test['seconds']} s, never trained on; guitar-like clips alone: {percent(guitar['esr'])}"],
        ["Error on test", f"RMS {test['error_rms_dbfs']} dBFS, peak {test['error_peak_dbfs']} dBFS"],
        ["Best memoryless curve", f"ESR {percent(test['memoryless_esr'])} on the same test: the network's error energy is **{test['times_better_than_memoryless']:.0f} times smaller**"],
        ["In silence", f"peak {quiet['peak_dbfs']} dBFS, DC {quiet['dc']}; {quiet['peak_after_playing_dbfs']} dBFS half a second after hard playing"],
        ["Loudness", f"{e['loudness']['db']} dB: {e['loudness']['of']}"],
    ]
    levels = [[f"{r['input_peak_dbfs']} dBFS", f"{r['output_peak_dbfs']} dBFS", f"{r['output_rms_dbfs']} dBFS", percent(r["esr"]),
               f"{r['error_rms_dbfs']} dBFS", percent(r["memoryless_esr"])] for r in e["riff_by_level"]]
    kinds = [[kind, percent(r["esr"]), f"{r['error_rms_dbfs']} dBFS", percent(r["memoryless_esr"])] for kind, r in e["test_by_kind"].items()]
    tones = [[f"{s['hz']} Hz", f"{s['input_peak_dbfs']} dBFS", f"{s['network']['harmonics_db']} dB", f"{s['circuit']['harmonics_db']} dB",
              f"{s['network']['inharmonic_db']} dB", f"{s['circuit']['inharmonic_db']} dB"] for s in e["sine"]]
    worst_level = max(e["riff_by_level"], key=lambda r: r["esr"])
    worst_kind = max(((k, r) for k, r in e["test_by_kind"].items() if k != "silence"), key=lambda item: item[1]["esr"])
    loud_tone = max(e["sine"], key=lambda s: s["network"]["inharmonic_db"])

    (MODELS / "README.md").write_text(f"""# Models

Trained by this project with [`tools/training`](../tools/training/README.md). This page is written by `model_page.py` from
the evaluation files beside the models; ESR is the error's energy over the target's, measured on the `.nam` file as shipped.

## `{e['model']}`: Triode crunch

{table(["", ""], facts)}

Made with

    python3 train.py --seed {training['seed']} --minutes {round(training['minutes'])}
    python3 export_nam.py && python3 evaluate.py && python3 export_nam.py && python3 model_page.py

The learning rate of that run followed the clock, so a repetition gives a model of the same kind, not the same numbers.

It cleans up when played softly, breaks up from about −20 dBFS input peak (the sines below show it) and is saturated at
−6 dBFS. It is a preamp: no loudspeaker is modelled, so put a cabinet after it.

### A riff at several input levels

{table(["input peak", "output peak", "output RMS", "ESR", "error RMS", "ESR, memoryless"], levels)}

### Test clips by kind

{table(["kind", "ESR", "error RMS", "ESR, memoryless"], kinds)}

### A sine: its harmonics against its fundamental, and what is at no harmonic (aliases)

{table(["sine", "input peak", "harmonics, network", "harmonics, circuit", "inharmonic, network", "inharmonic, circuit"], tones)}

### What it does badly

- The circuit runs oversampled, the network at 48 kHz: at {loud_tone['input_peak_dbfs']} dBFS the network's aliases of the
  {loud_tone['hz']} Hz sine lie at {loud_tone['network']['inharmonic_db']} dB, the circuit's at {loud_tone['circuit']['inharmonic_db']} dB.
- Of the riff's levels it is least accurate at {worst_level['input_peak_dbfs']} dBFS ({percent(worst_level['esr'])}), of the kinds at “{worst_kind[0]}” ({percent(worst_kind[1]['esr'])}).
- “Silence” in the kinds is hum and hiss below −50 dBFS: its ESR is large where its error, in dBFS, is not.
- Training and test both use synthetic strings from one generator, with different seeds. Real guitars were not tried.
- Part of what the memoryless curve lacks is plain filtering; the factor is not a measure of nonlinear memory alone.
- Above 0 dBFS input it was never trained.
""")


if __name__ == "__main__":
    main()
