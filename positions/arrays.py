"""Kinds of arrays, for annotations: one name for what holds which numbers."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["ArrayLike", "Bools", "Bytes", "Floats", "Ints", "Places", "Shorts", "Singles", "Texts", "Words"]

Bools = NDArray[np.bool_]
Bytes = NDArray[np.int8]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.intp]  # what NumPy counts places in arrays with
Shorts = NDArray[np.int16]
Singles = NDArray[np.float32]
Texts = NDArray[np.bytes_]
Words = NDArray[np.uint64]
