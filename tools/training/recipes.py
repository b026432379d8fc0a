"""What each model is: its circuit, the shape of its network, how long it trains."""

from dataclasses import dataclass

from circuits import bucket_echo, diode_drive, opto_compressor, triode_crunch, triode_lead
from gain_objective import GainObjective
from objective import WaveNetObjective


@dataclass(frozen=True)
class Recipe:
    """One model: `train.py --model NAME` needs nothing else to make it again."""

    title: str
    circuit: object  # a module of circuits/
    shape: object  # of the network: layer arrays of a WaveNet, in the words of the .nam format; arguments of a GainTcn
    size_class: str
    gear_type: str
    tone_type: str
    steps: int
    seed: int = 1
    segment_frames: int = 8192  # frames whose error counts, per segment; the lookback comes on top
    segments: int = 2
    objective: type = WaveNetObjective


def two_arrays(wide, narrow):
    """NAM's usual WaveNet: 7 layers of `wide` channels, then 13 of `narrow`; a receptive field of 4093 frames."""
    common = dict(condition_size=1, kernel_size=3, activation="Tanh", gated=False)
    dilations = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    return [
        dict(input_size=1, channels=wide, head_size=narrow, dilations=dilations[:7], head_bias=False, **common),
        dict(input_size=wide, channels=narrow, head_size=1, dilations=dilations[7:] + dilations, head_bias=True, **common),
    ]


def echo_array(channels, delay):
    """Local layers around two that reach back by whole round trips: taps at 0 … 6 delays."""
    around = [1, 2, 4, 8, 16, 32, 64]
    return [
        dict(input_size=1, condition_size=1, channels=channels, head_size=1, kernel_size=3, activation="Tanh", gated=False,
             dilations=[*around, 128, delay, 2 * delay, *around], head_bias=True),
    ]


RECIPES = {
    "triode-crunch": Recipe(
        "Triode crunch", triode_crunch, two_arrays(8, 4), "feather", "preamp", "crunch", steps=30180),
    "triode-lead": Recipe(
        "Triode lead", triode_lead, two_arrays(16, 8), "standard", "preamp", "hi_gain", steps=18000),
    "diode-drive": Recipe(
        "Diode drive", diode_drive, two_arrays(4, 2), "nano", "pedal", "overdrive", steps=60000),
    "bucket-echo": Recipe(
        "Bucket echo", bucket_echo, echo_array(8, bucket_echo.DELAY_FRAMES), "feather", "effect", "echo", steps=16000,
        segment_frames=24576, segments=1),
    "opto-compressor": Recipe(
        "Opto compressor", opto_compressor, dict(channels=8, layers=9), "feather", "effect", "compressor", steps=20000,
        objective=GainObjective),
}
