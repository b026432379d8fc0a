"""The simulated devices, one file each.

Each module has `NAME`, one line for the metadata, and `simulate(inputs)`, which maps clips [clips][frames] at 48 kHz to
the device's output of the same shape. For a device with knobs, the second argument is their values, [clips][knobs].
"""
