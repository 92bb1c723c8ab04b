# %% [markdown]
# # Born dead
#
# A deep and narrow ReLU network can be constant before the first step of training. How often, what
# does training make of it, and what helps? This lab draws thousands of such networks, counts them,
# holds the counts against a published bound, and trains those that can be trained.
#
# [Download this lab as a notebook](born_dead.ipynb)
#
# What a dead unit is, and why nothing passes a dead layer, is told in [Is a neuron dead when it
# still gives zero after many epochs?](../tutorial/dead-neurons.md)

# %%
from dataclasses import replace

import numpy as np

from reluexplain import dead_units, he_network, train
from reluexplain.examples import samples
from reluexplain.figures.depth import born_dead_shares, constant_by_step
from reluexplain.figures.svg import show

runs, seed, deepest = 4000, 0, 19
published = {"born": 0.88, "trained": 93}  # Lu et al. (2020), the second from memory


def start(width, layers, bias_range=0.0):
    widths = (1, *[width] * layers, 1)
    return he_network(widths, np.random.default_rng(seed), batch=(runs,), bias_range=bias_range)


def within(share):
    """Two standard errors of a share of all runs, in points."""
    return 200 * np.sqrt(share * (1 - share) / runs)


# %% [markdown]
# ## Two inputs decide
#
# Without biases, a layer passes on twice as much when it is given twice as much. So the network
# does on every positive input $x$ what it does on the input one, times $x$, and on every negative
# input what it does on minus one, times the size of the input. It has two sides, and two inputs
# stand for all.
#
# A side is lost when all units of some layer are off on it; the layers after that one get zeros
# and, without biases, give zeros. The network is constant exactly when both sides are lost. (A sum
# of random weights could come out as zero by chance; that has probability zero.)


# %%
def is_born_dead(networks):
    return (networks.hidden([-1.0, 1.0])[-1] == 0).all(axis=(-1, -2))


nine = start(2, 9)
by_two_inputs = is_born_dead(nine)
by_outputs = np.ptp(nine(samples), axis=-1) == 0
by_dead_layers = np.any([layer.all(axis=-1) for layer in dead_units(nine, samples)], axis=0)
print(by_two_inputs.sum(), by_outputs.sum(), by_dead_layers.sum(), "of", runs)

# %% [markdown]
# Three ways to count agree on each of 4,000<!-- = runs --> networks with two units in each of nine
# hidden layers<!-- check: (by_two_inputs == by_outputs).all() and (by_two_inputs == by_dead_layers).all() -->:
# the last layer on two inputs, the outputs on the 41<!-- = len(samples) --> inputs of the training
# data, and the search for a layer whose units are all dead on them.
#
# ## The count and the bound
#
# Follow one side. A unit that is given something of it is off with probability one half, for the law
# of the weights is symmetric. All $N$ units of a layer are off with probability $2^{-N}$<!-- = 1 / bound(1, 1) -->, whatever
# came before. So after $h$ hidden layers this side is lost with probability
#
# $$1 - (1 - 2^{-N})^h.$$
# <!-- = bound(1, 1000), bound(1, 1000), 1 / bound(1, 1) -->
#
# Both sides are lost less often than one. So the same number is an upper bound for the share of
# constant networks: that of Lu, Shin, Su and Karniadakis
# ([2020, arXiv:1903.06733](../reference/bibliography.md#lu-2020)), whose $L$ counts the output layer
# too: $h = L - 1$<!-- = len(nine.weights) - len(nine.units) -->.
#
# A network cut after some of its layers is a random network with fewer layers. One batch for each
# width therefore gives the counts for all depths.


# %%
def bound(width, layers):
    return 1 - (1 - 0.5**width) ** np.asarray(layers)


