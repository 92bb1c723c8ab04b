# %% [markdown]
# # Watching neurons die and wake
#
# How many units die in training, when, and does any of them come back? This lab kills units by the
# thousand, watches every one of them, and then tries what is said to wake them, each in the
# smallest example that shows it.
#
# [Download this lab as a notebook](dying_and_waking.ipynb)
#
# What dead means is in [Is a neuron dead when it still gives zero after many
# epochs?](../tutorial/dead-neurons.md): the pre-activation z is at most zero on every example.

# %%
import math
from itertools import islice

import numpy as np

from reluexplain import Network, dead_units, died_at, he_network, train
from reluexplain.examples import samples, single_unit, two_layers
from reluexplain.figures.dying import dead_by_rate, deaths_by_step, wakes_by_rule
from reluexplain.figures.svg import show


def two_errors(values):
    """Twice the standard error of a mean over runs, the last axis."""
    return 2 * values.std(axis=-1, ddof=1) / math.sqrt(values.shape[-1])


# %% [markdown]
# ## The step that kills
#
# One unit with weight 1<!-- = single_unit.w[0] --> and bias 0<!-- = single_unit.b[0] --> sees one
# example: input 2<!-- = one_input[0] -->, label 0<!-- = one_label[0] -->. After one step of
# gradient descent:

# %%
one_input, one_label = [2.0], [0.0]
killing, after = 0.11, {}
for rate in (0.05, 0.09, killing):
    step = train(single_unit, one_input, one_label, rate=rate, steps=1).network
    after[rate] = step.pre_activations(one_input)[0][0, 0]
    print(f"rate {rate:.2f}: z {after[rate]:5.2f}, dead {dead_units(step, one_input)[0][0]}")

# %% [markdown]
# On paper $z = 2 - 20\,r$<!-- = one_input[0], (one_input[0] - after[0.05]) / 0.05 --> at a rate of
# r: dead above 0.1<!-- = 0.05 * one_input[0] / (one_input[0] - after[0.05]) -->. The arithmetic, a
# figure and a snippet are in [one step that
# kills](../tutorial/dead-neurons.md#see-it-one-step-that-kills).
#
# ## More speed, more deaths
#
# Now networks of 32<!-- = starts.units[0] --> units learn the absolute value from 41<!-- =
# len(samples) --> inputs, evenly spaced on $[-4, 4]$<!-- = wide[0], wide[-1] --> or on
# $[-1, 1]$<!-- = narrow[0], narrow[-1] -->, with Adam ([Kingma and Ba
# 2015](../reference/bibliography.md#kingma-2015), arXiv:1412.6980) and 2,000<!-- = record[-1] -->
# steps. The start has He's weights ([He et al. 2015](../reference/bibliography.md#he-2015),
# arXiv:1502.01852) and zero biases. For each of the five<!-- = len(rates) --> rates there are
# 60<!-- = len(starts.w) --> runs, from the same starts.

# %%
wide, narrow = samples, samples / 4
record = sorted(set(np.geomspace(1, 2000, 30).astype(int).tolist()))
seed, rates = 0, (0.001, 0.01, 0.03, 0.1, 0.3)
starts = he_network((1, 32, 1), np.random.default_rng(seed), batch=(60,))
runs, shares = {}, {}
for name, x in (("on [-4, 4]", wide), ("on [-1, 1]", narrow)):
    for rate in rates:
        runs[name, rate] = train(
            starts, x, abs(x), rate=rate, steps=2000, method="adam", record=record
        )
    shares[name] = np.array([dead_units(runs[name, r].network, x)[0].mean(axis=-1) for r in rates])
    for rate, share in zip(rates, shares[name], strict=True):
        loss, error = np.median(runs[name, rate].losses[-1]), two_errors(share)
        print(f"{name}, {rate}: dead {share.mean():.0%} ± {error:.1%}, median loss {loss:.0e}")
show(dead_by_rate(rates, shares), "rates")

