# One step of gradient descent kills a unit, and no later step brings it back.
# --8<-- [start:all]
x, label = 2.0, 0.0  # the whole data set: one example
largest = {}
for rate in (0.05, 0.11):
    w, b, v, c = 1.0, 0.0, 1.0, 0.0
    seen = []
    for step in range(1001):
        z = w * x + b
        seen.append(z)
        error = v * max(z, 0) + c - label
        slope = 1 if z > 0 else 0  # the derivative of ReLU
        gradient_w, gradient_b = 2 * error * v * slope * x, 2 * error * v * slope
        gradient_v, gradient_c = 2 * error * max(z, 0), 2 * error
        w, b = w - rate * gradient_w, b - rate * gradient_b
        v, c = v - rate * gradient_v, c - rate * gradient_c
    largest[rate] = seen
    print(f"rate {rate}: z = {seen[0]:.1f}, then {seen[1]:.1f}, after 1,000 steps {seen[-1]:.3f}")
#> rate 0.05: z = 2.0, then 1.0, after 1,000 steps 0.656
#> rate 0.11: z = 2.0, then -0.2, after 1,000 steps -0.200

# --8<-- [end:all]