depths = np.arange(1, deepest + 1)
by_hand = (1 / 2) * (1 / 4) + (1 / 2) * (1 / 2) ** 4  # width two, two layers: see below
shares, one_side, bounds = {}, {}, {}
for width in (2, 3, 4):
    lost = [(layer == 0).all(axis=-1) for layer in start(width, deepest).hidden([-1.0, 1.0])]
    shares[width] = np.array([sides.all(axis=-1).mean() for sides in lost])
    one_side[width] = np.array([sides[:, 1].mean() for sides in lost])
    bounds[width] = bound(width, depths)
    for layers in (1, 2, 5, 9, deepest):
        share, limit = shares[width][layers - 1], bounds[width][layers - 1]
        print(
            f"width {width}, hidden layers {layers:2}: {100 * share:5.1f} % ± {within(share):.1f}",
            end="",
        )
        print(f", at most {100 * limit:.1f} %")
show(born_dead_shares(depths, shares, bounds, runs), "born")

# %% [markdown]
# The share that is constant from the start, with two standard errors; the thin lines are the bounds.
#
# With nine hidden layers about 88 %<!-- ~ 100 * shares[2][8], 1.1 --> of the networks of width two are
# constant, and the bound is 92 %<!-- = 100 * bounds[2][8] -->. With four units a layer it is about
# 30 %<!-- ~ 100 * shares[4][8], 1.5 -->, at most 44 %<!-- = 100 * bounds[4][8] -->. Two standard errors
# are at most 1.6<!-- = within(0.5) --> points. No share is above its
# bound<!-- check: all((shares[width] <= bounds[width]).all() for width in shares) -->.
#
# Two results need no simulation, and check it. The positive side alone is lost as often as the
# formula says, to within three standard errors at every width and
# depth<!-- check: all((abs(100 * (one_side[w] - bounds[w])) <= 1.5 * within(bounds[w])).all() for w in shares) -->.
# And with two layers of two units a count of signs by hand gives five cases in
# 32<!-- = 5 / by_hand -->, that is 15.6 %<!-- = 100 * by_hand -->; we
# got 16.2 %<!-- ~ 100 * shares[2][1], within(by_hand) -->, and two standard errors are
# 1.1<!-- = within(by_hand) --> points. (Half of the time both units of the first layer face one
# way, and the side that is left is lost with probability a quarter. Otherwise four signs must
# all be negative.)
#
# With a single hidden layer no network is constant<!-- check: all(shares[width][0] == 0 for width in shares) -->:
# without a bias each unit is on for one sign of the input.
#
# ## The scale of the weights does not matter
#
# A larger scale multiplies every pre-activation by a positive number, and no sign changes. The same
# networks, their weights multiplied by three factors:

# %%
scaled = {}
for factor in (0.1, 1.0, 10.0):
    weights = tuple(factor * w for w in nine.weights)
    scaled[factor] = is_born_dead(replace(nine, weights=weights))
    print(f"times {factor}: {scaled[factor].sum()} born dead")

# %% [markdown]
# Not only is the count the same, 3,514<!-- = by_two_inputs.sum() --> with this seed: the very same
# networks are dead<!-- check: all((dead == by_two_inputs).all() for dead in scaled.values()) -->. He's
# scale keeps the size of the signal, on average over networks
# ([Signal through depth](signal_and_zero.py)); it saves none of these.
#
# ## Training one that is born dead
#
# Its output is its output bias, and that bias is all that gets a gradient. Nothing passes the dead
# layer backwards, and the layers after it are given zeros, so that their weights get none either.
# (They sit at z exactly zero, where the derivative is taken as zero.) A hundred of them, trained on
# the absolute value:

# %%
labels, rate, steps = np.abs(samples), 0.01, 2000
dead = nine[by_two_inputs][:100]
ends = train(dead, samples, labels, rate=rate, steps=steps).network
moved = [
    name
    for name, before, after in zip(
        [f"weights {layer}" for layer in range(10)] + [f"biases {layer}" for layer in range(10)],
        dead.weights + dead.biases,
        ends.weights + ends.biases,
        strict=True,
    )
    if not np.array_equal(before, after)
]
print("moved:", moved, "to", set(ends.biases[-1].ravel().round(4).tolist()))

