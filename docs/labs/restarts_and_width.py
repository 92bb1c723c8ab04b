# %% [markdown]
# # Restarts and width
#
# How often does a random start fit, and what raises the odds: more units, or more starts? This lab
# trains thousands of small networks on |x| and on XOR while the page is made, looks at those that
# fail, and counts units that are off before the first step.
#
# [Download this lab as a notebook](restarts_and_width.ipynb)
#
# The story is told in [Stuck, and starting again](../tutorial/stuck.md) and
# [How many units does a curve need?](../tutorial/how-many-units.md)

# %%
import numpy as np

from reluexplain import Network, dead_units, he_network, train, unit_kinks
from reluexplain.figures.restarts_and_width import (
    groups_and_law,
    groups_with_a_fit,
    off_at_the_start,
    success_by_units,
    two_standard_errors,
)
from reluexplain.figures.svg import show

starts, limit, rate, steps = 400, 0.001, 0.01, 8_000

# %% [markdown]
# ## One to four units on a corner
#
# The target is |x|: it falls to zero and rises again. Two units make it exactly, one facing left
# and one facing right. The data are 41<!-- = len(data[4]) --> points, first from
# -4<!-- = data[4][0] --> to 4<!-- = data[4][-1] -->, then from -1<!-- = data[1][0] --> to
# 1<!-- = data[1][-1] -->. For each number of units there are 400<!-- = starts --> starts with the
# weights of He et al. ([2015](../reference/bibliography.md#he-2015), arXiv:1502.01852) and zero
# biases. Each takes 8,000<!-- = steps --> steps of gradient descent at a rate of
# 0.01<!-- = rate -->. A start fits if its loss ends below 0.001<!-- = limit -->.
#
# Predict: two units are enough for |x|. In how many of the starts do they get there?

# %%
data = {reach: np.linspace(-reach, reach, 41) for reach in (4, 1)}


def random_starts(inputs, units):
    return he_network((inputs, units, 1), np.random.default_rng(0), batch=(starts,))


def train_on_corner(networks, x):
    return train(networks, x, abs(x), rate=rate, steps=steps)


settings = [(4, 1), (4, 2), (4, 3), (4, 4), (1, 2), (1, 3)]
runs = {(r, n): train_on_corner(random_starts(1, n), data[r]) for r, n in settings}
fits = {key: run.losses[-1] < limit for key, run in runs.items()}
percent = {key: 100 * fit.mean() for key, fit in fits.items()}
by_units = {
    "inputs −4 to 4": {n: fits[4, n] for n in (1, 2, 3, 4)},
    "inputs −1 to 1": {n: fits[1, n] for n in (2, 3)},
}
ends_dead = {r: dead_units(runs[r, 2].network, data[r])[0].any(axis=-1).mean() for r in data}
show(success_by_units(by_units), "corner")

# %% [markdown]
# | starts that fit | wide data | narrow data |
# | --- | ---: | ---: |
# | one unit | 0 %<!-- = percent[4, 1] --> | not run |
# | two units | about 63 %<!-- ~ percent[4, 2], 5 --> | about 42 %<!-- ~ percent[1, 2], 5 --> |
# | three units | about 91 %<!-- ~ percent[4, 3], 5 --> | about 75 %<!-- ~ percent[1, 3], 5 --> |
# | four units | about 98 %<!-- ~ percent[4, 4], 5 --> | not run |
#
# The bars and the shares hold within
# 5<!-- = 100 * two_standard_errors(0.5, starts) --> points, two standard errors, or less. What two
# units can do, three do more often. On the narrow data two and three units do
# worse<!-- check: all(percent[1, n] < percent[4, n] - 10 for n in (2, 3)) -->. More of the starts
# lose a unit there: with two units, about 40 %<!-- ~ 100 * ends_dead[1], 5 --> end with one that is
# [dead](../reference/glossary.md#dead) on the data, against 30 %<!-- ~ 100 * ends_dead[4], 5 -->.
#
# **Why one unit never fits.** A single ReLU unit with an output weight and an output bias is level
# on one side of its kink and straight on the other. So it never turns round: it rises nowhere or it
# falls nowhere. But |x| does both. How near can one unit come? Put the kink anywhere on the data,
# and let least squares find the rest.


# %%
def loss_of_one_unit(x, kink):
    columns = np.stack([np.ones_like(x), np.maximum(x - kink, 0)], axis=1)
    best, *_ = np.linalg.lstsq(columns, abs(x))
    return ((columns @ best - abs(x)) ** 2).mean()


