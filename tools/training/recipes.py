"""The definition of each model: circuit, shape of the network, training length, and texts."""

from dataclasses import dataclass

from circuits import bucket_echo, diode_drive, opto_compressor, triode_crunch, triode_lead
from gain_objective import GainObjective
from objective import WaveNetObjective


@dataclass(frozen=True)
class Recipe:
    """One model: all that `train.py --model NAME` needs to reproduce it."""

    title: str
    kind: str
    summary: str  # one line for lists
    advice: str  # advice for users
    circuit: object  # a module of circuits/
    shape: object  # of the network: layer arrays of a WaveNet, in the terms of the .nam format; arguments of a GainTcn
    size_class: str
    gear_type: str
    tone_type: str
    network: str  # the kind of network, in words
    steps: int
    seed: int = 1
    segment_frames: int = 8192  # frames per segment whose error counts, without the lookback
    segments: int = 2
    objective: type = WaveNetObjective
    adds_to_sound: bool = False  # whether the network's output is added to the sound, instead of replacing it
    file_type: str = "nam"
    history: str = "The same steps give the same weights, bit for bit, on one machine and PyTorch version."


def two_arrays(wide, narrow):
    """NAM's usual WaveNet: 7 layers of `wide` channels, then 13 of `narrow`; a receptive field of 4093 frames."""
    common = dict(condition_size=1, kernel_size=3, activation="Tanh", gated=False)
    dilations = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    return [
        dict(input_size=1, channels=wide, head_size=narrow, dilations=dilations[:7], head_bias=False, **common),
        dict(input_size=wide, channels=narrow, head_size=1, dilations=dilations[7:] + dilations, head_bias=True, **common),
    ]


def echo_array(channels, delay):
    """Local layers around two whose dilations are whole round trips: taps at 0 … 6 delays."""
    around = [1, 2, 4, 8, 16, 32, 64]
    return [
        dict(input_size=1, condition_size=1, channels=channels, head_size=1, kernel_size=3, activation="Tanh", gated=False,
             dilations=[*around, 128, delay, 2 * delay, *around], head_bias=True),
    ]


RECIPES = {
    "triode-crunch": Recipe(
        title="Triode crunch",
        kind="crunch preamp",
        summary="Two-valve crunch preamp: cleans up when played softly, breaks up when played hard",
        advice="It cleans up when played softly, breaks up from about −20 dBFS input peak and is saturated at −6 dBFS. It is "
        "a preamp: no loudspeaker is modelled, so put a cabinet after it.",
        circuit=triode_crunch,
        shape=two_arrays(8, 4),
        size_class="feather",
        gear_type="preamp",
        tone_type="crunch",
        network="WaveNet, NAM “feather” shape: arrays of 8 and 4 channels, 20 layers",
        steps=30180,
        history="The learning rate of that run followed the clock, so a repetition gives a model of the same kind, not the same numbers.",
    ),
    "triode-lead": Recipe(
        title="Triode lead",
        kind="lead preamp",
        summary="Three-valve lead preamp with a cold clipper: high gain, long sustain",
        advice="It distorts from about −40 dBFS input peak on and sustains; hum and hiss come up with it, so put a gate "
        "before it. It is a preamp: no loudspeaker is modelled, so put a cabinet after it.",
        circuit=triode_lead,
        shape=two_arrays(16, 8),
        size_class="standard",
        gear_type="preamp",
        tone_type="hi_gain",
        network="WaveNet, NAM “standard” shape: arrays of 16 and 8 channels, 20 layers",
        steps=7000,
        history="The run was cut short: up to step 4000 its learning rate followed a schedule of 18000 steps, from there on "
        "that of 7000, so a repetition gives a model of the same kind, not the same numbers.",
    ),
    "triode-lead-feather": Recipe(
        title="Triode lead feather",
        kind="lead preamp",
        summary="The lead preamp in a quarter of the weights, for phones",
        advice="The circuit of [Triode lead](triode-lead.md), and played in the same way: with a gate before it, and a "
        "cabinet after it.",
        circuit=triode_lead,
        shape=two_arrays(8, 4),
        size_class="feather",
        gear_type="preamp",
        tone_type="hi_gain",
        network="WaveNet, NAM “feather” shape: arrays of 8 and 4 channels, 20 layers",
        steps=4500,
        history="Up to step 2000 the learning rate followed a schedule of 8000 steps, from there on that of 4500, so a "
        "repetition gives a model of the same kind, not the same numbers.",
    ),
    "diode-drive": Recipe(
        title="Diode drive",
        kind="overdrive pedal",
        summary="Overdrive pedal with diodes in the feedback: tight lows, the clean sound always beside the clipped one",
        advice="It clips from about −36 dBFS input peak on. Made to stand before an amplifier, a clean or crunching one; it is "
        "the smallest of the models, for phones.",
        circuit=diode_drive,
        shape=two_arrays(4, 2),
        size_class="nano",
        gear_type="pedal",
        tone_type="overdrive",
        network="WaveNet, NAM “nano” shape: arrays of 4 and 2 channels, 20 layers",
        steps=34000,
        history="The run was cut short: up to step 28000 its learning rate followed a schedule of 60000 steps, from there on "
        "that of 34000, so a repetition gives a model of the same kind, not the same numbers.",
    ),
    "bucket-echo": Recipe(
        title="Bucket echo",
        kind="echo",
        summary="Bucket-brigade echo of 100 ms: every repeat darker, thinner and softer",
        advice="The direct sound passes unchanged; the network gives the echoes alone. The delay is fixed. A mix "
        "below 1 makes the echoes softer.",
        circuit=bucket_echo,
        shape=echo_array(8, bucket_echo.DELAY_FRAMES),
        size_class="feather",
        gear_type="effect",
        tone_type="echo",
        network="direct sound + WaveNet of 8 channels and 17 layers, two of which have dilations of 4800 and 9600",
        steps=8000,
        segment_frames=24576,
        segments=1,
        adds_to_sound=True,
        file_type="safetensors",
    ),
    "opto-compressor": Recipe(
        title="Opto compressor",
        kind="compressor",
        summary="Optical compressor: 3 : 1 behind a soft knee, release in two stages",
        advice="Peak reduction sets how much it compresses, recovery how long the slow part of the release lasts (60 to "
        "200 ms), make-up brings the level back.",
        circuit=opto_compressor,
        shape=dict(channels=8, layers=9),
        size_class="feather",
        gear_type="effect",
        tone_type="compressor",
        network="sound × TCN of 8 channels and 9 layers with dilations 3ⁿ, conditioned by FiLM",
        steps=8000,
        objective=GainObjective,
        file_type="safetensors",
    ),
}
