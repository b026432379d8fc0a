"""WAV files: reading 16, 24 and 32-bit integers and 32-bit floats, writing 24-bit mono."""

import struct

import numpy as np

INTEGER, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


def read(path):
    """Returns (samples [channels][frames] as float64, sample rate in Hz)."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"{path}: expected a WAV file")
    position, layout = 12, None
    while position + 8 <= len(data):
        name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        body = data[position + 8 : position + 8 + size]
        if name == b"fmt ":
            kind, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", body[:16])
            kind = int.from_bytes(body[24:26], "little") if kind == EXTENSIBLE else kind
            layout = (kind, bits)
        if name == b"data":
            if layout is None:
                break
            whole = len(body) // (channels * bits // 8) * (channels * bits // 8)
            return decode(path, body[:whole], *layout).reshape(-1, channels).T, rate_hz
        position += 8 + size + size % 2
    raise ValueError(f"{path}: expected chunks fmt and data")


def decode(path, body, kind, bits):
    if (kind, bits) == (FLOAT, 32):
        return np.frombuffer(body, "<f4").astype(np.float64)
    if (kind, bits) == (INTEGER, 16):
        return np.frombuffer(body, "<i2") / 2.0**15
    if (kind, bits) == (INTEGER, 24):
        bytes_ = np.frombuffer(body, np.uint8).reshape(-1, 3)
        padded = np.concatenate([np.zeros((len(bytes_), 1), np.uint8), bytes_], 1)
        return padded.copy().view("<i4")[:, 0] / 2.0**31
    if (kind, bits) == (INTEGER, 32):
        return np.frombuffer(body, "<i4") / 2.0**31
    raise ValueError(f"{path}: expected 16, 24 or 32-bit integers or 32-bit floats, got {bits} bits of kind {kind}")


def write(path, samples, rate_hz):
    """Writes one channel with 24 bits."""
    scaled = np.clip(np.round(np.asarray(samples) * 2**23), -(2**23), 2**23 - 1).astype("<i4")
    data = scaled[:, None].view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    data += b"\0" * (len(data) % 2)
    fmt = struct.pack("<HHIIHH", INTEGER, 1, rate_hz, 3 * rate_hz, 3, 24)
    chunks = b"fmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", 3 * len(scaled)) + data
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