one_unit = min(loss_of_one_unit(data[4], kink) for kink in np.linspace(-4, 4, 800, endpoint=False))
constant = abs(data[4]).var()
print(f"best of one unit: {one_unit:.4f}, best constant: {constant:.4f}")

# %% [markdown]
# The best that one unit does has a loss of 0.9632<!-- = one_unit -->: it follows one arm and is
# level along the other. (By symmetry a unit that faces left does no better.)
#
# ## How two units fail
#
# Where do the runs with two units end that do not fit?

# %%
two = runs[4, 2]
losses, failed = two.losses[-1], ~fits[4, 2]
dead = dead_units(two.network, data[4])[0].sum(axis=-1)
same_way = two.network.w.prod(axis=-1) > 0
born_dead = dead_units(two.networks[0], data[4])[0]


def percent_of(condition, among):
    return 100 * (condition & among).sum() / among.sum()


ends = {
    "one unit is dead": dead == 1,
    "both units are dead": dead == 2,
    "none is dead, both face the same way": (dead == 0) & same_way,
}
for name, end in ends.items():
    print(f"{percent_of(end, failed):.0f} % of {failed.sum()}: {name}")
at_one_unit, at_constant = (abs(losses - level) < 0.002 for level in (one_unit, constant))
one_dead, both_dead, face_alike = ends.values()
spread = 100 * two_standard_errors(0.73, failed.sum())

# %% [markdown]
# | of the runs with two units that fail | share |
# | --- | ---: |
# | one unit is dead at the end | about 73 %<!-- ~ percent_of(one_dead, failed), 7 --> |
# | both units are dead | about 9 %<!-- ~ percent_of(both_dead, failed), 5 --> |
# | none is dead, both face the same way | about 18 %<!-- ~ percent_of(face_alike, failed), 7 --> |
#
# There is no fourth kind<!-- check: (one_dead + both_dead + face_alike)[failed].all() -->. The
# shares hold within 7<!-- = spread --> points, two standard errors. About
# 88 %<!-- ~ percent_of(at_one_unit, failed), 6 --> of these runs end at the loss of the best single
# unit, about 9 %<!-- ~ percent_of(at_constant, failed), 5 --> at that of the best constant: the
# network has two units and uses one, or none.
#
# The dead units died in training. At the start none is
# dead<!-- check: not born_dead.any() -->: with zero biases every kink is at zero, in the middle of
# the data. And of the runs that fit, none has a dead
# unit<!-- check: not (dead[~failed] > 0).any() -->. It could not: with one unit left, it would be a
# single unit.
#
# Facing the same way is no failure by itself. Of the runs that fit, about
# 50 %<!-- ~ percent_of(same_way, ~failed), 7 --> have two units that face the same way, within
# seven points. One bends near zero<!-- check: abs(kinks).min(axis=1).max() < 0.05 -->. The other
# has its kink at the end of the data, beyond all samples on that side but the
# last<!-- check: abs(kinks).max(axis=1).min() > data[4][-2] -->, and serves as a straight line.

# %%
kinks = unit_kinks(two.network)[~failed & same_way]
print(f"{len(kinks)} runs fit with two units that face the same way")

# %% [markdown]
# ## What width buys
#
# Look at the starts before training. Call a start equipped if it has a unit that faces left and one
# that faces right, both with a positive output weight. That is a rough |x| already.


# %%
def equipped(network):
    up = network.v > 0
    return ((network.w > 0) & up).any(axis=-1) & ((network.w < 0) & up).any(axis=-1)


ready = {n: equipped(runs[4, n].networks[0]) for n in range(1, 5)}
four_dead = dead_units(runs[4, 4].network, data[4])[0].sum(axis=-1)
chance = {n: 1 - 2 * (3 / 4) ** n + (1 / 2) ** n for n in ready}
for n, start in ready.items():
    with_pair, without = fits[4, n][start], fits[4, n][~start]
    print(f"{n}: {start.sum()} equipped, {with_pair.sum()} fit; others: {without.mean():.0%} fit")