# %% [markdown]
# Only the output bias has moved<!-- check: moved == ["biases 9"] -->, in all of them to
# 2.0488<!-- = ends.biases[-1].mean() --><!-- check: np.ptp(ends.biases[-1]) < 1e-6 -->. That is the mean of the
# labels<!-- check: abs(ends.biases[-1] - labels.mean()).max() < 1e-6 -->, the constant with the smallest
# mean squared error. Learning rate and method decide how fast it gets there; without weight
# decay they move nothing else.
#
# ## Training those that live
#
# About 12 %<!-- ~ 100 * living.mean(), 1.1 --> are left. On a side that is not lost, the output is a
# straight arm that starts at the origin. The labels rise on both sides; the arms of a network point
# all up or all down here<!-- check: (up != down).all() -->.

# %%
living = ~by_two_inputs
alive = nine[living]
sides = (alive.hidden([-1.0, 1.0])[-1] != 0).any(axis=-1)
arms = alive([-1.0, 1.0])
up, down = (arms > 0).any(axis=-1), (arms < 0).any(axis=-1)

threshold, record = 0.01, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
trained, constant, fit = {}, {}, {}
for name, method, size in (
    ("gradient descent", "gradient descent", rate),
    ("a tenth of the rate", "gradient descent", rate / 10),
    ("Adam", "adam", rate),
):
    run = train(alive, samples, labels, rate=size, steps=steps, method=method, record=record)
    trained[name] = run
    constant[name] = np.ptp(run.networks(samples), axis=-1) == 0
    fit[name] = run.losses[-1] < threshold
    end = constant[name][-1]
    print(f"{name}: constant {end.sum()} of {end.size}, fit {fit[name].sum()};", end=" ")
    print(f"pointing up {100 * end[up].mean():.0f} %, down {100 * end[down].mean():.0f} % constant")
plain = constant["gradient descent"]
by_direction = {
    "pointing down": plain[:, down].mean(axis=1),
    "pointing up": plain[:, up].mean(axis=1),
}
total = {name: 100 * (by_two_inputs.sum() + end[-1].sum()) / runs for name, end in constant.items()}
print("constant, of all:", ", ".join(f"{name} {share:.1f} %" for name, share in total.items()))
show(constant_by_step(trained["gradient descent"].steps, by_direction), "dying")

# %% [markdown]
# The share of the living networks that have become constant, by gradient descent at a rate of
# 0.01<!-- = rate -->, for those that point down and those that point up. Why do so many of the first
# kind die? And what else can go wrong? One arm alone, level on the other side, is a bad fit; the
# best of its kind:

# %%
one_arms = []
for kink in np.linspace(-4, 3.8, 79):
    arm = np.stack([np.ones_like(samples), np.maximum(samples - kink, 0)], axis=1)
    fitted = arm @ np.linalg.lstsq(arm, labels, rcond=None)[0]
    one_arms.append(((fitted - labels) ** 2).mean())
best_one_arm, near = min(one_arms), 0.02
one_left = sides.sum(axis=-1) == 1
on_one_arm = abs(trained["gradient descent"].losses[-1] - best_one_arm) < near
print(
    f"best arm: loss {best_one_arm:.2f}; near it {on_one_arm[one_left].sum()} of {one_left.sum()}"
)

