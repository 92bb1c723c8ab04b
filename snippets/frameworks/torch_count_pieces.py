# How many straight pieces has a PyTorch model's output between two inputs, and where are its kinks?
# --8<-- [start:all]
import torch
from torch import nn


@torch.no_grad()
def pieces_between(model, start, end, ahead=1e-9):
    """Return where the output bends, t from 0 to 1, and its slopes; shorter pieces than `ahead`
    are passed over. `model` is a sequence of ReLUs and of layers that are affine in eval mode."""
    kinks, slopes, t = [], [], 0.0
    while t < 1:
        z, slope = (start + t * (end - start))[None], (end - start)[None]
        following = torch.ones(1, dtype=z.dtype)
        for layer in model:
            if isinstance(layer, nn.ReLU):  # the pattern a little ahead holds up to the next kink
                crossings = (t - z / slope).flatten()
                following = torch.cat([following, crossings[crossings > t + ahead]])
                on = z + ahead * slope > 0
                z, slope = on * z, on * slope
            else:  # an affine layer: what it makes of zero is its bias
                z, slope = layer(z), layer(slope) - layer(torch.zeros_like(z))
        slope = slope[0]
        if not slopes or (slope - slopes[-1]).abs().max() > 1e-9 * slope.abs().max():
            kinks, slopes = [*kinks, t], [*slopes, slope]
        t = following.min().item()
    return kinks[1:], slopes


torch.manual_seed(0)
hidden = nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU()
model = nn.Sequential(*hidden, nn.Linear(8, 1)).double().eval()
start, end = torch.tensor([[-4.0, -4.0], [4.0, 4.0]]).double()
kinks, slopes = pieces_between(model, start, end)
print(len(slopes), "pieces; the first kinks:", *(f"{t:.3f}" for t in kinks[:6]))
#> 18 pieces; the first kinks: 0.158 0.242 0.360 0.385 0.407 0.410
# --8<-- [end:all]