# %%
on_wide, on_narrow = (100 * values for values in shares.values())  # per cent, (rates, runs)
wide_end, narrow_end = (runs[name, 0.3] for name in shares)
left = (~dead_units(narrow_end.network, narrow)[0]).sum(axis=-1)  # living units of each run
fits, quoted = 0.001, 0.40
constant = np.var(abs(narrow))  # the loss of the best constant
for name, end in (("wide", wide_end), ("narrow", narrow_end)):
    print(f"{name}: no fit in {(end.losses[-1] >= fits).sum()} of {end.losses.shape[1]} runs")
print(f"narrow: in {(left == 0).sum()} runs no unit is left, in {(left == 1).sum()} one is")

# %% [markdown]
# On the wide data about 2 %<!-- ~ on_wide[0].mean(), 1 --> of the units end dead at a rate of
# 0.001<!-- = rates[0] --> and about 65 %<!-- ~ on_wide[-1].mean(), 3 --> at 0.3<!-- = rates[-1] -->
# (within one point and three). Tolerances in brackets, here and below, are at least two standard
# errors over the runs; the bars of the figure are two. The starts have no dead unit<!-- check: not
# dead_units(starts, wide)[0].any() -->: all of these died in training.
#
# So many deaths need not show in the loss. At 0.3<!-- = rates[-1] --> the median run on the wide
# data ends below 0.0001<!-- = 0.1 * fits --><!-- check: np.median(wide_end.losses[-1]) < 0.1 * fits
# -->. Some runs fail: about 10 %<!-- ~ 100 * (wide_end.losses[-1] >= fits).mean(), 8 --> (within
# eight points) end at or above 0.001<!-- = fits -->, which is called no fit here.
#
# On the narrow data z starts out four times smaller, and a first step of Adam moves a bias by the
# same rate: about 97 %<!-- ~ on_narrow[-1].mean(), 1 --> of the units die (within one point), and
# about 80 %<!-- ~ 100 * (narrow_end.losses[-1] >= fits).mean(), 10 --> of the runs give no fit
# (within ten). Where no unit is left, the output is a constant, and the best one has a loss of
# 0.0877<!-- = constant -->. Where a single unit is left, it is constant on one side of its kink: no
# such network fits<!-- check: (narrow_end.losses[-1][left <= 1] >= fits).all() -->.
#
# An often quoted number is that as much as 40 %<!-- = 100 * quoted --> of a network can be dead if
# the rate is too high. It stands in the lecture notes of Stanford's course CS231n, as a warning. We
# looked for a published experiment with this result and found none, which does not prove that there
# is none. Our share passes it between the rates 0.1<!-- = rates[3] --> and 0.3<!-- = rates[4]
# --><!-- check: on_wide[3].mean() < 100 * quoted < on_wide[4].mean() --> on the wide data, and
# between 0.03<!-- = rates[2] --> and 0.1<!-- = rates[3] --><!-- check: on_narrow[2].mean() < 100 *
# quoted < on_narrow[3].mean() --> on the narrow data. The share belongs to a rate, a method, a
# start and a data set. It is no property of ReLU.
#
# ## When do they die?

# %%
died = {f"rate {rate}": died_at(runs["on [-4, 4]", rate], wide)[0] for rate in (0.3, 0.1, 0.001)}
early = 100
by_then = {name: (first[first >= 0] <= early).mean() for name, first in died.items()}
for name, share in by_then.items():
    print(f"{name}: of those that stay dead, {share:.0%} are dead by step {early}")
show(deaths_by_step(record, died), "steps")

