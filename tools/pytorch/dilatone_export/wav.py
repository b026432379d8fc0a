"""WAV files of 32-bit floats, which need no rounding."""

import struct

import numpy as np

FLOAT_FORMAT = 3


def write_wav(path, x, sample_rate):
    """Writes x [channels][frames]."""
    data = np.ascontiguousarray(x.T, "<f4").tobytes()
    channels = len(x)
    fmt = struct.pack("<HHIIHH", FLOAT_FORMAT, channels, sample_rate, 4 * channels * sample_rate, 4 * channels, 32)
    chunks = b"fmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(data)) + data
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)


def read_wav(path):
    """Reads a file of 32-bit floats as [channels][frames]."""
    with open(path, "rb") as file:
        data = file.read()
    position, channels = 12, None
    while position + 8 <= len(data):
        name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        body = data[position + 8 : position + 8 + size]
        if name == b"fmt ":
            channels = int.from_bytes(body[2:4], "little")
            bits = int.from_bytes(body[14:16], "little")
            if bits != 32:
                raise ValueError(f"{path}: expected 32-bit floats, got {bits} bits")
        if name == b"data":
            return np.frombuffer(body, "<f4").reshape(-1, channels).T
        position += 8 + size + size % 2
    raise ValueError(f"{path}: expected a data chunk, found none")