# %% [markdown]
# Each of these starts fits, with two, three and four
# units<!-- check: all(fits[4, n][ready[n]].all() for n in (2, 3, 4)) -->. This is what the runs
# show, not a proof. The signs are fair coins: a unit is of the one kind with probability one
# quarter, of the other with one quarter. So all $n$ units miss a given kind with probability three
# quarters to the power $n$, and both kinds with one half to the power $n$; the code puts these
# together.
#
# A start is equipped with probability 12.5 %<!-- = 100 * chance[2] --> for two units and
# 43 %<!-- = 100 * chance[4] --> for four. The other starts profit too: without such a pair, about
# 58 %<!-- ~ 100 * fits[4, 2][~ready[2]].mean(), 6 --> fit with two units and about
# 97 %<!-- ~ 100 * fits[4, 4][~ready[4]].mean(), 3 --> with four, within six and three points. A
# wide network has units to spare: of the runs with four that fit, some have a dead
# unit<!-- check: (four_dead > 0)[fits[4, 4]].any() -->, or
# two<!-- check: (four_dead == 2)[fits[4, 4]].any() -->.
#
# ## XOR tells the same story
#
# XOR has two inputs, each zero or one, and is one where they differ. On its four points it is |x|
# again, with x the difference of the inputs, so two units make it exactly. The data are the four
# points, the weights and biases as before; the rate is 0.1<!-- = xor_rate -->, and there are
# 2,000<!-- = xor_steps --> steps. A start fits if its loss ends below the same limit. Then each of
# the four outputs is less than a tenth away from its label<!-- check: (4 * limit) ** 0.5 < 0.1 -->,
# and rounding gives XOR.
#
# One unit never fits. Its output depends on one number, the weighted sum of the inputs, and only
# rises or only falls with it. The two points labelled zero and the two labelled one share their
# middle. So in this number one pair lies outside the other, or level with it. Where the outer
# two outputs agree, so do the inner two, and all four are equal.

# %%
points, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
widths, xor_rate, xor_steps = (1, 2, 3, 4, 6, 8), 0.1, 2_000
xor_starts = {n: random_starts(2, n) for n in widths}
xor_runs = {n: train(xor_starts[n], points, xor, rate=xor_rate, steps=xor_steps) for n in widths}
xor_fits = {n: run.losses[-1] < limit for n, run in xor_runs.items()}
alive = {n: (~dead_units(start, points)[0]).sum(axis=-1) for n, start in xor_starts.items()}
show(success_by_units({"XOR": xor_fits}), "xor")

# %% [markdown]
# | hidden units | starts that fit |
# | --- | ---: |
# | one | 0 %<!-- = 100 * xor_fits[1].mean() --> |
# | two | about 21 %<!-- ~ 100 * xor_fits[2].mean(), 5 --> |
# | three | about 47 %<!-- ~ 100 * xor_fits[3].mean(), 5 --> |
# | four | about 71 %<!-- ~ 100 * xor_fits[4].mean(), 5 --> |
# | six | about 91 %<!-- ~ 100 * xor_fits[6].mean(), 5 --> |
# | eight | about 97 %<!-- ~ 100 * xor_fits[8].mean(), 5 --> |
#
# All shares hold within five points, as before. Here units are dead from the start, even with
# zero biases: no input is negative, so a unit with two negative weights is at most zero on all four
# points. Both signs are fair coins, so that happens to a quarter of the units: to about
# 25 %<!-- ~ 100 * (1 - alive[8].mean() / 8), 2 --> of the 3,200<!-- = starts * 8 --> in the widest
# networks, within two points. Of the starts with two units, about
# 44 %<!-- ~ 100 * (alive[2] < 2).mean(), 5 --> have a dead one, and none of these
# fits<!-- check: not xor_fits[2][alive[2] < 2].any() -->. With two units both have to be alive;
# with eight some may be dead.
#
# ## The law of restarts
#
# If one start fits with probability $p$, at least one of $R$ independent ones fits with probability
# $1 - (1 - p)^R$<!-- = law(1, 1), law(1, 1) -->. Hold this against the starts themselves: take the
# 400<!-- = starts --> starts with two units in pairs of neighbours, in threes, fours and fives.


# %%
def law(p, restarts):
    return 1 - (1 - p) ** restarts


generator = np.random.default_rng(1)
original, nudge = random_starts(1, 2), 0.01
copies = Network.shallow(
    original.w + generator.normal(0, nudge, original.w.shape),
    original.b,
    original.v + generator.normal(0, nudge, original.v.shape),
    original.c,
)
copy_fits = train_on_corner(copies, data[4]).losses[-1] < limit
either = fits[4, 2] | copy_fits

series = {"|x|": fits[4, 2], "XOR": xor_fits[2]}
group_sizes = range(1, 6)
surprises = []
for name, fit in series.items():
    for size in group_sizes[1:]:
        groups, expected = groups_with_a_fit(fit, size), law(fit.mean(), size)
        error = two_standard_errors(expected, len(groups))
        surprises.append(abs(groups.mean() - expected) / error)
        print(f"{name}, {size}: {groups.mean():.1%}, law {expected:.1%} ± {error:.1%}")
