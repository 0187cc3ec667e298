"""What lessons need that is no model: a neuron to examine, pictures, programs with mistakes."""