# %% [markdown]
# - **Some die.** Of those that point down about
#   80 %<!-- ~ 100 * plain[-1, down].mean(), 5 --> end constant, within five points; of those that point
#   up about 13 %<!-- ~ 100 * plain[-1, up].mean(), 4.5 -->, within four and a half. The labels ask for
#   more output. Where the output falls when the units pass on more, training pushes the units down,
#   until all units of a layer are off on all the data. No gradient can bring them back. More than
#   half of these deaths<!-- check: plain[1].sum() > plain[-1].sum() / 2 --> come with the first step. A
#   tenth of the rate does not prevent them: it still kills about
#   41 %<!-- ~ 100 * constant["a tenth of the rate"][-1].mean(), 4.5 --> of the living, instead of
#   48 %<!-- ~ 100 * plain[-1].mean(), 4.5 -->, within four and a half points.
# - **Some are stuck with one side.** Of the 364<!-- = one_left.sum() --> that had lost one side at
#   the start, about 31 %<!-- ~ 100 * on_one_arm[one_left].mean(), 5 --> end within
#   0.02<!-- = near --> of a loss of 0.96<!-- = best_one_arm -->, give or take five points: they have learned one side of
#   the absolute value.
# - **A few fit.** Of all 4,000<!-- = runs --> networks
#   1.6 %<!-- ~ 100 * fit["gradient descent"].sum() / runs, 0.4 --> reach a loss below
#   0.01<!-- = threshold --> by gradient descent, and
#   3.0 %<!-- ~ 100 * fit["Adam"].sum() / runs, within(0.03) --> by Adam, within 0.5<!-- = within(0.03) -->
#   points or less. Most of them point
#   up<!-- check: all(kept[up].sum() > kept[down].sum() for kept in fit.values()) -->.
#
# Together: the born dead and those that died are
# 93.6 %<!-- ~ total["gradient descent"], 0.8 --> of all networks by gradient descent, and
# 93.6 %<!-- ~ total["Adam"], 0.8 --> by Adam, within 0.8<!-- = within(0.936) --> points, two standard errors.

# %% [markdown]
# ## What helps
#
# Width, and biases at the start. With biases the two inputs do not decide any more: a layer of
# zeros hands on its reader's biases. So the count here is of networks whose output is constant on
# the data.

# %%
share_constant = {}
for width in (2, 4, 8):
    for bias_range in (0.0, 1.0):
        networks = start(width, 9, bias_range)
        share = (np.ptp(networks(samples), axis=-1) == 0).mean()
        share_constant[width, bias_range] = 100 * share
        print(
            f"width {width}, biases up to {bias_range}: {100 * share:.1f} % ± {within(share):.1f}"
        )

# %% [markdown]
# | nine hidden layers | biases zero | biases uniform from -1<!-- = -bias_range --> to 1<!-- = bias_range --> |
# | --- | ---: | ---: |
# | width two | 88 %<!-- ~ share_constant[2, 0.0], 1.1 --> | 77 %<!-- ~ share_constant[2, 1.0], 1.4 --> |
# | width four | 30 %<!-- ~ share_constant[4, 0.0], 1.5 --> | 16 %<!-- ~ share_constant[4, 1.0], 1.2 --> |
# | width eight | 0.9 %<!-- ~ share_constant[8, 0.0], 0.3 --> | 0.1 %<!-- ~ share_constant[8, 1.0], 0.15 --> |
#
# The shares hold within one and a half points, those of the last row within 0.3<!-- = within(0.009) -->.
# Width is what helps most. Biases help less, at width two by about eleven<!-- ~ share_constant[2, 0.0] - share_constant[2, 1.0], 2 -->
# points, give or take two.
#
# ## Claimed, and got
#
# | claimed | we got | how |
# | --- | --- | --- |
# | width two, nine hidden layers: about 0.88<!-- = published["born"] --> born dead (Lu et al., [2020](../reference/bibliography.md#lu-2020)) | 0.88<!-- ~ shares[2][8], 0.011 --> | 4,000<!-- = runs --> networks, seed 0<!-- = seed --> |
# | never above the bound (the same) | none of 57<!-- = sum(len(share) for share in shares.values()) --> shares above it | widths two to four, one to 19<!-- = deepest --> hidden layers, the same seed |
# | the scale of the weights does not matter (the same) | the same networks, one by one | three scales |
# | trained on the absolute value, about 93 %<!-- = published["trained"] --> constant (the same, from memory) | 93.6 %<!-- ~ total["gradient descent"], 0.8 --> | the living ones trained, 2,000<!-- = steps --> steps at 0.01<!-- = rate -->, 41<!-- = len(samples) --> samples; the paper has its own data and method |
#
# ## Go on from here
#
# - Let the inputs be positive only. Why is the bound then the exact probability?
# - Train the living networks on minus the absolute value. Which of them die now?
# - Add the input of each layer to its output, a skip connection. Can such a network be born dead?