# %% [markdown]
# Early. Counted is the recorded step from which a unit is dead to the end. At the highest rate
# about 89 %<!-- ~ 100 * by_then["rate 0.3"], 5 --> of these deaths (within five points) fall into
# the first 100<!-- = early --> of the 2,000<!-- = record[-1] --> steps, while the errors are still
# large.
#
# "Dead to the end" is needed here, because under Adam units also come back. That is the next
# question.
#
# ## Does any of them wake?
#
# Follow every unit of a batch step by step. A death is a step after which a unit is dead and before
# which it was not; it is followed by a waking if the unit is not dead at some later step of the
# run. A unit can do both more than once. First plain gradient descent and one hidden layer. A unit
# of this layer computes a straight line in x, so its largest z is at one end of the data.


# %%
def deaths(networks, x):
    """For each layer: which units die at which step, which of these wake, and how long it takes."""
    found = []
    for dead in dead_units(networks, x):  # (records, runs, units)
        step, never = np.arange(len(dead))[:, None, None], len(dead)
        next_awake = np.minimum.accumulate(np.where(dead, never, step)[::-1])[::-1]
        died = dead[1:] & ~dead[:-1]
        found.append((died, died & (next_awake[1:] < never), (next_awake - step)[1:]))
    return found


def share_with_error(part, whole):
    """The share of part in whole, counted by run, and twice its standard error over runs."""
    part, whole = part.sum(axis=(0, 2)), whole.sum(axis=(0, 2))
    share = part.sum() / whole.sum()
    return share, 2 * math.sqrt(((part - share * whole) ** 2).sum()) / whole.sum()


def watch(method, rate, shape, count, x):
    """Train a batch on the absolute value, step by step; without the runs that overflow."""
    begin = he_network(shape, np.random.default_rng(1), batch=(count,))
    run = train(begin, wide, abs(wide), rate=rate, steps=400, method=method, record=1)
    found = deaths(run.networks, x)
    for layer, (died, woke, _) in enumerate(found):
        died[:, run.diverged], woke[:, run.diverged] = False, False
        share, error = share_with_error(woke, died)
        print(f"{method}, layer {layer}: {died.sum()} deaths, {share:.0%} ± {error:.0%} wake")
    return run, found


ends = wide[[0, -1]]
plain, [(plain_died, plain_woke, _)] = watch("gradient descent", 0.015, (1, 32, 1), 100, ends)
kept = ~plain.diverged
dead = dead_units(plain.networks, ends)[0][:-1, kept]
moved = [np.diff(part[:, kept], axis=0)[dead] for part in (plain.networks.w, plain.networks.b)]
print(f"{plain.diverged.sum()} runs overflow and are left out")
print("largest move of a dead unit's weight and bias:", *(abs(move).max() for move in moved))

# %% [markdown]
# Never. In the runs that do not overflow hundreds of units die<!-- check: plain_died.sum() > 200
# -->, and not one wakes<!-- check: plain_woke.sum() == 0 -->. While a unit is dead its weight and
# its bias do not change, not even in the last bit<!-- check: all((move == 0).all() for move in
# moved) -->: the gradient is not small, it is zero on every example.
#
# ## What momentum and Adam have left
#
# Both remember past gradients and go on moving a unit after its gradient has become zero.

# %%
momentum, [(momentum_died, momentum_woke, momentum_wait)] = watch(
    "momentum", 0.01, (1, 32, 1), 100, ends
)
adam, [(adam_died, adam_woke, adam_wait)] = watch("adam", 0.1, (1, 32, 1), 100, ends)
momentum_share, _ = share_with_error(momentum_woke, momentum_died)
adam_share, _ = share_with_error(adam_woke, adam_died)
half_within = max(np.median(momentum_wait[momentum_woke]), np.median(adam_wait[adam_woke]))

