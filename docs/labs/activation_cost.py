# %% [markdown]
# # What an activation costs
#
# ReLU is often called the cheapest activation. Cheapest where? This lab reads times that were
# measured on one machine on one day, with their ranges. It times nothing while the page is made,
# because a page that is made twice must come out the same; its last cell measures on yours.
#
# [Download this lab as a notebook](activation_cost.ipynb)
#
# When to try which activation is told in [Leaky ReLU and the
# others](../tutorial/other-activations.md#see-it-what-they-cost).

# %%
from reluexplain.examples import activation_cost
from reluexplain.figures.cost import cost_ranges, layer_shares, throughput, throughputs
from reluexplain.figures.svg import show

cost = activation_cost()
print(f"{cost['processor']}, {cost['cores']} cores, {cost['system']}, {cost['date']}")
print(f"Python {cost['python']}, NumPy {cost['numpy']}, for exact GELU SciPy {cost['scipy']}")
rows = {
    (row["activation"], row["dtype"], row["elements"]): row
    for row in cost["measurements"] + cost["scipy_measurements"]
}

# %% [markdown]
# ## The floor: copying
#
# An activation reads an array and writes one of the same size. Copying does that and nothing else,
# so a cost is given as a multiple of copying. All activations are NumPy code that fills an array
# that is ready. They and the copy are timed in turn, round after round. Of each we keep the median
# and the middle half of the rounds, because other work on the machine disturbs single ones.
#
# ## A million numbers

# %%
million = 10**6
show(cost_ranges(cost, million), "ranges")


# %%
def median(name, dtype="float64", elements=million):
    return rows[name, dtype, elements]["median"]


def between(name, other, dtype="float64", elements=million):
    """Return a ratio of two costs, from the smallest to the largest that the ranges allow."""
    first, second = rows[name, dtype, elements], rows[other, dtype, elements]
    return first["low"] / second["high"], first["high"] / second["low"]


dearer = ("tanh", "sigmoid", "SiLU", "GELU (tanh form)", "GELU (exact)")
for name in dearer:
    low, high = between(name, "ReLU")
    print(f"float64, a million: {name} {low:.1f} to {high:.1f} times ReLU")

# %% [markdown]
# Read across one precision: copying has another speed in the other. In float64 sigmoid takes
# 3.0<!-- = median("sigmoid") / median("ReLU") --> times as long as ReLU, SiLU
# 3.1<!-- = median("SiLU") / median("ReLU") --> times, GELU in its form with tanh
# 3.4<!-- = median("GELU (tanh form)") / median("ReLU") --> times. NumPy has no error function, so
# the exact GELU borrows SciPy's, for this measurement alone:
# 22<!-- = median("GELU (exact)") / median("ReLU") --> times. Softplus, through `logaddexp`, takes
# 116<!-- = median("softplus") --> times copying. And Leaky ReLU takes less time than
# ReLU<!-- check: rows["Leaky ReLU", "float64", million]["high"] < rows["ReLU", "float64",
# million]["low"] -->: a product and a maximum of two arrays, against a maximum of an array and a
# number. A cost belongs to code, not to a formula.
#
# How much of this holds elsewhere? The tests of this site time ReLU and sigmoid anew wherever they
# run, and assert one order: in float64, for a million numbers, ReLU takes less time. Everything
# else here is this machine's.
#
# ## Large arrays: memory sets the pace

# %%
show(throughput(cost, ("ReLU", "tanh", "sigmoid")), "throughput")

# %%
large, middling, small = 10**7, 10**5, 10**3
speeds = {name: throughputs(cost, name, "float64")[1] for name in ("copy", "ReLU", "sigmoid")}
for name, values in speeds.items():
    print(f"float64, {name}: {values[2]:.0f} GB a second for {middling:,} numbers, ", end="")
    print(f"{values[-1]:.0f} for {large:,}")

# %% [markdown]
# In float64 ReLU costs 4.1<!-- = median("ReLU", "float64", middling) --> times copying for
# 100,000<!-- = middling --> numbers and 1.21<!-- = median("ReLU", "float64", large) --> times for
# 10,000,000<!-- = large -->. ReLU is as fast as before, at about
# 36<!-- = speeds["ReLU"][2] --> GB a second<!-- check: abs(speeds["ReLU"][-1] / speeds["ReLU"][2]
# - 1) < 0.1 -->; copying has become slower. Arrays of 80<!-- = 8 * large / 1e6 --> MB are more than
# a processor's caches usually hold, and memory sets the pace for whatever reads and writes them.
# ReLU runs close to it. Sigmoid has more to compute, and memory does not hide that: it still takes
# 3.6<!-- = median("sigmoid", "float64", large) / median("ReLU", "float64", large) --> times as long
# as ReLU.
#
# ## In float32 ReLU can lose

# %%
for elements in sorted({size for _, _, size in rows}):
    relu, tanh = (rows[name, "float32", elements] for name in ("ReLU", "tanh"))
    print(
        f"float32, {elements:10,}: ReLU {relu['low']:.2f} to {relu['high']:.2f}, "
        f"tanh {tanh['low']:.2f} to {tanh['high']:.2f} times copying"
    )

