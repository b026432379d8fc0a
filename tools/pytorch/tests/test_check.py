"""Exported files give PyTorch's output in Dilatone's command line; skipped if that is not built."""

import os
import tempfile
import unittest
from pathlib import Path

import torch
from torch import nn

from dilatone_export import CausalConv1d, Control, GatedWaveNet, MicroTcn, check, export

BUILT_CLI = Path(__file__).resolve().parents[3] / "dist" / "cli.js"
COMMAND = os.environ.get("DILATONE") or (f"node {BUILT_CLI}" if BUILT_CLI.exists() else None)


@unittest.skipUnless(COMMAND, "expected dist/cli.js (npm run build) or DILATONE in the environment")
class Checks(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "model.safetensors")
        self.addCleanup(self.folder.cleanup)

    def test_a_gated_wavenet(self):
        model = GatedWaveNet(4, 4, 2, [1, 2, 4, 8]).eval()
        export(model, self.path, sample_rate=44100)
        self.assertLess(check(model, self.path, command=COMMAND), 1e-5)

    def test_a_conditioned_network_at_its_defaults_and_elsewhere(self):
        model = MicroTcn(2, 4, 2, kernel_size=5).eval()
        export(model, self.path, sample_rate=48000, controls=[Control("peak", 0.3), Control("tone", 0.8)])
        check(model, self.path, command=COMMAND)
        check(model, self.path, controls=[0.9, 0.1], command=COMMAND)

    def test_an_unpadded_network_after_silence(self):
        model = nn.Sequential(nn.Conv1d(1, 4, 3, dilation=5), nn.Tanh(), nn.Conv1d(4, 1, 3)).eval()
        export(model, self.path, sample_rate=48000, start="silence")
        check(model, self.path, command=COMMAND)

    def test_a_file_of_another_model_is_caught(self):
        model = nn.Sequential(CausalConv1d(1, 4, 3), nn.Tanh(), nn.Conv1d(4, 1, 1)).eval()
        export(model, self.path, sample_rate=48000)
        with torch.no_grad():
            model[0].weight += 0.01
        with self.assertRaisesRegex(AssertionError, "expected PyTorch's output within"):
            check(model, self.path, command=COMMAND)


if __name__ == "__main__":
    unittest.main()
