"""The models: equations in NumPy and numba, a folder for each system.

Units are closed, so no power of ten ever appears in an equation. Point neurons:
ms, mV, nS, pA, pF. Hodgkin-Huxley: ms, mV, mS/cm², µA/cm², µF/cm². Rates are
kHz inside and Hz where they meet the reader. `W[i, j]` is the weight to unit
`i` from unit `j`.
"""
