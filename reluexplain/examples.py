"""The running example: one input, three hidden ReLU units, one output, and the data it is trained on.

The conversation behind the site fixed the hidden layer and three of the five points. The output layer
and the values of the bent network were lost with a picture; those here are the site's own choice.
Everything that several pages, figures or snippets share stands here once.
"""

from __future__ import annotations

import numpy as np

from reluexplain.network import Network

domain = (-4.0, 4.0)
"""The inputs that the conversation is about."""

far_domain = (-15.0, 15.0)
"""The same network seen from further away."""

straight = Network.shallow(w=[1, 1, 1], b=[-10, 10, 10], v=[-3, 1, 1], c=-20)
"""On the domain unit 0 is off, units 1 and 2 are on, and the output is exactly 2x."""

bent = straight.with_bias(0, 1)
"""The same network with one bias moved, from -10 to 1: the output is 2x - 3 relu(x + 1)."""

five_points = np.array([-4.0, -2.0, -1.0, 1.0, 4.0])
"""Inputs of the exercise: three from the conversation, and two of the site's own choice."""
five_points.setflags(write=False)

samples = np.linspace(*domain, 41)
"""The inputs of the training data: 41 points on the domain, 0.2 apart."""
samples.setflags(write=False)

straight_labels = straight(samples)
"""Labels on a straight line."""
straight_labels.setflags(write=False)

bent_labels = bent(samples)
"""Labels with a bend."""
bent_labels.setflags(write=False)
