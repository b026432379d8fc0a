"""The page of a compressor."""

from page_parts import percent, table


def gain_sections(recipe, e):
    test, between = e["test"], e["knob_between"]
    by_peak = [[peak, r["clips"], percent(r["esr"]), percent(r["memoryless_esr"]), f"{r['error_rms_dbfs']} dBFS"]
               for peak, r in e["test_by_peak"].items()]
    riff = [[r["peak"], r["recovery"], f"{r['reduction_db']} dB", percent(r["esr"])] for r in e["riff_by_setting"]]
    static = [[s["peak"], f"{s['input_peak_dbfs']} dBFS", f"{s['circuit_db']:.1f} dB", f"{s['network_db']:.1f} dB"] for s in e["static"]]
    release = [[r["recovery"], f"{r['ms']} ms", f"{r['circuit_db']:.1f} dB", f"{r['network_db']:.1f} dB"] for r in e["release"]]
    worst_static = max(e["static"], key=lambda s: abs(s["network_db"] - s["circuit_db"]))
    worst_release = max(e["release"], key=lambda r: abs(r["network_db"] - r["circuit_db"]))
    return f"""## How well it matches

**ESR on test {percent(test['mean_esr_of_clips'])}**, the mean of {test['clips']} clips at random settings of both knobs; the worst clip
has {percent(test['worst_esr_of_clips'])}. All clips in one sum: {percent(test['esr'])}. The best curve without memory, fitted for each clip
to that very clip, reaches {percent(test['memoryless_esr'])}: the network's error energy is **{test['times_better_than_memoryless']:.0f} times
smaller**. Passing the sound unchanged gives {percent(test['esr_of_doing_nothing'])}.

Between the settings of the grid below there is no hole: over {between['settings']} settings the median ESR is
{percent(between['median_esr'])}, the worst {percent(between['worst_esr'])}.

### Test clips by peak reduction

{table(["peak reduction", "clips", "ESR", "ESR, memoryless", "error RMS"], by_peak)}

### A riff at −6 dBFS peak

{table(["peak reduction", "recovery", "change of RMS, circuit", "ESR"], riff)}

### Gain of a steady sine of 200 Hz, recovery 0.5

{table(["peak reduction", "input peak", "circuit", "network"], static)}

### Gain after a sine falls from −6 to −30 dBFS, peak reduction 0.7

{table(["recovery", "after", "circuit", "network"], release)}

## What it does badly

- Its steady gain is off by up to {abs(worst_static['network_db'] - worst_static['circuit_db']):.1f} dB (peak reduction {worst_static['peak']}, {worst_static['input_peak_dbfs']} dBFS), its release by up to
  {abs(worst_release['network_db'] - worst_release['circuit_db']):.1f} dB ({worst_release['ms']} ms after the fall, recovery {worst_release['recovery']}).
- It hears {e['receptive_field_frames'] / 48:.0f} ms: memories longer than that, as old photoresistors have, it cannot have.
- Training and test both use synthetic strings from one generator, with different seeds. Real instruments were not tried.
- Above 0 dBFS input it was never trained. The make-up is exact arithmetic, not learned.
"""
