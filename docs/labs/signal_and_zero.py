# %% [markdown]
# # Signal through depth, and the derivative at zero
#
# What is left of a signal after many ReLU layers? And does it matter which derivative is taken at
# zero, where there is none? This lab sends signals through thousands of random networks, and then
# counts how often a unit stands exactly at zero.
#
# [Download this lab as a notebook](signal_and_zero.ipynb)
#
# The corner at zero is told in [Where is the bend?](../tutorial/where-is-the-bend.md), what other
# activations do there in [Leaky ReLU and the others](../tutorial/other-activations.md).

# %%
from dataclasses import replace

import numpy as np

from reluexplain import Network, bent, dead_units, he_network, relu
from reluexplain.examples import samples
from reluexplain.figures.depth import signal_by_layer
from reluexplain.figures.svg import show
from reluexplain.frameworks import slopes_at_zero

layers = 10


def mean_squares(width, factor, runs, seed):
    """The mean square of each layer's outputs, shape (layers, runs); that of the input is one."""
    generator, portions = np.random.default_rng(seed), []
    for _ in range(runs // 100):  # a hundred networks at a time need little memory
        he = he_network((width, *[width] * layers, 1), generator, batch=(100,))
        weights = tuple(np.sqrt(factor / 2) * w for w in he.weights)
        hidden = replace(he, weights=weights).hidden(np.ones(width))
        portions.append([(values**2).mean(axis=-1) for values in hidden])
    return np.concatenate(portions, axis=1)


def error(values):
    """Two standard errors of a mean over the last axis."""
    return 2 * values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])


# %% [markdown]
# ## Halved, or kept
#
# A layer reads $n$ values. Draw its weights with mean zero and a variance of one over $n$, biases
# zero: then z has, on average over networks, the mean square of what the layer reads. Its law is
# symmetric, so that ReLU takes away half of the mean square. Twice the variance makes up for it:
# that is the scale of He et al. ([2015, arXiv:1502.01852](../reference/bibliography.md#he-2015)).
# The argument holds at any width. Does it in numbers?

# %%
wide, wide_runs = 64, 2000
sizes = {factor: mean_squares(wide, factor, wide_runs, seed=factor) for factor in (1, 2)}
means = {factor: values.mean(axis=1) for factor, values in sizes.items()}
for factor, values in sizes.items():
    for layer in (1, 2, 5, layers):
        mean, off = means[factor][layer - 1], error(values[layer - 1])
        print(f"variance {factor}/n, layer {layer:2}: mean square {mean:.5f} ± {off:.5f}")
each = (means[1][-1] / means[1][0]) ** (1 / (layers - 1))
show(signal_by_layer({"variance 2/n": means[2], "variance 1/n": means[1]}, "mean square"), "signal")

# %% [markdown]
# The mean square of what each hidden layer passes on, as a share of the input's: the mean of
# 2,000<!-- = wide_runs --> networks of width 64<!-- = wide -->.
#
# With the smaller variance each layer leaves about
# 0.50<!-- ~ each, 0.005 --> of what it gets, within one per cent of that, and ten<!-- = layers --> layers leave
# 0.0010<!-- ~ means[1][-1], 0.0001 -->, within a ten-thousandth: one half to the tenth power is
# 0.00098<!-- = 0.5**layers -->. With He's variance 1.0<!-- ~ means[2][-1], 0.05 --> is left, where
# two standard errors are 0.04<!-- = error(sizes[2][-1]) -->.
#
# ## On average over networks
#
# "Kept" speaks of a mean over networks. What does a single one do? Here are narrow networks with
# He's variance, many of them.