# %% [markdown]
# Sometimes. Of the deaths under momentum about 52 %<!-- ~ 100 * momentum_share, 10 --> are followed
# by a waking (within ten points), under Adam about 41 %<!-- ~ 100 * adam_share, 3 --> (within
# three). Half of these wakings come within five<!-- check: half_within <= 5 --> steps.
#
# What decides? While the unit is dead its gradient stays zero, so the rest of its way is known at
# the moment of death. Momentum's velocity shrinks to 0.9<!-- = beta --> of itself at each step. All
# further steps together are $0.9 / (1 - 0.9) = 9$<!-- = beta, 1, beta, rest["momentum"][5] -->
# times the last one. Adam's mean shrinks in the same way, its root mean square more slowly, and its
# corrections for a young mean change as well. That gives 5<!-- = rest["adam"].min() --> to 10<!-- =
# rest["adam"].max() --> times the last step, by the age of the run. The factor is the same for
# weight and bias (but for the tiny number that Adam adds to its root), so z moves in one direction
# at each input. If it gets above zero at all, it is above zero at the end of the way.

# %%
beta, beta_square, more = 0.9, 0.999, np.arange(1, 400)[:, None]
age = np.arange(1, 401)  # the step of the death
mean = beta**more * (1 - beta**age) / (1 - beta ** (age + more))
square = beta_square**more * (1 - beta_square**age) / (1 - beta_square ** (age + more))
rest = {
    "momentum": np.full(len(age), beta / (1 - beta)),
    "adam": (mean / np.sqrt(square)).sum(axis=0),
}
right, watched = {}, 300  # which leaves a hundred steps and more to wake in
for name, run, died_there, woke in (
    ("momentum", momentum, momentum_died, momentum_woke),
    ("adam", adam, adam_died, adam_woke),
):
    step, *which = np.nonzero(died_there[:watched])
    w, b = (
        part[step + 1, *which] + rest[name][step] * (part[step + 1, *which] - part[step, *which])
        for part in (run.networks.w, run.networks.b)
    )
    foreseen = np.maximum(w * ends[0] + b, w * ends[1] + b) > 0
    right[name] = (foreseen == woke[step, *which]).mean()
    print(f"{name}: foreseen from the last step alone {right[name]:.1%} of {len(step)} deaths")

# %% [markdown]
# The step that kills tells what follows, for every<!-- check: right["momentum"] == 1 and
# right["adam"] == 1 --> death of the first 300<!-- = watched --> steps and for both methods: a unit
# wakes if what is left carries it across, and otherwise it does not.
#
# ## A layer before it that moves
#
# The smallest case has one unit, and two units that read it. The first reader is dead. The other
# one keeps a path open, and the layer before can move.

# %%
deep = train(two_layers, [1.0], [8.0], rate=0.005, steps=14, record=1)
before, reads = (z[:, 0, 0] for z in deep.networks.pre_activations([1.0]))
upstream_step = int(np.argmax(reads > 0))
for i in (0, upstream_step - 1, upstream_step):
    print(f"step {i}: first layer {before[i]:.3f}, reader {reads[i]:6.3f}")
layers, found = watch("gradient descent", 0.02, (1, 16, 16, 1), 60, wide)
(first_died, first_woke, _), (second_died, second_woke, _) = found
second_share, _ = share_with_error(second_woke, second_died)

# %% [markdown]
# The reader wakes at step 7<!-- = upstream_step -->; [the tutorial draws
# it](../tutorial/dead-neurons.md#a-layer-before-it-moves). In a batch of 60<!-- =
# len(layers.diverged) --> networks with two<!-- = len(found) --> hidden layers, again under plain
# gradient descent, no death in the first layer is followed by a waking<!-- check: first_died.sum() >
# 0 and first_woke.sum() == 0 -->. In the second about 75 %<!-- ~ 100 * second_share, 11 --> are
# (within eleven points), as the layer before it moves.
#
# ## Decay, in several forms
#
# While a unit of the first layer is dead, neither labels nor other units matter to it. What a
# penalty or a decay does can therefore be tried on two numbers, the weight and the bias. Two dead
# units:
#
# - unit A with weight 1<!-- = unit_a[0] --> and bias -10<!-- = unit_a[1] -->, on inputs from -4<!-- =
#   inputs_a[0] --> to 4<!-- = inputs_a[-1] -->;
# - unit B with weight -2<!-- = unit_b[0] --> and bias 3<!-- = unit_b[1] -->, on the input 2<!-- =
#   inputs_b[0] -->.
#
# Decoupled decay multiplies; L1 subtracts the same amount from the size of every parameter, here
# $1 / 64$<!-- = 64 * amount, 1 / amount --> a step; an L2 penalty inside the gradient goes through
# momentum or Adam. Rate times decay is 0.001<!-- = small --> for decoupled decay, and 0.01<!-- =
# strong --> for the L2 penalty.

