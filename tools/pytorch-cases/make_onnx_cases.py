"""Writes test/fixtures/onnx: networks exported by torch.onnx, an input, and PyTorch's outputs."""

import pathlib
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FRAMES = 400
FOLDER = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "onnx"


class Padded(nn.Conv1d):
    """Causal with a Pad before each convolution."""

    def forward(self, x):
        return super().forward(F.pad(x, ((self.kernel_size[0] - 1) * self.dilation[0], 0)))


class Chomped(nn.Module):
    """Causal with padding on both sides and the end cut off, as in the TCN paper's code."""

    def __init__(self, inputs, outputs, kernel, dilation):
        super().__init__()
        self.cut = (kernel - 1) * dilation
        self.conv = nn.Conv1d(inputs, outputs, kernel, dilation=dilation, padding=self.cut)

    def forward(self, x):
        return self.conv(x)[:, :, : -self.cut]


class ChompedByLength(nn.Module):
    """Cuts off the end at positions computed from lengths, in three ways, with all kinds of bounds."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv1d(1, 6, 3, dilation=4, padding=8), nn.Conv1d(6, 6, 4, dilation=2, padding=6)
        self.c, self.d = nn.Conv1d(6, 6, 2, dilation=7, padding=7), nn.Conv1d(6, 1, 1)

    def forward(self, x):
        z = self.a(F.pad(x, (3, 0))[:, :, 3:])
        z = F.hardtanh(z[:, :, : z.shape[2] - 8], -0.3, 0.4)
        z = self.b(z)[..., : x.shape[-1]]
        z = torch.clamp(F.hardtanh(4 * z), max=0.75)
        z = self.c(z)
        z = torch.clamp(z[:, :, : -(z.shape[2] - x.shape[2])], min=-0.25)
        return self.d(z - torch.clamp(z, min=0))


class WaveNet(nn.Module):
    """Gated layers with residual and skip."""

    def __init__(self, width=6, dilations=(1, 2, 4)):
        super().__init__()
        self.first = nn.Conv1d(1, width, 1)
        self.convs = nn.ModuleList(Padded(width, 2 * width, 3, dilation=d) for d in dilations)
        self.mixes = nn.ModuleList(nn.Conv1d(width, width, 1) for _ in dilations)
        self.last = nn.Conv1d(width * len(dilations), 1, 1)

    def forward(self, x):
        x = self.first(x)
        skips = []
        for conv, mix in zip(self.convs, self.mixes):
            signal, gate = torch.chunk(conv(x), 2, dim=1)
            z = torch.tanh(signal) * torch.sigmoid(gate)
            skips.append(z)
            x = x + mix(z)
        return self.last(torch.cat(skips, dim=1))


class Tcn(nn.Module):
    """Residual blocks of two convolutions, with PReLU, batch normalization and grouped convolutions."""

    def __init__(self):
        super().__init__()
        self.first, self.second = Chomped(1, 8, 5, 2), Chomped(8, 8, 3, 8)
        self.norm, self.slope = nn.BatchNorm1d(8), nn.PReLU(8)
        self.residual = nn.Conv1d(1, 8, 1, bias=False)
        self.depthwise, self.last = Padded(8, 8, 2, dilation=3, groups=8), nn.Conv1d(8, 1, 1)

    def forward(self, x):
        z = self.second(F.leaky_relu(self.first(x), 0.2))
        z = self.slope(self.norm(z)) + self.residual(x)
        return torch.tanh(self.last(F.elu(self.depthwise(z)))) * 0.5 + 0.125


class PaddedOnce(nn.Module):
    """Padded once, at the input: it starts from silence."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv1d(1, 4, 3, dilation=2), nn.Conv1d(4, 4, 2, dilation=5), nn.Conv1d(4, 1, 2)

    def forward(self, x):
        x = F.pad(x, (4 + 5 + 1, 0))
        return self.c(torch.sigmoid(self.b(torch.relu(self.a(x)))))


class Dense(nn.Module):
    """Channels last: Linear layers become MatMul and Add; also arithmetic with constants."""

    def __init__(self):
        super().__init__()
        self.conv, self.a, self.b = Padded(1, 5, 4, dilation=3), nn.Linear(5, 7), nn.Linear(7, 1)

    def forward(self, x):
        z = self.conv(x).transpose(1, 2)
        z = torch.softmax(self.a(z), dim=2)
        z = 1.0 / (1.5 + z) - z / 3.0
        return self.b(1.0 - z).transpose(1, 2)


class Same(nn.Module):
    """Reads future frames: must be rejected."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 1, 3, padding=1)

    def forward(self, x):
        return self.conv(x)


class ChompedTooLate(nn.Module):
    """Leaves a frame of the padding at the end: must be rejected."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 1, 3, padding=2)

    def forward(self, x):
        return self.conv(x)[:, :, : x.shape[2] + 1]


class Unknown(nn.Module):
    """Contains an unsupported operator: must be rejected."""

    def forward(self, x):
        return torch.cumsum(x, dim=2)


def case(name, model, x, frames=None, opset=17):
    """Exports a graph for any number of frames, or for a fixed number."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.normal_(0, 0.2)
            module.running_var.uniform_(0.5, 1.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)
        if isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, -0.2, 0.5)
    model.eval()
    names = {"input_names": ["x"], "output_names": ["y"]}
    free = {} if frames else {"dynamic_axes": {"x": {2: "frames"}, "y": {2: "frames"}}}
    example = torch.zeros(1, 1, frames or 64)
    torch.onnx.export(model, example, FOLDER / f"{name}.onnx", opset_version=opset, **free, **names)
    with torch.no_grad():
        y = model.double()(torch.from_numpy(x).double()[None, None])[0, 0]
    y.numpy().astype("<f4").tofile(FOLDER / f"{name}.f32")


def export_refused(name, model):
    torch.onnx.export(model, torch.zeros(1, 1, 64), FOLDER / f"refused-{name}.onnx", opset_version=17,
                      dynamic_axes={"x": {2: "frames"}}, input_names=["x"], output_names=["y"])


def main():
    warnings.simplefilter("ignore")
    torch.manual_seed(20261124)
    FOLDER.mkdir(parents=True, exist_ok=True)
    x = (0.5 * np.random.default_rng(1).standard_normal(FRAMES)).astype("<f4")
    x.tofile(FOLDER / "input.f32")
    case("wavenet", WaveNet(), x)
    case("tcn", Tcn(), x)
    case("padded-once", PaddedOnce(), x)
    case("dense", Dense(), x)
    export_refused("same-padding", Same())
    export_refused("unknown-operator", Unknown())
    chomped = ChompedByLength()
    case("chomped-by-length", chomped, x)
    case("chomped-for-64", chomped.float(), x, frames=64)
    case("chomped-opset-9", chomped.float(), x, frames=64, opset=9)
    export_refused("chomped-too-late", ChompedTooLate())


if __name__ == "__main__":
    main()