# %%
narrow, narrow_runs = 8, 50_000
squares = mean_squares(narrow, 2, narrow_runs, seed=0)
typical = {"mean": squares.mean(axis=1), "median": np.median(squares, axis=1)}
middle = np.percentile(squares, [25, 75], axis=1)
loudest = np.sort(squares[-1])[-narrow_runs // 100 :].sum() / squares[-1].sum()
silent = (squares[-1] == 0).mean()
print(f"after {layers} layers: mean {typical['mean'][-1]:.2f} ± {error(squares[-1]):.2f},", end=" ")
print(f"median {typical['median'][-1]:.3f}")
print(f"one network in a hundred holds {loudest:.0%} of the sum, {silent:.1%} are silent")
wide_median = np.median(sizes[2][-1])
print(f"width {wide}: median {wide_median:.2f}")
show(signal_by_layer(typical, "mean square", (middle[0], middle[1])), "typical")

# %% [markdown]
# Mean and median of 50,000<!-- = narrow_runs --> networks of width eight<!-- = narrow -->; half of
# the networks lie in the shaded range.
#
# The mean stays near one: 1.0<!-- ~ typical["mean"][-1], 0.2 --> after ten layers, where two
# standard errors are 0.2<!-- = error(squares[-1]) -->. The median is
# 0.022<!-- ~ typical["median"][-1], 0.001 -->, within a thousandth: a typical network has lost almost
# everything. One network in a hundred holds about half<!-- ~ loudest, 0.1 --> of the sum, give or
# take a tenth, and about 3.9 %<!-- ~ 100 * silent, 0.2 --> pass on nothing at all, within a fifth of a point;
# the formula in [Born dead](born_dead.py) gives 3.8 %<!-- = 100 * (1 - (1 - 0.5**narrow) ** layers) -->.
# Chance factors multiply, layer by layer; their mean is one, and a product of such factors is mostly
# small and now and then very large. At width 64<!-- = wide --> the factors are nearer to one, and
# the median after ten layers is about 0.70<!-- ~ wide_median, 0.03 -->, within three hundredths.
#
# He's scale keeps the mean square. It does not keep units alive: with zero biases no scale changes
# the sign of any z, so it cannot. On the 41<!-- = len(samples) --> inputs of the training data:

# %%
deep = he_network((1, *[narrow] * layers, 1), np.random.default_rng(0), batch=(1000,))
dead = [layer.mean(axis=-1) for layer in dead_units(deep, samples)]
print("share of dead units by layer:", *(f"{share.mean():.2f}" for share in dead))

# %% [markdown]
# In networks of the same width and depth with one input, about
# 45 %<!-- ~ 100 * dead[-1].mean(), 1.2 --> of the units of the tenth layer are dead at
# the start, within 1.2<!-- = 100 * error(dead[-1]) --> points. Where all of a layer are, the network is [born dead](born_dead.py).
#
# ## Which derivative at zero?
#
# At zero ReLU has a slope on the left, zero, and another on the right, one. Software has to take
# some number. The frameworks' relu functions take
# 0<!-- = slopes_at_zero["relu"]["PyTorch"] --><!-- check: set(slopes_at_zero["relu"].values()) == {0} -->;
# their maximum of z and zero takes
# 0.5<!-- = slopes_at_zero["maximum"]["JAX"] --><!-- check: set(slopes_at_zero["maximum"].values()) == {0.5} -->,
# and PyTorch's clamp 1<!-- = slopes_at_zero["clip"]["PyTorch"] -->. That depends on versions; the
# pages for [PyTorch](../howto/pytorch.md), [Keras](../howto/keras.md) and [JAX](../howto/jax.md)
# test it. The choice matters where some z is exactly zero, and nowhere else. Three cases, with the
# gradient in the bias of hidden unit 0, on all samples:


# %%
def with_slope_at_zero(network, value):
    def slope(z):
        return np.where(z > 0, 1.0, np.where(z < 0, 0.0, value))

    return replace(network, activation=replace(relu, slope=slope))


choices = (0.0, 0.5, 1.0)
cases = {
    "all zero": (Network.shallow([0, 0], [0, 0], [0, 0], 0), samples**2),
    "hidden layer zero": (Network.shallow([0, 0], [0, 0], [1, 1], 0), samples**2),
    "bent": (bent, 0 * samples),
}
gradient = {}
for name, (network, labels) in cases.items():
    at_zero = (network.pre_activations(samples)[0][:, 0] == 0).sum()
    for choice in choices:
        variant = with_slope_at_zero(network, choice)
        gradient[name, choice] = variant.gradients(samples, labels).b[0]
    print(f"{name:17}  z = 0 on {at_zero:2}:", *(f"{gradient[name, c]:8.4f}" for c in choices))
for function in ("relu", "maximum", "clip"):
    print(f"{function:9}", slopes_at_zero[function])
on_the_kink = samples[bent.pre_activations(samples)[0][:, 0] == 0]

# %% [markdown]
# The columns belong to the choices 0<!-- = choices[0] -->, 0.5<!-- = choices[1] --> and
# 1<!-- = choices[2] -->.
#
# - **Everything zero**, output weights too: the choice changes
#   nothing<!-- check: all(gradient["all zero", choice] == 0 for choice in choices) -->. The hidden layer
#   gets no gradient because the output weights are zero, and they get none because it passes nothing
#   on. Only the output bias can move.
# - **The hidden layer zero**, output weights of one: now the choice decides. With
#   0<!-- = choices[0] --> the hidden layer never moves; with
#   1<!-- = choices[2] --> the gradient is -11.2<!-- = gradient["hidden layer zero", 1.0] -->, and it does.
# - **The bent network**, with labels of zero: its kink lies on the sample
#   -1<!-- = on_the_kink[0] --><!-- check: len(on_the_kink) == 1 -->. That one sample moves the gradient from
#   16.8293<!-- = gradient["bent", 0.0] --> to 17.1220<!-- = gradient["bent", 1.0] -->.
#
# ## How often is z exactly zero?
#
# Random weights and biases, one hidden layer, in three precisions; each z computed in that
# precision.

# %%
hits, counted = {}, 20_000 * len(samples)
for kind in (np.float64, np.float32, np.float16):
    generator = np.random.default_rng(0)
    w = generator.normal(0, 1, 20_000).astype(kind)
    b = generator.uniform(-4, 4, 20_000).astype(kind)
    z = samples.astype(kind)[:, None] * w + b
    hits[kind.__name__] = int((z == 0).sum())
    print(f"{z.dtype}: {hits[kind.__name__]:3} of {z.size:,}")

# %% [markdown]
# Of 820,000<!-- = counted --> pre-activations in double precision
# none<!-- check: hits["float64"] == 0 --> is exactly zero, and in single precision
# none<!-- check: hits["float32"] == 0 --> either. In half precision about
# 80<!-- ~ hits["float16"], 18 --> are, give or take 18<!-- ~ 2 * hits["float16"] ** 0.5, 1 -->: one
# in ten thousand.
#
# Coarse numbers do it in every precision. Sixteen inputs, each zero or one, and weights rounded to
# multiples of a step, as when weights are stored in few bits; zero biases, single precision:

# %%
steps, pairs = (1 / 2, 1 / 8, 1 / 32, 1 / 128), 200_000
generator = np.random.default_rng(0)
inputs = generator.integers(0, 2, (pairs, 16)).astype(np.float32)
unrounded = generator.normal(0, 1, (pairs, 16))
coarse = {}
for step in steps:
    rounded = (np.round(unrounded / step) * step).astype(np.float32)
    coarse[step] = 100 * ((rounded * inputs).sum(axis=1) == 0).mean()
    print(f"step {step:9}: z exactly zero in {coarse[step]:.3f} %")

# A narrow deep network of full precision, on inputs other than zero.
thin = he_network((1, *[4] * layers, 1), np.random.default_rng(0), batch=(1000,))
zero = [(z == 0).mean(axis=(-1, -2)) for z in thin.pre_activations(samples[samples != 0])]
print("width 4, by layer:", *(f"{share.mean():.2f}" for share in zero))

# %% [markdown]
# With steps of a half<!-- = steps[0] --> about 7.1 %<!-- ~ coarse[1 / 2], 0.12 --> of the z are exactly
# zero, with a quarter of the step a quarter as many, about
# 1.8 %<!-- ~ coarse[1 / 8], 0.1 -->, and so on; the shares hold within
# 0.12<!-- = 200 * (coarse[1 / 2] / 100 * (1 - coarse[1 / 2] / 100) / pairs) ** 0.5 --> points or less. Bertoin et al. ([2021, arXiv:2106.12915](../reference/bibliography.md#bertoin-2021))
# report that the value at zero matters in single precision in networks of ordinary size, and not in
# double. Such networks compute very many more z than are counted here.
#
# One case needs no coarse numbers. With zero biases, units behind a layer that passes nothing on
# stand at z exactly zero. In networks of width four that is about
# 46 %<!-- ~ 100 * zero[-1].mean(), 2.7 --> of all z in the tenth layer, within 2.6<!-- = 100 * error(zero[-1]) --> points, in double
# precision. None are in the first
# layer<!-- check: zero[0].max() == 0 -->.
#
# ## A gradient check that stands on the kink
#
# A difference quotient moves a parameter by a small step and looks at the loss. Taken on both sides
# it averages the slopes on the left and on the right.


# %%
def quotients(x, step=1e-6):
    """The slope of the loss in b0 to the left, by both sides, and to the right."""
    down, here, up = (bent.with_bias(0, bent.b[0] + d).loss(x, 0 * x) for d in (-step, 0, step))
    return (here - down) / step, (up - down) / (2 * step), (up - here) / step


off_the_kink = samples[samples != on_the_kink[0]]
on_all, elsewhere = quotients(samples), quotients(off_the_kink)
exact = bent.gradients(off_the_kink, 0 * off_the_kink).b[0]
print("all samples:     ", *(f"{value:.4f}" for value in on_all))
print("without the kink:", *(f"{value:.4f}" for value in elsewhere), f"gradient {exact:.4f}")

# %% [markdown]
# On all samples the quotient from both sides is 16.9756<!-- = on_all[1] -->. That is the gradient with the choice of
# one half<!-- check: abs(on_all[1] - gradient["bent", 0.5]) < 1e-4 -->, and not the
# 16.8293<!-- = gradient["bent", 0.0] --> that this site and the frameworks' relu compute. The
# one-sided quotients agree with zero on the left and with one on the
# right<!-- check: abs(on_all[0] - gradient["bent", 0.0]) < 1e-4 and abs(on_all[2] - gradient["bent", 1.0]) < 1e-4 -->.
# Neither is a mistake in the gradient. Without that sample all of them
# agree<!-- check: max(abs(value - exact) for value in elsewhere) < 1e-4 -->: a check has to leave out
# samples on which the step takes a unit to its kink or across.
#
# ## Claimed, and got
#
# | claimed | we got | how |
# | --- | --- | --- |
# | variance one over n: each ReLU layer halves the mean square (He et al., [2015](../reference/bibliography.md#he-2015)) | a factor of 0.50<!-- ~ each, 0.005 --> a layer | 2,000<!-- = wide_runs --> networks, width 64<!-- = wide -->, seed 1<!-- = min(sizes) --> |
# | variance two over n keeps it (the same) | 1.0<!-- ~ means[2][-1], 0.05 --> after ten<!-- = layers --> layers | the same, seed 2<!-- = max(sizes) --> |
# | in narrow networks the median lies far below the mean | 0.022<!-- ~ typical["median"][-1], 0.001 --> and 1.0<!-- ~ typical["mean"][-1], 0.2 --> | 50,000<!-- = narrow_runs --> networks, width eight<!-- = narrow --> |
# | the derivative at zero matters in low precision (Bertoin et al., [2021](../reference/bibliography.md#bertoin-2021)) | z exactly zero: none in double, about 80<!-- ~ hits["float16"], 18 --> in half precision | 820,000<!-- = counted --> pre-activations |
# | the same in single precision | none here, but 7.1 %<!-- ~ coarse[1 / 2], 0.12 --> with weights in steps of a half<!-- = steps[0] --> | 200,000<!-- = pairs --> pairs of inputs and weights |
#
# Where the paper and we differ, the reason is size: it trains whole networks, and we count one
# layer.
#
# ## Go on from here
#
# - Replace ReLU by tanh. Which scale keeps its mean square, and does it do so at every depth?
# - Draw the biases at random too. Does the median of the narrow networks rise?
# - Round the inputs of the coarse network to one decimal instead of zero and one.
# - With one as the derivative at zero, which parameters of a network that is born dead would move?