# %%
small, strong, turning, amount, limit = 0.001, 0.01, 1.5, 1 / 64, 3000
unit_a, inputs_a = np.array([1.0, -10.0]), np.array([-4.0, 4.0])
unit_b, inputs_b = np.array([-2.0, 3.0]), np.array([2.0])


def decoupled(unit, weight=small, bias=small):
    while True:
        yield unit
        unit = unit * [1 - weight, 1 - bias]


def l1(unit):
    while True:
        yield unit
        unit = unit - amount * np.sign(unit)


def momentum_l2(unit, decay=strong):
    velocity = np.zeros(2)
    while True:
        yield unit
        velocity = 0.9 * velocity + decay * unit
        unit = unit - velocity


def adam_l2(unit, rate=0.01, decay=1.0):
    mean, square, step = np.zeros(2), np.zeros(2), 0
    while True:
        yield unit
        step, gradient = step + 1, decay * unit
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        root = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        unit = unit - rate * mean / (1 - 0.9**step) / root


def largest_z(states, x):
    return np.array([(w * x + b).max() for w, b in islice(states, limit + 1)])


rules = {
    "equal decay": lambda unit: decoupled(unit),
    "bias alone": lambda unit: decoupled(unit, weight=0.0),
    "weight alone": lambda unit: decoupled(unit, bias=0.0),
    "equal, rate x decay 1.5": lambda unit: decoupled(unit, turning, turning),
    "L1": l1,
    "momentum, L2": momentum_l2,
    "momentum, weak L2": lambda unit: momentum_l2(unit, small),
    "Adam, L2": adam_l2,
}
z_a = {name: largest_z(rule(unit_a), inputs_a) for name, rule in rules.items()}
z_b = {name: largest_z(rule(unit_b), inputs_b) for name, rule in rules.items()}
awake_a, awake_b = (
    {name: int(np.argmax(z > 0)) if (z > 0).any() else None for name, z in found.items()}
    for found in (z_a, z_b)
)
print(f"{'awake after':24}{'unit A':>8}{'unit B':>8}   (none within {limit} steps: --)")
for name in rules:
    print(f"{name:24}{awake_a[name] or '--':>8}{awake_b[name] or '--':>8}")
drawn = {
    "momentum": "momentum, L2", "L1": "L1", "Adam": "Adam, L2", "weight": "weight alone",
    "equal decay": "equal decay", "bias alone": "bias alone",
}  # fmt: skip
show(wakes_by_rule({name: z_b[rule][:401] for name, rule in drawn.items()}), "rules")

