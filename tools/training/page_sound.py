"""The page of a model without knobs."""

from page_parts import percent, table


def sound_sections(recipe, e):
    test, guitar = e["test"], e["test_guitar_only"]
    what = "the echoes alone" if recipe.adds_to_sound else "the output"
    levels = [[f"{r['input_peak_dbfs']} dBFS", f"{r['output_peak_dbfs']} dBFS", f"{r['output_rms_dbfs']} dBFS", percent(r["esr"]),
               f"{r['error_rms_dbfs']} dBFS", percent(r["memoryless_esr"])] for r in e["riff_by_level"]]
    kinds = [[kind, percent(r["esr"]), f"{r['error_rms_dbfs']} dBFS", percent(r["memoryless_esr"])] for kind, r in e["test_by_kind"].items()]
    return f"""## How well it matches

**ESR on test {percent(test['esr'])}** of {what}; of guitar-like clips alone {percent(guitar['esr'])}. The best curve without
memory, fitted to the same training data, reaches {percent(test['memoryless_esr'])}: the network's error energy is
**{test['times_better_than_memoryless']:.0f} times smaller**.

### A riff at several input levels

{table(["input peak", "output peak", "output RMS", "ESR", "error RMS", "ESR, memoryless"], levels)}

### Test clips by kind

{table(["kind", "ESR", "error RMS", "ESR, memoryless"], kinds)}

{repeats(e["repeats"]) if recipe.adds_to_sound else sines(e["sine"])}
## What it does badly

{weaknesses(recipe, e)}
- “Silence” in the kinds is hum and hiss below −50 dBFS: its ESR is large where its error, in dBFS, is not.
- Training and test both use synthetic strings from one generator, with different seeds. Real guitars were not tried.
- Part of what the memoryless curve lacks is plain filtering and delay; the factor does not measure nonlinear memory alone.
- Above 0 dBFS input it was never trained.
"""


def sines(rows):
    tones = [[f"{s['hz']} Hz", f"{s['input_peak_dbfs']} dBFS", f"{s['network']['harmonics_db']} dB", f"{s['circuit']['harmonics_db']} dB",
              f"{s['network']['inharmonic_db']} dB", f"{s['circuit']['inharmonic_db']} dB"] for s in rows]
    return f"""### A sine: its harmonics against its fundamental, and what is at no harmonic (aliases)

{table(["sine", "input peak", "harmonics, network", "harmonics, circuit", "inharmonic, network", "inharmonic, circuit"], tones)}
"""


def repeats(rows):
    cells = [[r["repeat"], f"{r['network_rms_dbfs']} dBFS", f"{r['circuit_rms_dbfs']} dBFS", f"{r['error_rms_dbfs']} dBFS"] for r in rows]
    return f"""### The repeats of a short burst of 500 Hz at −6 dBFS

{table(["repeat", "RMS, network", "RMS, circuit", "RMS of the error"], cells)}
"""


def weaknesses(recipe, e):
    worst_level = max(e["riff_by_level"], key=lambda r: r["esr"])
    worst_kind = max(((k, r) for k, r in e["test_by_kind"].items() if k != "silence"), key=lambda item: item[1]["esr"])
    lines = [f"- Of the riff's levels it is least accurate at {worst_level['input_peak_dbfs']} dBFS ({percent(worst_level['esr'])}), "
             f"of the kinds at “{worst_kind[0]}” ({percent(worst_kind[1]['esr'])})."]
    if recipe.adds_to_sound:
        lines.append("- The network reaches back six round trips: the seventh repeat and later ones are missing, as the table shows.")
        lines.append("- The delay is part of the network's shape and cannot be changed; clock noise and wow are not simulated.")
    else:
        loud = max(e["sine"], key=lambda s: s["network"]["inharmonic_db"])
        lines.append(f"- The circuit runs oversampled, the network at 48 kHz: at {loud['input_peak_dbfs']} dBFS the network's aliases of the "
                     f"{loud['hz']} Hz sine lie at {loud['network']['inharmonic_db']} dB, the circuit's at {loud['circuit']['inharmonic_db']} dB.")
    return "\n".join(lines)