show(groups_and_law(series, group_sizes, either), "law")

# %% [markdown]
# Of the pairs on |x|, about 88 %<!-- ~ 100 * groups_with_a_fit(fits[4, 2], 2).mean(), 5 --> hold a
# fit; the law says about 86 %<!-- ~ 100 * law(fits[4, 2].mean(), 2), 5 -->. Of the fives on XOR
# about 66 %<!-- ~ 100 * groups_with_a_fit(xor_fits[2], 5).mean(), 10 --> do, and the law says about
# 69 %<!-- ~ 100 * law(xor_fits[2].mean(), 5), 10 -->. Each share of groups is within two standard
# errors of the law<!-- check: max(surprises) < 1 -->. These, the bars, are five points for the
# pairs and up to 10<!-- = 100 * two_standard_errors(law(xor_fits[2].mean(), 5), 80) --> for the
# fives. (The law's own $p$ comes from the same starts. What the groups test is whether one start
# knows of its neighbour.)
#
# The law needs independence, and the cross in the figure shows what happens without it. There, the
# second start is a copy of the first, its weights moved by random numbers with a standard deviation
# of 0.01<!-- = nudge -->. A pair of these holds a fit in about
# 64 %<!-- ~ 100 * either.mean(), 5 --> of the cases, within five points: hardly more than a single
# start does. A restart has to be a fresh one.
#
# ## Off before the first step
#
# So far all biases were zero at the start. With random ones, a unit can be off on all inputs. Let
# the inputs fill $[-r, r]$. The pre-activation of a unit with weight $w$ and bias $b$ is largest at
# one of the two ends, where it is $b + r|w|$. So the unit is off if $b$ is at most $-r|w|$. If the
# law is symmetric, it is on just as often; otherwise it switches.
#
# - **Both normal**, with standard deviations $s$ for the weight and $t$ for the bias: off with
#   probability $\arctan(t / (r s)) / \pi$. Measured in their standard deviations, weight and bias
#   have no preferred direction; the condition cuts out a wedge, and its angle decides.
# - **Both uniform** between -1<!-- = -bound --> and 1<!-- = bound -->: the condition cuts a
#   triangle from a square. Its share of the square is
#   $1/(4r)$<!-- = 4 * off_uniform(1), 1 / off_uniform(1) --> from $r = 1$<!-- = bound --> on.
#   Below, the square cuts off its ends, and
#   $1/2 - r/4$<!-- = bound, 1 / off_uniform(0), 1 / off_uniform(1) --> is left.
#
# A simulation draws 100,000<!-- = drawn --> units from each law and looks at both ends.


# %%
def off_normal(r, s=1.0, t=1.0):
    return np.arctan(t / (r * s)) / np.pi


def off_uniform(r):
    return np.where(r < 1, 1 / 2 - r / 4, 1 / (4 * np.maximum(r, 1)))


def shares_of_states(w, b, r):
    at_ends = np.stack([b - r * w, b + r * w])
    return (at_ends <= 0).all(axis=0).mean(), (at_ends >= 0).all(axis=0).mean()


drawn, bound = 100_000, 1.0
generator = np.random.default_rng(2)
reaches = 2.0 ** np.arange(-2, 4.5, 0.5)
normal = generator.normal(0, 1, (2, drawn))
uniform = generator.uniform(-bound, bound, (2, drawn))
states = {
    "normal": np.array([shares_of_states(*normal, r) for r in reaches]),
    "uniform": np.array([shares_of_states(*uniform, r) for r in reaches]),
}
laws = {"normal": off_normal(reaches), "uniform": off_uniform(reaches)}
off = {name: share[:, 0] for name, share in states.items()}
farthest = max(abs(states[name] - laws[name][:, None]).max() for name in laws)
print(f"largest difference, off or on: {100 * farthest:.2f} points")
show(off_at_the_start(reaches, laws, off, drawn), "off")

# %% [markdown]
# All shares, off and on, are within half a point<!-- check: farthest < 0.005 --> of the laws; two
# standard errors are at most 0.3<!-- = 100 * two_standard_errors(0.5, drawn) --> points. On inputs
# from -1<!-- = -bound --> to 1<!-- = bound -->, with equal standard deviations, both laws leave
# 25 %<!-- = 100 * off_uniform(bound) --><!-- check: abs(off_normal(1) - off_uniform(1)) < 1e-12 -->
# off, a quarter on, and half switching. On inputs from -4<!-- = data[4][0] --> to
# 4<!-- = data[4][-1] --> it is 7.8 %<!-- = 100 * off_normal(4) --> and
# 6.25 %<!-- = 100 * off_uniform(4) --> off: wide inputs reach more kinks. With biases of
# zero<!-- check: off_normal(4, t=0) == 0 --> nothing is off.
#
# A unit that is off at the start gets no gradient and stays off under plain gradient descent: the
# network is that much narrower. Put the two halves of this lab together. Four units on |x|, as
# above, but biases with a standard deviation of 4<!-- = deviation -->, the reach of the data:

