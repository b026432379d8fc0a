"""Aligns recordings of simulated devices. Run with `python3 -m unittest` in tools/capture."""

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from scipy import signal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import capture_signal  # noqa: E402
import wav_file  # noqa: E402
from align import MARGIN_FRAMES, aligned  # noqa: E402
from alignment import AlignmentError, align  # noqa: E402

PLAYED, PARTS = capture_signal.build(training_clips=5)


def device(x, drive=4.0):
    """A preamp without latency: bass cut, clipping, treble cut."""
    high = signal.butter(1, 100, "high", fs=48000, output="sos")
    low = signal.butter(1, 6000, fs=48000, output="sos")
    return signal.sosfilt(low, np.tanh(drive * signal.sosfilt(high, x))) * 0.5


def recording(latency=1234, polarity=1, noise=1e-4, gain=1.0):
    y = polarity * gain * device(PLAYED)
    y = np.concatenate([np.zeros(latency), y]) if latency >= 0 else y[-latency:]
    return y + noise * np.random.default_rng(1).standard_normal(len(y))


class Alignment(unittest.TestCase):
    def test_latency_and_polarity_of_a_distorting_device_are_found_to_the_frame(self):
        for latency, polarity in ((0, 1), (1, -1), (1234, -1), (60000, 1), (-300, 1)):
            found = align(PLAYED, PARTS, recording(latency, polarity))
            self.assertEqual((found.latency_frames, found.inverted), (latency, polarity < 0))
            self.assertEqual([w for w in found.warnings if "precedes" not in w], [])

    def test_the_aligned_recording_is_the_device_a_frame_later(self):
        recorded = recording(777, -1, noise=0)
        target = aligned(PLAYED, recorded, align(PLAYED, PARTS, recorded))
        self.assertEqual(len(target), len(PLAYED))
        expected = device(PLAYED)
        np.testing.assert_allclose(target[MARGIN_FRAMES:], expected[: len(expected) - MARGIN_FRAMES], atol=1e-9)

    def test_clipping_noise_level_and_offset_are_complained_about(self):
        for recorded, word in (
            (np.clip(recording() * 4, -1, 1), "clips"),
            (recording(noise=0.01), "noise"),
            (recording(gain=0.02, noise=1e-7), "quiet"),
            (recording() + 0.01, "offset"),
        ):
            warnings = align(PLAYED, PARTS, recorded).warnings
            self.assertEqual(len(warnings), 1, warnings)
            self.assertIn(word, warnings[0])

    def test_a_recorder_that_runs_faster_is_caught(self):
        drifting = np.delete(recording(500), [PARTS["training"].start, PARTS["validation"].start])
        found = align(PLAYED, PARTS, drifting)
        self.assertEqual(found.drift_frames, -2)
        self.assertIn("runs away", found.warnings[0])

    def test_recordings_of_something_else_are_refused(self):
        with self.assertRaisesRegex(AlignmentError, "found none"):
            align(PLAYED, PARTS, np.random.default_rng(2).standard_normal(len(PLAYED)) * 0.1)
        with self.assertRaisesRegex(AlignmentError, "ends before it does"):
            align(PLAYED, PARTS, recording()[: 12 * 48000])


class Signal(unittest.TestCase):
    def test_parts_do_not_overlap_and_playing_fills_most(self):
        played, parts = capture_signal.build()
        spans = sorted((part.start, part.stop) for part in parts.values())
        self.assertTrue(all(a[1] <= b[0] for a, b in zip(spans, spans[1:])))
        self.assertGreater(parts["training"].stop - parts["training"].start, 160 * 48000)
        self.assertLessEqual(np.abs(played).max(), capture_signal.PEAK + 1e-9)

    def test_a_wav_file_comes_back_within_half_a_step(self):
        with tempfile.TemporaryDirectory() as folder:
            wav_file.write(Path(folder, "x.wav"), PLAYED[:48001], 48000)
            (back,), rate_hz = wav_file.read(Path(folder, "x.wav"))
        self.assertEqual((rate_hz, len(back)), (48000, 48001))
        self.assertLessEqual(np.abs(back - PLAYED[:48001]).max(), 2**-24 + 1e-12)


if __name__ == "__main__":
    unittest.main()
