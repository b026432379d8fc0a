"""Aligns a recording with the test signal and writes what a trainer needs.

    python3 align.py recording.wav my-capture/

The folder gets input.wav and target.wav, of equal length and aligned with each other, data.json for NAM's trainer
(`nam-full`), and alignment.json with the findings. Warnings go to the terminal.
"""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

import numpy as np

import capture_signal
import wav_file
from alignment import AlignmentError, align

MARGIN_FRAMES = 1  # delay of the target: a causal network can wait, but cannot use future input


def aligned(played, recorded, alignment):
    """The recording, aligned with the played signal, of the same length, and with the right polarity."""
    shift = alignment.latency_frames - MARGIN_FRAMES
    moved = recorded[shift:] if shift >= 0 else np.concatenate([np.zeros(-shift), recorded])
    moved = np.pad(moved, (0, max(0, len(played) - len(moved))))[: len(played)]
    return -moved if alignment.inverted else moved


def trainer_data(folder, parts):
    """Data configuration for nam-full, which uses the signal's training and validation parts."""
    rate = capture_signal.RATE_HZ
    seconds = lambda frames: round(frames / rate, 4)
    training, validation = parts["training"], parts["validation"]
    return {
        "train": {"start_seconds": seconds(training.start), "stop_seconds": seconds(training.stop), "ny": 8192},
        "validation": {"start_seconds": seconds(validation.start), "stop_seconds": seconds(validation.stop), "ny": None},
        "common": {"x_path": str(folder / "input.wav"), "y_path": str(folder / "target.wav"), "delay": 0},
    }


def main():
    parser = argparse.ArgumentParser(description="aligns a recording of the test signal")
    parser.add_argument("recording", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--channel", type=int, default=1, help="which channel of the recording, from 1")
    parser.add_argument("--keep-polarity", action="store_true", help="do not turn an inverted recording over")
    arguments = parser.parse_args()
    played, parts = capture_signal.build()
    try:
        channels, rate_hz = wav_file.read(arguments.recording)
        if rate_hz != capture_signal.RATE_HZ:
            raise AlignmentError(f"recording: expected {capture_signal.RATE_HZ} Hz, got {rate_hz} Hz; record again at that rate")
        if not 1 <= arguments.channel <= len(channels):
            raise AlignmentError(f"--channel: expected 1 to {len(channels)}, got {arguments.channel}")
        recorded = channels[arguments.channel - 1]
        alignment = align(played, parts, recorded)
    except (AlignmentError, ValueError, OSError) as error:
        sys.exit(f"error: {error}")
    if arguments.keep_polarity:
        alignment.inverted = False
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    wav_file.write(folder / "input.wav", played, capture_signal.RATE_HZ)
    wav_file.write(folder / "target.wav", aligned(played, recorded, alignment), capture_signal.RATE_HZ)
    (folder / "data.json").write_text(json.dumps(trainer_data(folder, parts), indent=2) + "\n")
    (folder / "alignment.json").write_text(json.dumps(dataclasses.asdict(alignment), indent=2) + "\n")
    print(f"latency {alignment.latency_frames} frames, polarity {'inverted, turned over' if alignment.inverted else 'kept'}, "
          f"peak {alignment.peak_db} dBFS, noise {alignment.noise_db} dBFS, sound {alignment.signal_db} dBFS")
    for warning in alignment.warnings:
        print(f"warning: {warning}")


if __name__ == "__main__":
    main()