# %%
deviation = 4.0
start = random_starts(1, 4)
biases = np.random.default_rng(1).normal(0, deviation, start.b.shape)
start = Network.shallow(start.w, biases, start.v, start.c)
spread_run = train_on_corner(start, data[4])
spread_fits = spread_run.losses[-1] < limit
off_units = dead_units(start, data[4])[0].sum(axis=-1)
for count in range(5):
    fit = spread_fits[off_units == count]
    print(f"{count} off: {len(fit)} starts, {fit.sum()} fit")
few, pair_off, most = (
    spread_fits[chosen] for chosen in (off_units < 2, off_units == 2, off_units > 2)
)
one_off = off_normal(4, s=2**0.5, t=deviation)


def at_most_one_left(n):
    return n * one_off ** (n - 1) * (1 - one_off) + one_off**n


# %% [markdown]
# | units off at the start | starts | that fit |
# | --- | ---: | ---: |
# | none or one | 329<!-- = len(few) --> | about 47 %<!-- ~ 100 * few.mean(), 6 --> |
# | two | 58<!-- = len(pair_off) --> | about 21 %<!-- ~ 100 * pair_off.mean(), 11 --> |
# | three or four | 13<!-- = len(most) --> | 0 %<!-- = 100 * most.mean() --> |
#
# The first share holds within six points, the second within eleven, two standard errors. With three
# units off one is left, and one never fits. He's weights have a standard deviation of
# 1.41<!-- = 2**0.5 * bound --> here, so by the law a unit is off with probability
# 20 %<!-- = 100 * one_off -->. That at most one of four is left has probability
# 2.6 %<!-- = 100 * at_most_one_left(4) -->; of eight, less than one in ten
# thousand<!-- check: at_most_one_left(8) < 1e-4 -->.
#
# So a start fails for certain when all its units but one are off. It may fail when its units face
# the wrong way, or bend in the wrong place: even with no unit off, fewer of these starts
# fit<!-- check: spread_fits[off_units == 0].mean() < fits[4, 4].mean() - 0.2 --> than of those with
# zero biases, whose kinks all begin at the corner. More units make all of this rarer. (A few runs
# overflow<!-- check: 0 < spread_run.diverged.sum() < 20 -->. They count as failures.)
#
# ## Claimed and found
#
# | claimed | we got | how |
# | --- | --- | --- |
# | two units can do it ([width][]) | 63 %<!-- ~ percent[4, 2], 5 --> of starts do | wide data |
# | one never does (reason above) | 0 %<!-- = percent[4, 1] --> | wide data |
# | fresh starts often fit ([stuck][]) | 98 %<!-- ~ percent[4, 4], 5 --> with four | wide data |
# | the law of restarts ([stuck][]) | it holds<!-- check: max(surprises) < 1 --> | groups |
# | off by the arc tangent (geometry above) | it is<!-- check: farthest < 0.005 --> | simulation |
# | off by the triangle (geometry above) | it is<!-- check: farthest < 0.005 --> | simulation |
#
# Wide data: 400<!-- = starts --> starts of 8,000<!-- = steps --> steps at a rate of
# 0.01<!-- = rate -->, with He's weights and zero biases; within five points. Groups: two to five of
# those starts, and of as many on XOR; within two standard errors. Simulation:
# 100,000<!-- = drawn --> units from each law, with $r$ from 0.25<!-- = reaches[0] --> to
# 16<!-- = reaches[-1] -->; within half a point.
#
# [width]: ../tutorial/how-many-units.md
# [stuck]: ../tutorial/stuck.md
#
# The seeds are zero for all starting weights, one for what is moved or spread, and two for the
# simulation.
#
# ## Go on from here
#
# - Train the runs on the narrow data five times as long. Which of the failures were only slow?
# - Take the labels of [One number away](one_number_away.py) instead of |x|. How many units now?
# - Put the four points of XOR at plus and minus one. What becomes of the units that are born dead?
# - Draw weights and biases of XOR uniformly. Can you find the share of units that are off at first?
