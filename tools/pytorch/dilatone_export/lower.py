"""Lowers PyTorch modules to ops: one function per kind of module, and `to_dilatone` for user-defined modules."""

from dataclasses import replace

import torch
from torch import nn
from torch.nn.utils.weight_norm import WeightNorm

SIMPLE_ACTIVATIONS = {
    nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.ReLU: "relu", nn.SiLU: "silu", nn.Softsign: "softsign",
    nn.Hardswish: "hardSwish",
}
IDENTITIES = (nn.Identity, nn.Dropout, nn.Dropout1d, nn.AlphaDropout)


class ExportError(ValueError):
    """The model cannot be exported; the message says where and why."""


def lower(module, graph, x):
    """Appends the module's ops to the graph and returns its output for the signal x.

    If a module has a method `to_dilatone(graph, x)`, it is called instead.
    """
    if hasattr(module, "to_dilatone"):
        return module.to_dilatone(graph, x)
    if isinstance(module, nn.Sequential):
        return lower_sequence(list(module.named_children()), graph, x)
    if isinstance(module, nn.ConstantPad1d):  # nn.ZeroPad1d is one
        return lower_padding(module, graph, x)
    if isinstance(module, nn.Conv1d):
        return lower_conv(module, graph, x)
    if type(module).__name__ == "Chomp1d":
        return lower_chomp(module, graph, x)
    whole(x, graph)
    if isinstance(module, nn.Linear):
        return graph.conv1d(x, array(module.weight), array(module.bias))
    if isinstance(module, nn.BatchNorm1d):
        return graph.scale(x, *batch_norm(module, graph))
    if isinstance(module, nn.PReLU):
        return graph.activation(x, "prelu", negativeSlopes=array(module.weight.expand(x.channels)))
    if isinstance(module, nn.LeakyReLU):
        return graph.activation(x, "leakyRelu", negativeSlope=module.negative_slope)
    if isinstance(module, nn.ELU):
        return graph.activation(x, "elu", alpha=float(module.alpha))
    if isinstance(module, nn.Hardtanh):
        low, high = float(module.min_val), float(module.max_val)
        return graph.activation(x, "leakyHardTanh", min=low, max=high, minSlope=0.0, maxSlope=0.0)
    if isinstance(module, IDENTITIES):
        refuse_training(module, graph)
        return x
    for kind, word in SIMPLE_ACTIVATIONS.items():
        if isinstance(module, kind):
            return graph.activation(x, word)
    raise ExportError(f"{graph.place}: expected a module that can be exported, got {type(module).__name__}; "
                      "give it a method to_dilatone(graph, x)")


def lower_child(parent, name, graph, x):
    """Lowers the submodule `name` of a module, under its own name."""
    with graph.scope(name):
        return lower(getattr(parent, name), graph, x)


def lower_sequence(children, graph, x):
    """Lowers (name, module) pairs in order; a batch norm right after a convolution is folded into its weights."""
    position = 0
    while position < len(children):
        name, module = children[position]
        following = children[position + 1][1] if position + 1 < len(children) else None
        folds = isinstance(module, nn.Conv1d) and isinstance(following, nn.BatchNorm1d)
        with graph.scope(name):
            x = lower_conv(module, graph, x, following) if folds else lower(module, graph, x)
        position += 2 if folds else 1
    return x


def lower_conv(conv, graph, x, norm=None):
    """Lowers a Conv1d that is causal with its own padding and that before it, and the batch norm after it, if any."""
    if conv.stride[0] != 1:
        raise ExportError(f"{graph.place}.stride: expected 1, got {conv.stride[0]}")
    if conv.padding_mode != "zeros":
        raise ExportError(f"{graph.place}.padding_mode: expected zeros, got {conv.padding_mode}")
    if conv.in_channels != x.channels:
        raise ExportError(f"{graph.place}.in_channels: expected {x.channels}, got {conv.in_channels}")
    lookback = (conv.kernel_size[0] - 1) * conv.dilation[0]
    own = own_padding(conv, graph)
    left = x.left + own
    # A causal layer pads by itself; in a network without padding, convolutions look back on past frames.
    causal = getattr(conv, "pads_left", False) or (graph.unpadded and left == 0)
    if x.right or (not causal and left != lookback):
        raise ExportError(f"{graph.place}: expected {lookback} frames of padding on the left alone, "
                          f"(kernel_size − 1) · dilation, got {left} on the left and {x.right} on the right")
    weight, bias = conv_weight(conv), None if conv.bias is None else conv.bias.detach()
    if norm is not None:
        gain, offset = batch_norm(norm, graph)
        weight = weight * gain[:, None, None]
        bias = offset if bias is None else bias * gain + offset
    y = graph.conv1d(replace(x, left=0), array(weight), array(bias), conv.dilation[0], conv.groups)
    return replace(y, right=own)


def own_padding(conv, graph):
    """Frames of the convolution's own padding, on each side."""
    if isinstance(conv.padding, str):
        if conv.padding == "same" and conv.kernel_size[0] > 1:
            raise ExportError(f"{graph.place}.padding: expected padding on the left alone, got 'same', which hears the future")
        return 0
    return conv.padding[0]


def lower_padding(pad, graph, x):
    left, right = pad.padding
    if right != 0 or left < 0 or pad.value != 0:
        raise ExportError(f"{graph.place}.padding: expected zeros on the left alone, got {pad.padding} of {pad.value}")
    return replace(x, left=x.left + left)


def lower_chomp(chomp, graph, x):
    """Lowers the module with which many TCNs cut off the end of symmetric padding."""
    if chomp.chomp_size != x.right:
        raise ExportError(f"{graph.place}.chomp_size: expected {x.right}, got {chomp.chomp_size}")
    return replace(x, right=0)


def whole(x, graph):
    """Raises if padding of the signal has not been used by a convolution or cut off."""
    if x.left or x.right:
        raise ExportError(f"{graph.place}: expected a convolution right behind padding, and frames cut off right behind a "
                          f"convolution that pads on both sides; {x.left} frames on the left and {x.right} on the right are left over")
    return x


def batch_norm(norm, graph):
    """(gain, offset) per channel of a BatchNorm1d in evaluation mode."""
    refuse_training(norm, graph)
    if norm.running_mean is None:
        raise ExportError(f"{graph.place}: expected a batch norm that tracks running statistics")
    gain = 1 / torch.sqrt(norm.running_var + norm.eps)
    offset = -norm.running_mean * gain
    if norm.affine:
        gain, offset = gain * norm.weight, offset * norm.weight + norm.bias
    return gain.detach(), offset.detach()


def conv_weight(conv):
    """The effective weight, with weight normalization of either style folded in."""
    for hook in conv._forward_pre_hooks.values():
        if isinstance(hook, WeightNorm) and hook.name == "weight":
            return hook.compute_weight(conv).detach()
    return conv.weight.detach()


def array(tensor):
    return None if tensor is None else tensor.detach().cpu().numpy()


def refuse_training(module, graph):
    if module.training:
        raise ExportError(f"{graph.place}: expected a model in evaluation mode; call model.eval() first")