# %% [markdown]
# The figure shows unit B. Four<!-- = sum(awake_b[rule] is not None for rule in drawn.values()) -->
# of the six<!-- = len(drawn) --> rules wake it, and each has its condition.
#
# - **Equal decoupled decay** multiplies z by one positive factor. It shrinks and keeps its sign:
#   never. Here "small steps" counts. With rate times decay at 1.5<!-- = turning -->, the factor is
#   negative and z turns over after one<!-- check: awake_b["equal, rate x decay 1.5"] == 1 --> step.
# - **On the bias alone** the bias shrinks and w x does not. If w x is positive somewhere on the
#   data, the unit wakes at the first step above $\ln(4 / 10) / \ln(1 - 0.001)$<!-- = 4 * unit_a[0],
#   -unit_a[1], 1, small -->, that is 915.8<!-- = needed_a -->: unit A after 916<!-- = awake_a["bias
#   alone"] -->. For unit B w x is negative, so it never does.
# - **On the weights alone** z tends to the bias. It is positive in unit B, which wakes after
#   288<!-- = awake_b["weight alone"] --> steps, above $\ln(3 / 4) / \ln(1 - 0.001) = 287.5$<!-- =
#   unit_b[1], -inputs_b[0] * unit_b[0], 1, small, needed_b -->. In unit A it is negative: never.
# - **L1** takes the same amount from the size of both. In unit B the weight counts twice, so z
#   rises: awake after 65<!-- = awake_b["L1"] --> steps. Unit A loses its weight first, and z ends
#   at zero: with this amount, never.
# - **Momentum with L2 in its gradient** is a pendulum. If rate times decay is above
#   $(1 - \sqrt{0.9})^2$<!-- = 1, beta -->, about 0.0026<!-- = (1 - math.sqrt(beta)) ** 2 -->, it
#   swings through zero: weight, bias and z change sign together, after 24<!-- = awake_a["momentum,
#   L2"] --> steps in both units<!-- check: awake_a["momentum, L2"] == awake_b["momentum, L2"] -->.
#   Below, it comes to rest without a swing, and neither unit ever wakes<!-- check:
#   awake_a["momentum, weak L2"] is None and awake_b["momentum, weak L2"] is None -->.
# - **Adam with L2 in its gradient** divides by the size of the gradient, so that weight and bias
#   lose about the same amount, as under L1: unit B is awake after 122<!-- = awake_b["Adam, L2"] -->
#   steps. That L2 and decoupled decay differ under Adam is the point of [Loshchilov and Hutter
#   2019](../reference/bibliography.md#loshchilov-2019), arXiv:1711.05101.
#
# Does the shortcut with two numbers hold? Train both units as whole networks with `train`, under
# the three decoupled decays:

# %%
needed_a = math.log(4 / 10) / math.log(1 - small)
needed_b = math.log(3 / 4) / math.log(1 - small)
trained = {}
for name, decay in (("equal decay", (1, 1)), ("bias alone", (0, 1)), ("weight alone", (1, 0))):
    for label, (w, b), x in (("A", unit_a, inputs_a), ("B", unit_b, inputs_b)):
        one = Network.shallow(w=[w], b=[b], v=[1.0], c=0.0)
        run = train(one, x, x, rate=small, steps=1000, weight_decay=decay, record=1)
        alive = ~dead_units(run.networks, x)[0][:, 0]
        trained[name, label] = int(np.argmax(alive)) or None
print(trained)

