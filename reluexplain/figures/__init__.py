"""Every figure of the site, by name: `/// figure | name` on a page draws the function `name`.

Each function takes no argument that it does not have a default for, and returns a Matplotlib
figure with an alternative text computed from what it drew.
"""

from reluexplain.figures.one_bend import bent_network

__all__ = ["bent_network"]
