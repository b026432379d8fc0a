"""Exports causal PyTorch networks to Dilatone's native model format, and compares the output of both.

    from dilatone_export import check, export

    export(model, "my-effect.safetensors", sample_rate=48000)
    check(model, "my-effect.safetensors")
"""

from .check import check, pytorch_output
from .export import Control, export
from .gated import GatedLayer, GatedWaveNet
from .graph import Graph, Signal
from .layers import CausalConv1d, Chomp1d, ContextModule, Recurrent, Residual, TcnBlock
from .lower import ExportError, lower
from .micro_tcn import Film, MicroTcn, MicroTcnBlock

__all__ = [
    "CausalConv1d", "Chomp1d", "ContextModule", "Control", "ExportError", "Film", "GatedLayer", "GatedWaveNet", "Graph",
    "MicroTcn", "MicroTcnBlock", "Recurrent", "Residual", "Signal", "TcnBlock", "check", "export", "lower",
    "pytorch_output",
]
