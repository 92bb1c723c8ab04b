# The straight and the bent network in PyTorch, and the training that never moves one bias.
# --8<-- [start:networks]
import torch
from torch import nn


def three_units(first_bias):
    """Return the network y = v relu(w x + b) + c in double precision."""
    model = nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 1)).double()
    with torch.no_grad():
        model[0].weight[:] = 1.0
        model[0].bias[:] = torch.tensor([first_bias, 10.0, 10.0])
        model[2].weight[:] = torch.tensor([-3.0, 1.0, 1.0])
        model[2].bias[:] = -20.0
    return model


straight, bent = three_units(-10.0), three_units(1.0)
points = torch.tensor([[-4.0], [-2.0], [-1.0], [1.0], [4.0]]).double()
outputs = {"straight": straight(points).flatten(), "bent": bent(points).flatten()}
for name, values in outputs.items():
    print(name, values.tolist())
#> straight [-8.0, -4.0, -2.0, 2.0, 8.0]
#> bent [-8.0, -4.0, -2.0, -4.0, -7.0]

# --8<-- [end:networks]
# --8<-- [start:training]
x = torch.linspace(-4, 4, 41, dtype=torch.float64)[:, None]
labels = bent(x).detach()
optimizer = torch.optim.SGD(straight.parameters(), lr=0.001)
for _ in range(5000):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(straight(x), labels)
    loss.backward()
    optimizer.step()

loss = nn.functional.mse_loss(straight(x), labels).item()
first_bias = straight[0].bias[0].item()
print(f"loss {loss:.5f}, first bias {first_bias}")
#> loss 2.62497, first bias -10.0
# --8<-- [end:training]
