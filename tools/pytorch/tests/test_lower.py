"""Exports, rejected models and their messages. Run with `python3 -m unittest` in tools/pytorch."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from torch import nn

from dilatone_export import CausalConv1d, Chomp1d, Control, ExportError, MicroTcn, Recurrent, export, safetensors


def exported(model, **keys):
    """(description, tensors) of a model's exported file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.safetensors")
        export(model.eval(), path, sample_rate=48000, **keys)
        tensors, metadata = safetensors.read(path)
        return json.loads(metadata["dilatone"]), tensors


class Exports(unittest.TestCase):
    def kinds(self, model, **keys):
        return [op["op"] for op in exported(model, **keys)[0]["ops"]]

    def test_a_causal_convolution_becomes_one_op_with_its_own_weights(self):
        conv = CausalConv1d(1, 3, 5, dilation=7)
        description, tensors = exported(nn.Sequential(conv))
        self.assertEqual(description["ops"][1], {
            "op": "conv1d", "name": "0.conv", "input": "input", "weight": "0.weight", "bias": "0.bias", "dilation": 7})
        np.testing.assert_array_equal(tensors["0.weight"], conv.weight.detach().numpy())

    def test_padding_and_chomp_leave_no_trace(self):
        padded = nn.Sequential(nn.ConstantPad1d((8, 0), 0.0), nn.Conv1d(1, 2, 3, dilation=4))
        chomped = nn.Sequential(nn.Conv1d(1, 2, 3, dilation=4, padding=8), Chomp1d(8))
        for model in (padded, chomped):
            self.assertEqual(self.kinds(model), ["input", "conv1d"])

    def test_batch_norm_behind_a_convolution_goes_into_its_weights(self):
        norm = nn.BatchNorm1d(2)
        norm.running_var.fill_(4.0)
        norm.running_mean.fill_(1.0)
        conv = CausalConv1d(1, 2, 3)
        _, tensors = exported(nn.Sequential(conv, norm))
        np.testing.assert_allclose(tensors["0.weight"], conv.weight.detach().numpy() / 2, rtol=1e-4)
        np.testing.assert_allclose(tensors["0.bias"], (conv.bias.detach().numpy() - 1) / 2, rtol=1e-4)

    def test_batch_norm_before_a_convolution_stays_an_op(self):
        self.assertEqual(self.kinds(nn.Sequential(nn.BatchNorm1d(2), CausalConv1d(2, 1, 3)), input_channels=2),
                         ["input", "conv1d", "conv1d"])

    def test_weight_norm_is_folded_as_the_next_forward_pass_would(self):
        conv = nn.utils.weight_norm(CausalConv1d(1, 2, 3))
        with torch.no_grad():
            conv.weight_g *= 3
        _, tensors = exported(nn.Sequential(conv))
        conv(torch.zeros(1, 1, 4))
        np.testing.assert_allclose(tensors["0.weight"], conv.weight.detach().numpy(), rtol=1e-6)

    def test_a_parametrized_weight_is_folded(self):
        class Doubled(nn.Module):
            def forward(self, weight):
                return 2 * weight

        conv = CausalConv1d(1, 2, 3)
        plain = conv.weight.detach().numpy().copy()
        nn.utils.parametrize.register_parametrization(conv, "weight", Doubled())
        _, tensors = exported(nn.Sequential(conv))
        np.testing.assert_allclose(tensors["0.weight"], 2 * plain)

    def test_controls_are_described_and_read_by_one_op(self):
        description, _ = exported(MicroTcn(2, 4, 2, kernel_size=3), controls=[Control("peak", 0.4, label="Peak"), Control("tone")])
        self.assertEqual(description["controls"][0],
                         {"name": "peak", "minimum": 0.0, "maximum": 1.0, "default": 0.4, "label": "Peak"})
        self.assertEqual([op["controls"] for op in description["ops"] if op["op"] == "control"], [["peak", "tone"]])

    def test_ops_read_only_what_came_before(self):
        description, tensors = exported(MicroTcn(1, 4, 3, kernel_size=3), controls=[Control("knob")])
        known = set()
        for op in description["ops"]:
            for name in op.get("inputs", [op["input"]] if "input" in op else []):
                self.assertIn(name, known)
            self.assertNotIn(op["name"], known)
            known.add(op["name"])
            for key in ("weight", "bias", "negativeSlopes"):
                self.assertTrue(key not in op or op[key] in tensors)

    def test_two_layers_of_a_cell_become_two_ops(self):
        self.assertEqual(self.kinds(nn.Sequential(Recurrent(nn.LSTM(1, 4, num_layers=2)), nn.Conv1d(4, 1, 1))),
                         ["input", "lstm", "lstm", "conv1d"])

    def test_a_module_of_ones_own_says_itself_what_it_is(self):
        class Halved(nn.Module):
            def to_dilatone(self, graph, x):
                return graph.scale(x, np.full(x.channels, 0.5), np.zeros(x.channels))

        self.assertEqual(self.kinds(nn.Sequential(CausalConv1d(1, 1, 2), Halved())), ["input", "conv1d", "conv1d"])


class Refusals(unittest.TestCase):
    def refuses(self, model, message, **keys):
        with self.assertRaisesRegex(ExportError, message):
            exported(model, **keys)

    def test_symmetric_padding_hears_the_future(self):
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding=1)), "0: expected 2 frames of padding on the left alone")
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding="same")), "0.padding: .* 'same', which hears the future")
        self.refuses(nn.Sequential(nn.ConstantPad1d((1, 1), 0.0), nn.Conv1d(1, 1, 3)), "0.padding: .*zeros on the left alone")

    def test_frames_cut_off_too_little(self):
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding=2), Chomp1d(1)), "1.chomp_size: expected 2, got 1")
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding=2), nn.ReLU()), "1: expected a convolution right behind padding")
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding=2)), "model: expected")

    def test_missing_padding_where_the_past_is_zeros(self):
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3)), "0: expected 2 frames of padding .* got 0")
        self.assertEqual(exported(nn.Sequential(nn.Conv1d(1, 1, 3)), start="silence")[0]["start"], "silence")

    def test_strides_and_other_paddings(self):
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 1, stride=2)), "0.stride: expected 1, got 2")
        self.refuses(nn.Sequential(nn.Conv1d(1, 1, 3, padding=2, padding_mode="reflect")), "0.padding_mode: expected zeros, got reflect")

    def test_a_batch_norm_that_still_learns(self):
        model = nn.Sequential(CausalConv1d(1, 1, 2), nn.BatchNorm1d(1)).train()
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(ExportError, "call model.eval"):
            export(model, Path(folder, "x.safetensors"), sample_rate=48000)

    def test_modules_that_nobody_knows(self):
        self.refuses(nn.Sequential(CausalConv1d(1, 1, 2), nn.Softplus()), "1: expected a module that can be exported, got Softplus")
        self.refuses(nn.Sequential(Recurrent(nn.LSTM(1, 2, bidirectional=True))), "0.cell: expected a cell of one direction")

    def test_a_width_that_does_not_fit(self):
        self.refuses(nn.Sequential(CausalConv1d(1, 4, 2), CausalConv1d(3, 1, 2)), "1.in_channels: expected 4, got 3")


if __name__ == "__main__":
    unittest.main()
