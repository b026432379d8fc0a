"""The WaveNet of `.nam` files (“A1”) in plain PyTorch.

Tensors are [channels][frames]. Convolutions are valid: each layer's output is (K−1)·d frames shorter, and the model
returns one frame for each input frame whose whole receptive field is present. Training segments are packed end to end
on the frame axis, which is much faster on a CPU than a batch axis when the channels are few.
"""

import torch
from torch import nn

from layer_function import layer_function

HEAD_SCALE = 0.02


class Layer(nn.Module):
    def __init__(self, condition_size, channels, kernel_size, dilation):
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, kernel_size, dilation=dilation)
        self.mixin = nn.Conv1d(condition_size, channels, 1, bias=False)
        self.layer1x1 = nn.Conv1d(channels, channels, 1)

    def forward(self, x, condition):
        """(x + layer1x1(z), z) with z = tanh(conv(x) + mixin(condition))."""
        return layer_function(x, condition, self.conv.weight, self.conv.bias, self.mixin.weight,
                              self.layer1x1.weight, self.layer1x1.bias, self.conv.dilation[0])


class LayerArray(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels = config["channels"]
        self.rechannel = nn.Conv1d(config["input_size"], channels, 1, bias=False)
        self.layers = nn.ModuleList(
            Layer(config["condition_size"], channels, config["kernel_size"], d) for d in config["dilations"]
        )
        self.head = nn.Conv1d(channels, config["head_size"], 1, bias=config["head_bias"])

    def forward(self, x, condition, head_in, out_frames):
        """(layer output, head output): the head signal is kept only for the last out_frames, which reach the output."""
        x = self.rechannel.weight[:, :, 0] @ x
        for layer in self.layers:
            x, z = layer(x, condition)
            z = z[:, -out_frames:]
            head_in = z if head_in is None else head_in + z
        head_out = self.head.weight[:, :, 0] @ head_in
        return x, head_out if self.head.bias is None else head_out + self.head.bias[:, None]


class WaveNet(nn.Module):
    def __init__(self, layers, head_scale=HEAD_SCALE):
        super().__init__()
        self.config = {"layers": layers, "head": None, "head_scale": head_scale}
        self.arrays = nn.ModuleList(LayerArray(config) for config in layers)

    @property
    def receptive_field(self):
        return 1 + sum((a["kernel_size"] - 1) * d for a in self.config["layers"] for d in a["dilations"])

    def forward(self, x):
        """[1][frames] → [1][frames − receptive_field + 1]."""
        condition, head = x, None
        out_frames = x.shape[1] - self.receptive_field + 1
        for array in self.arrays:
            x, head = array(x, condition, head, out_frames)
        return self.config["head_scale"] * head

    def run(self, samples, block=1 << 17):
        """Output for a 1-D float array, same length; the frames before it are silence."""
        lookback = self.receptive_field - 1
        x = torch.cat([torch.zeros(lookback), torch.as_tensor(samples, dtype=torch.float32)])
        with torch.no_grad():
            starts = range(0, len(samples), block)
            blocks = [self(x[None, start : start + block + lookback])[0] for start in starts]
        return torch.cat(blocks).numpy()

    def blocks(self):
        """The weights in groups that interact strongly: each layer, and each array's rechannel and head."""
        for array in self.arrays:
            yield from (list(layer.parameters()) for layer in array.layers)
            yield [*array.rechannel.parameters(), *array.head.parameters()]

    def flat_weights(self):
        """All weights in the order of the file format, head scale last."""
        tensors = []
        for array in self.arrays:
            tensors.append(array.rechannel.weight)
            for layer in array.layers:
                tensors += [layer.conv.weight, layer.conv.bias, layer.mixin.weight]
                tensors += [layer.layer1x1.weight, layer.layer1x1.bias]
            tensors += [array.head.weight] + ([array.head.bias] if array.head.bias is not None else [])
        tensors.append(torch.tensor([self.config["head_scale"]]))
        return torch.cat([t.detach().flatten() for t in tensors]).numpy()
