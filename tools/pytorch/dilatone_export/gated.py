"""The WaveNet of the paper: gated layers, residual and skip connections, local and global conditioning."""

import torch
from torch import nn

from .layers import CausalConv1d
from .lower import lower_child


class GatedLayer(nn.Module):
    """z = tanh(a) · sigmoid(b) with [a b] = conv(x) + local(features) + global(controls); (x + residual(z), skip(z))."""

    def __init__(self, channels, skip_channels, kernel_size, dilation, local_channels=0, global_channels=0):
        super().__init__()
        self.channels = channels
        self.conv = CausalConv1d(channels, 2 * channels, kernel_size, dilation)
        self.local_mixin = nn.Conv1d(local_channels, 2 * channels, 1, bias=False) if local_channels else None
        self.global_mixin = nn.Linear(global_channels, 2 * channels, bias=False) if global_channels else None
        self.residual = nn.Conv1d(channels, channels, 1)
        self.skip = nn.Conv1d(channels, skip_channels, 1)

    def forward(self, x, features, controls):
        a = self.conv(x)
        if self.local_mixin is not None:
            a = a + self.local_mixin(features)
        if self.global_mixin is not None:
            a = a + self.global_mixin(controls)[:, :, None]
        signal, gate = a.chunk(2, 1)
        z = torch.tanh(signal) * torch.sigmoid(gate)
        return x + self.residual(z), self.skip(z)

    def to_dilatone(self, graph, x, features):
        parts = [lower_child(self, "conv", graph, x)]
        if self.local_mixin is not None:
            parts.append(lower_child(self, "local_mixin", graph, features))
        if self.global_mixin is not None:
            parts.append(lower_child(self, "global_mixin", graph, graph.controls))
        a = graph.add(*parts) if len(parts) > 1 else parts[0]
        signal = graph.activation(graph.slice(a, 0, self.channels), "tanh")
        gate = graph.activation(graph.slice(a, self.channels, self.channels), "sigmoid")
        z = graph.multiply(signal, gate)
        return graph.add(x, lower_child(self, "residual", graph, z)), lower_child(self, "skip", graph, z)


class GatedWaveNet(nn.Module):
    """Gated layers after a 1×1 convolution; the sum of their skips goes through ReLU, 1×1, ReLU, 1×1.

    The last `local_channels` channels of the input are the features for local conditioning. The second argument is the
    controls for global conditioning, [batch][global_channels].
    """

    def __init__(self, channels, skip_channels, kernel_size, dilations, in_channels=1, out_channels=1, local_channels=0,
                 global_channels=0):
        super().__init__()
        self.in_channels, self.local_channels = in_channels, local_channels
        self.rechannel = nn.Conv1d(in_channels, channels, 1)
        self.layers = nn.ModuleList(
            GatedLayer(channels, skip_channels, kernel_size, dilation, local_channels, global_channels)
            for dilation in dilations
        )
        self.head = nn.Sequential(nn.ReLU(), nn.Conv1d(skip_channels, skip_channels, 1), nn.ReLU(),
                                  nn.Conv1d(skip_channels, out_channels, 1))

    def forward(self, x, controls=None):
        sound, features = x[:, : self.in_channels], x[:, self.in_channels :]
        x, total = self.rechannel(sound), 0
        for layer in self.layers:
            x, skip = layer(x, features, controls)
            total = total + skip
        return self.head(total)

    def to_dilatone(self, graph, x):
        features = None
        if self.local_channels:
            features = graph.slice(x, self.in_channels, self.local_channels)
            x = graph.slice(x, 0, self.in_channels)
        x, skips = lower_child(self, "rechannel", graph, x), []
        for index, layer in enumerate(self.layers):
            with graph.scope(f"layers.{index}"):
                x, skip = layer.to_dilatone(graph, x, features)
                skips.append(skip)
        return lower_child(self, "head", graph, graph.add(*skips) if len(skips) > 1 else skips[0])
