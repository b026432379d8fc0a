"""A TCN whose layers are scaled and shifted by knobs: FiLM, as in micro-TCN."""

from torch import nn

from .layers import CausalConv1d
from .lower import batch_norm, lower_child


class Film(nn.Module):
    """gain · norm(x) + offset per channel; one linear layer computes both from the condition, gains first."""

    def __init__(self, channels, condition_channels):
        super().__init__()
        self.bn = nn.BatchNorm1d(channels, affine=False)
        self.adaptor = nn.Linear(condition_channels, 2 * channels)

    def forward(self, x, condition):
        gain, offset = self.adaptor(condition)[:, :, None].chunk(2, 1)
        return self.bn(x) * gain + offset

    def to_dilatone(self, graph, x, condition):
        gains_and_offsets = lower_child(self, "adaptor", graph, condition)
        gain = graph.slice(gains_and_offsets, 0, x.channels)
        offset = graph.slice(gains_and_offsets, x.channels, x.channels)
        with graph.scope("bn"):
            x = graph.scale(x, *batch_norm(self.bn, graph))
        return graph.add(graph.multiply(x, gain), offset)


class MicroTcnBlock(nn.Module):
    """Convolution, FiLM, PReLU, and a grouped 1×1 convolution as the residual path."""

    def __init__(self, in_channels, out_channels, kernel_size, dilation, condition_channels):
        super().__init__()
        self.conv1 = CausalConv1d(in_channels, out_channels, kernel_size, dilation, bias=False)
        self.film = Film(out_channels, condition_channels)
        self.relu = nn.PReLU(out_channels)
        self.res = nn.Conv1d(in_channels, out_channels, 1, groups=in_channels, bias=False)

    def forward(self, x, condition):
        return self.relu(self.film(self.conv1(x), condition)) + self.res(x)

    def to_dilatone(self, graph, x, condition):
        z = lower_child(self, "conv1", graph, x)
        with graph.scope("film"):
            z = self.film.to_dilatone(graph, z, condition)
        return graph.add(lower_child(self, "relu", graph, z), lower_child(self, "res", graph, x))


class MicroTcn(nn.Module):
    """`blocks` blocks with dilations growth^(n mod stack_size), conditioned by a small network that reads the controls."""

    def __init__(self, controls, channels, blocks, kernel_size=13, growth=10, stack_size=10, in_channels=1, out_channels=1,
                 condition_channels=32):
        super().__init__()
        self.gen = nn.Sequential(nn.Linear(controls, 16), nn.ReLU(), nn.Linear(16, 32), nn.ReLU(),
                                 nn.Linear(32, condition_channels), nn.ReLU())
        self.blocks = nn.ModuleList(
            MicroTcnBlock(in_channels if n == 0 else channels, channels, kernel_size, growth ** (n % stack_size),
                          condition_channels)
            for n in range(blocks)
        )
        self.output = nn.Conv1d(channels, out_channels, 1)

    def forward(self, x, controls):
        condition = self.gen(controls)
        for block in self.blocks:
            x = block(x, condition)
        return self.output(x).tanh()

    def to_dilatone(self, graph, x):
        condition = lower_child(self, "gen", graph, graph.controls)
        for index, block in enumerate(self.blocks):
            with graph.scope(f"blocks.{index}"):
                x = block.to_dilatone(graph, x, condition)
        return graph.activation(lower_child(self, "output", graph, x), "tanh")
