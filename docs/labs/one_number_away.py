# %% [markdown]
# # One number away
#
# The straight network, trained on labels with a bend, ends on a straight line, although one bias
# would do. Random starts mostly find the bend. This lab trains them all while the page is made,
# follows losses and kinks, and is there to be changed and run again.
#
# [Download this lab as a notebook](one_number_away.ipynb)
#
# The story is told in [What does training favour?](../tutorial/what-training-favours.md) and
# [Stuck, and starting again](../tutorial/stuck.md).

# %%
import numpy as np

from reluexplain import bent, best_line, count_pieces, he_network, straight, train, unit_kinks
from reluexplain.examples import samples
from reluexplain.figures.runs import kinks_by_gap, kinks_in_gaps, kinks_on_their_way, loss_curves
from reluexplain.figures.stuck import bias_that_never_moves, kink_that_leaves
from reluexplain.figures.svg import show

bent_labels, straight_labels = bent(samples), straight(samples)
line = best_line(samples, bent_labels)
print(f"best line: slope {line.slope:.4f}, loss {line.loss:.5f}")

# %% [markdown]
# ## Stuck on a line
#
# Gradient descent starts from the straight network and takes
# 50,000<!-- = stuck.steps[-1] --> steps on the labels with a bend.

# %%
record = [*range(1000), *range(1000, 50_001, 1000)]
stuck = train(straight, samples, bent_labels, rate=0.001, steps=50_000, record=record)
print("b0 at all recorded steps:", set(stuck.networks.b[:, 0].tolist()))
show(bias_that_never_moves(stuck), "bias")

# %% [markdown]
# The loss falls from 48.51<!-- = stuck.losses[0] --> to
# 2.62497<!-- = stuck.losses[-1] -->, that of the best line. The bias b0
# is -10<!-- = stuck.network.b[0] --> from the first step to the
# last<!-- check: (stuck.networks.b[:, 0] == straight.b[0]).all() -->.
#
# Units 1 and 2 are twins, and they do move. Where does their shared kink go?

# %%
kinks = unit_kinks(stuck.networks)[:, 1]
back = int(stuck.steps[kinks > 0][0])
print(f"on the right from step {back}, at rest at {kinks[-1]:.2f}")
show(kink_that_leaves(stuck), "kink")

# %% [markdown]
# It leaves the picture to the left. From step 288<!-- = back --> on it is on the right, and it
# comes to rest at 396.63<!-- = kinks[-1] -->. At no recorded step is it inside the
# data<!-- check: (abs(kinks) > samples[-1]).all() -->.
#
# Does another method get away? Try some, or put your own into the list.

# %%
found = []
for method, rate in (("momentum", 0.001), ("adam", 0.001), ("adam", 0.1)):
    run = train(straight, samples, bent_labels, rate=rate, steps=20_000, method=method)
    found.append(f"{method} at {rate}: loss {run.losses[-1]:.4f}, b0 {run.network.b[0]}")
print("\n".join(found))

# %% [markdown]
# ## Many random starts
#
# Now 200<!-- = len(starts.w) --> starts have He's weights, and hidden biases drawn uniformly from
# the domain, from -4<!-- = samples[0] --> to 4<!-- = samples[-1] -->. Each is trained on both sets
# of labels, by 20,000<!-- = on_bent.steps[-1] --> steps.

# %%
record = sorted(set(np.geomspace(1, 20_000, 30).astype(int).tolist()))
starts = he_network((1, 3, 1), np.random.default_rng(0), batch=(200,), bias_range=4.0)
on_bent = train(starts, samples, bent_labels, rate=0.01, steps=20_000, record=record)
on_straight = train(starts, samples, straight_labels, rate=0.01, steps=20_000, record=record)
show(loss_curves(on_bent, line.loss, "best line"), "curves")

# %% [markdown]
# Twelve of the runs on the labels with a bend; those that end on the best line are dotted. The run
# with the smallest loss of all, by its kinks:

# %%
best = int(on_bent.losses[-1].argmin())
ends = unit_kinks(on_bent.network)[best]
show(kinks_on_their_way(on_bent, best), "way")

# %% [markdown]
# One kink settles at the bend of the labels, at -1<!-- = ends[abs(ends + 1).argmin()] -->. The
# other two end outside the data<!-- check: (abs(ends) > samples[-1]).sum() == 2 -->.
#
# How often does it work? For comparison, the same with all biases zero at the start.

# %%
together = he_network((1, 3, 1), np.random.default_rng(0), batch=(200,))
from_zero = train(together, samples, bent_labels, rate=0.01, steps=20_000)
fits, near = 0.001, 0.002
for runs in (from_zero, on_bent):
    losses = runs.losses[-1]
    share, stuck_share = (losses < fits).mean(), (abs(losses - line.loss) < near).mean()
    print(f"{100 * share:.0f} % fit, {100 * stuck_share:.0f} % end on the line")

# %% [markdown]
# Call a loss below 0.001<!-- = fits --> a fit. Of the starts with zero biases about
# 85 %<!-- ~ 100 * (from_zero.losses[-1] < fits).mean(), 5 --> fit, of the others about
# 70 %<!-- ~ 100 * (on_bent.losses[-1] < fits).mean(), 7 -->; and about
# 7 %<!-- ~ 100 * (abs(on_bent.losses[-1] - line.loss) < near).mean(), 4 --> of these others end on
# the best line, within 0.002<!-- = near --> of its loss. The shares hold within seven points, two
# standard errors for so many runs.
#
# ## What is left of the kinks
#
# After training on the straight labels, how many kinks lie in each gap between two samples?

# %%
gaps = kinks_in_gaps(on_straight.network)
outermost = 100 * (gaps[0] + gaps[-1]) / gaps.sum()
print(f"{gaps.sum()} kinks, {outermost:.0f} % of them in the two outermost gaps")
for tolerance in (1e-6, 0.1):
    whole = (count_pieces(on_straight.network, -4, 4, tolerance) == 1).mean()
    inner = (count_pieces(on_straight.network, -3.8, 3.8, tolerance) == 1).mean()
    print(f"over {tolerance}: one piece in {whole:.0%}, without these gaps in {inner:.0%}")
show(kinks_by_gap(on_straight.network), "gaps")

# %% [markdown]
# On the labels of a straight line, about 35 %<!-- ~ outermost, 7 --> of the kinks inside the data
# end in the two outermost gaps, where next to nothing is left to notice them. Others cancel between
# two samples, or carry almost no weight. A count of pieces needs its tolerance and its stretch of
# inputs.
#
# ## Go on from here
#
# - Give the straight network a sample beyond the kink of unit 0 and train again.
# - Move one of the twins by a hair, and choose a rate close to the largest that training stands.
# - Replace three units by four, or by eight. What becomes of the share on the line?
