"""Building blocks of causal networks, with their export. Signals are [batch][channels][frames]."""

import torch
from torch import nn
from torch.nn.functional import pad

from .lower import ExportError, array, lower, lower_child, lower_sequence, whole


class CausalConv1d(nn.Conv1d):
    """A causal Conv1d: pads its input on the left with (kernel_size − 1) · dilation zeros."""

    pads_left = True

    def __init__(self, in_channels, out_channels, kernel_size, dilation=1, groups=1, bias=True):
        super().__init__(in_channels, out_channels, kernel_size, dilation=dilation, groups=groups, bias=bias)

    def forward(self, x):
        return super().forward(pad(x, ((self.kernel_size[0] - 1) * self.dilation[0], 0)))


class Chomp1d(nn.Module):
    """Cuts off the last `chomp_size` frames, which a convolution's symmetric padding adds."""

    def __init__(self, chomp_size):
        super().__init__()
        self.chomp_size = chomp_size

    def forward(self, x):
        return x[:, :, : x.shape[2] - self.chomp_size]


class Residual(nn.Module):
    """x + body(x), or shortcut(x) + body(x)."""

    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body, self.shortcut = body, nn.Identity() if shortcut is None else shortcut

    def forward(self, x):
        return self.shortcut(x) + self.body(x)

    def to_dilatone(self, graph, x):
        body = whole(lower_child(self, "body", graph, whole(x, graph)), graph)
        return graph.add(lower_child(self, "shortcut", graph, x), body)


class TcnBlock(nn.Module):
    """The residual block of the TCN: two convolutions with ReLU, a 1×1 shortcut if the width changes, ReLU."""

    def __init__(self, in_channels, out_channels, kernel_size, dilation, groups=1):
        super().__init__()
        norm = nn.utils.weight_norm
        self.body = nn.Sequential(
            norm(CausalConv1d(in_channels, out_channels, kernel_size, dilation, groups)), nn.ReLU(),
            norm(CausalConv1d(out_channels, out_channels, kernel_size, dilation, groups)), nn.ReLU(),
        )
        self.shortcut = nn.Identity() if in_channels == out_channels else nn.Conv1d(in_channels, out_channels, 1)

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))

    def to_dilatone(self, graph, x):
        body = lower_child(self, "body", graph, x)
        return graph.activation(graph.add(body, lower_child(self, "shortcut", graph, x)), "relu")


class ContextModule(nn.Sequential):
    """Multi-scale context in one dimension: convolutions of dilations 1, 1, 2, 4, 8, 16, 1, each with a ReLU, then 1×1."""

    DILATIONS = (1, 1, 2, 4, 8, 16, 1)

    def __init__(self, channels, kernel_size=3):
        layers = [layer for dilation in self.DILATIONS
                  for layer in (CausalConv1d(channels, channels, kernel_size, dilation), nn.ReLU())]
        super().__init__(*layers, nn.Conv1d(channels, channels, 1))

    def to_dilatone(self, graph, x):
        return lower_sequence(list(self.named_children()), graph, x)


class Recurrent(nn.Module):
    """An LSTM or GRU on [batch][channels][frames]; PyTorch's own has another order of dimensions."""

    def __init__(self, cell):
        super().__init__()
        if not isinstance(cell, (nn.LSTM, nn.GRU)):
            raise TypeError(f"cell: expected an LSTM or GRU, got {type(cell).__name__}")
        self.cell = cell

    def forward(self, x):
        x = x.permute(0, 2, 1) if self.cell.batch_first else x.permute(2, 0, 1)
        y, _ = self.cell(x)
        return y.permute(0, 2, 1) if self.cell.batch_first else y.permute(1, 2, 0)

    def to_dilatone(self, graph, x):
        cell, x = self.cell, whole(x, graph)
        if cell.bidirectional or getattr(cell, "proj_size", 0):
            raise ExportError(f"{graph.place}.cell: expected a cell of one direction without projection")
        kind = "lstm" if isinstance(cell, nn.LSTM) else "gru"
        for layer in range(cell.num_layers):
            tensors = {"weightInput": f"weight_ih_l{layer}", "weightHidden": f"weight_hh_l{layer}"}
            if cell.bias:
                tensors.update(biasInput=f"bias_ih_l{layer}", biasHidden=f"bias_hh_l{layer}")
            with graph.scope(f"cell_l{layer}"):
                x = graph.recurrent(kind, x, {key: array(getattr(cell, name)) for key, name in tensors.items()})
        return x
