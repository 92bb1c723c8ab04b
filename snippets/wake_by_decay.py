# Weight decay on the bias alone wakes a dead unit; on both alike it never does.
# --8<-- [start:all]
import math

largest_x = 4.0
shrink = 1 - 0.001  # 1 - rate * decay, the factor of each step

w, b, steps = 1.0, -10.0, 0
while w * largest_x + b <= 0:
    b, steps = shrink * b, steps + 1

print("the bias alone: awake after", steps, "steps, with b =", round(b, 4))
#> the bias alone: awake after 916 steps, with b = -3.9993
predicted = math.ceil(math.log(w * largest_x / 10) / math.log(shrink))
print("the formula:   ", predicted)
#> the formula:    916
w, b = 1.0, -10.0
for _ in range(20_000):
    w, b = shrink * w, shrink * b

still = w * largest_x + b
print("both, 20,000 steps: awake", still > 0, "with w / b still", round(w / b, 4))
#> both, 20,000 steps: awake False with w / b still -0.1
# --8<-- [end:all]
