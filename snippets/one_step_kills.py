# One step of gradient descent kills a unit; no later step brings it back.
# --8<-- [start:all]
x, label = 2.0, 0.0  # the whole data set: one example
largest = {}
for rate in (0.05, 0.11):
    w, b, v, c = 1.0, 0.0, 1.0, 0.0
    seen = []
    for _ in range(1001):
        z = w * x + b
        seen.append(z)
        hidden, slope = (z, 1) if z > 0 else (0, 0)  # ReLU and its derivative
        error = v * hidden + c - label
        gradient_b = 2 * error * v * slope
        w, b = w - rate * gradient_b * x, b - rate * gradient_b
        v, c = v - rate * 2 * error * hidden, c - rate * 2 * error
    largest[rate] = seen
    print(f"rate {rate}: z {seen[0]:.1f}, {seen[1]:.1f}, in the end {seen[-1]:.3f}")
#> rate 0.05: z 2.0, 1.0, in the end 0.656
#> rate 0.11: z 2.0, -0.2, in the end -0.200

# --8<-- [end:all]