# %% [markdown]
# The same steps<!-- check: all(trained[n, "A"] == awake_a[n] and trained[n, "B"] == awake_b[n] for
# n in list(rules)[:3]) -->.
#
# ## All mechanisms
#
# | mechanism | wakes? | after how many steps | why |
# | --- | --- | --- | --- |
# | plain gradient descent, first layer, fixed data | never | | the gradient is exactly zero |
# | a layer before it that moves | can | 7<!-- = upstream_step --> | its inputs change |
# | momentum | sometimes | half of the wakings within five<!-- check:
# np.median(momentum_wait[momentum_woke]) <= 5 --> | 9<!-- = rest["momentum"][0]
# --> times the last step is left |
# | Adam | sometimes | half of the wakings within five<!-- check: np.median(adam_wait[adam_woke]) <=
# 5 --> | 5<!-- = rest["adam"].min() --> to 10<!-- = rest["adam"].max()
# --> times the last step is left |
# | decoupled decay, equal, small steps | never | | z keeps its sign |
# | the same, rate times decay above one | yes, if z is below zero somewhere | one<!-- check:
# awake_a["equal, rate x decay 1.5"] == 1 --> | z changes its sign |
# | on the bias alone | if w x is positive somewhere | 916<!-- = awake_a["bias alone"]
# --> | z tends to w x |
# | on the weights alone | if the bias is positive | 288<!-- = awake_b["weight alone"]
# --> | z tends to the bias |
# | L1 | can | 65<!-- = awake_b["L1"] --> | weight and bias keep no proportion |
# | momentum with strong L2 in its gradient | yes, if z is below zero somewhere | 24<!-- =
# awake_b["momentum, L2"] --> | everything swings through zero |
# | Adam with L2 in its gradient | can | 122<!-- = awake_b["Adam, L2"]
# --> | weight and bias keep no proportion |
#
# The numbers of steps are those of the examples above. In every row but the second the inputs of
# the unit are fixed. The rows from decay on start with nothing left in the method's memory.
#
# ## What was claimed
#
# | claimed | we got | how |
# | --- | --- | --- |
# | One step at a rate above 0.1<!-- = 0.05 * one_input[0] / (one_input[0] - after[0.05])
# --> kills ([tutorial][killing]) | z is -0.20<!-- = after[killing] --> after a step at 0.11<!-- =
# killing --> | one unit, one example |
# | As much as 40 %<!-- = 100 * quoted
# --> of a network can be dead (lecture notes of CS231n, no experiment given) | 2 %<!-- ~
# on_wide[0].mean(), 1 --> to 65 %<!-- ~ on_wide[-1].mean(), 3 --> on the wide data, up to 97 %<!--
# ~ on_narrow[-1].mean(), 1 --> on the narrow | 60<!-- = len(starts.w) --> runs a rate, seed 0<!-- =
# seed -->, Adam |
# | A unit that is never on is not adjusted ([Maas et al. 2013]) | no waking under plain gradient descent<!--
# check: plain_woke.sum() + first_woke.sum() == 0 --> | 100<!-- = len(plain.diverged)
# --> runs of one hidden layer, 60<!-- = len(layers.diverged) --> of two, 400<!-- = plain.steps[-1]
# --> steps |
# | A deeper unit may wake ([tutorial][upstream]) | after 75 %<!-- ~ 100 * second_share, 11
# --> of deaths in the second layer | the same 60<!-- = len(layers.diverged) --> runs |
# | Momentum and Adam wake some ([tutorial][memory]) | after 52 %<!-- ~ 100 * momentum_share, 10
# --> and 41 %<!-- ~ 100 * adam_share, 3 --> of deaths; all of the first 300<!-- = watched
# --> steps foreseen<!-- check: min(right.values()) == 1 --> | 100<!-- = len(adam.diverged)
# --> runs each, 400<!-- = adam.steps[-1] --> steps |
# | Decay on the bias alone wakes unit A after 916<!-- = math.ceil(needed_a)
# --> steps ([tutorial][decay]) | 916<!-- = trained["bias alone", "A"]
# --> | formula, two numbers, `train` |
# | L2 and decoupled decay differ under Adam ([Loshchilov and Hutter 2019]) | L2 wakes unit B after 122<!--
# = awake_b["Adam, L2"] --> steps, equal decay never<!-- check: awake_b["equal decay"] is None
# --> | two numbers, 3,000<!-- = limit --> steps |
#
# [killing]: ../tutorial/dead-neurons.md#see-it-one-step-that-kills
# [upstream]: ../tutorial/dead-neurons.md#a-layer-before-it-moves
# [memory]: ../tutorial/dead-neurons.md#the-method-remembers
# [decay]: ../tutorial/dead-neurons.md#weight-decay
# [Maas et al. 2013]: ../reference/bibliography.md#maas-2013
# [Loshchilov and Hutter 2019]: ../reference/bibliography.md#loshchilov-2019
#
# ## Go on from here
#
# - Replace Adam by plain gradient descent in the first experiment. Which rates can it stand, and
#   how many units die?
# - Shift the data so that all inputs are positive. How many units are dead before the first step?
# - Find a unit that L1 never wakes and that Adam with L2 does.
# - Give Adam a longer memory (`betas` of `train`). What becomes of the share that wakes?
