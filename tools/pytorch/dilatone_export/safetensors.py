"""Writes and reads `.safetensors` files of float32 tensors; the format is small enough to need no package."""

import json

import numpy as np


def write(path, tensors, metadata):
    """Writes `tensors`, a dict of float32 arrays, and `metadata`, a dict of texts."""
    header, offset = {"__metadata__": metadata}, 0
    arrays = {name: np.ascontiguousarray(array, dtype="<f4") for name, array in tensors.items()}
    for name, array in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # the data starts at a multiple of 8
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for array in arrays.values():
            file.write(array.tobytes())


def read(path):
    """(tensors, metadata) of a file of float32 tensors."""
    with open(path, "rb") as file:
        data = file.read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":
            raise ValueError(f"{name}: expected F32, got {entry['dtype']}")
        low, high = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[start + low : start + high], "<f4").reshape(entry["shape"])
    return tensors, metadata