# %% [markdown]
# For 1,000<!-- = small --> numbers NumPy's tanh takes
# 1.9<!-- = median("tanh", "float32", small) --> times copying, and its maximum of an array and zero
# 3.6<!-- = median("ReLU", "float32", small) -->.
# The order is the same at every size that was measured<!-- check: all(median("tanh", "float32",
# size) < median("ReLU", "float32", size) for _, _, size in rows) -->. This says something about
# NumPy's code on this processor, and nothing about the functions. The widest ranges are those of
# the largest arrays: other programs wanted memory at the same time.
#
# ## In a layer

# %%
layers = {(row["activation"], row["dtype"], row["width"]): row for row in cost["layers"]}
for width in sorted({width for _, _, width in layers}):
    relu, sigmoid = (layers[name, "float64", width] for name in ("ReLU", "sigmoid"))
    print(
        f"float64, width {width:5,}: ReLU {100 * relu['low']:.1f} to {100 * relu['high']:.1f} %, "
        f"sigmoid {100 * sigmoid['low']:.1f} to {100 * sigmoid['high']:.1f} %"
    )
show(layer_shares(cost), "layer")


# %%
def share(name, width, dtype="float64"):
    return 100 * layers[name, dtype, width]["median"]


narrow, wide = (pick({width for _, _, width in layers}) for pick in (min, max))

# %% [markdown]
# The layer is `x @ W`, then the activation, on one thread, with
# 256<!-- = cost["batch"] --> examples and as many inputs as units. Each output needs one
# activation, and one multiplication and one addition for each input. So the activation's share
# shrinks as the layer grows: in float64 ReLU's from
# 44 %<!-- = share("ReLU", narrow) --> with 4<!-- = narrow --> units to
# 1.4 %<!-- = share("ReLU", wide) --> with 1,024<!-- = wide -->, sigmoid's from
# 65 %<!-- = share("sigmoid", narrow) --> to 3.7 %<!-- = share("sigmoid", wide) -->. In a wide layer
# the choice of activation hardly matters to the time that the layer takes; in a narrow one it does.
#
# ## What was claimed, and what we got
#
# | claimed | we got | how |
# | --- | --- | --- |
# | larger than the cache, ReLU runs near memory speed ([tutorial]) | 1.21<!--
# = median("ReLU", "float64", large) --> times copying, 1.19<!-- = rows["ReLU", "float64",
# large]["low"] --> to 1.26<!-- = rows["ReLU", "float64", large]["high"] --> | float64, 80<!--
# = 8 * large / 1e6 --> MB; 27<!-- = rows["ReLU", "float64", large]["rounds"] --> rounds |
# | in float64 sigmoid and SiLU cost several times more than ReLU ([tutorial]) | 3.0<!--
# = median("sigmoid") / median("ReLU") --> and 3.1<!-- = median("SiLU")
# / median("ReLU") --> times | a million numbers; 258<!-- = rows["ReLU", "float64",
# million]["rounds"] --> rounds |
# | exact GELU costs tens of times more | 22<!-- = median("GELU (exact)")
# / median("ReLU") --> times | the same, SciPy's error function |
# | in float32 NumPy's tanh can beat its maximum ([tutorial]) | 1.9<!-- = median("tanh", "float32",
# small) --> against 3.6<!-- = median("ReLU", "float32", small) --> times copying | 1,000<!--
# = small --> numbers; 15,710<!-- = rows["ReLU", "float32", small]["rounds"] --> rounds |
# | its share of a layer shrinks as the product grows ([tutorial]) | 44 %<!--
# = share("ReLU", narrow) --> to 1.4 %<!-- = share("ReLU", wide) --> | float64, width 4<!--
# = narrow --> to 1,024<!-- = wide -->, 256<!-- = cost["batch"] --> examples |
#
# [tutorial]: ../tutorial/other-activations.md#see-it-what-they-cost
#
# The claims name no machine, so they can only be compared in kind, and there they agree.
#
# ## Measure on your own machine
#
# The next cell defines a measurement and does not run it; call `measure_here()`. In a copy of this
# site's repository `make measure` measures everything anew in a few minutes and rewrites the data.


# %%
def measure_here(elements=million, dtype="float64", rounds=50):
    """Print what ReLU and sigmoid cost on this machine, as multiples of copying."""
    from time import perf_counter

    import numpy as np

    x = np.random.default_rng(0).standard_normal(elements).astype(dtype)
    out = np.zeros_like(x)

    def sigmoid():
        np.negative(x, out=out)
        np.exp(out, out=out)
        np.add(out, 1, out=out)
        np.reciprocal(out, out=out)

    calls = (lambda: np.copyto(out, x), lambda: np.maximum(x, 0, out=out), sigmoid)
    times = np.zeros((rounds, len(calls)))
    for row in times:
        for column, call in enumerate(calls):
            start = perf_counter()
            call()
            row[column] = perf_counter() - start
    ratios = times[1:, 1:] / times[1:, :1]  # without the first round, which warms up
    for name, (low, high) in zip(
        ("ReLU", "sigmoid"), np.quantile(ratios, [0.25, 0.75], axis=0).T, strict=True
    ):
        print(f"{name}: {low:.2f} to {high:.2f} times copying")


# %% [markdown]
# ## Go on from here
#
# - Call `measure_here()` twice. How far do the ranges of the two runs overlap?
# - Measure in float32, and with a thousand numbers. Which order holds on your machine?
# - Leave out `out=` in `np.maximum`. What does the memory for the result cost?
# - Put your own activation into `measure_here`, as NumPy code that fills `out`.
