# Which units of a PyTorch model are dead on a data set? Look at z, before ReLU, on all of it.
# --8<-- [start:watch]
import torch
from torch import nn


@torch.no_grad()
def watch_units(model, layers, batches):
    """Tell each unit's share of inputs on anywhere, of positions on, and largest z."""
    inputs, found = 0, dict.fromkeys(layers, (0, 0, -torch.inf))
    def look(layer, _, z):
        z = z.movedim(-1 if isinstance(layer, nn.Linear) else 1, 1)
        z = z.reshape(*z.shape[:2], -1)  # inputs, units or channels, positions
        some, share, largest = found[layer]
        share = share + (z > 0).double().mean(2).sum(0)
        found[layer] = some + (z > 0).any(2).sum(0), share, z.amax((0, 2)).clamp(min=largest)
    hooks = [layer.register_forward_hook(look) for layer in layers]
    was_training = model.training
    model.eval()
    for x, *_ in batches:
        model(x)
        inputs += len(x)
    model.train(was_training)
    for hook in hooks:
        hook.remove()
    return [(some / inputs, share / inputs, largest) for some, share, largest in found.values()]


# --8<-- [end:watch]
# --8<-- [start:find]
torch.manual_seed(0)
x, labels = torch.randn(100, 1, 8, 8), torch.randn(100, 1)
batches = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, labels), batch_size=32)
hidden = nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 5), nn.ReLU()
model = nn.Sequential(*hidden, nn.Linear(5, 1))
with torch.no_grad():
    model[0].bias[2] = model[3].bias[1] = -10.0  # kill a channel and a unit
    model[5].weight[0, 3] = 0.0  # no one reads unit 3 of the dense layer

layers = [model[0], model[3]]  # what these give goes into ReLU
reports = watch_units(model, layers, batches)
for layer, (_, share, largest) in zip(layers, reports, strict=True):
    print(type(layer).__name__, "dead:", (largest <= 0).nonzero().flatten().tolist())
    print("  share on:", *(f"{number:.2f}" for number in share))
#> Conv2d dead: [2]
#>   share on: 0.37 0.35 0.00 0.37
#> Linear dead: [1]
#>   share on: 0.35 0.00 0.51 0.72 0.64

# --8<-- [end:find]
# --8<-- [start:check]
z = []
hooks = [layer.register_forward_hook(lambda _, __, output: z.append(output)) for layer in layers]
loss = ((model(x) - labels) ** 2).sum()  # a sum: the gradient of each example stays its own
for hook in hooks:
    hook.remove()

gradients = [g.abs().transpose(0, 1).flatten(1).amax(1) for g in torch.autograd.grad(loss, z)]
for layer, largest in zip(layers, gradients, strict=True):
    print(type(layer).__name__, "without a gradient:", (largest == 0).nonzero().flatten().tolist())
#> Conv2d without a gradient: [2]
#> Linear without a gradient: [1, 3]

# --8<-- [end:check]
