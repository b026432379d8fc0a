"""Writes test/fixtures/pytorch: one small network of each kind and its output in PyTorch, so that tests need no PyTorch.

    python3 make_fixtures.py
"""

import json
from pathlib import Path

import torch
from torch import nn

from dilatone_export import (
    CausalConv1d, Chomp1d, ContextModule, GatedWaveNet, MicroTcn, Recurrent, Residual, TcnBlock,
)
from random_stacks import batch_norm, enliven, knobs, write_case

FOLDER = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "pytorch"
FRAMES = 400


def chomped():
    """Symmetric padding with its end cut off, weight norm, batch norm, PReLU."""
    return nn.Sequential(
        nn.utils.weight_norm(nn.Conv1d(1, 6, 3, dilation=2, padding=4)), Chomp1d(4), batch_norm(6), nn.PReLU(6),
        nn.ConstantPad1d((12, 0), 0.0), nn.Conv1d(6, 4, 4, dilation=4, groups=2), batch_norm(4), nn.Hardswish(),
        nn.Conv1d(4, 1, 1))


def depthwise():
    layers = [nn.Conv1d(1, 8, 1)]
    for n in range(4):
        layers += [CausalConv1d(8, 8, 3, 2**n, groups=8), nn.Conv1d(8, 8, 1), nn.ELU(0.8)]
    return nn.Sequential(*layers, nn.Conv1d(8, 1, 1))


def residual():
    body = nn.Sequential(CausalConv1d(4, 4, 2, 5), nn.Softsign())
    return nn.Sequential(CausalConv1d(1, 4, 3), nn.LeakyReLU(0.2), Residual(body, nn.Conv1d(4, 4, 1)), nn.Conv1d(4, 1, 1))


def tcn():
    return nn.Sequential(TcnBlock(1, 6, 3, 1), TcnBlock(6, 6, 3, 2), TcnBlock(6, 4, 2, 4), nn.Conv1d(4, 1, 1))


def context():
    return nn.Sequential(nn.Conv1d(1, 4, 1), ContextModule(4), nn.Conv1d(4, 1, 1))


def unpadded():
    return nn.Sequential(nn.Conv1d(1, 4, 3, dilation=3), nn.Tanh(), nn.Conv1d(4, 4, 2, dilation=20), nn.SiLU(), nn.Conv1d(4, 1, 1))


def recurrent(cell):
    return nn.Sequential(CausalConv1d(1, 3, 2), nn.Tanh(), Recurrent(cell(3, 5, num_layers=2)), nn.Conv1d(5, 1, 1))


CASES = {
    "chomped": (chomped, {}),
    "depthwise": (depthwise, {}),
    "residual": (residual, {}),
    "tcn": (tcn, {}),
    "context": (context, {}),
    "unpadded": (unpadded, {"start": "silence"}),
    "lstm": (lambda: recurrent(nn.LSTM), {}),
    "gru": (lambda: recurrent(nn.GRU), {}),
    "gated": (lambda: GatedWaveNet(4, 6, 2, [1, 2, 4, 8, 16]), {}),
    "gated-local": (lambda: GatedWaveNet(4, 4, 3, [1, 3, 9], local_channels=2), {"input_channels": 3}),
    "gated-global": (lambda: GatedWaveNet(4, 4, 2, [1, 2, 4], global_channels=2), {"controls": knobs(2)}),
    "micro-tcn": (lambda: MicroTcn(2, 6, 3, kernel_size=5, growth=4), {"controls": knobs(2)}),
}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    cases = []
    for number, (name, (build, keys)) in enumerate(CASES.items()):
        torch.manual_seed(500 + number)
        model = enliven(build()).eval()
        cases.append(write_case(FOLDER, name, model, keys, number, FRAMES))
    (FOLDER / "cases.json").write_text(json.dumps(cases, indent=2) + "\n")


if __name__ == "__main__":
    main()
